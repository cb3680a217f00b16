"""A conference is changed, moved, postponed, cancelled and handed on, on its pages."""

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from conferences.models import (
    ConferenceExclusion,
    Status,
)
from shield.clocks.models import Clock
from tests.conferences.arranging import a_conference, asked, kind
from tests.conferences.browsing import (
    as_,
    fills,
    kept,
    leads_to,
    reads,
    sends,
    to,
    when,
    words,
)
from tests.conferences.browsing import (
    page as source,
)
from tests.personas import People

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules")]


@pytest.fixture
def now() -> datetime:
    """Pages live in the present."""
    return timezone.now().replace(second=0, microsecond=0)


def said(people: People, now: datetime, **more: Any) -> dict[str, Any]:
    """A conference as a careful chair schedules it."""
    initial = kind()
    return {
        "form_token": uuid.uuid4(),
        "kind": initial.pk,
        "family_reference": "FAM-0042",
        "chair": people.conference_chair.pk,
        "administrator": people.other_chair.pk,
        **when("starts_at", now + timedelta(days=10)),
        **when(f"triggered_at_{initial.pk}", now - timedelta(days=3)),
        "minutes": 120,
        "place": "The Old Mill",
        "link": "https://meet.example/1",
        "interpreter": "Polish",
        "access_needs": "A ramp",
        **more,
    }


def test_its_details_are_changed(people: People, now: datetime) -> None:
    made = a_conference(people, now)
    told = {
        "minutes": 90,
        "place": "ที่ทำการ 会議室",
        **when("triggered_at", now - timedelta(days=2)),
    }
    answer = fills(people.conference_chair, "conference_edit", told, pk=made.pk)
    assert answer.url == made.get_absolute_url()
    made.refresh_from_db()
    assert (made.minutes, made.place) == (90, "ที่ทำการ 会議室")
    assert made.clock is not None
    assert made.triggered_at == now - timedelta(days=2)


def test_two_who_change_the_same_detail_see_each_others_words(
    people: People, now: datetime
) -> None:
    made = a_conference(people, now, place="Hall", administrator=people.other_chair)
    mine = as_(people.conference_chair)
    url = to("conference_edit", pk=made.pk)
    opened = kept(source(mine.get(url)))
    fills(people.other_chair, "conference_edit", {"minutes": 60, "place": "Mill"}, pk=made.pk)
    told = {**opened, "minutes": 120, "place": "Barn", "interpreter": "Polish"}
    answer = mine.post(url, told)
    assert answer.status_code == 409
    assert "Somebody else changed this after you opened the page." in words(answer)
    assert "Where is it held? Mill" in words(answer)
    assert 'value="Barn"' in source(answer)
    # Seen that, they decide: what they left alone is not theirs.
    again = mine.post(url, {**told, **kept(source(answer))})
    assert again.status_code == 302
    made.refresh_from_db()
    assert (made.minutes, made.place, made.interpreter) == (60, "Barn", "Polish")


def test_a_move_shows_what_it_moves_before_it_moves_anything(people: People, now: datetime) -> None:
    made = a_conference(people, now, triggered_at=now)
    request = asked(made, people, now, "health")
    due = request.due_on
    assert due is not None
    told = {"to": "day", **when("starts_at", now + timedelta(days=50)), "why": "No room"}
    answer = sends(people.conference_chair, "conference_move", told, pk=made.pk)
    assert answer.status_code == 200
    page = words(answer)
    then = due + timedelta(days=29)
    assert f"Riverside Health Trust {due.day} {due:%B %Y} {then.day} {then:%B %Y}" in page
    assert "That day is too late" in page
    made.refresh_from_db()
    assert made.moves.count() == 0
    done = sends(people.conference_chair, "conference_move", {**told, "action": "move"}, pk=made.pk)
    assert done.url == made.get_absolute_url()
    request.refresh_from_db()
    assert request.due_on == then
    assert "No room" in reads(people.conference_chair, "conference_detail", pk=made.pk)


