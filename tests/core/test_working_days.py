"""The engine against a count of days written by somebody who never read it."""

from datetime import date, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from shield.core.working_days import (
    Day,
    Direction,
    OutsideTheCalendar,
    Override,
    Unit,
    bank_holiday,
    count,
    how_many,
    judge,
)

FIRST, LAST = date(1970, 1, 1), date(2040, 12, 31)
ONE_DAY = timedelta(days=1)
MOST = 80


def easter(year: int) -> date:
    """Easter Sunday, by the anonymous Gregorian algorithm."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * k) // 451
    return date(year, (h + k - 7 * m + 114) // 31, (h + k - 7 * m + 114) % 31 + 1)


def monday(year: int, month: int, *, last: bool) -> date:
    days = [date(year, month, 1) + n * ONE_DAY for n in range(31)]
    mondays = [day for day in days if day.weekday() == 0 and day.month == month]
    return mondays[-1 if last else 0]


MOVED_MAY_DAY = {1995: date(1995, 5, 8), 2020: date(2020, 5, 8)}
MOVED_SPRING = {2002: date(2002, 6, 4), 2012: date(2012, 6, 4), 2022: date(2022, 6, 2)}
ONCE = {
    date(1977, 6, 7),
    date(1981, 7, 29),
    date(1999, 12, 31),
    date(2002, 6, 3),
    date(2011, 4, 29),
    date(2012, 6, 5),
    date(2022, 6, 3),
    date(2022, 9, 19),
    date(2023, 5, 8),
}


def weekdays_off(year: int) -> set[date]:
    """England's bank holidays that fall on a weekday, substitutes in their place."""
    off = {easter(year) - 2 * ONE_DAY, easter(year) + ONE_DAY}
    if year >= 1975:  # also in 1974; the library, and so the engine, begins a year late
        new_year = date(year, 1, 1)
        while new_year.weekday() >= 5:
            new_year += ONE_DAY
        off.add(new_year)
    if year >= 1978:
        off.add(MOVED_MAY_DAY.get(year, monday(year, 5, last=False)))
    if year >= 1971:
        off.add(MOVED_SPRING.get(year, monday(year, 5, last=True)))
        off.add(monday(year, 8, last=True))
    else:
        off.add(easter(year) + 50 * ONE_DAY)  # Whit Monday
    christmas = {25: [27, 28], 26: [25, 28], 24: [26, 27]}
    weekday = date(year, 12, 25).weekday()
    # Saturday: both move; Friday: Boxing Day moves; Sunday: Christmas Day moves to Tuesday.
    days = {5: christmas[25], 4: christmas[26], 6: christmas[24]}.get(weekday, [25, 26])
    return off | {date(year, 12, day) for day in days}


OFF = {day for year in range(1968, 2044) for day in weekdays_off(year)} | ONCE


def naive_working_days(start: date, amount: int, sign: int) -> list[tuple[date, bool]]:
    seen, left, day = [], amount, start
    while left:
        day = day + ONE_DAY if sign > 0 else day - ONE_DAY
        works = day.isoweekday() not in (6, 7) and day not in OFF
        left -= 1 if works else 0
        seen.append((day, works))
    return seen


def naive_days(start: date, amount: int, sign: int) -> date:
    day = start
    for _ in range(amount):
        day = day + ONE_DAY if sign > 0 else day - ONE_DAY
    return day


def naive_months(start: date, amount: int, sign: int) -> date:
    """Walk day by day into the month that is meant, then as far into it as it goes."""
    year, month = start.year, start.month
    for _ in range(amount):
        month += sign
        if month == 13:
            year, month = year + 1, 1
        if month == 0:
            year, month = year - 1, 12
    day = date(year, month, 1)
    while day.day < start.day and (day + ONE_DAY).month == month:
        day += ONE_DAY
    return day


days = st.dates(FIRST, LAST)
directions = st.sampled_from(Direction)
SIGN = {Direction.FORWARD: 1, Direction.BACKWARD: -1}


@settings(max_examples=400, deadline=None)
@given(day=days, amount=st.integers(1, MOST), direction=directions)
@example(day=date(2026, 12, 22), amount=5, direction=Direction.FORWARD)
@example(day=date(2012, 5, 25), amount=10, direction=Direction.FORWARD)
def test_working_days_agree_with_the_naive_count(
    day: date, amount: int, direction: Direction
) -> None:
    lines = count(day, unit=Unit.WORKING_DAYS, amount=amount, direction=direction)
    assert [(line.date, line.counted) for line in lines] == [
        (day, False),
        *naive_working_days(day, amount, SIGN[direction]),
    ]


@settings(max_examples=200, deadline=None)
@given(day=days, amount=st.integers(1, 400), direction=directions)
def test_calendar_days_agree_with_the_naive_count(
    day: date, amount: int, direction: Direction
) -> None:
    lines = count(day, unit=Unit.CALENDAR_DAYS, amount=amount, direction=direction)
    assert lines[-1].date == naive_days(day, amount, SIGN[direction])
    assert sum(line.counted for line in lines) == amount


