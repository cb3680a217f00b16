"""Reminders that count in working days of England, and on named days after the due day."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from shield.clocks import reminders, services
from shield.clocks.models import (
    Clock,
    Reminders,
    Rule,
    RuleVersion,
    converted,
    days_to_go,
    latest_due,
    overrides,
    step,
)
from shield.clocks.models.reminding import moment
from shield.core.london import LONDON
from shield.core.working_days import Override, no_overrides
from shield.notifications.models import Notification
from tests.personas import People

Start = Callable[..., Clock]
REPORT = "conference.report"
HOLDER, OPERATIONS = "Hazel Practitioner", "Olive Operations"
# The days of a report for the conference of Wednesday 6 January 2027: due on the Monday before.
CONFERENCE, DUE = date(2027, 1, 6), date(2027, 1, 4)
FIFTH, SECOND, LAST = date(2026, 12, 23), date(2026, 12, 30), date(2026, 12, 31)


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=LONDON)


def run(day: date) -> int:
    return services.remind(at=noon(day))


def told(name: str = HOLDER) -> list[str]:
    """The reminders that one person had, without the clock's id and due day."""
    rows = Notification.objects.filter(recipient__full_name=name).order_by("pk")
    keys = [key for key in rows.values_list("key", flat=True) if key.split(":")[2] != "moved"]
    return [key.split(":", 3)[3] for key in keys]


@pytest.fixture
def report(start: Start) -> Clock:
    return start(rule=REPORT, trigger=noon(CONFERENCE))


# --- a whole life ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("conference", "before", "after"),
    [
        pytest.param(  # due on Wednesday 18 November 2026
            date(2026, 11, 20),
            [date(2026, 11, 11), date(2026, 11, 16), date(2026, 11, 17), date(2026, 11, 18)],
            [date(2026, 11, 19), date(2026, 11, 20), date(2026, 11, 25)],
            id="an ordinary week",
        ),
        pytest.param(  # due on Monday 4 January 2027: five working days are twelve days
            CONFERENCE,
            [FIFTH, SECOND, LAST, DUE],
            [date(2027, 1, 5), date(2027, 1, 6), date(2027, 1, 11)],
            id="Christmas",
        ),
        pytest.param(  # due on Thursday 25 March 2027, the day before Good Friday
            date(2027, 3, 27),
            [date(2027, 3, 18), date(2027, 3, 23), date(2027, 3, 24), date(2027, 3, 25)],
            [date(2027, 3, 30), date(2027, 3, 31), date(2027, 4, 5)],
            id="Easter",
        ),
        pytest.param(  # due on Sunday 10 January 2027, which is nobody's working day
            date(2027, 1, 12),
            [date(2027, 1, 4), date(2027, 1, 7), date(2027, 1, 8), date(2027, 1, 10)],
            [date(2027, 1, 11), date(2027, 1, 12), date(2027, 1, 15)],
            id="due on a Sunday",
        ),
    ],
)
def test_it_is_reminded_5_2_1_working_days_before_and_after(
    conference: date, before: list[date], after: list[date], start: Start
) -> None:
    start(rule=REPORT, trigger=noon(conference))
    first = before[0] - timedelta(days=20)
    days = [first + timedelta(days=n) for n in range(90)]
    given = [day for day in days for _ in range(2) if run(day)]
    assert given == before + after
    assert told() == [
        *[f"working:before:{n}" for n in (5, 2, 1, 0)],
        *[f"working:after:{n}" for n in (1, 2, 5)],
    ]


def test_the_message_says_days_of_the_calendar(report: Clock) -> None:
    run(FIFTH)
    message = Notification.objects.get()
    assert message.subject == "Due in 12 days: Send the report to the conference, SIN-2026-0001"


def test_it_escalates_in_the_days_in_which_it_reminds(report: Clock) -> None:
    """One working day before is four days before: the rule says "from 1 working day before"."""
    for day in (SECOND, LAST):
        run(day)
    assert told(OPERATIONS) == ["working:before:1"]


# --- runs that were missed ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "given"),
    [
        (date(2026, 12, 22), []),
        (date(2026, 12, 27), ["working:before:5"]),  # Christmas: the 23rd was missed
        (date(2027, 1, 2), ["working:before:1"]),
        (date(2027, 1, 8), ["working:after:2"]),  # four working days after it
        (date(2027, 1, 9), ["working:after:2"]),
        (date(2028, 1, 9), ["working:after:5"]),
    ],
)
def test_of_several_that_were_missed_the_most_urgent_is_given(
    day: date, given: list[str], report: Clock
) -> None:
    run(day)
    run(day)
    assert told() == given


