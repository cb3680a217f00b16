from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from shield.audit.models import Entry
from shield.clocks import services
from shield.clocks.models import Clock, ClockChange, HolidayOverride, RuleVersion
from shield.clocks.services import calendar, moving
from shield.core.london import LONDON
from shield.notifications.models import Notification
from tests.personas import People

Start = Callable[..., Clock]


def funeral(people: People, at: datetime, **given: Any) -> int:
    facts: dict[str, Any] = {
        "day": date(2026, 11, 26),
        "is_working": False,
        "by": people.operations,
    } | given
    return services.override_day(name="State funeral", source="Proclamation", at=at, **facts)


def test_open_clocks_are_counted_again(start: Start, people: People, at: datetime) -> None:
    clock = start()
    assert funeral(people, at) == 1
    clock.refresh_from_db()
    assert clock.due_on == date(2026, 12, 2)
    assert clock.days[2].reason == "override: State funeral"
    assert Entry.objects.get(verb="clock.recounted").facts == {
        "was": "2026-12-01",
        "due_on": "2026-12-02",
    }


def test_closed_clocks_keep_the_day_they_were_judged_by(
    start: Start, people: People, at: datetime
) -> None:
    clock = start()
    services.complete(clock=clock, met_at=at, by=None, at=at)
    assert funeral(people, at) == 0
    clock.refresh_from_db()
    assert clock.due_on == date(2026, 12, 1)
    assert clock.days[2].reason == "working day 2"


def test_clocks_that_count_months_stay(start: Start, people: People, at: datetime) -> None:
    start(rule="review.complete")
    assert funeral(people, at) == 0


def test_saying_it_again_moves_back(start: Start, people: People, at: datetime) -> None:
    clock = start()
    funeral(people, at)
    funeral(people, at, is_working=True)
    clock.refresh_from_db()
    assert clock.due_on == date(2026, 12, 1)
    assert HolidayOverride.objects.standing().count() == 1


def test_nobody_but_the_operations_team_says_so(rules: None, people: People, at: datetime) -> None:
    for user in people:
        if user != people.operations:
            with pytest.raises(PermissionDenied):
                funeral(people, at, by=user)
    assert HolidayOverride.objects.count() == 0


# --- taken back -----------------------------------------------------------------------------------

THE_DAY = date(2026, 11, 26)  # the second working day of the five that `start` counts


def stands() -> HolidayOverride:
    found: HolidayOverride = HolidayOverride.objects.standing().get()
    return found


def take_back(people: People, at: datetime, **given: Any) -> int:
    facts: dict[str, Any] = {"by": people.operations} | given
    return services.take_day_back(override=facts.pop("override", None) or stands(), at=at, **facts)


def test_a_day_taken_back_moves_what_it_had_moved(
    start: Start, people: People, at: datetime
) -> None:
    clock = start()
    funeral(people, at)
    assert take_back(people, at + timedelta(hours=1)) == 1
    clock.refresh_from_db()
    assert (clock.due_on, clock.days[2].reason) == (date(2026, 12, 1), "working day 2")


def test_a_day_taken_back_stays_with_who_said_it_and_who_took_it_back(
    rules: None, people: People, at: datetime
) -> None:
    funeral(people, at)
    later = at + timedelta(hours=1)
    take_back(people, later)
    row = HolidayOverride.objects.get()
    assert (row.added_at, row.added_by) == (at, people.operations)
    assert (row.removed_at, row.removed_by) == (later, people.operations)
    assert Entry.objects.get(verb="calendar.taken_back").facts == {
        "day": "2026-11-26",
        "working": False,
        "moved": 0,
    }


def test_a_day_taken_back_can_be_said_again(start: Start, people: People, at: datetime) -> None:
    clock = start()
    funeral(people, at)
    take_back(people, at)
    assert funeral(people, at) == 1
    clock.refresh_from_db()
    assert clock.due_on == date(2026, 12, 2)
    assert [row.removed_at is None for row in HolidayOverride.objects.order_by("pk")] == [
        False,
        True,
    ]


def test_a_day_said_and_taken_back_twice_is_said_a_third_time(
    rules: None, people: People, at: datetime
) -> None:
    for _ in range(2):
        funeral(people, at)
        take_back(people, at)
    funeral(people, at)
    assert HolidayOverride.objects.count() == 3