@settings(max_examples=200, deadline=None)
@given(day=days, amount=st.integers(1, 60), direction=directions)
def test_weeks_agree_with_the_naive_count(day: date, amount: int, direction: Direction) -> None:
    lines = count(day, unit=Unit.WEEKS, amount=amount, direction=direction)
    assert lines[-1].date == naive_days(day, amount * 7, SIGN[direction])
    assert sum(line.counted for line in lines) == amount


@settings(max_examples=400, deadline=None)
@given(day=days, amount=st.integers(1, 60), direction=directions)
@example(day=date(2024, 2, 29), amount=12, direction=Direction.FORWARD)
@example(day=date(2024, 1, 31), amount=1, direction=Direction.BACKWARD)
def test_months_agree_with_the_naive_count(day: date, amount: int, direction: Direction) -> None:
    lines = count(day, unit=Unit.MONTHS, amount=amount, direction=direction)
    assert lines[-1].date == naive_months(day, amount, SIGN[direction])
    assert sum(line.counted for line in lines) == amount


@given(day=days, direction=directions)
def test_a_fixed_date_is_the_day_itself(day: date, direction: Direction) -> None:
    lines = count(day, unit=Unit.FIXED_DATE, amount=0, direction=direction)
    assert lines == (Day(day, True, "the day itself"),)


def test_every_weekday_from_1970_to_2040_is_judged_as_the_independent_list_does() -> None:
    every = [FIRST + n * ONE_DAY for n in range((LAST - FIRST).days + 1)]
    wrong = [
        day for day in every if judge(day)[0] != (day.isoweekday() not in (6, 7) and day not in OFF)
    ]
    assert wrong == []


@pytest.mark.parametrize(
    "day",
    [
        date(2012, 6, 4),
        date(2012, 6, 5),
        date(2020, 5, 8),
        date(2022, 6, 2),
        date(2022, 6, 3),
        date(2022, 9, 19),
        date(2023, 5, 8),
        date(2021, 12, 27),
        date(2021, 12, 28),
        date(2022, 1, 3),
        date(2026, 12, 28),
    ],
)
def test_one_off_and_substitute_days_are_holidays(day: date) -> None:
    assert bank_holiday(day)
    assert judge(day)[0] is False


@pytest.mark.parametrize("day", [date(2012, 5, 28), date(2020, 5, 4), date(2022, 5, 30)])
def test_the_days_they_were_moved_from_are_working_days(day: date) -> None:
    assert judge(day) == (True, "")


def test_the_working_says_why_each_day_was_skipped() -> None:
    lines = count(date(2026, 12, 22), unit=Unit.WORKING_DAYS, amount=5)
    assert [(line.date.day, line.counted, line.reason) for line in lines] == [
        (22, False, "day 0: the day from which it is counted"),
        (23, True, "working day 1"),
        (24, True, "working day 2"),
        (25, False, "Christmas Day"),
        (26, False, "Saturday"),
        (27, False, "Sunday"),
        (28, False, "Boxing Day (substitute day)"),
        (29, True, "working day 3"),
        (30, True, "working day 4"),
        (31, True, "working day 5"),
    ]


@pytest.mark.parametrize(("year", "last"), [(2026, 28), (2027, 29)])
def test_three_months_from_30_november_end_on_the_last_of_february(year: int, last: int) -> None:
    lines = count(date(year, 11, 30), unit=Unit.MONTHS, amount=3)
    assert lines[-1].date == date(year + 1, 2, last)
    assert lines[-1].reason == "month 3 (the month has no day 30)"


def test_an_override_comes_before_the_list_of_bank_holidays() -> None:
    known = {
        date(2026, 12, 25): Override(is_working=True, name="Christmas called off"),
        date(2026, 12, 23): Override(is_working=False, name="State funeral"),
    }
    lines = count(date(2026, 12, 22), unit=Unit.WORKING_DAYS, amount=2, overrides=known.get)
    assert [(line.date.day, line.counted, line.reason) for line in lines[1:]] == [
        (23, False, "override: State funeral"),
        (24, True, "working day 1"),
        (25, True, "working day 2 (override: Christmas called off)"),
    ]


@pytest.mark.parametrize("unit", [unit for unit in Unit if unit != Unit.FIXED_DATE])
@pytest.mark.parametrize(
    ("day", "direction"), [(date.max, Direction.FORWARD), (date.min, Direction.BACKWARD)]
)
def test_running_off_the_calendar_is_refused(unit: Unit, day: date, direction: Direction) -> None:
    with pytest.raises(OutsideTheCalendar):
        count(day, unit=unit, amount=14, direction=direction)


@pytest.mark.parametrize(
    ("first", "last", "found"),
    [
        (date(2026, 12, 23), date(2027, 1, 4), 6),  # over Christmas, both ends counted
        (date(2027, 1, 2), date(2027, 1, 3), 0),
        (date(2027, 1, 4), date(2027, 1, 4), 1),
        (date(2027, 1, 5), date(2027, 1, 4), 0),
    ],
)
def test_working_days_from_one_day_to_another(first: date, last: date, found: int) -> None:
    assert how_many(first, last) == found
