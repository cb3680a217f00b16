"""What a conference comes to: a decision for each child, the outline plan, that it was held."""

import uuid
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from conferences import services
from conferences.models import (
    Attendance,
    Category,
    ChildDecision,
    Outcome,
    OutcomeAddition,
    Plan,
    PlanStep,
    Status,
)
from shield.clocks.models import Clock
from shield.core.workflow import MoveNotAllowed
from tests.conferences.arranging import a_child
from tests.conferences.holding import came, decided, held, today
from tests.personas import People

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules")]


# --- Decisions ------------------------------------------------------------------------------------


def test_twins_are_decided_apart(people: People, at: datetime) -> None:
    conference = today(people, at, children=0)
    same = {"last_name": "Quillfeathery", "birth_date": date(2024, 2, 29)}
    for name in ("Ada", "Bea"):
        a_child(conference, at, first_names=name, **same)
    held(people, at, "plan", "no_plan", conference=conference)
    ada, bea = conference.children.present()
    assert [one.child for one in Plan.objects.all()] == [ada]
    assert {ada.decision.decided, bea.decision.decided} == {"plan", "no_plan"}


def test_a_child_added_late_keeps_it_from_being_held_and_is_named(
    people: People, at: datetime
) -> None:
    conference = today(people, at)
    came(conference, people, at)
    decided(conference.children.get(), at)
    late = a_child(conference, at, first_names="אברהם", last_name="Ó Súilleabháin", born="unborn",
                   birth_date=None, expected_on=date(2026, 12, 24))  # fmt: skip
    with pytest.raises(services.Undecided) as said:
        services.hold(conference=conference, by=conference.chair, at=at)
    assert str(said.value) == (
        "Nothing is recorded of what was decided of: אברהם Ó Súilleabháin "
        "(Expected 24 December 2026)."
    )
    assert said.value.children == [late]
    conference.refresh_from_db()
    assert (conference.status, Plan.objects.count()) == (Status.SCHEDULED, 0)
    services.set_removed(person=late, removed=True, by=conference.chair, at=at)
    services.hold(conference=conference, by=conference.chair, at=at)


def test_of_a_child_taken_off_nothing_is_decided(people: People, at: datetime) -> None:
    conference = today(people, at, children=2)
    child = next(iter(conference.children.present()))
    services.set_removed(person=child, removed=True, by=conference.chair, at=at)
    with pytest.raises(services.ChildRemoved):
        decided(child, at)


def test_two_who_decide_at_once_both_keep_their_words(people: People, at: datetime) -> None:
    conference = today(people, at)
    child = conference.children.get()
    decided(child, at, "plan")
    with pytest.raises(services.ChangedMeanwhile):
        decided(child, at, "no_plan", seen=0)
    decided(child, at, "plan", seen=0)  # the same words are no conflict
    assert decided(child, at, "no_plan", seen=1).version == 2


