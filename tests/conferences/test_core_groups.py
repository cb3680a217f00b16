"""Core groups: who is in them, when they meet, what they do, and what is due after that."""

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from conferences import services
from conferences.models import Conference, CoreGroupMeeting, CoreGroupMember, Plan
from tests.conferences.holding import core_group, due, held, review, today
from tests.personas import People

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules")]

MONDAY = datetime.fromisoformat("2027-02-22T10:00+00:00")


def member(conference: Conference, at: datetime, **facts: Any) -> CoreGroupMember:
    return services.add_member(
        conference=conference,
        token=uuid.uuid4(),
        facts={"name": "Nurse Ó Briain", "agency": None, "role": "", **facts},
        by=conference.chair,
        at=at,
    )


def planned(conference: Conference, when: datetime, at: datetime) -> CoreGroupMeeting:
    return services.plan_core_group(
        conference=conference, planned_at=when, token=uuid.uuid4(), by=conference.chair, at=at
    )


def test_members_are_of_agencies_and_of_the_family(people: People, at: datetime) -> None:
    conference = today(people, at)
    nurse = member(conference, at, agency=people.agencies.health, role="Health visitor")
    mother = member(conference, at, name="母親", role="Mother")
    assert [one.of_words for one in (nurse, mother)] == [
        "Health visitor, Riverside Health Trust",
        "Mother, Family",
    ]
    services.remove_member(member=nurse, by=conference.chair, at=at)
    assert list(conference.core_group.present()) == [mother]


def test_the_one_that_was_planned_is_the_one_that_was_held(people: People, at: datetime) -> None:
    conference = held(people, at)
    first = planned(conference, at + timedelta(days=5), at)
    assert planned(conference, at + timedelta(days=6), at) == first
    met, nurse = at + timedelta(days=8), member(conference, at)
    meeting = core_group(
        conference, met, met, came=[nurse], others_came="Grandmother",
        next_at=met + timedelta(days=35),
    )  # fmt: skip
    assert meeting == first
    assert (meeting.planned_at, meeting.held_at) == (at + timedelta(days=6), met)
    assert [str(one) for one in meeting.came.all()] == ["Nurse Ó Briain"]
    following = services.planned_of(conference)
    assert following is not None
    assert following.planned_at == met + timedelta(days=35)
    assert due(Plan.objects.get())["conference.core_group"] == "2027-01-13"


def test_sent_twice_it_is_recorded_once(people: People, at: datetime) -> None:
    conference, token = held(people, at), uuid.uuid4()
    met = at + timedelta(days=8)
    one = core_group(conference, met, met, token=token)
    assert core_group(conference, met, met, token=token) == one
    assert len(services.held_of(conference)) == 1


def test_two_who_record_the_same_one_record_one(people: People, at: datetime) -> None:
    conference = held(people, at)
    met = at + timedelta(days=8)
    core_group(conference, met, met)
    with pytest.raises(services.RecordedThatDay) as said:
        core_group(conference, met - timedelta(minutes=30), met)
    assert str(said.value) == (
        "A core group on 2 December 2026 was recorded already, by Connie Chair."
    )


def test_moments_that_cannot_be_are_refused(people: People, at: datetime) -> None:
    conference = held(people, at)
    now = at + timedelta(days=50)
    met = at + timedelta(days=40)
    for held_at, facts in (
        (now + timedelta(minutes=1), {}),
        (at - timedelta(days=1), {}),
        (met, {"next_at": met}),
    ):
        with pytest.raises(services.ImpossibleMeeting):
            core_group(conference, held_at, now, **facts)
    core_group(conference, met, now)
    # One that was forgotten is added as a correction: it would turn the clock back.
    with pytest.raises(services.ImpossibleMeeting):
        core_group(conference, at + timedelta(days=8), now)
    with pytest.raises(services.ImpossibleMeeting):
        planned(conference, now, now)
    assert due(Plan.objects.get())["conference.core_group"] == "2027-02-14"


def test_on_the_day_of_the_conference_itself_it_may_meet(people: People, at: datetime) -> None:
    conference = held(people, at)
    core_group(conference, at, at)
    assert due(Plan.objects.get())["conference.core_group"] == "2027-01-05"


def test_without_a_plan_there_is_no_core_group(people: People, at: datetime) -> None:
    for conference in (today(people, at), held(people, at, "no_plan")):
        with pytest.raises(services.NoGroup):
            core_group(conference, at, at)
        with pytest.raises(services.NoGroup):
            planned(conference, at + timedelta(days=5), at)


def test_who_is_not_in_it_did_not_come_as_a_member(people: People, at: datetime) -> None:
    conference = held(people, at)
    stranger = member(held(people, at), at)
    with pytest.raises(services.NotOfThisGroup):
        core_group(conference, at, at, came=[stranger])
    assert CoreGroupMeeting.objects.count() == 0


def test_it_carries_on_under_the_conference_that_decided_last(people: People, at: datetime) -> None:
    conference = held(people, at, "plan", "plan")
    member(conference, at)
    services.remove_member(member=member(conference, at), by=conference.chair, at=at)
    planned(conference, MONDAY + timedelta(days=3), at)
    after = review(people, conference, MONDAY, scheduled=at)
    held(people, MONDAY, "continues", "ends", conference=after)
    assert [str(one) for one in after.core_group.present()] == ["Nurse Ó Briain"]
    assert services.planned_of(conference) is None
    assert services.planned_of(after) is not None
    met = MONDAY + timedelta(days=3)
    with pytest.raises(services.NoGroup):
        core_group(conference, met, met)
    core_group(after, met, met)


def test_a_core_group_is_held_by_record_alone(people: People, at: datetime) -> None:
    conference = held(people, at)
    planned(conference, at + timedelta(days=5), at)
    for facts in ({"held_at": at}, {"done": "A"}, {"planned_at": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            CoreGroupMeeting.objects.update(**facts)


def test_who_does_not_run_the_conference_records_none(people: People, at: datetime) -> None:
    conference = held(people, at)
    nurse = member(conference, at)
    for person in (people.other_chair, people.authority_lead, people.health_practitioner):
        acts = (
            lambda by: core_group(conference, at, at, by=by),
            lambda by: services.plan_core_group(
                conference=conference, planned_at=at, token=uuid.uuid4(), by=by, at=at
            ),
            lambda by: services.remove_member(member=nurse, by=by, at=at),
            lambda by: services.add_member(
                conference=conference, token=uuid.uuid4(), facts={"name": "A"}, by=by, at=at
            ),
        )
        for act in acts:
            with pytest.raises(PermissionDenied):
                act(person)
