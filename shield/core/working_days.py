"""When is it due? Pure arithmetic on days that can show its working; no database, no clock.

The trigger day is day 0 and is never counted. Working days are England's: not Saturdays, Sundays
or bank holidays, unless an override says otherwise. Calendar days, weeks and months run over every
day, and a due date stays where it falls, be that a Sunday.
"""

from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache

import holidays

from shield.core.refusals import Refusal

# The last year whose bank holidays were compared with GOV.UK's list. Later ones are worked out, and
# may lack a one-off day or hold one that will be moved. Raised each year: `docs/operations.md`.
KNOWN_UNTIL = 2028


class Unit(StrEnum):
    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    WEEKS = "weeks"
    MONTHS = "months"
    FIXED_DATE = "fixed_date"  # the trigger day is itself the day on which the thing is due


class Direction(StrEnum):
    FORWARD = "forward"
    BACKWARD = "backward"


@dataclass(frozen=True)
class Override:
    """One day on which the partnership's table knows better than the list of bank holidays."""

    is_working: bool
    name: str


@dataclass(frozen=True)
class Day:
    """A line of the working: whether the day was counted, and why (not)."""

    date: date
    counted: bool
    reason: str


class OutsideTheCalendar(Refusal):
    """The count ran off the calendar (before year 1 or after 9999)."""

    def __init__(self) -> None:
        super().__init__("This date is too far away to count from. Check the year.")


Overrides = Callable[[date], Override | None]


def no_overrides(day: date) -> None:
    """For counting by the list of bank holidays alone."""


@cache
def _bank_holidays(year: int) -> dict[date, str]:
    found = holidays.country_holidays("GB", subdiv="ENG", years=year)
    return {day: name.replace("(observed)", "(substitute day)") for day, name in found.items()}


def is_known(day: date) -> bool:
    """Whether all bank holidays of the day's year are known."""
    return day.year <= KNOWN_UNTIL


def bank_holiday(day: date) -> str:
    """The name of England's bank holiday on that day; empty for none."""
    return _bank_holidays(day.year).get(day, "")


def judge(day: date, overrides: Overrides = no_overrides) -> tuple[bool, str]:
    """Whether a day is a working day, and the reason where that is not plain."""
    override = overrides(day)
    if override is not None:
        return override.is_working, f"override: {override.name}"
    if day.weekday() >= 5:
        return False, f"{day:%A}"
    name = bank_holiday(day)
    return not name, name


def how_many(first: date, last: date, overrides: Overrides = no_overrides) -> int:
    """The number of working days from one day to another, both of them included."""
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return sum(judge(day, overrides)[0] for day in days)


def count(
    trigger: date,
    *,
    unit: Unit,
    amount: int,
    direction: Direction = Direction.FORWARD,
    overrides: Overrides = no_overrides,
) -> tuple[Day, ...]:
    """The working, from day 0 to the due day, which is the date of the last line.

    Days counted in days have a line each; weeks and months have a line for each step. Raises
    OutsideTheCalendar.
    """
    if amount == 0 or unit == Unit.FIXED_DATE:
        return (Day(trigger, True, "the day itself"),)
    sign = 1 if direction == Direction.FORWARD else -1
    try:
        if unit == Unit.WORKING_DAYS:
            lines = _working_days(trigger, amount, sign, overrides)
        elif unit == Unit.MONTHS:
            lines = _months(trigger, amount, sign)
        else:
            step = timedelta(weeks=sign) if unit == Unit.WEEKS else timedelta(days=sign)
            word = "week" if unit == Unit.WEEKS else "day"
            lines = (Day(trigger + step * n, True, f"{word} {n}") for n in range(1, amount + 1))
        return (Day(trigger, False, "day 0: the day from which it is counted"), *lines)
    except (OverflowError, ValueError) as error:
        raise OutsideTheCalendar from error


def _working_days(trigger: date, amount: int, sign: int, overrides: Overrides) -> Iterator[Day]:
    day, counted = trigger, 0
    while counted < amount:
        day += timedelta(days=sign)
        is_working, reason = judge(day, overrides)
        counted += is_working
        if is_working:
            reason = f"working day {counted}" + (f" ({reason})" if reason else "")
        yield Day(day, is_working, reason)


def _months(trigger: date, amount: int, sign: int) -> Iterator[Day]:
    """The same day of a later or earlier month, or that month's last day if it is shorter."""
    for n in range(1, amount + 1):
        years, month = divmod(trigger.year * 12 + trigger.month - 1 + sign * n, 12)
        length = monthrange(years, month + 1)[1]
        short = f" (the month has no day {trigger.day})" if trigger.day > length else ""
        yield Day(date(years, month + 1, min(trigger.day, length)), True, f"month {n}{short}")
