"""Reminders: who, when, once, and never again after the clock was met."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from shield.accounts.models import Membership
from shield.clocks import reminders, services, tasks
from shield.clocks.models import Clock, RuleVersion, step
from shield.core.london import LONDON
from shield.core.working_days import no_overrides
from shield.notifications.models import Notification
from tests.personas import People

Start = Callable[..., Clock]
Due = Callable[..., Clock]


@pytest.fixture
def today() -> date:
    return timezone.localdate()


@pytest.fixture
def due(start: Start, today: date) -> Due:
    """A clock that is due so many days from today."""

    def made(days: int, **facts: Any) -> Clock:
        clock = start(**facts)
        clock.due_on = today + timedelta(days=days)
        clock.save(update_fields=["due_on"])
        return clock

    return made


def run(day: date, hour: int = 9) -> int:
    return services.remind(at=datetime(day.year, day.month, day.day, hour, tzinfo=LONDON))


def told() -> list[tuple[str, str]]:
    """Who was told under which key, without the clock's id and due day."""
    rows = Notification.objects.order_by("pk").values_list("recipient__full_name", "key")
    return [(name, key.split(":", 3)[3]) for name, key in rows]


HOLDER, LEAD, OPERATIONS = "Hazel Practitioner", "Harriet Lead", "Olive Operations"


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (6, []),
        (5, [(HOLDER, "before:5")]),
        (4, [(HOLDER, "before:5")]),
        (3, [(HOLDER, "before:5")]),
        (2, [(HOLDER, "before:2")]),
        (1, [(HOLDER, "before:1"), (OPERATIONS, "before:1")]),
        (0, [(HOLDER, "before:0"), (OPERATIONS, "before:0")]),
    ],
)
def test_only_the_most_urgent_reminder_goes_out(
    days: int, expected: list[tuple[str, str]], due: Due, today: date
) -> None:
    due(days)
    run(today)
    assert told() == expected


def test_a_whole_life_of_a_clock(due: Due, today: date) -> None:
    due(7)
    for n in range(10):
        run(today + timedelta(days=n), hour=8)
        run(today + timedelta(days=n), hour=17)
    after = [today + timedelta(days=n) for n in (8, 9)]
    assert [key for name, key in told() if name == HOLDER] == [
        "before:5",
        "before:2",
        "before:1",
        "before:0",
        *[f"overdue:{day}" for day in after],
    ]
    assert [key for name, key in told() if name == OPERATIONS] == [
        "before:1",
        "before:0",
        *[f"overdue:{day}" for day in after],
    ]


def test_runs_missed_for_days_are_caught_up_by_one_reminder(due: Due, today: date) -> None:
    due(5)
    run(today)
    run(today + timedelta(days=9))
    assert [key for name, key in told() if name == HOLDER] == [
        "before:5",
        f"overdue:{today + timedelta(days=9)}",
    ]


def test_a_met_clock_drops_out(due: Due, today: date, at: datetime) -> None:
    clock = due(2)
    run(today)
    services.complete(clock=clock, met_at=at, by=None, at=at)
    assert run(today + timedelta(days=2)) == 0
    assert told() == [(HOLDER, "before:2")]


def test_a_cancelled_clock_drops_out(due: Due, today: date, at: datetime) -> None:
    services.cancel(clock=due(0), reason="Not needed", by=None, at=at)
    assert run(today) == 0


def test_a_restart_repeats_nothing(due: Due, today: date) -> None:
    clock = due(1)
    run(today)
    before = told()
    # What is left of a run that was killed before it remembered: the messages' keys still hold.
    Clock.objects.filter(pk=clock.pk).update(reminded_for=None)
    run(today)
    assert told() == before


