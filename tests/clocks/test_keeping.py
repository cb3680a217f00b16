from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from shield.audit.models import Entry
from shield.clocks import services
from shield.clocks.models import Clock, HolidayOverride, RuleVersion
from shield.core.london import LONDON
from shield.core.refusals import Refusal
from tests.personas import People

Start = Callable[..., Clock]


def test_five_working_days_over_christmas(start: Start) -> None:
    clock = start(
        rule="incident.notify_panel", trigger=datetime(2026, 12, 22, 16, 30, tzinfo=LONDON)
    )
    assert clock.due_on == date(2026, 12, 31)
    assert clock.days[-1].date == clock.due_on
    assert [number for number, _ in clock.numbered_days if number] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("moment", "due_on"),
    [
        # Summer time: 23:30 UTC is past midnight in London.
        (datetime(2026, 7, 6, 22, 59, tzinfo=UTC), date(2026, 7, 13)),
        (datetime(2026, 7, 6, 23, 0, tzinfo=UTC), date(2026, 7, 14)),
        # The nights in which the clocks change.
        (datetime(2026, 3, 29, 0, 59, tzinfo=UTC), date(2026, 4, 7)),
        (datetime(2026, 3, 29, 1, 0, tzinfo=UTC), date(2026, 4, 7)),
        (datetime(2026, 3, 29, 23, 30, tzinfo=UTC), date(2026, 4, 8)),
        (datetime(2026, 10, 24, 23, 30, tzinfo=UTC), date(2026, 10, 30)),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), date(2026, 10, 30)),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), date(2026, 10, 30)),
        (datetime(2026, 10, 25, 23, 59, tzinfo=UTC), date(2026, 10, 30)),
        (datetime(2026, 10, 26, 0, 0, tzinfo=UTC), date(2026, 11, 2)),
        # Winter: the last minute of a London day.
        (datetime(2026, 11, 2, 23, 59, tzinfo=UTC), date(2026, 11, 9)),
        (datetime(2026, 11, 3, 0, 0, tzinfo=UTC), date(2026, 11, 10)),
    ],
)
def test_a_moment_counts_as_its_london_day(moment: datetime, due_on: date, start: Start) -> None:
    assert start(trigger=moment).due_on == due_on


def test_a_naive_moment_is_refused(start: Start) -> None:
    with pytest.raises(ValueError, match="time zone"):
        start(trigger=datetime(2026, 7, 6, 12, 0))  # noqa: DTZ001  that is the point


def test_starting_is_recorded(start: Start) -> None:
    clock = start()
    entry = Entry.objects.get(verb="clock.started")
    assert (entry.subject_id, entry.reference) == (clock.pk, "SIN-2026-0001")
    assert entry.facts == {
        "rule": "incident.notify_partnership",
        "version": 1,
        "due_on": "2026-12-01",
    }


def test_a_clock_keeps_the_version_of_its_trigger(start: Start) -> None:
    old = start(rule="incident.rapid_review", trigger=datetime(2023, 12, 14, 23, 59, tzinfo=LONDON))
    new = start(rule="incident.rapid_review", trigger=datetime(2023, 12, 15, 0, 0, tzinfo=LONDON))
    assert (old.rule_version.number, new.rule_version.number) == (1, 2)


def test_met_by_the_due_day_is_not_late(start: Start, people: People, at: datetime) -> None:
    clock = start()
    met_at = datetime(2026, 12, 1, 23, 59, tzinfo=LONDON)
    services.complete(clock=clock, met_at=met_at, by=people.health_lead, at=at)
    clock.refresh_from_db()
    assert (clock.met_at, clock.met_by, clock.is_late) == (met_at, people.health_lead, False)


def test_met_after_the_due_day_is_late(start: Start, people: People, at: datetime) -> None:
    clock = start()
    met_at = datetime(2026, 12, 2, 0, 0, tzinfo=LONDON)
    services.complete(clock=clock, met_at=met_at, by=people.health_lead, at=at)
    assert clock.is_late
    assert Entry.objects.get(verb="clock.met").facts == {"late": True}


def test_a_clock_is_met_once(start: Start, people: People, at: datetime) -> None:
    clock = start()
    stale = Clock.objects.get(pk=clock.pk)
    services.complete(clock=clock, met_at=at, by=None, at=at)
    with pytest.raises(services.ClockClosed):
        services.complete(clock=stale, met_at=at, by=people.health_lead, at=at)
    assert Entry.objects.filter(verb="clock.met").count() == 1


def test_a_cancelled_clock_is_not_met(start: Start, at: datetime) -> None:
    clock = start()
    services.cancel(clock=clock, reason="The answers changed", by=None, at=at)
    with pytest.raises(services.ClockClosed):
        services.complete(clock=clock, met_at=at, by=None, at=at)
    clock.refresh_from_db()
    assert (clock.cancelled_at, clock.met_at) == (at, None)


def test_cancelling_asks_for_a_reason(start: Start, at: datetime) -> None:
    clock = start()
    with pytest.raises(Refusal, match="Say why"):
        services.cancel(clock=clock, reason=" ", by=None, at=at)
    clock.refresh_from_db()
    assert clock.is_open


def test_renaming_changes_nothing_else(start: Start) -> None:
    clock = start()
    services.rename(clock=clock, subject="New", reference="SIN-2026-0009", url="/incidents/9/")
    found = Clock.objects.get(pk=clock.pk)
    assert (found.subject, found.reference, found.url) == ("New", "SIN-2026-0009", "/incidents/9/")
    assert (found.due_on, found.trigger_at) == (clock.due_on, clock.trigger_at)


def test_explain_counts_by_the_table_of_overrides(rules: None) -> None:
    HolidayOverride.objects.create(
        day=date(2026, 12, 23), is_working=False, name="State funeral", source="Proclamation"
    )
    version = RuleVersion.objects.in_force("incident.notify_panel", date(2026, 12, 22))
    working = services.explain(version, datetime(2026, 12, 22, 16, 30, tzinfo=LONDON))
    assert (working.rule, working.version, working.due_on) == (
        "incident.notify_panel",
        1,
        date(2027, 1, 4),
    )
    assert working.days[1].reason == "override: State funeral"


def test_a_fixed_date_is_due_on_the_day_given(start: Start, at: datetime) -> None:
    assert start(rule="policy.review").due_on == date(2026, 11, 24)


def test_a_report_is_due_before_its_conference(start: Start) -> None:
    clock = start(rule="conference.report", trigger=datetime(2026, 12, 10, 9, 30, tzinfo=LONDON))
    assert clock.due_on == date(2026, 12, 8)
