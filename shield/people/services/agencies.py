"""What can happen to the list of agencies?"""

from datetime import date, datetime
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.db.models import QuerySet

from shield.accounts.access import require, roles
from shield.accounts.models import Agency, AgencyKind, Membership, User
from shield.accounts.permissions import Perm
from shield.audit import services as audit
from shield.core.london import london_day
from shield.core.refusals import Refusal


class SuccessionLoops(Refusal):
    """An agency would come after itself."""


class ShutsOut(Refusal):
    """The portal's own keepers would lose their roles, and nobody could give them back."""


class EndsRoles(Refusal):
    """Roles end with the agency, and nobody has said that they may."""


class Facts(TypedDict):
    """What is known of an agency."""

    name: str
    kind: AgencyKind
    is_statutory_partner: bool
    notifies_panel: bool
    valid_from: date | None
    valid_to: date | None
    succeeded_by: Agency | None


@transaction.atomic
def add_agency(*, by: User, at: datetime, **facts: Unpack[Facts]) -> Agency:
    """Add an agency to the partnership."""
    require(by, Perm.MANAGE_ALL)
    agency = Agency.objects.create(**facts)
    audit.record("agency.added", agency, by=by, at=at)
    return agency


@transaction.atomic
def edit_agency(
    *, by: User, agency: Agency, at: datetime, ends_roles: bool = False, **facts: Unpack[Facts]
) -> Agency:
    """Change what is known of an agency, such as its last day and what follows on it.

    With `ends_roles` the roles held in it may end; those that reach across the partnership, and
    one's own, are ended or moved first. Raises SuccessionLoops, ShutsOut, EndsRoles.
    """
    require(by, Perm.MANAGE_ALL)
    agency = Agency.objects.select_for_update().get(pk=agency.pk)
    _require_no_loop(agency, facts["succeeded_by"])
    given: dict[str, Any] = {**facts}
    changed = sorted(name for name, value in given.items() if getattr(agency, name) != value)
    if {"valid_from", "valid_to"} & set(changed):
        _require_harmless(agency, facts, by=by, today=london_day(at), ends_roles=ends_roles)
    for name in changed:
        setattr(agency, name, given[name])
    if changed:
        agency.save(update_fields=changed)
        audit.record("agency.changed", agency, by=by, at=at, fields=changed)
    return agency


def held_in(agency: Agency, today: date) -> QuerySet[Membership]:
    """The roles held in an agency today or from a later day."""
    return Membership.objects.current_or_later(today).filter(agency=agency)


def _require_harmless(
    agency: Agency, facts: Facts, *, by: User, today: date, ends_roles: bool
) -> None:
    """Refuse days of an agency that would take roles away unseen, or from who keeps the portal."""
    first, last = facts["valid_from"], facts["valid_to"]
    cut = [
        one
        for one in held_in(agency, today)
        if (last is not None and (one.ends_on is None or one.ends_on > last))
        or (first is not None and first > max(today, one.starts_on))
    ]
    across = [one for one in cut if one.role in roles() and roles()[one.role].scope != "agency"]
    if across or any(one.user_id == by.pk for one in cut):
        raise ShutsOut(
            f"Roles that reach across the partnership, or your own, are held in {agency} "
            f"({len(across)}), and would end. Give those people their roles in another agency, and "
            "end them here by the last day, first."
        )
    if cut and not ends_roles:
        raise EndsRoles(
            f"{counted(len(cut))} in {agency} would end by these days. Say that this is meant."
        )


def counted(number: int) -> str:
    """`1 role`, `2 roles`."""
    return f"{number} role{'' if number == 1 else 's'}"


def _require_no_loop(agency: Agency, successor: Agency | None) -> None:
    while successor is not None:
        if successor.pk == agency.pk:
            raise SuccessionLoops("An agency cannot come after itself.")
        successor = successor.succeeded_by
