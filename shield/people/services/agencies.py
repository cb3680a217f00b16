"""What can happen to the list of agencies?"""

from datetime import date, datetime
from typing import Any, TypedDict, Unpack

from django.db import transaction

from shield.accounts.access import require
from shield.accounts.models import Agency, AgencyKind, User
from shield.accounts.permissions import Perm
from shield.audit import services as audit
from shield.core.refusals import Refusal


class SuccessionLoops(Refusal):
    """An agency would come after itself."""


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
def edit_agency(*, by: User, agency: Agency, at: datetime, **facts: Unpack[Facts]) -> Agency:
    """Change what is known of an agency, such as its last day and what follows on it.

    Raises SuccessionLoops.
    """
    require(by, Perm.MANAGE_ALL)
    agency = Agency.objects.select_for_update().get(pk=agency.pk)
    _require_no_loop(agency, facts["succeeded_by"])
    given: dict[str, Any] = {**facts}
    changed = sorted(name for name, value in given.items() if getattr(agency, name) != value)
    for name in changed:
        setattr(agency, name, given[name])
    if changed:
        agency.save(update_fields=changed)
        audit.record("agency.changed", agency, by=by, at=at, fields=changed)
    return agency


def _require_no_loop(agency: Agency, successor: Agency | None) -> None:
    while successor is not None:
        if successor.pk == agency.pk:
            raise SuccessionLoops("An agency cannot come after itself.")
        successor = successor.succeeded_by
