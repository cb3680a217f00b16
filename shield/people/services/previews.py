"""What would this person see? As numbers, for who answers for access; each look is recorded."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from shield.accounts.access import Access, permission_words, require
from shield.accounts.models import Agency, Membership, User
from shield.accounts.permissions import Perm
from shield.audit import services as audit
from shield.core import countables
from shield.core.london import london_day

EVERY_AGENCY = "every agency"


@dataclass(frozen=True)
class Preview:
    """What follows from the roles of a person, and from what was decided about single records."""

    memberships: Sequence[Membership]
    permissions: Sequence[tuple[str, str]]  # what, where
    counted: Sequence[countables.Counted]
    is_by_role: bool  # without what names and broken glass open


@transaction.atomic
def preview(*, by: User, person: User, at: datetime) -> Preview:
    """What a person would find now, counted by the rule from which their own pages start.

    Never which record, nor why one is among them or is not, and nothing of what is kept from `by`.
    An agency counts its own, as far as roles go: whom a name or broken glass lets in, and where,
    is not its business. Raises PermissionDenied for somebody who is not in the charge of `by`.
    """
    require_preview(by, person)
    as_they_are = User.objects.get(pk=person.pk)  # whose access is looked up now
    agencies = None
    if Perm.PREVIEW not in by.access.partnership:
        agencies = by.access.agencies_with(Perm.PREVIEW)
        as_they_are.access = replace(as_they_are.access, by_role=True)
    held = Membership.objects.current_or_later(london_day(at)).filter(user=person)
    found = Preview(
        memberships=list(held.select_related("agency").order_by("starts_on", "pk")),
        permissions=permissions(as_they_are.access),
        counted=countables.count(as_they_are, by=by, agencies=agencies),
        is_by_role=agencies is not None,
    )
    audit.record("access.previewed", person, by=by, at=at)
    return found


def require_preview(by: User, person: User) -> None:
    """PermissionDenied unless a person is among those whom `by` may look at in this way."""
    require(by, Perm.PREVIEW)
    if not User.objects.previewed_by(by).filter(pk=person.pk).exists():
        raise PermissionDenied(Perm.PREVIEW)


def permissions(access: Access) -> list[tuple[str, str]]:
    """What a person may do, and in which agencies."""
    names = dict(Agency.objects.filter(pk__in=access.agencies).values_list("pk", "name"))
    found = []
    for perm, words in permission_words().items():
        where = sorted(names[agency] for agency in access.agencies_with(perm))
        if perm in access.partnership:
            where = [EVERY_AGENCY]
        if where:
            found.append((words, ", ".join(where)))
    return found
