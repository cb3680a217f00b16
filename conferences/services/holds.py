"""What keeps what conferences say from being erased: how is a hold placed, and lifted again?"""

from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from conferences.models import Conference, LegalHold
from conferences.permissions import Perm
from conferences.services.erasing import alone
from conferences.services.scheduling import ErasedAlready
from shield.accounts import kept
from shield.accounts.access import require
from shield.accounts.models import User
from shield.audit import services as audit
from shield.core.refusals import Refusal


class NothingToHold(Refusal):
    """The same words whether there is no such conference or this person is shut out of it."""

    def __init__(self) -> None:
        super().__init__("There is no conference with this reference. Check it.")


class NotTheirs(Refusal):
    """The hold of all keeps also what they are shut out of."""

    def __init__(self) -> None:
        super().__init__(
            "A conference that this hold keeps is kept from you. Ask somebody else to lift it."
        )


class LiftedAlready(Refusal):
    """Somebody else lifted it."""

    def __init__(self) -> None:
        super().__init__("This hold was lifted already.")


@transaction.atomic
def place_hold(*, reference: str, reason: str, token: UUID, by: User, at: datetime) -> LegalHold:
    """Let nothing be erased of one conference's family, or of any where no reference is given.

    The same token again gives the same hold. Two reasons are two holds.
    Raises NothingToHold, ErasedAlready.
    """
    require(by, Perm.HOLD)
    alone()
    before: LegalHold | None = LegalHold.objects.filter(form_token=token, placed_by=by).first()
    if before is not None:
        return before
    conference = _named(reference, by) if reference else None
    hold: LegalHold = LegalHold.objects.create(
        conference=conference, reason=reason, placed_at=at, placed_by=by, form_token=token
    )
    audit.record("conference.hold_placed", conference or hold, by=by, at=at, hold=hold.pk)
    return hold


@transaction.atomic
def lift_hold(*, hold: LegalHold, reason: str, by: User, at: datetime) -> None:
    """Let the time run out again; what is over by then is erased the next night.

    Raises LiftedAlready, NotTheirs.
    """
    require(by, Perm.HOLD, hold)
    if not LegalHold.objects.visible_to(by).filter(pk=hold.pk).exists():
        raise PermissionDenied(Perm.HOLD)
    if hold.conference_id is None and kept.shut_out(Conference, by).exists():
        raise NotTheirs
    found = LegalHold.objects.select_for_update(of=("self",)).get(pk=hold.pk)
    if found.lifted_at:
        raise LiftedAlready
    found.lifted_at, found.lifted_by, found.lift_reason = at, by, reason
    found.save(update_fields=["lifted_at", "lifted_by", "lift_reason"])
    audit.record("conference.hold_lifted", found.conference or found, by=by, at=at, hold=found.pk)


def _named(reference: str, by: User) -> Conference:
    rows = Conference.objects.exclude(pk__in=kept.shut_out(Conference, by))
    found: Conference | None = rows.filter(reference=reference.strip().upper()).first()
    if found is None:
        raise NothingToHold
    if found.erased_at:
        raise ErasedAlready
    return found