def test_a_conference_is_postponed_and_gets_a_day_again(people: People, now: datetime) -> None:
    made = a_conference(people, now)
    told = {"to": "none", "why": "The family cannot come"}
    shown = sends(people.conference_chair, "conference_move", told, pk=made.pk)
    assert "The conference would have no day" in words(shown)
    sends(people.conference_chair, "conference_move", {**told, "action": "move"}, pk=made.pk)
    made.refresh_from_db()
    assert (made.status, made.starts_at) == (Status.POSTPONED, None)
    page = source(as_(people.conference_chair).get(to("conference_move", pk=made.pk)))
    assert 'name="to"' not in page
    told = {**when("starts_at", now + timedelta(days=30)), "why": "A room", "action": "move"}
    sends(people.conference_chair, "conference_move", told, pk=made.pk)
    made.refresh_from_db()
    assert made.starts_at == now + timedelta(days=30)


@pytest.mark.parametrize(
    ("days", "why", "message"),
    [
        (-3, "x", "When the conference starts must be today or later."),
        (21, "x", "The conference is at this time already."),
        (30, "", "Enter why it moves"),
        (None, "x", "Enter when it starts"),
    ],
)
def test_a_move_that_cannot_be_is_said_before_anything_is_shown(
    people: People, now: datetime, days: int | None, why: str, message: str
) -> None:
    made = a_conference(people, now)
    day = when("starts_at", now + timedelta(days=days)) if days is not None else {}
    answer = sends(
        people.conference_chair, "conference_move", {"to": "day", **day, "why": why}, pk=made.pk
    )
    assert message in words(answer)
    assert "What would come of it" not in words(answer)


def test_a_conference_is_cancelled_and_then_stays_as_it_is(people: People, now: datetime) -> None:
    made = a_conference(people, now)
    asked(made, people, now, "health")
    who = people.conference_chair
    empty = sends(who, "conference_cancel", {"why": ""}, pk=made.pk)
    assert "Enter why it is cancelled" in words(empty)
    answer = sends(who, "conference_cancel", {"why": "No harm was found"}, pk=made.pk)
    assert answer.url == made.get_absolute_url()
    assert Clock.objects.open().count() == 0
    assert "No harm was found" in reads(who, "conference_detail", pk=made.pk)
    # Its forms lead to it; what is sent still is refused, and nothing typed is lost.
    for name in ("edit", "move", "cancel", "hand_on", "child_add", "guest_add"):
        assert leads_to(who, f"conference_{name}", pk=made.pk) == made.get_absolute_url()
    late = sends(who, "conference_cancel", {"why": "Said twice"}, pk=made.pk)
    assert late.status_code == 409
    assert "Said twice" in source(late)


def test_handed_on_to_others_it_is_out_of_sight(people: People, now: datetime) -> None:
    made = a_conference(people, now)
    other = people.other_chair.pk
    told = {"chair": other, "administrator": other}
    answer = sends(people.conference_chair, "conference_hand_on", told, pk=made.pk)
    assert answer.url == reverse("conference_list")
    made.refresh_from_db()
    assert made.chair_id == made.administrator_id == other


def test_nobody_is_given_a_conference_that_is_kept_from_them(people: People, now: datetime) -> None:
    made = a_conference(people, now)
    ConferenceExclusion.objects.create(
        record=made, user=people.other_chair, reason="A relative",
        excluded_by=people.conference_chair, excluded_at=now,
    )  # fmt: skip
    told = {"chair": people.other_chair.pk, "administrator": people.conference_chair.pk}
    answer = sends(people.conference_chair, "conference_hand_on", told, pk=made.pk)
    assert answer.status_code == 409
    assert "This conference is kept from Orla Otherchair." in words(answer)
    made.refresh_from_db()
    assert made.chair == people.conference_chair
