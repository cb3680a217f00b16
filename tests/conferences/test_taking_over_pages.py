"""A family that had a conference before begins with its people."""

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from conferences import services
from conferences.models import (
    Conference,
)
from tests.conferences.arranging import FAMILY, a_conference, kind
from tests.conferences.browsing import (
    leads_to,
    reads,
    sends,
    to,
    when,
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


def test_a_family_that_had_a_conference_begins_with_its_people(
    people: People, now: datetime
) -> None:
    first = a_conference(people, now, children=2, family_reference=FAMILY)
    services.add_guest(
        conference=first,
        token=uuid.uuid4(),
        facts={"name": "Mother Quillfeathery", "relationship": "Mother", "invited": "yes"},
        by=people.conference_chair,
        at=now,
    )
    one, two = first.children.order_by("pk")
    told = said(people, now, kind=kind("review").pk, family_reference=FAMILY.lower())
    who = people.conference_chair
    answer = sends(who, "conference_schedule", told)
    made = Conference.objects.latest("pk")
    assert answer.url == to("conference_start_from", pk=made.pk)
    page = reads(who, "conference_start_from", pk=made.pk)
    for words_ in (first.reference, str(one), str(two), "Mother Quillfeathery"):
        assert words_ in page
    chosen = {"children": [one.pk], "guests": [guest.pk for guest in first.guests.all()]}
    done = sends(who, "conference_start_from", chosen, pk=made.pk)
    assert done.url == made.get_absolute_url()
    sends(who, "conference_start_from", chosen, pk=made.pk)  # sent twice
    child = made.children.get()
    assert (child.before, child.first_names, child.birth_date, child.address) == (
        one, one.first_names, one.birth_date, one.address,
    )  # fmt: skip
    guest = made.guests.get()
    assert (guest.name, guest.invited) == ("Mother Quillfeathery", "not_yet")


def test_another_chairs_conference_of_the_family_offers_nothing(
    people: People, now: datetime
) -> None:
    a_conference(people, now, family_reference=FAMILY)
    other = people.other_chair
    told = said(people, now, family_reference=FAMILY, chair=other.pk, administrator=other.pk)
    answer = sends(other, "conference_schedule", told)
    made = Conference.objects.latest("pk")
    assert answer.url == made.get_absolute_url()
    assert leads_to(other, "conference_start_from", pk=made.pk) == made.get_absolute_url()
    assert "Zebulonia" not in reads(other, "conference_detail", pk=made.pk)


def test_nobody_of_another_family_is_taken_over(people: People, now: datetime) -> None:
    stranger = a_conference(people, now, family_reference="FAM-OTHER")
    a_conference(people, now, family_reference=FAMILY)
    made = a_conference(people, now, family_reference=FAMILY, children=0)
    chosen = {"children": [stranger.children.get().pk]}
    answer = sends(people.conference_chair, "conference_start_from", chosen, pk=made.pk)
    assert answer.status_code == 200
    assert made.children.count() == 0


def test_a_cancelled_conference_is_not_the_last_where_there_is_another(
    people: People, now: datetime
) -> None:
    held = a_conference(people, now, family_reference=FAMILY, days=10)
    gone = a_conference(people, now, family_reference=FAMILY, days=20)
    services.cancel(conference=gone, why="-", by=people.conference_chair, at=now)
    made = a_conference(people, now, family_reference=FAMILY, days=30, children=0)
    assert services.last_of_family(made, by=people.conference_chair) == held