def test_one_missed_on_the_due_day_is_caught_up_over_the_weekend_after_it(start: Start) -> None:
    clock = start(rule=REPORT, trigger=noon(date(2027, 1, 10)))
    assert clock.due_on == date(2027, 1, 8)  # a Friday
    run(date(2027, 1, 9))
    run(date(2027, 1, 10))
    run(date(2027, 1, 11))
    assert told() == ["working:before:0", "working:after:1"]
    assert "Overdue by 1 day:" in Notification.objects.order_by("pk")[0].subject


@pytest.mark.parametrize(
    ("after", "every", "given"),
    [
        ([2], 1, [0, 0, 0, 0, -2]),  # Friday, Saturday, Sunday, Monday, Tuesday
        ([], 1, [0, 0, 0, -1, -2]),
        ([], 2, [0, 0, 0, -1, -1]),
        ([], 0, [0, None, None, None, None]),
    ],
)
def test_the_days_after_it(after: list[int], every: int, given: list[int | None]) -> None:
    version = RuleVersion(
        remind_unit="working_days",
        remind_before=[1, 0],
        remind_after=after,
        remind_overdue_every=every,
    )
    friday = date(2027, 1, 8)
    days = [friday + timedelta(days=n) for n in range(5)]
    assert [step(version, due_on=friday, on=day, known=no_overrides) for day in days] == given


def test_named_days_after_it_may_be_days_of_the_calendar() -> None:
    version = RuleVersion(remind_before=[0], remind_after=[1, 3], remind_overdue_every=1)
    days = [DUE + timedelta(days=n) for n in range(6)]
    given = [step(version, due_on=DUE, on=day, known=no_overrides) for day in days]
    assert given == [0, -1, -1, -3, -3, -3]


def test_a_clock_that_had_its_last_reminder_is_not_read_again(report: Clock) -> None:
    for day in (DUE, date(2027, 1, 11)):
        run(day)
    later = date(2027, 6, 1)
    assert list(reminders._waiting(later, overrides())) == []


# --- the days change under it ---------------------------------------------------------------------


def say(people: People, day: date, *, is_working: bool, on: date) -> None:
    services.override_day(
        day=day,
        is_working=is_working,
        name="State funeral",
        source="Proclamation",
        by=people.operations,
        at=noon(on),
    )


def test_a_one_off_holiday_said_later_brings_reminders_forward(
    report: Clock, people: People
) -> None:
    run(FIFTH)
    say(people, SECOND, is_working=False, on=FIFTH)
    report.refresh_from_db()
    assert report.due_on == DUE
    given = [day for day in (FIFTH, date(2026, 12, 29), SECOND, LAST) if run(day)]
    assert given == [date(2026, 12, 29), LAST]
    assert told() == [f"working:before:{n}" for n in (5, 2, 1)]


def test_a_one_off_working_day_said_later_repeats_nothing(report: Clock, people: People) -> None:
    run(LAST)
    say(people, date(2027, 1, 2), is_working=True, on=LAST)
    given = [day for day in (LAST, date(2027, 1, 2), date(2027, 1, 3), DUE) if run(day)]
    assert given == [DUE]
    assert told() == ["working:before:1", "working:before:0"]


def test_a_clock_that_moved_is_reminded_by_its_new_day(report: Clock) -> None:
    run(FIFTH)
    services.correct_trigger(
        clock=report, trigger=noon(date(2027, 1, 20)), why="Moved", by=None, at=noon(FIFTH)
    )
    assert report.due_on == date(2027, 1, 18)
    given = [day for n in range(28) if run(day := FIFTH + timedelta(days=n))]
    assert given == [date(2027, 1, day) for day in (11, 14, 15, 18, 19)]
    assert [key.split(":moved:")[0] for key in told()] == [
        "working:before:5",
        *[f"working:before:{n}" for n in (5, 2, 1, 0)],
        "working:after:1",
    ]


# --- one version in the place of another ----------------------------------------------------------


def amend(people: People, unit: str, on: date) -> None:
    """Other reminders for the report from the eve of the conference; its due day stays."""
    services.amend_rule(
        rule=Rule.objects.get(slug=REPORT),
        amount=2,
        unit="calendar_days",
        source="Executive",
        valid_from=CONFERENCE - timedelta(days=1),
        reminders=Reminders.of(unit, [5, 2, 1, 0], [1, 2]),
        by=people.operations,
        at=noon(on),
    )


