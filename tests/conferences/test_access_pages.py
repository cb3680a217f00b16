"""What do people see and do on the pages about who sees a conference?"""

from datetime import datetime

import pytest
from django.utils import timezone

from conferences.models import Conference
from conferences.permissions import Perm
from tests.conferences.arranging import a_conference
from tests.conferences.browsing import as_, page, sends, to, words
from tests.personas import People

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules")]


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def conference(people: People, now: datetime) -> Conference:
    return a_conference(people, now)


def test_a_person_is_named_after_one_has_seen_who_it_is(
    conference: Conference, people: People
) -> None:
    person = people.health_practitioner
    said = {"person": person.email, "gives": str(Perm.OPEN), "reason": "Lead social worker"}
    asked = sends(conference.chair, "conference_access_name", said, pk=conference.pk)
    assert person.full_name in words(asked)
    assert not conference.grants.exists()
    said["confirmed"] = str(person.pk)
    done = sends(conference.chair, "conference_access_name", said, pk=conference.pk)
    assert done.status_code == 302
    assert conference.grants.get().perm == Perm.OPEN
    shown = words(as_(conference.chair).get(to("conference_access_detail", conference)))
    assert "no more than their own part" in shown


@pytest.mark.parametrize(
    ("gives", "asked"),
    [
        (
            Perm.READ,
            "You are about to let this person read all of this conference, every agency’s report "
            "included. Nothing has been changed yet.",
        ),
        (
            Perm.OPEN,
            "You are about to let this person in to no more than their own part of this "
            "conference, also while it is restricted. Where they have none, this name shows them "
            "nothing of it. Nothing has been changed yet.",
        ),
    ],
)
def test_it_is_asked_about_what_the_name_gives(
    gives: str, asked: str, conference: Conference, people: People
) -> None:
    said = {"person": people.health_practitioner.email, "gives": str(gives), "reason": "R"}
    shown = words(sends(conference.chair, "conference_access_name", said, pk=conference.pk))
    assert asked in shown
    assert shown.count("You are about to") == 1


def test_what_is_missing_stands_beside_its_question(conference: Conference) -> None:
    answer = sends(
        conference.chair, "conference_access_name", {"person": "", "reason": "Why not"},
        pk=conference.pk,
    )  # fmt: skip
    shown = words(answer)
    assert "Enter the person’s email address" in shown
    assert "Select what it is to give" in shown
    assert "Why not" in page(answer)


def test_it_is_restricted_and_opened_again(conference: Conference) -> None:
    said = {"people": "", "reason": "Staff family", "confirmed": ""}
    done = sends(conference.chair, "conference_access_restrict", said, pk=conference.pk)
    assert done.status_code == 302
    conference.refresh_from_db()
    assert conference.is_restricted


def test_a_neighbour_and_a_lead_find_no_such_page(conference: Conference, people: People) -> None:
    for name in ("detail", "name", "exclude", "restrict", "lift"):
        url = to(f"conference_access_{name}", conference)
        for person in (people.health_lead, people.health_practitioner, people.other_chair):
            assert as_(person).get(url).status_code in (403, 404)


def test_a_lead_opens_it_reads_it_and_closes_it(conference: Conference, people: People) -> None:
    lead = people.police_lead
    assert as_(lead).get(to("conference_detail", conference)).status_code == 404
    said = {"reference": conference.reference.lower(), "reason": "A child is missing"}
    assert sends(lead, "conference_glass_break", said).status_code == 302
    shown = words(as_(lead).get(to("conference_detail", conference)))
    assert "You opened this in an emergency" in shown
    opening = conference.openings.get()
    assert as_(lead).post(to("conference_opening_end", opening)).status_code == 302
    assert as_(lead).get(to("conference_detail", conference)).status_code == 404


def test_each_opening_is_judged_by_the_data_protection_lead_alone(
    conference: Conference, people: People
) -> None:
    said = {"reference": conference.reference, "reason": "A child is missing"}
    sends(people.police_lead, "conference_glass_break", said)
    opening = conference.openings.get()
    url = to("conference_opening_detail", opening)
    for person in (people.police_lead, conference.chair, people.operations):
        assert as_(person).get(url).status_code in (403, 404)
    judge = people.data_protection
    assert "A child is missing" in words(as_(judge).get(url))
    listed = as_(judge).get(to("conference_opening_list"))
    assert conference.reference in words(listed)
    said = {"judgement": "not-justified", "note": "Nobody was in danger"}
    assert as_(judge).post(url, said).status_code == 302
    opening.refresh_from_db()
    assert opening.judgement == "not-justified"
    assert as_(people.police_lead).get(to("conference_detail", conference)).status_code == 404