def test_a_plan_has_a_category_and_nothing_else_has(people: People, at: datetime) -> None:
    conference = today(people, at)
    child = conference.children.get()
    with pytest.raises(services.NoCategory):
        decided(child, at, "plan", category=None)
    row = decided(child, at, "no_plan", category=Category.objects.get(code="neglect"))
    assert row.category is None
    for facts in ({"decided": "plan"}, {"category": Category.objects.first()}, {"reason": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ChildDecision.objects.update(**facts)


def test_dissent_is_of_one_decision(people: People, at: datetime) -> None:
    conference = today(people, at)
    child, by = conference.children.get(), conference.chair
    decision = decided(child, at, "no_plan")
    police, token = people.agencies.police, uuid.uuid4()
    facts: dict[str, Any] = {
        "decision": decision,
        "agency": police,
        "reason": "Too soon",
        "by": by,
        "at": at,
    }
    first = services.add_dissent(token=token, **facts)
    assert services.add_dissent(token=token, **facts) == first
    with pytest.raises(services.DissentsAlready):
        services.add_dissent(token=uuid.uuid4(), **facts)
    decided(child, at, "no_plan", seen=1, reason="In other words")
    assert list(decision.dissents.present()) == [first]
    decided(child, at, "plan", seen=2)
    assert list(decision.dissents.present()) == []


# --- The outline plan -----------------------------------------------------------------------------


def test_the_outline_is_written_by_two_without_loss(people: People, at: datetime) -> None:
    conference = today(people, at)
    by = conference.chair
    services.write_outline(conference=conference, facts={"summary": "A"}, seen=0, by=by, at=at)
    with pytest.raises(services.ChangedMeanwhile):
        services.write_outline(conference=conference, facts={"summary": "B"}, seen=0, by=by, at=at)
    services.write_outline(conference=conference, facts={"must_change": "C"}, seen=1, by=by, at=at)
    outcome = Outcome.objects.get()
    assert (outcome.summary, outcome.must_change, outcome.version) == ("A", "C", 2)


def test_steps_are_added_once_and_taken_out(people: People, at: datetime) -> None:
    conference = today(people, at)
    by, token = conference.chair, uuid.uuid4()
    facts: dict[str, Any] = {
        "what": "Visit weekly",
        "who": "Health visitor",
        "due": date(2026, 12, 25),
    }
    for _ in range(2):
        step = services.add_step(conference=conference, token=token, facts=facts, by=by, at=at)
    assert PlanStep.objects.get().due_words == "25 December 2026"
    services.remove_step(step=step, by=by, at=at)
    assert list(conference.plan_steps.present()) == []


# --- Held -----------------------------------------------------------------------------------------


def test_it_is_held_on_its_day_and_once(people: People, at: datetime) -> None:
    conference = today(people, at, triggered_at=at - timedelta(days=29))
    with pytest.raises(services.NotYet):
        services.hold(conference=conference, by=conference.chair, at=at - timedelta(days=1))
    held(people, at, "plan", conference=conference)
    conference.refresh_from_db()
    assert (conference.status, conference.closed_by) == (Status.HELD, people.conference_chair)
    assert conference.clock is not None
    clock = Clock.objects.get(pk=conference.clock.pk)
    assert clock.met_at == at
    with pytest.raises((services.NotToRecord, MoveNotAllowed)):
        services.hold(conference=conference, by=conference.chair, at=at)
    assert Plan.objects.count() == 1


def test_what_was_recorded_stays_and_corrections_are_added(people: People, at: datetime) -> None:
    conference = today(people, at)
    by, token = conference.chair, uuid.uuid4()
    said: dict[str, Any] = {
        "conference": conference,
        "child": None,
        "text": "It was her aunt",
        "by": by,
        "at": at,
    }
    with pytest.raises(services.NotHeld):
        services.correct(token=token, **said)
    held(people, at, "plan", conference=conference)
    child = conference.children.get()
    with pytest.raises(services.NotToRecord):
        decided(child, at, "no_plan", seen=1)
    with pytest.raises(services.NotToRecord):
        services.write_outline(conference=conference, facts={"summary": "B"}, seen=0, by=by, at=at)
    for _ in range(2):
        services.correct(token=token, **said)
    assert OutcomeAddition.objects.get().text == "It was her aunt"


def test_who_does_not_run_it_records_nothing(people: People, at: datetime) -> None:
    conference = today(people, at)
    child = conference.children.get()
    row = came(conference, people, at)[0]
    for person in (people.other_chair, people.authority_lead, people.operations,
                   people.police_practitioner):  # fmt: skip
        acts = (
            lambda by: came(conference, people, at, "school", by=by),
            lambda by: services.remove_attendance(row=row, by=by, at=at),
            lambda by: services.go_on(conference=conference, reason="-", by=by, at=at),
            lambda by: decided(child, at, by=by),
            lambda by: services.write_outline(
                conference=conference, facts={"summary": "-"}, seen=0, by=by, at=at
            ),
            lambda by: services.hold(conference=conference, by=by, at=at),
            lambda by: services.be_inquorate(conference=conference, reason="-", by=by, at=at),
            lambda by: services.reconvene(
                conference=conference, starts_at=at, token=uuid.uuid4(), by=by, at=at
            ),
        )
        for act in acts:
            with pytest.raises(PermissionDenied):
                act(person)
    assert (Attendance.objects.count(), Outcome.objects.count()) == (3, 0)
