"""A corrected trigger: the same clock, counted anew, with the day on which it was due before."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from shield.audit.models import Entry
from shield.clocks import services
from shield.clocks.models import Clock
from shield.core.london import LONDON, day_words, moment_words
from shield.notifications.models import Notification
from tests.personas import People

Start = Callable[..., Clock]
WHY = "When the agency became aware was recorded wrongly"


def correct(clock: Clock, trigger: datetime, people: People, at: datetime) -> Clock:
    services.correct_trigger(clock=clock, trigger=trigger, why=WHY, by=people.health_lead, at=at)
    return Clock.objects.get(pk=clock.pk)


def test_the_same_clock_is_counted_anew(start: Start, people: People, at: datetime) -> None:
    clock = start()
    trigger = at - timedelta(days=4)
    after = correct(clock, trigger, people, at)
    assert (after.trigger_at, after.due_on) == (trigger, date(2026, 11, 27))
    assert after.days[0].date == date(2026, 11, 20)
    assert after.days[-1].date == after.due_on
    assert (clock.trigger_at, clock.due_on) == (after.trigger_at, after.due_on)
    assert Clock.objects.count() == 1


def test_the_old_day_is_kept_with_its_reason(start: Start, people: People, at: datetime) -> None:
    clock = start()
    correct(clock, at - timedelta(days=4), people, at + timedelta(hours=1))
    change = clock.changes.get()
    assert (change.due_was, change.due_now) == (date(2026, 12, 1), date(2026, 11, 27))
    assert (change.trigger_was, change.trigger_now) == (at, at - timedelta(days=4))
    assert (change.why, change.by, change.at) == (
        WHY,
        people.health_lead,
        at + timedelta(hours=1),
    )
    assert Entry.objects.get(verb="clock.corrected").facts == {
        "was": "2026-12-01",
        "due_on": "2026-11-27",
    }


def test_a_correction_of_the_hour_keeps_the_day_and_says_so(
    start: Start, people: People, at: datetime
) -> None:
    clock = start()
    correct(clock, at - timedelta(hours=3), people, at)
    change = clock.changes.get()
    assert (change.due_was, change.due_now) == (date(2026, 12, 1), date(2026, 12, 1))
    assert change.trigger_now == at - timedelta(hours=3)
    assert not Notification.objects.exists()


def test_the_same_moment_again_changes_nothing(start: Start, people: People, at: datetime) -> None:
    clock = start()
    correct(clock, at.astimezone(UTC), people, at)
    assert (clock.changes.count(), Entry.objects.filter(verb="clock.corrected").count()) == (0, 0)


@pytest.mark.parametrize(
    ("moment", "due_on"),
    [
        # Summer time: 23:30 UTC is past midnight in London.
        (datetime(2026, 7, 6, 22, 59, tzinfo=UTC), date(2026, 7, 13)),
        (datetime(2026, 7, 6, 23, 0, tzinfo=UTC), date(2026, 7, 14)),
        # The nights in which the clocks change, both ways round.
        (datetime(2026, 3, 29, 0, 59, tzinfo=UTC), date(2026, 4, 7)),
        (datetime(2026, 3, 29, 23, 0, tzinfo=UTC), date(2026, 4, 8)),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), date(2026, 10, 30)),
        (datetime(2026, 10, 25, 23, 59, tzinfo=UTC), date(2026, 10, 30)),
        (datetime(2026, 10, 26, 0, 0, tzinfo=UTC), date(2026, 11, 2)),
    ],
)
def test_the_corrected_moment_counts_as_its_london_day(
    moment: datetime, due_on: date, start: Start, people: People, at: datetime
) -> None:
    assert correct(start(), moment, people, at).due_on == due_on


def test_the_hour_that_comes_twice_is_two_moments_of_one_day(
    start: Start, people: People, at: datetime
) -> None:
    first = datetime(2026, 10, 25, 1, 30, tzinfo=LONDON)
    clock = start(trigger=first)
    correct(clock, first.replace(fold=1), people, at)
    change = clock.changes.get()
    assert change.trigger_now is not None
    assert change.trigger_was is not None
    assert change.trigger_now - change.trigger_was == timedelta(hours=1)
    assert not change.moves


def test_the_version_in_force_on_the_new_day_counts(
    start: Start, people: People, at: datetime
) -> None:
    clock = start(rule="incident.rapid_review", trigger=datetime(2023, 12, 15, tzinfo=LONDON))
    before = clock.rule_version.number
    after = correct(clock, datetime(2023, 12, 14, 23, 59, tzinfo=LONDON), people, at)
    assert (before, after.rule_version.number) == (2, 1)


@pytest.mark.parametrize("close", ["complete", "cancel"])
def test_what_was_closed_keeps_the_day_it_was_judged_by(
    close: str, start: Start, people: People, at: datetime
) -> None:
    clock = start()
    stale = Clock.objects.get(pk=clock.pk)
    if close == "complete":
        services.complete(clock=clock, met_at=at, by=None, at=at)
    else:
        services.cancel(clock=clock, reason="Not needed", by=None, at=at)
    with pytest.raises(services.ClockClosed):
        correct(stale, at - timedelta(days=4), people, at)
    clock.refresh_from_db()
    assert (clock.due_on, clock.changes.count()) == (date(2026, 12, 1), 0)


def test_reminders_follow_the_new_day(start: Start, people: People) -> None:
    now = timezone.now()
    clock = start(trigger=now)
    soon = datetime.combine(clock.due_on, datetime.min.time(), tzinfo=LONDON) - timedelta(days=1)
    services.remind(at=soon)
    clock.refresh_from_db()
    assert clock.reminded_for is not None
    after = correct(clock, now - timedelta(days=7), people, now)
    assert after.reminded_for is None
    services.remind(at=soon)
    keys = Notification.objects.filter(recipient=people.health_practitioner).order_by("pk")
    assert [key.split(":")[2] for key in keys.values_list("key", flat=True)] == [
        clock.changes.get().due_was.isoformat(),
        "moved",
        after.due_on.isoformat(),
    ]


def test_who_put_it_right_is_not_told_and_who_else_keeps_it_is(
    start: Start, people: People, at: datetime
) -> None:
    clock = start(holder_role="safeguarding-lead", agency=people.agencies.health)
    correct(clock, at - timedelta(days=4), people, timezone.now())
    told = Notification.objects.filter(key__contains=":moved:")
    assert [row.recipient for row in told] == [people.health_practitioner]


def test_the_clock_page_shows_each_change(start: Start, people: People, at: datetime) -> None:
    clock = start()
    moment = at - timedelta(days=4)
    correct(clock, moment, people, at)
    services.override_day(
        day=date(2026, 11, 26),
        is_working=False,
        name="State funeral",
        source="Proclamation",
        by=people.operations,
        at=at,
    )
    client = Client()
    client.force_login(people.health_lead)
    html = client.get(clock.get_absolute_url()).content.decode()
    shown = " ".join(
        html.split("How the date changed")[1].split("How the date was worked")[0].split()
    )
    for words in (
        day_words(date(2026, 12, 1)),
        day_words(date(2026, 11, 27)),
        f"{WHY}. It counts from {moment_words(moment)} instead of {moment_words(at)}.",
        "by Harriet Lead",
        day_words(date(2026, 11, 30)),
        "Thursday 26 November 2026 is not a working day: State funeral.",
        "by Olive Operations",
    ):
        assert words in shown
    assert "Due by the end of Monday 30 November 2026" in html
    assert "override: State funeral" in html


def test_a_clock_that_never_moved_shows_no_changes(start: Start, people: People) -> None:
    client = Client()
    client.force_login(people.health_lead)
    html = client.get(start().get_absolute_url()).content.decode()
    assert "How the date changed" not in html
