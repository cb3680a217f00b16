"""What can happen to a seat, and to who holds it?"""

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from partnership import emails
from partnership.models import Body, Holding, Seat
from partnership.permissions import Perm
from partnership.services.bodies import next_order
from partnership.services.invitations import end_stale_names, follow_seats, hold_still
from partnership.services.sitting import CannotSit, may_sit, works_in
from shield.accounts.access import require
from shield.accounts.models import Agency, User
from shield.audit import services as audit
from shield.core.london import london_day, short_day
from shield.core.refusals import Refusal
from shield.notifications import services as notifications


class SeatTwice(Refusal):
    """The body has a seat of this agency and post already."""


class SeatTaken(Refusal):
    """Somebody holds the seat in some of the time asked for."""


class WorksElsewhere(Refusal):
    """The person has no role in the agency whose seat it is."""


class WrongDays(Refusal):
    """A last day before the first, or a day on which the seat is not there."""


def days_words(first: date, last: date | None) -> str:
    """`from 1 May 2026`, `from 1 May 2026 to 31 May 2026`."""
    until = f" to {short_day(last)}" if last else ""
    return f"from {short_day(first)}{until}"


# --- Seats ----------------------------------------------------------------------------------------


@transaction.atomic
def add_seat(*, by: User, body: Body, agency: Agency, post: str, role: str, at: datetime) -> Seat:
    """Add a seat to a body; nobody holds it yet. Raises SeatTwice."""
    require(by, Perm.KEEP, body)
    seat = Seat(body=body, agency=agency, post=post, role=role, starts_on=london_day(at))
    seat.order = next_order(Seat.objects)
    _save(seat)
    audit.record("seat.added", seat, by=by, at=at, body=body.pk, agency=agency.pk, role=role)
    return seat


@transaction.atomic
def edit_seat(*, by: User, seat: Seat, agency: Agency, post: str, role: str, at: datetime) -> Seat:
    """Change whose seat it is, of which post or in which role. Raises SeatTwice."""
    require(by, Perm.KEEP, seat)
    given = {"agency": agency, "post": post, "role": role}
    changed = sorted(name for name, value in given.items() if getattr(seat, name) != value)
    for name in changed:
        setattr(seat, name, given[name])
    if changed:
        _save(seat)
        audit.record("seat.changed", seat, by=by, at=at, fields=changed)
    return seat


def _save(seat: Seat) -> None:
    try:
        with transaction.atomic():
            seat.save()
    except IntegrityError as error:
        raise SeatTwice(
            f"{seat.body} has a seat of this agency and post already. Give this one a post of its "
            "own, such as “Lay member (2)”."
        ) from error


@transaction.atomic
def end_seat(*, by: User, seat: Seat, ends_on: date, at: datetime) -> Seat:
    """End a seat with a last day; whoever holds it holds it no longer than that. WrongDays."""
    require(by, Perm.KEEP, seat)
    if seat.starts_on is not None and ends_on < seat.starts_on:
        raise WrongDays("The last day must be on or after the day the seat started.")
    hold_still(bodies=[seat.body_id], at=at)
    seat.ends_on = ends_on
    seat.save(update_fields=["ends_on"])
    left = list(seat.holdings.current_or_later(ends_on + timedelta(days=1)))
    for holding in left:
        last = max(ends_on, holding.starts_on - timedelta(days=1))
        Holding.objects.filter(pk=holding.pk).update(ends_on=last)
    audit.record("seat.ended", seat, by=by, at=at, ends_on=ends_on.isoformat())
    follow_seats(body=seat.body, people={one.user_id for one in left}, by=by, at=at)
    return seat


# --- Holdings -------------------------------------------------------------------------------------