def test_a_run_that_fails_leaves_everything_to_the_next(
    due: Due, today: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    due(0)

    def broken(**_: Any) -> None:
        raise RuntimeError("killed")

    with monkeypatch.context() as patch:
        patch.setattr(reminders, "notify", broken)
        with pytest.raises(RuntimeError), transaction.atomic():
            run(today)
    assert run(today) == 1
    assert told() == [(HOLDER, "before:0"), (OPERATIONS, "before:0")]


def test_a_holder_who_left_is_replaced_by_the_agency_s_leads(
    due: Due, people: People, today: date
) -> None:
    due(2, holder=people.leaver)
    run(today)
    assert told() == [(LEAD, "before:2")]


def test_a_holder_who_was_shut_out_is_replaced_too(due: Due, people: People, today: date) -> None:
    people.health_practitioner.is_active = False
    people.health_practitioner.save()
    due(2)
    run(today)
    assert told() == [(LEAD, "before:2")]


def test_a_holder_who_moved_to_another_agency_is_replaced_too(
    due: Due, people: People, today: date
) -> None:
    due(2, holder=people.police_practitioner)
    run(today)
    assert told() == [(LEAD, "before:2")]


def test_the_role_that_keeps_a_clock_is_told_in_its_agency_only(
    due: Due, people: People, today: date
) -> None:
    due(2, holder=None, holder_role="safeguarding-lead", agency=people.agencies.authority)
    run(today)
    assert told() == [("Uma Lead", "before:2")]


def test_holder_and_role_are_each_told_once(due: Due, people: People, today: date) -> None:
    due(2, holder=people.health_lead, holder_role="safeguarding-lead")
    run(today)
    assert told() == [(LEAD, "before:2")]


def test_a_clock_without_a_keeper_goes_to_whom_it_escalates(
    due: Due, people: People, today: date
) -> None:
    due(5, holder=None, holder_role="safeguarding-lead", agency=people.agencies.school)
    run(today)
    assert told() == [(OPERATIONS, "before:5")]


def test_a_clock_that_nobody_could_be_told_of_is_not_forgotten(
    due: Due, people: People, today: date
) -> None:
    Membership.objects.filter(user=people.operations).update(role="auditor")
    due(5, holder=None, agency=None)
    assert run(today) == 0
    Membership.objects.filter(user=people.operations).update(role="operations")
    assert run(today) == 1


def test_who_keeps_the_clock_is_led_to_the_record_and_who_watches_to_the_clock(
    due: Due, today: date
) -> None:
    clock = due(1)
    run(today)
    links = dict(Notification.objects.values_list("recipient__full_name", "url"))
    assert links == {HOLDER: "/incidents/1/", OPERATIONS: f"/clocks/{clock.pk}/"}


@pytest.mark.parametrize(
    ("days", "subject"),
    [
        (5, "Due in 5 days: Notify the partnership of a serious incident, SIN-2026-0001"),
        (1, "Due tomorrow: Notify the partnership of a serious incident, SIN-2026-0001"),
        (0, "Due today: Notify the partnership of a serious incident, SIN-2026-0001"),
        (-1, "Overdue by 1 day: Notify the partnership of a serious incident, SIN-2026-0001"),
    ],
)
def test_the_message_says_how_long_there_is(days: int, subject: str, due: Due, today: date) -> None:
    due(days)
    run(today)
    message = Notification.objects.order_by("pk")[0]
    assert (message.subject, message.reference) == (subject, "SIN-2026-0001")


def test_reminders_follow_another_due_day(start: Start, people: People) -> None:
    clock = start(trigger=timezone.now())
    before = clock.due_on
    run(before - timedelta(days=2))
    services.override_day(
        day=before,
        is_working=False,
        name="State funeral",
        source="Proclamation",
        by=people.operations,
        at=timezone.now(),
    )
    clock.refresh_from_db()
    assert clock.due_on > before
    run(before - timedelta(days=2))
    run(clock.due_on - timedelta(days=2))
    keys = Notification.objects.filter(key__contains="before:2").order_by("pk")
    assert [key.split(":")[2] for key in keys.values_list("key", flat=True)] == [
        before.isoformat(),
        clock.due_on.isoformat(),
    ]


def test_a_clock_that_comes_back_to_a_day_reminds_of_it_again(start: Start, people: People) -> None:
    now = timezone.now()
    clock = start(trigger=now)
    first = clock.due_on
    run(first - timedelta(days=1))
    for trigger in (now + timedelta(days=7), now):
        services.correct_trigger(clock=clock, trigger=trigger, why="Put right", by=None, at=now)
    assert clock.due_on == first
    assert run(first - timedelta(days=1)) == 1
    moves = Notification.objects.filter(key__contains=f"{first}:before:1:moved:")
    assert {one.recipient for one in moves} == {people.health_practitioner, people.operations}
    assert run(first - timedelta(days=1)) == 0


@pytest.mark.parametrize(
    ("every", "given"), [(1, [-1, -2, -3, -4]), (3, [-1, -1, -1, -4]), (0, [None] * 4)]
)
def test_overdue_reminders_keep_their_rhythm(every: int, given: list[int | None]) -> None:
    version, due = RuleVersion(remind_before=[0], remind_overdue_every=every), date(2026, 11, 20)
    assert [
        step(version, due_on=due, on=due + timedelta(days=n), known=no_overrides)
        for n in (1, 2, 3, 4)
    ] == given


def test_nothing_is_due_in_an_empty_register(db: None, today: date) -> None:
    assert run(today) == 0


def test_the_task_asks_the_question(due: Due) -> None:
    due(1)
    tasks.remind(some_future_argument=1)
    assert told() == [(HOLDER, "before:1"), (OPERATIONS, "before:1")]


def test_looking_again_at_reminded_clocks_costs_the_same_for_many(due: Due, today: date) -> None:
    def queries() -> int:
        run(today)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert run(today) == 0
        return len(seen)

    due(1)
    one = queries()
    for _ in range(20):
        due(1)
    assert queries() == one


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_tell_each_person_once(due: Due, today: date) -> None:
    for _ in range(30):
        due(1)
    barrier = Barrier(2)

    def race(_: int) -> int:
        try:
            barrier.wait()
            return run(today)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        given = list(pool.map(race, range(2)))
    assert sum(given) + run(today) == 30
    assert Notification.objects.count() == 60
