"""On which days does a body meet in a year? Pure arithmetic; no query, and no clock is read.

A rhythm says the days that are wanted. A day that is a weekend, a bank holiday, or one on which
somebody who sits there is in another meeting at that time, gives way to the nearest that is none of
these, and the plan says why. Where no such day is near, the nearest working day is taken and every
clash that stays is named.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from shield.core.london import day_words, short_day
from shield.core.working_days import Overrides, judge, no_overrides

QUARTERLY, TERMLY, MONTHLY = "quarterly", "termly", "monthly"
SIX_WEEKLY, WEEKLY, AROUND = "six-weekly", "weekly", "around"
MONDAY, TUESDAY, WEDNESDAY, THURSDAY = range(4)
# (months, weekday, which of that month). Late in the month, so that a week before a meeting in
# January is no holiday, and two weeks after one in October is still in the year; the months of
# terms lie outside the schools' usual holidays.
IN_MONTHS: Mapping[str, tuple[tuple[int, ...], int, int]] = {
    QUARTERLY: ((1, 4, 7, 10), TUESDAY, 4),
    TERMLY: ((3, 6, 11), WEDNESDAY, 2),
    MONTHLY: (tuple(range(1, 13)), THURSDAY, 2),
}
# (first day of the year that is looked at, weekday, weeks from one to the next)
IN_WEEKS: Mapping[str, tuple[int, int, int]] = {
    SIX_WEEKLY: (8, WEDNESDAY, 6),
    WEEKLY: (1, MONDAY, 1),
}
# How far a meeting gives way: never so far that it meets its own next one.
FARTHEST = {WEEKLY: 3, AROUND: 6}
FAR = 10

People = Mapping[int, str]  # who sits in a body: id -> name
Sits = Callable[[int, date], People]  # (body, day) -> people


@dataclass(frozen=True)
class Rhythmic:
    """What a plan knows of a body."""

    body: int
    name: str
    rhythm: str
    starts: time
    ends: time
    around: int | None = None
    before_days: int = 0
    after_days: int = 0


@dataclass(frozen=True)
class Slot:
    """A meeting that is planned or stands: whose, when, and who sits there."""

    name: str
    day: date
    starts: time
    ends: time
    people: People

    def overlaps(self, other: "Slot") -> bool:
        return self.day == other.day and self.starts < other.ends and other.starts < self.ends


@dataclass(frozen=True)
class Planned:
    """A line of a plan. `around` is the day of the meeting on which it hangs, `offset` its days."""

    body: int
    slot: Slot
    why: str
    clashes: tuple[str, ...]
    around: date | None = None
    offset: int | None = None


def clashes(slot: Slot, others: Iterable[Slot]) -> tuple[str, ...]:
    """Everybody who would be in two meetings at one time, a line each, in words."""
    return tuple(
        f"{name} is also in {other.name}, {other.starts:%H:%M} to {other.ends:%H:%M}"
        for other in others
        if slot.overlaps(other)
        for person, name in slot.people.items()
        if person in other.people
    )


def wanted(rhythm: str, year: int) -> list[date]:
    """The days that a rhythm says for a year; none for one that says no days by itself."""
    if rhythm in IN_MONTHS:
        months, weekday, which = IN_MONTHS[rhythm]
        return [_nth(year, month, weekday, which) for month in months]
    if rhythm in IN_WEEKS:
        first, weekday, weeks = IN_WEEKS[rhythm]
        day = _next(date(year, 1, first), weekday)
        found = []
        while day.year == year:
            found.append(day)
            day += timedelta(weeks=weeks)
        return found
    return []


def _next(day: date, weekday: int) -> date:
    """The first such weekday from a day on."""
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def _nth(year: int, month: int, weekday: int, which: int) -> date:
    return _next(date(year, month, 1), weekday) + timedelta(weeks=which - 1)


def nearest(day: date, farthest: int) -> Iterator[date]:
    """A day, then those beside it, the nearest first, the later before the earlier."""
    yield day
    for distance in range(1, farthest + 1):
        yield day + timedelta(days=distance)
        yield day - timedelta(days=distance)


def place(
    body: Rhythmic,
    day: date,
    *,
    sits: Sits,
    taken: Sequence[Slot],
    overrides: Overrides = no_overrides,
) -> tuple[Slot, str, tuple[str, ...]]:
    """Where a meeting wanted on a day goes: the slot, why it gave way, the clashes that stay."""

    def slot_on(one: date) -> Slot:
        return Slot(body.name, one, body.starts, body.ends, sits(body.body, one))

    around = nearest(day, FARTHEST.get(body.rhythm, FAR))
    days = [one for one in around if one.year == day.year and judge(one, overrides)[0]]
    slots = [slot_on(one) for one in days]
    free = next((slot for slot in slots if not clashes(slot, taken)), None)
    chosen = free or (slots[0] if slots else slot_on(day))
    return chosen, _why(chosen.day, slot_on(day), taken, overrides), clashes(chosen, taken)


def _why(chosen: date, was: Slot, taken: Sequence[Slot], overrides: Overrides) -> str:
    """Why a meeting is not on the day that was wanted; empty where it is."""
    if chosen == was.day:
        return ""
    because = no_working_day(was.day, overrides)
    if not because:
        because = f"on {day_words(was.day)} {'; '.join(clashes(was, taken))}"
    return f"Not the day wanted: {because}"


def no_working_day(day: date, overrides: Overrides = no_overrides) -> str:
    """`Friday 25 December 2026 is no working day (Christmas Day)`; empty for a working day."""
    is_working, name = judge(day, overrides)
    if is_working:
        return ""
    named = "" if day.weekday() >= 5 and name == f"{day:%A}" else f" ({name})"
    return f"{day_words(day)} is no working day{named}"


def propose(
    year: int,
    bodies: Sequence[Rhythmic],
    *,
    sits: Sits,
    taken: Sequence[Slot] = (),
    standing: Mapping[int, Sequence[date]] | None = None,
    overrides: Overrides = no_overrides,
) -> list[Planned]:
    """A year's meetings of some bodies, in order of time.

    `taken` are the meetings that stand already; `standing` gives the days of those of a body on
    which others hang and which is not itself planned here. Whatever others hang on comes first.
    """
    slots, lines = list(taken), list[Planned]()
    days = {body: list(found) for body, found in (standing or {}).items()}

    def put(body: Rhythmic, day: date, said: str, around: date | None, offset: int | None) -> None:
        slot, why, left = place(body, day, sits=sits, taken=slots, overrides=overrides)
        slots.append(slot)
        days.setdefault(body.body, []).append(slot.day)
        words = ". ".join(part for part in (said, why) if part)
        lines.append(Planned(body.body, slot, words, left, around, offset))

    for body in _in_turn(bodies, year):
        for day in wanted(body.rhythm, year):
            put(body, day, "", None, None)
        if body.rhythm == AROUND and body.around is not None:
            for centre in sorted(days.get(body.around, ())):
                for offset in sorted({-body.before_days, body.after_days}):
                    day = centre + timedelta(days=offset)
                    put(body, day, hangs_words(offset, centre), centre, offset)
    # A meeting that came later may clash with one that was put down before it.
    return sorted(
        (_with_clashes(line, slots) for line in lines),
        key=lambda line: (line.slot.day, line.slot.starts, line.body),
    )


def _in_turn(bodies: Sequence[Rhythmic], year: int) -> list[Rhythmic]:
    """Each after the body that it hangs on; those that meet seldom before those that give way."""
    known = {one.body: one for one in bodies}

    def depth(one: Rhythmic) -> int:
        above, steps = known.get(one.around or 0), 0
        while above is not None and steps < len(known):
            above, steps = known.get(above.around or 0), steps + 1
        return steps

    return sorted(bodies, key=lambda one: (depth(one), len(wanted(one.rhythm, year)), one.body))


def _with_clashes(line: Planned, slots: Sequence[Slot]) -> Planned:
    others = [slot for slot in slots if slot is not line.slot]
    return Planned(
        line.body, line.slot, line.why, clashes(line.slot, others), line.around, line.offset
    )


def hangs_words(offset: int, centre: date) -> str:
    """`7 days before the meeting of 26 January 2027`."""
    if offset == 0:
        return f"On the day of the meeting of {short_day(centre)}"
    days = "1 day" if abs(offset) == 1 else f"{abs(offset)} days"
    return f"{days} {'after' if offset > 0 else 'before'} the meeting of {short_day(centre)}"
