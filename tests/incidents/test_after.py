"""After submission: the Panel is told, corrections are added; what was said stays."""

import uuid
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from incidents import services
from incidents.models import Correction, Incident, Status
from incidents.sections import SECTIONS
from shield.audit.models import Entry
from shield.clocks.models import Clock
from shield.core.refusals import Refusal
from shield.core.sections import values_of
from shield.notifications.models import Notification
from tests.incidents import filling
from tests.incidents.filling import day_before
from tests.personas import People

HOUR = timedelta(hours=1)


@pytest.fixture
def filed(ground: People, at: datetime) -> Incident:
    return filling.submitted(ground, at)


def fresh(incident: Incident) -> Incident:
    return Incident.objects.get(pk=incident.pk)


def tell(incident: Incident, people: People, at: datetime, told_at: datetime) -> Incident:
    services.record_panel(
        incident=incident,
        panel_reference="CSPR-9",
        panel_notified_at=told_at,
        by=people.authority_lead,
        at=at,
    )
    return fresh(incident)


def correct(incident: Incident, people: People, at: datetime, **facts: Any) -> Correction:
    return services.correct(
        **{
            "incident": incident,
            "text": "The address is wrong.",
            "authority_aware_at": None,
            "token": uuid.uuid4(),
            "by": people.health_lead,
            "at": at,
            **facts,
        }
    )


# --- the Panel ------------------------------------------------------------------------------------


def test_telling_the_panel_meets_that_clock(filed: Incident, ground: People, at: datetime) -> None:
    stored = tell(filed, ground, at + 2 * HOUR, at + HOUR)
    assert (stored.status, stored.panel_reference, stored.panel_notified_at) == (
        Status.PANEL_NOTIFIED,
        "CSPR-9",
        at + HOUR,
    )
    assert stored.panel_notified_by == ground.authority_lead
    assert stored.panel_clock is not None
    assert (stored.panel_clock.met_at, stored.panel_clock.met_by) == (
        at + HOUR,
        ground.authority_lead,
    )


def test_the_rapid_review_counts_from_when_the_panel_was_told(
    filed: Incident, ground: People, at: datetime
) -> None:
    clock = tell(filed, ground, at + 2 * HOUR, at + HOUR).rapid_review_clock
    assert clock is not None
    assert (clock.rule_version.rule.slug, clock.trigger_at, clock.agency, clock.subject) == (
        "incident.rapid_review",
        at + HOUR,
        ground.agencies.authority,
        "Rapid review of SIN-2026-0001",
    )


def test_the_panel_is_told_once(filed: Incident, ground: People, at: datetime) -> None:
    tell(filed, ground, at + 2 * HOUR, at + HOUR)
    with pytest.raises(Refusal, match="already recorded"):
        tell(filed, ground, at + 3 * HOUR, at + 2 * HOUR)
    assert fresh(filed).panel_notified_at == at + HOUR
    assert Clock.objects.filter(rule_version__rule__slug="incident.rapid_review").count() == 1


@pytest.mark.parametrize(
    ("hours", "message"),
    [(1, "must be in the past"), (-24 * 5, "after when the incident happened")],
)
def test_a_moment_that_cannot_be_is_refused(
    filed: Incident, ground: People, at: datetime, hours: int, message: str
) -> None:
    with pytest.raises(services.ImpossibleMoment, match=message):
        tell(filed, ground, at, at + hours * HOUR)
    stored = fresh(filed)
    assert (stored.status, stored.panel_notified_at) == (Status.SUBMITTED, None)


def test_learning_alone_does_not_go_to_the_panel(ground: People, at: datetime) -> None:
    changes = {"criteria": {"criteria": ["near-miss"]}}
    incident = filling.submitted(ground, at, changes=changes)
    with pytest.raises(Refusal, match="does not have to go to the Panel"):
        services.record_panel(
            incident=incident,
            panel_reference="CSPR-9",
            panel_notified_at=at,
            by=ground.operations,
            at=at,
        )
    assert fresh(incident).status == Status.SUBMITTED


def test_who_is_told_that_the_panel_knows(filed: Incident, ground: People, at: datetime) -> None:
    tell(filed, ground, at + 2 * HOUR, at + HOUR)
    rows = Notification.objects.filter(key=f"incident:{filed.pk}:panel")
    assert sorted(rows.values_list("recipient__full_name", flat=True)) == [
        "Harriet Lead",
        "Hazel Practitioner",
        "Olive Operations",
        "Uma Lead",
    ]
    assert Entry.objects.filter(verb="incident.panel_notified").count() == 1


# --- corrections ----------------------------------------------------------------------------------


