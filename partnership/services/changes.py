"""How does an agency say that its seat changes hands, and what becomes of it?"""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.urls import reverse

from partnership import emails
from partnership.models import Holding, PersonnelChange, Seat
from partnership.permissions import Perm
from partnership.services.invitations import hold_still
from partnership.services.seats import appoint, end_holding
from shield.accounts.access import require
from shield.accounts.models import User
from shield.audit import services as audit
from shield.core.london import london_day
from shield.core.refusals import Refusal
from shield.notifications import services as notifications


class AlreadyNotified(Refusal):
    """A change of this seat waits to be answered."""


class NobodySits(Refusal):
    """Nobody holds the seat who could leave it."""


class NothingChanges(Refusal):
    """Neither does somebody leave nor does somebody come."""


class NotKnown(Refusal):
    """Whoever takes the seat has no account yet."""


class AlreadyAnswered(Refusal):
    """Somebody answered it first."""


def holder_of(seat: Seat, on: date) -> Holding | None:
    """Who holds a seat on a day, no deputy; None if it is vacant."""
    held: Any = seat.holdings
    found: Holding | None = (
        held.standing(on).filter(is_deputy=False).select_related("user", "seat__body").first()
    )
    return found


@transaction.atomic
def notify_change(
    *,
    by: User,
    seat: Seat,
    last_day: date | None,
    successor_name: str,
    successor_email: str,
    from_day: date | None,
    at: datetime,
) -> PersonnelChange:
    """Say that the holder leaves, that somebody takes the seat, or both; operations are told.

    Raises NothingChanges, NobodySits, AlreadyNotified.
    """
    require(by, Perm.NOTIFY_CHANGE, seat)
    seat = Seat.objects.select_for_update().get(pk=seat.pk)
    if last_day is None and from_day is None:
        raise NothingChanges("Say who leaves, or who takes the seat, or both.")
    holder = holder_of(seat, london_day(at))
    if last_day is not None and holder is None:
        raise NobodySits("Nobody holds this seat now, so nobody can leave it.")
    if seat.changes.filter(answered_at=None).exists():
        raise AlreadyNotified("A change of this seat was notified and is yet to be answered.")
    change = PersonnelChange.objects.create(
        seat=seat,
        leaver=holder.user if holder is not None and last_day is not None else None,
        last_day=last_day,
        successor_name=successor_name,
        successor_email=successor_email,
        from_day=from_day,
        notified_by=by,
        notified_at=at,
    )
    audit.record("personnel_change.notified", change, by=by, at=at, seat=seat.pk)
    notifications.notify(
        recipients=User.objects.holding("operations", on=london_day(at)),
        key=f"personnel_change.notified:{change.pk}",
        message=emails.change_notified(change),
        at=at,
    )
    return change


@transaction.atomic
def confirm_change(
    *, by: User, change: PersonnelChange, is_leaving_only: bool = False, at: datetime
) -> None:
    """Do what the agency said: end the holding, appoint the successor.

    With `is_leaving_only` the seat is vacant until somebody is appointed to it: a successor may
    have no account yet. Raises AlreadyAnswered, NotKnown, and what ending and appointing raise;
    then nothing is done.
    """
    require(by, Perm.KEEP, change)
    hold_still(bodies=[change.seat.body_id], at=at)
    _answer(change, PersonnelChange.Answer.CONFIRMED, by, at)
    if change.last_day is not None and change.leaver is not None:
        held = change.seat.holdings.filter(user=change.leaver, is_deputy=False)
        holding = held.current_or_later(change.last_day).order_by("starts_on").first()
        if holding is not None:
            end_holding(by=by, holding=holding, ends_on=change.last_day, at=at)
    if change.from_day is not None and not is_leaving_only:
        person = User.objects.filter(email__iexact=change.successor_email).first()
        if person is None:
            raise NotKnown(
                f"Nobody with the address {change.successor_email} has an account yet. Ask the "
                "administrator of their agency to invite them, then confirm this change"
                f"{', or confirm that they leave alone' if change.last_day else ''}."
            )
        appoint(
            by=by,
            seat=change.seat,
            person=person,
            starts_on=change.from_day,
            ends_on=None,
            is_deputy=False,
            is_from_elsewhere=True,  # whose seat it is has named them
            at=at,
        )


@transaction.atomic
def decline_change(*, by: User, change: PersonnelChange, at: datetime) -> None:
    """Leave the seat as it is; whoever notified the change is told. Raises AlreadyAnswered."""
    require(by, Perm.KEEP, change)
    _answer(change, PersonnelChange.Answer.DECLINED, by, at)


def _answer(change: PersonnelChange, answer: str, by: User, at: datetime) -> None:
    """Only the first answer counts."""
    waiting = PersonnelChange.objects.open().filter(pk=change.pk)
    if not waiting.update(answer=answer, answered_by=by, answered_at=at):
        raise AlreadyAnswered("Somebody has answered this change already.")
    audit.record(f"personnel_change.{answer}", change, by=by, at=at, seat=change.seat_id)
    notifications.notify(
        recipients=[change.notified_by],
        key=f"personnel_change.answered:{change.pk}",
        message=emails.change_answered(change, url=reverse("agency_seats")),
        at=at,
    )
