"""A year's meetings: on which days, why not on others, and who would be in two at once."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnership.planning import (
    AROUND,
    MONTHLY,
    QUARTERLY,
    SIX_WEEKLY,
    TERMLY,
    WEEKLY,
    Planned,
    Rhythmic,
    Slot,
    clashes,
    propose,
    wanted,
)
from shield.core.working_days import Override, judge

BOARD = Rhythmic(1, "Board", QUARTERLY, time(14), time(16, 30))
EXECUTIVE = Rhythmic(
    2, "Executive", AROUND, time(10), time(12), around=1, before_days=7, after_days=14
)
WEEKLY_GROUP = Rhythmic(3, "Group", WEEKLY, time(10), time(11))
MONTHLY_GROUP = Rhythmic(4, "Forum", MONTHLY, time(14), time(16))
EVERYTHING = (BOARD, EXECUTIVE, WEEKLY_GROUP, MONTHLY_GROUP)
NOBODY: dict[int, str] = {}
TWELVE = date(2027, 4, 27)  # the second Board of 2027


def plan(
    *bodies: Rhythmic,
    year: int = 2027,
    people: dict[int, dict[int, str]] | None = None,
    **more: Any,
) -> list[Planned]:
    found = people or {}
    return propose(year, bodies, sits=lambda body, day: found.get(body, NOBODY), **more)


def days_of(lines: list[Planned], body: Rhythmic) -> list[date]:
    return [line.slot.day for line in lines if line.body == body.body]


def test_2027_has_four_boards_and_eight_executives_around_them() -> None:
    lines = plan(EXECUTIVE, BOARD)
    boards = days_of(lines, BOARD)
    assert boards == [date(2027, 1, 26), TWELVE, date(2027, 7, 27), date(2027, 10, 26)]
    around = {day + timedelta(days=days) for day in boards for days in (-7, 14)}
    assert set(days_of(lines, EXECUTIVE)) == around
    assert len(days_of(lines, EXECUTIVE)) == 8
    assert {line.clashes for line in lines} == {()}


def test_a_line_says_on_what_it_hangs() -> None:
    first = plan(BOARD, EXECUTIVE)[0]
    assert (first.around, first.offset) == (date(2027, 1, 26), -7)
    assert first.why == "7 days before the meeting of 26 January 2027"


@given(year=st.integers(2020, 2040))
def test_no_meeting_of_any_year_is_on_a_weekend_or_a_bank_holiday(year: int) -> None:
    lines = plan(*EVERYTHING, Rhythmic(5, "Six", SIX_WEEKLY, time(9), time(10)), year=year)
    assert [line for line in lines if not judge(line.slot.day)[0]] == []
    assert len(days_of(lines, BOARD)) == 4
    assert len(days_of(lines, EXECUTIVE)) == 8


@pytest.mark.parametrize(
    ("rhythm", "count"),
    [(QUARTERLY, 4), (TERMLY, 3), (MONTHLY, 12), (WEEKLY, 52), (SIX_WEEKLY, 9), ("none", 0)],
)
def test_how_many_days_a_rhythm_wants(rhythm: str, count: int) -> None:
    assert len(wanted(rhythm, 2027)) == count


def test_a_bank_holiday_gives_way_to_the_day_after_and_says_why() -> None:
    easter = next(line for line in plan(WEEKLY_GROUP) if line.slot.day == date(2027, 3, 30))
    assert easter.why == (
        "Not the day wanted: Monday 29 March 2027 is no working day (Easter Monday)"
    )


def test_a_one_off_day_gives_way_too() -> None:
    def funeral(day: date) -> Override | None:
        return Override(is_working=False, name="State funeral") if day == TWELVE else None

    lines = plan(BOARD, overrides=funeral)
    assert days_of(lines, BOARD)[1] == date(2027, 4, 28)
    assert lines[1].why.endswith("(override: State funeral)")


def test_who_sits_in_two_bodies_is_not_put_in_two_meetings_at_once() -> None:
    other = Rhythmic(9, "Forum", QUARTERLY, time(15), time(17))
    lines = plan(BOARD, other, people={1: {7: "Ann"}, 9: {7: "Ann"}})
    assert [line.clashes for line in lines] == [()] * 8
    assert days_of(lines, other)[0] == date(2027, 1, 27)
    assert lines[1].why == (
        "Not the day wanted: on Tuesday 26 January 2027 Ann is also in Board, 14:00 to 16:30"
    )


def test_bodies_without_a_common_member_may_meet_at_once() -> None:
    other = Rhythmic(9, "Forum", QUARTERLY, time(15), time(17))
    lines = plan(BOARD, other, people={1: {7: "Ann"}, 9: {8: "Bob"}})
    assert days_of(lines, BOARD) == days_of(lines, other)


def test_a_clash_that_cannot_be_avoided_is_named_for_both() -> None:
    people = {7: "Ann", 8: "Bob"}
    all_day = [
        Slot("Course", date(2027, 1, 1) + timedelta(days=n), time(0), time(23), {7: "Ann"})
        for n in range(365)
    ]
    lines = plan(BOARD, people={1: people}, taken=all_day)
    assert days_of(lines, BOARD) == wanted(QUARTERLY, 2027)
    assert {line.clashes for line in lines} == {("Ann is also in Course, 00:00 to 23:00",)}


@given(
    starts=st.integers(8, 17),
    others=st.lists(st.tuples(st.integers(0, 3), st.integers(8, 17)), max_size=5),
)
def test_every_clash_that_stays_is_named_and_no_other(
    starts: int, others: list[tuple[int, int]]
) -> None:
    def slot(day: int, hour: int) -> Slot:
        return Slot("X", date(2027, 2, 1 + day), time(hour), time(hour + 2), {1: "Ann"})

    one = slot(0, starts)
    expected = sum(day == 0 and abs(hour - starts) < 2 for day, hour in others)
    assert len(clashes(one, [slot(*other) for other in others])) == expected


def test_meetings_that_touch_do_not_clash() -> None:
    one = Slot("A", TWELVE, time(10), time(12), {1: "Ann"})
    assert clashes(one, [Slot("B", TWELVE, time(12), time(13), {1: "Ann"})]) == ()


def test_what_stands_already_is_hung_on_and_kept_clear_of() -> None:
    centre = date(2027, 2, 3)
    lines = plan(EXECUTIVE, standing={1: [centre]})
    assert days_of(lines, EXECUTIVE) == [centre - timedelta(days=7), centre + timedelta(days=14)]


def test_bodies_that_hang_on_each_other_are_left_out_rather_than_planned_for_ever() -> None:
    one = Rhythmic(1, "One", AROUND, time(10), time(11), around=2, before_days=1, after_days=1)
    two = Rhythmic(2, "Two", AROUND, time(10), time(11), around=1, before_days=1, after_days=1)
    assert plan(one, two) == []