def test_the_same_page_sent_twice_says_a_day_once(
    start: Start, people: People, at: datetime
) -> None:
    start()
    assert (funeral(people, at), funeral(people, at)) == (1, 0)
    assert HolidayOverride.objects.count() == 1
    assert ClockChange.objects.count() == 1


def test_a_day_is_taken_back_once(rules: None, people: People, at: datetime) -> None:
    funeral(people, at)
    stale = stands()
    take_back(people, at)
    with pytest.raises(services.AlreadyTakenBack):
        take_back(people, at, override=stale)
    assert Entry.objects.filter(verb="calendar.taken_back").count() == 1


def test_nobody_but_the_operations_team_takes_it_back(
    rules: None, people: People, at: datetime
) -> None:
    funeral(people, at)
    for user in people:
        if user != people.operations:
            with pytest.raises(PermissionDenied):
                take_back(people, at, by=user)
    assert stands().removed_at is None


# --- the move is explained, and told --------------------------------------------------------------


def test_a_move_remembers_the_old_day_and_why(start: Start, people: People, at: datetime) -> None:
    clock = start()
    funeral(people, at)
    change = clock.changes.get()
    assert (change.due_was, change.due_now) == (date(2026, 12, 1), date(2026, 12, 2))
    assert change.why == "Thursday 26 November 2026 is not a working day: State funeral"
    assert (change.at, change.by, change.trigger_was) == (at, people.operations, None)


def test_the_move_back_is_a_change_of_its_own(start: Start, people: People, at: datetime) -> None:
    clock = start()
    funeral(people, at)
    take_back(people, at)
    assert list(clock.changes.order_by("pk").values_list("due_was", "due_now", "why")) == [
        (
            date(2026, 12, 1),
            date(2026, 12, 2),
            "Thursday 26 November 2026 is not a working day: State funeral",
        ),
        (
            date(2026, 12, 2),
            date(2026, 12, 1),
            "What was said of Thursday 26 November 2026 (State funeral) was taken back",
        ),
    ]


def told() -> list[tuple[str, str]]:
    rows = Notification.objects.order_by("recipient__full_name", "pk")
    return list(rows.values_list("recipient__full_name", "subject"))


MOVED = "Now due on 2 December 2026: Notify the partnership of a serious incident, SIN-2026-0001"


def test_the_holder_is_told_once(start: Start, people: People, at: datetime) -> None:
    start()
    funeral(people, at)
    assert told() == [("Hazel Practitioner", MOVED)]


def test_everybody_of_the_role_that_keeps_it_is_told_in_its_agency(
    start: Start, people: People, at: datetime
) -> None:
    start(holder=None, holder_role="safeguarding-lead", agency=people.agencies.authority)
    funeral(people, at)
    assert told() == [("Uma Lead", MOVED)]


def test_whom_the_record_is_kept_from_is_not_told(
    start: Start, people: People, at: datetime
) -> None:
    clock = start(holder_role="safeguarding-lead")
    services.limit(clocks=[clock], closed_to={people.health_practitioner.pk}, open_to=None)
    funeral(people, timezone.now())  # when the leaver has left
    assert told() == [("Harriet Lead", MOVED)]


def test_who_keeps_nothing_that_moves_is_told_nothing(
    start: Start, people: People, at: datetime
) -> None:
    start(trigger=at + timedelta(days=7))
    services.complete(clock=start(), met_at=at, by=None, at=at)
    assert funeral(people, at) == 0
    assert told() == []


def test_the_message_says_both_days_and_nothing_of_the_case(
    start: Start, people: People, at: datetime
) -> None:
    start()
    funeral(people, at)
    message = Notification.objects.get()
    assert message.lines == [
        "Serious incident notification SIN-2026-0001 must be done by the end of "
        "Wednesday 2 December 2026. Before, it was Tuesday 1 December 2026.",
        "Why: Thursday 26 November 2026 is not a working day: State funeral.",
        "What is asked for: Notify the partnership of a serious incident.",
    ]
    assert (message.url, message.reference) == ("/incidents/1/", "SIN-2026-0001")