def test_a_correction_is_dated_and_signed(filed: Incident, ground: People, at: datetime) -> None:
    correction = correct(filed, ground, at + HOUR)
    assert (correction.text, correction.added_at, correction.added_by) == (
        "The address is wrong.",
        at + HOUR,
        ground.health_lead,
    )


def test_a_correction_leaves_every_answer_as_it_was(
    filed: Incident, ground: People, at: datetime
) -> None:
    before = {s.slug: values_of(filed, s) for s in SECTIONS if not s.rows}
    correct(filed, ground, at, authority_aware_at=day_before(at, 2))
    assert {s.slug: values_of(fresh(filed), s) for s in SECTIONS if not s.rows} == before


def test_the_same_page_sent_twice_adds_one_correction(
    filed: Incident, ground: People, at: datetime
) -> None:
    token = uuid.uuid4()
    assert correct(filed, ground, at, token=token) == correct(filed, ground, at, token=token)
    assert Entry.objects.filter(verb="incident.corrected").count() == 1
    assert Notification.objects.filter(key__contains="correction").count() == 4


def test_a_draft_is_changed_rather_than_corrected(ground: People, at: datetime) -> None:
    draft = filling.draft(ground, at)
    with pytest.raises(Refusal, match="A draft can still be changed"):
        correct(draft, ground, at)
    assert not Correction.objects.exists()


def test_a_corrected_awareness_moves_the_panels_clock(
    filed: Incident, ground: People, at: datetime
) -> None:
    before = panel_clock(filed)
    correct(filed, ground, at, authority_aware_at=day_before(at, 2))
    after = Clock.objects.get(rule_version__rule__slug="incident.notify_panel")
    assert (after.pk, after.is_open, after.trigger_at) == (before.pk, True, day_before(at, 2))
    assert (before.due_on, after.due_on) == (date(2026, 11, 30), date(2026, 11, 27))
    assert fresh(filed).panel_clock == after


def test_the_day_before_the_correction_is_kept_and_explained(
    filed: Incident, ground: People, at: datetime
) -> None:
    before = panel_clock(filed)
    correct(filed, ground, at + HOUR, authority_aware_at=day_before(at, 2))
    change = before.changes.get()
    assert (change.due_was, change.due_now) == (date(2026, 11, 30), date(2026, 11, 27))
    assert (change.trigger_was, change.trigger_now) == (day_before(at, 1), day_before(at, 2))
    assert change.why == "When the local authority became aware was recorded wrongly"
    assert (change.at, change.by) == (at + HOUR, ground.health_lead)


def test_who_keeps_the_panels_clock_is_told_of_the_other_day(
    filed: Incident, ground: People, at: datetime
) -> None:
    correct(filed, ground, at, authority_aware_at=day_before(at, 2))
    moved = Notification.objects.filter(key__contains=":moved:")
    assert [row.recipient for row in moved] == [ground.authority_lead]


def panel_clock(incident: Incident) -> Clock:
    clock = fresh(incident).panel_clock
    assert clock is not None
    return clock


def test_the_same_awareness_again_leaves_the_clock_running(
    filed: Incident, ground: People, at: datetime
) -> None:
    correct(filed, ground, at, authority_aware_at=day_before(at, 1))
    assert fresh(filed).panel_clock_id == filed.panel_clock_id
    assert Clock.objects.get(pk=filed.panel_clock_id or 0).is_open


def test_a_correction_without_a_moment_leaves_the_clock_running(
    filed: Incident, ground: People, at: datetime
) -> None:
    correct(filed, ground, at)
    assert fresh(filed).panel_clock_id == filed.panel_clock_id


def test_a_clock_that_was_met_stays_met(filed: Incident, ground: People, at: datetime) -> None:
    tell(filed, ground, at + 2 * HOUR, at + HOUR)
    correct(fresh(filed), ground, at + 2 * HOUR, authority_aware_at=day_before(at, 2))
    stored = fresh(filed)
    assert stored.panel_clock_id == filed.panel_clock_id
    assert stored.panel_clock is not None
    assert stored.panel_clock.met_at == at + HOUR


@pytest.mark.parametrize("hours", [1, -24 * 5])
def test_an_awareness_that_cannot_be_is_refused(
    filed: Incident, ground: People, at: datetime, hours: int
) -> None:
    with pytest.raises(services.ImpossibleMoment, match="When the local authority became aware"):
        correct(filed, ground, at, authority_aware_at=at + hours * HOUR)
    assert not Correction.objects.exists()


def test_learning_alone_has_no_clock_to_restart(ground: People, at: datetime) -> None:
    changes = {"criteria": {"criteria": ["near-miss"]}}
    incident = filling.submitted(ground, at, changes=changes)
    correct(incident, ground, at, authority_aware_at=day_before(at, 1))
    assert fresh(incident).panel_clock is None