def test_reminders_given_in_calendar_days_are_not_given_again_in_working_days(
    start: Start, people: People
) -> None:
    amend(people, "calendar_days", date(2026, 12, 1))
    clock = start(rule=REPORT, trigger=noon(CONFERENCE))
    run(SECOND)  # five days before, and two working days
    amend(people, "working_days", SECOND)
    clock.refresh_from_db()
    assert (clock.due_on, clock.rule_version.number, clock.reminded_for) == (DUE, 3, 2)
    assert [day for day in (SECOND, LAST, date(2027, 1, 2), DUE) if run(day)] == [LAST, DUE]
    assert told() == ["before:5", "working:before:1", "working:before:0"]


def test_reminders_given_in_working_days_do_not_silence_those_in_calendar_days(
    start: Start, people: People
) -> None:
    amend(people, "calendar_days", date(2026, 12, 1))
    amend(people, "working_days", date(2026, 12, 2))
    clock = start(rule=REPORT, trigger=noon(CONFERENCE))
    run(SECOND)  # two working days before, and five days
    amend(people, "calendar_days", SECOND)
    clock.refresh_from_db()
    assert (clock.due_on, clock.reminded_for) == (DUE, 5)
    days = [SECOND + timedelta(days=n) for n in range(8)]
    assert [day.day for day in days if run(day)] == [2, 3, 4, 5, 6]
    assert told() == [
        *["working:before:2", "before:2", "before:1", "before:0"],
        *["overdue:2027-01-05", "overdue:2027-01-06"],
    ]


@pytest.mark.parametrize(
    ("number", "found"),
    [
        (12, 5),
        (5, 2),
        (0, 0),
        (-1, -1),
        (-4, -4),
        (-6, -4),  # a Sunday: overdue by as many working days as on the Friday
    ],
)
def test_a_number_of_days_becomes_the_number_of_working_days_of_its_moment(
    number: int, found: int
) -> None:
    was, now = (RuleVersion(remind_unit=unit) for unit in ("calendar_days", "working_days"))
    assert converted(number, was=was, now=now, due_on=DUE, known=no_overrides) == found


# --- the questions agree with each other ----------------------------------------------------------

DAYS = st.dates(date(2026, 11, 1), date(2028, 2, 1))
STEPS = st.integers(-30, 30)
UNITS = st.sampled_from(["calendar_days", "working_days"])
ONE_OFF = {date(2026, 12, 30): Override(False, "x"), date(2027, 1, 2): Override(True, "x")}


@given(due=DAYS, on=DAYS, number=STEPS, unit=UNITS)
def test_a_reminder_has_come_by_each_way_of_asking(
    due: date, on: date, number: int, unit: str
) -> None:
    """The days to go, the day it is to be given, and the due days that the database looks for."""
    has_come = moment(unit, number, due, ONE_OFF.get) <= on
    assert (days_to_go(unit, due, on, ONE_OFF.get) <= number) is has_come
    assert (due <= latest_due(unit, number, on, ONE_OFF.get)) is has_come


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_tell_each_person_once(start: Start) -> None:
    for _ in range(30):
        start(rule=REPORT, trigger=noon(CONFERENCE))
    barrier = Barrier(2)

    def race(_: int) -> int:
        try:
            barrier.wait()
            return run(LAST)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        counts = list(pool.map(race, range(2)))
    assert sum(counts) + run(LAST) == 30
    assert Notification.objects.count() == 60


# --- in words -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({}, "none"),
        ({"remind_before": [0, 5, 2]}, "5, 2 and 0 days before"),
        ({"remind_before": [1], "remind_overdue_every": 1}, "1 day before; when overdue every day"),
        ({"remind_overdue_every": 7}, "when overdue every 7 days"),
        (
            {"remind_unit": "working_days", "remind_before": [2, 1], "remind_after": [5, 1]},
            "2 and 1 working days before; 1 and 5 working days after the due day",
        ),
        (
            {"remind_unit": "working_days", "remind_overdue_every": 1},
            "when overdue every working day",
        ),
        (
            {
                "remind_unit": "working_days",
                "remind_before": [1],
                "escalate_from": 1,
                "escalate_role": "operations",
            },
            "1 working day before; from 1 working day before also to: Operations team",
        ),
    ],
)
def test_reminders_are_said_in_words(facts: dict[str, object], words: str) -> None:
    assert RuleVersion(**facts).reminder_words == words


@pytest.mark.parametrize("slug", [REPORT, "conference.report_review"])
def test_reports_to_conferences_are_reminded_so(slug: str, rules: None) -> None:
    version = RuleVersion.objects.in_force(slug, timezone.localdate())
    assert version.reminders == Reminders("working_days", (5, 2, 1, 0), (1, 2, 5))
