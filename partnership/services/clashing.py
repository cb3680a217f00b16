"""Who would be in two meetings at one time? Reads who sits where, and asks the plan."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, timedelta

from partnership.models import Holding, Meeting
from partnership.planning import People, Sits, Slot, clashes
from shield.core.london import LONDON


def sitting(bodies: Iterable[int], *, with_deputies: bool = False) -> Sits:
    """Who holds a seat of these bodies, day by day, in one query.

    Standing deputies are left out unless asked for: they come only when the holder does not.
    """
    held: dict[int, list[tuple[int, str, date, date | None]]] = defaultdict(list)
    rows = Holding.objects.filter(seat__body__in=set(bodies), user__is_active=True)
    if not with_deputies:
        rows = rows.filter(is_deputy=False)
    rows = rows.order_by("user__full_name", "pk")
    names = ("seat__body_id", "user_id", "user__full_name", "starts_on", "ends_on")
    for body, user, name, first, last in rows.values_list(*names):
        held[body].append((user, name, first, last))

    def on(body: int, day: date) -> People:
        return {
            user: name
            for user, name, first, last in held[body]
            if first <= day and (last is None or day <= last)
        }

    return on


def slot_of(meeting: Meeting, sits: Sits) -> Slot:
    """A meeting as the plan sees it."""
    starts, ends = (one.astimezone(LONDON) for one in (meeting.starts_at, meeting.ends_at))
    return Slot(
        name=str(meeting),
        day=starts.date(),
        starts=starts.time(),
        ends=ends.time(),
        people=sits(meeting.body_id, starts.date()),
    )


def standing_between(first: date, last: date) -> list[Meeting]:
    """The meetings that take place from one day to another, of whatever body."""
    return list(
        Meeting.objects.standing().between(first, last).select_related("body").order_by("pk")
    )


def clashes_of(
    meetings: Sequence[Meeting], *, apart: Collection[int] = ()
) -> dict[int, tuple[str, ...]]:
    """For each meeting everybody who would be in another at that time, and who else is there.

    Two queries for all. The meetings of `apart` are left out: they are to move themselves.
    """
    if not meetings:
        return {}
    days = [meeting.on for meeting in meetings]
    others = [
        one
        for one in standing_between(min(days), max(days) + timedelta(days=1))
        if one.pk not in apart
    ]
    sits = sitting({one.body_id for one in (*others, *meetings)})
    on: dict[date, list[tuple[int, Slot]]] = defaultdict(list)
    for one in others:
        on[one.on].append((one.pk, slot_of(one, sits)))
    return {
        meeting.pk: (
            *clashes(
                slot_of(meeting, sits), [slot for pk, slot in on[meeting.on] if pk != meeting.pk]
            ),
            *_same_venue(meeting, others),
        )
        for meeting in meetings
    }


def _same_venue(meeting: Meeting, others: Iterable[Meeting]) -> Iterator[str]:
    """The meetings at the same place and time. There may be rooms for both: it is said, no more."""
    for other in others:
        is_there = meeting.venue and other.venue.casefold() == meeting.venue.casefold()
        meets = meeting.starts_at < other.ends_at and other.starts_at < meeting.ends_at
        if other.pk != meeting.pk and is_there and meets:
            yield f"{other} is in {other.venue} too, {other.hours}"