@transaction.atomic
def appoint(
    *,
    by: User,
    seat: Seat,
    person: User,
    starts_on: date,
    ends_on: date | None,
    is_deputy: bool,
    is_from_elsewhere: bool = False,
    at: datetime,
) -> Holding:
    """Let a person hold a seat, or stand in for its holder, and tell them.

    They read the body from the first day to the last, and are asked to those of its meetings that
    stand already. Somebody who does not work in the agency of the seat holds it only where that is
    said (`is_from_elsewhere`). Raises CannotSit, WorksElsewhere, WrongDays, SeatTaken.
    """
    require(by, Perm.KEEP, seat)
    if not may_sit(person, london_day(at)):
        raise CannotSit(
            f"{person} has no role with which to sit in a body. Ask the administrator of their "
            "agency to give them one first."
        )
    agencies = works_in(person, london_day(at))
    if seat.agency not in agencies and not is_from_elsewhere:
        raise WorksElsewhere(
            f"{person} works for {' and '.join(map(str, agencies))}, and the seat is of "
            f"{seat.agency}. If this is the right person, say below that they hold it all the same."
        )
    _require_days(seat, starts_on, ends_on)
    hold_still(bodies=[seat.body_id], at=at)
    end_stale_names(person, by=by, at=at, item__meeting__body=seat.body)
    holding = Holding(
        seat=seat,
        user=person,
        is_deputy=is_deputy,
        is_from_elsewhere=seat.agency not in agencies,
        starts_on=starts_on,
        ends_on=ends_on,
        appointed_at=at,
    )
    _save_holding(holding)
    audit.record(
        "seat.held",
        holding,
        by=by,
        at=at,
        seat=seat.pk,
        person=person.pk,
        is_deputy=is_deputy,
        starts_on=starts_on.isoformat(),
        ends_on=ends_on.isoformat() if ends_on else None,
    )
    notifications.notify(
        recipients=[person],
        key=f"seat.held:{holding.pk}",
        message=emails.seated(seat.body, is_deputy=is_deputy),
        at=at,
    )
    follow_seats(body=seat.body, people={person.pk}, by=by, at=at)
    return holding


def _require_days(seat: Seat, starts_on: date, ends_on: date | None) -> None:
    if ends_on is not None and ends_on < starts_on:
        raise WrongDays("The last day must be on or after the first.")
    if seat.starts_on is not None and starts_on < seat.starts_on:
        raise WrongDays(f"The seat is there from {short_day(seat.starts_on)} on.")
    if seat.ends_on is not None and (ends_on is None or ends_on > seat.ends_on):
        raise WrongDays(f"The seat ends on {short_day(seat.ends_on)}.")


def _save_holding(holding: Holding) -> None:
    try:
        with transaction.atomic():
            holding.save()
    except IntegrityError as error:
        raise SeatTaken(_in_the_way(holding)) from error


def _in_the_way(holding: Holding) -> str:
    """Who holds the seat, or is its deputy already, in the days asked for."""
    others = holding.seat.holdings.current_or_later(holding.starts_on).exclude(pk=holding.pk)
    if holding.ends_on is not None:
        others = others.filter(starts_on__lte=holding.ends_on)
    for other in others.select_related("user").order_by("starts_on", "pk"):
        days = days_words(other.starts_on, other.ends_on)
        if other.user_id == holding.user_id:
            what = "is a standing deputy of" if other.is_deputy else "holds"
            return f"{other.user} {what} this seat already, {days}."
        if not other.is_deputy and not holding.is_deputy:
            return (
                f"{other.user} holds this seat {days}. End that first, or choose days that do not "
                "overlap."
            )
    return "Somebody was given this seat in these days just now."


@transaction.atomic
def end_holding(*, by: User, holding: Holding, ends_on: date | None, at: datetime) -> Holding:
    """End a holding with a last day, or at once (`ends_on=None`): what it opened closes after it.

    To meetings after it they are no longer asked; a later last day asks them to more. Raises
    WrongDays, SeatTaken (a later last day may run into the next holder).
    """
    require(by, Perm.KEEP, holding.seat)
    last = ends_on or max(london_day(at), holding.starts_on) - timedelta(days=1)
    if ends_on is not None and ends_on < holding.starts_on:
        raise WrongDays("The last day must be on or after the first.")
    if holding.seat.ends_on is not None and last > holding.seat.ends_on:
        raise WrongDays(f"The seat ends on {short_day(holding.seat.ends_on)}.")
    hold_still(bodies=[holding.seat.body_id], at=at)
    holding.ends_on = last
    _save_holding(holding)
    audit.record(
        "seat.left",
        holding,
        by=by,
        at=at,
        seat=holding.seat_id,
        person=holding.user_id,
        ends_on=last.isoformat(),
    )
    follow_seats(body=holding.seat.body, people={holding.user_id}, by=by, at=at)
    return holding
