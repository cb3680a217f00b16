"""A clock that starts in the instant in which what it counts by is changed follows soon after."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from shield.clocks import services
from shield.clocks.models import Clock, ClockChange, HolidayOverride, RuleVersion
from tests.clocks.test_amending import PANEL, amend
from tests.clocks.test_calendar import MOVED, THE_DAY, funeral, stands, take_back, told
from tests.personas import People

Start = Callable[..., Clock]


def missed(start: Start, people: People, at: datetime) -> Clock:
    """A clock that was counted before the day was saved, and saved after its recount."""
    clock = start()
    HolidayOverride.objects.create(
        day=THE_DAY,
        is_working=False,
        name="State funeral",
        source="Proclamation",
        added_at=at,
        added_by=people.operations,
    )
    return clock


def test_a_clock_that_started_in_the_same_instant_follows_soon(
    start: Start, people: People, at: datetime
) -> None:
    clock = missed(start, people, at)
    assert services.settle(at=at + timedelta(minutes=1)) == 0
    assert services.settle(at=at + timedelta(minutes=10)) == 1
    clock.refresh_from_db()
    assert (clock.due_on, clock.changes.get().by) == (date(2026, 12, 2), people.operations)
    assert told() == [("Hazel Practitioner", MOVED)]


def test_a_day_settles_once(start: Start, people: People, at: datetime) -> None:
    missed(start, people, at)
    later = at + timedelta(hours=1)
    services.settle(at=later)
    assert stands().settled_at == later
    assert services.settle(at=later) == 0
    assert ClockChange.objects.count() == 1


def test_what_followed_at_once_is_not_moved_or_told_again(
    start: Start, people: People, at: datetime
) -> None:
    start()
    funeral(people, at)
    assert services.settle(at=at + timedelta(hours=1)) == 0
    assert (ClockChange.objects.count(), len(told())) == (1, 1)


def test_a_day_taken_back_has_to_settle_anew(start: Start, people: People, at: datetime) -> None:
    funeral(people, at)
    services.settle(at=at + timedelta(hours=1))
    take_back(people, at + timedelta(hours=2))
    assert stands_unsettled() == 1
    services.settle(at=at + timedelta(hours=3))
    assert stands_unsettled() == 0


def stands_unsettled() -> int:
    return HolidayOverride.objects.unsettled().count()


def started_beside(clock: Clock, version: RuleVersion) -> Clock:
    """The clock as it would be saved by a request that had read a version before it was taken."""
    working = services.explain(version, clock.trigger_at)
    clock.rule_version, clock.due_on = version, working.due_on
    clock.save(update_fields=["rule_version", "due_on"])
    return clock


def test_a_clock_that_started_while_its_version_was_replaced_follows_too(
    start: Start, people: People, at: datetime
) -> None:
    first = amend(people, at, valid_from=at.date(), amount=7)
    second = amend(people, at, valid_from=at.date(), amount=9)
    first.refresh_from_db()
    clock = started_beside(start(rule=PANEL), first)
    assert services.settle(at=at) == 1
    clock.refresh_from_db()
    assert (clock.rule_version, clock.due_on) == (second, date(2026, 12, 7))
    change = clock.changes.get()
    assert (change.why, change.by) == (
        "Version 2 of the rule was withdrawn",
        people.operations,
    )
    assert services.settle(at=at) == 0


def test_what_was_met_by_a_version_that_was_replaced_keeps_it(
    start: Start, people: People, at: datetime
) -> None:
    first = amend(people, at, valid_from=at.date(), amount=7)
    amend(people, at, valid_from=at.date(), amount=9)
    first.refresh_from_db()
    clock = started_beside(start(rule=PANEL), first)
    services.complete(clock=clock, met_at=at, by=None, at=at)
    assert services.settle(at=at) == 0
    clock.refresh_from_db()
    assert clock.rule_version == first