def test_without_the_recount_nothing_would_move(
    start: Start, people: People, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: it is the recount that the tests above see, not the count at the start."""
    clock = start()
    monkeypatch.setattr(calendar, "count_again", lambda counts, **_: 0)
    assert funeral(people, at) == 0
    clock.refresh_from_db()
    assert clock.due_on == date(2026, 12, 1)
    assert (clock.changes.count(), told()) == (0, [])


def test_a_move_that_cannot_be_told_of_is_undone_with_the_day(
    start: Start, people: People, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = start()

    def broken(**_: Any) -> None:
        raise RuntimeError("killed")

    monkeypatch.setattr(moving, "notify", broken)
    with pytest.raises(RuntimeError):
        funeral(people, at)
    clock.refresh_from_db()
    assert clock.due_on == date(2026, 12, 1)
    assert not HolidayOverride.objects.exists()


def test_a_working_day_on_a_saturday_brings_a_clock_forward(
    start: Start, people: People, at: datetime
) -> None:
    clock = start()
    assert funeral(people, at, day=date(2026, 11, 28), is_working=True) == 1
    clock.refresh_from_db()
    assert clock.due_on == date(2026, 11, 30)


def test_a_saturday_that_stays_free_changes_the_reason_and_moves_nothing(
    start: Start, people: People, at: datetime
) -> None:
    clock = start()
    assert funeral(people, at, day=date(2026, 11, 28)) == 0
    clock.refresh_from_db()
    assert (clock.due_on, clock.days[4].reason) == (date(2026, 12, 1), "override: State funeral")
    assert (clock.changes.count(), told()) == (0, [])


@pytest.mark.parametrize(
    ("moment", "day", "moves"),
    [
        # The trigger's own London day is day 0 and counts for nothing.
        (datetime(2026, 11, 24, 0, 0, tzinfo=LONDON), date(2026, 11, 24), 0),
        (datetime(2026, 11, 24, 23, 59, tzinfo=LONDON), date(2026, 11, 25), 1),
        (datetime(2026, 11, 24, 14, 30, tzinfo=LONDON), date(2026, 12, 1), 1),
        (datetime(2026, 11, 24, 14, 30, tzinfo=LONDON), date(2026, 12, 2), 0),
        # Summer time: 23:30 UTC on Monday is Tuesday in London.
        (datetime(2026, 7, 6, 22, 30, tzinfo=UTC), date(2026, 7, 7), 1),
        (datetime(2026, 7, 6, 23, 30, tzinfo=UTC), date(2026, 7, 7), 0),
        (datetime(2026, 7, 6, 23, 30, tzinfo=UTC), date(2026, 7, 14), 1),
        # The nights in which the clocks change.
        (datetime(2026, 3, 29, 0, 59, tzinfo=UTC), date(2026, 3, 30), 1),
        (datetime(2026, 3, 29, 23, 0, tzinfo=UTC), date(2026, 3, 30), 0),
        (datetime(2026, 10, 25, 23, 59, tzinfo=UTC), date(2026, 10, 26), 1),
        (datetime(2026, 10, 26, 0, 0, tzinfo=UTC), date(2026, 10, 26), 0),
    ],
)
def test_what_comes_past_a_day_by_londons_clock_moves(
    moment: datetime, day: date, moves: int, start: Start, people: People, at: datetime
) -> None:
    clock = start(trigger=moment)
    assert services.would_move(day=day, is_working=False) == moves
    assert funeral(people, at, day=day) == moves
    clock.refresh_from_db()
    assert clock.changes.count() == moves


def test_what_counts_back_from_its_trigger_moves_back(
    start: Start, people: People, at: datetime
) -> None:
    RuleVersion.objects.filter(rule__slug="incident.notify_panel").update(direction="backward")
    clock = start(rule="incident.notify_panel")
    assert clock.due_on == date(2026, 11, 17)
    assert funeral(people, at, day=date(2026, 11, 19)) == 1
    clock.refresh_from_db()
    assert clock.due_on == date(2026, 11, 16)


# --- asked before ---------------------------------------------------------------------------------


def test_how_much_would_move_is_known_before(start: Start, people: People, at: datetime) -> None:
    start()
    start()
    start(trigger=at + timedelta(days=7))
    start(rule="review.complete")
    assert services.would_move(day=THE_DAY, is_working=False) == 2
    assert services.would_move(day=THE_DAY, is_working=True) == 0
    assert Clock.objects.filter(due_on=date(2026, 12, 1)).count() == 2
    funeral(people, at)
    assert services.would_move(day=THE_DAY, is_working=None) == 2
