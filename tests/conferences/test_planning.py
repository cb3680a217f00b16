"""Who has reported, who comes, and whether a conference could decide with them."""

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest

from conferences import services
from conferences.models import Conference
from conferences.services.planning import NOT_COMING, NOT_SAID
from tests.conferences.arranging import a_conference, asked
from tests.conferences.holding import came, today
from tests.conferences.sharing import reported
from tests.conferences.writing import sent, written
from tests.personas import People

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules")]


def test_it_says_who_has_reported_and_who_comes(people: People, at: datetime) -> None:
    conference, _ = reported(people, at)
    told = services.forecast(conference, at)
    assert told.as_json() == {
        "words": "Not quorate, even if all come that have not said",
        "lines": [
            "Children’s social care: nobody expected",
            "Other agencies, at least 2: 1 expected (Riverside Health Trust); 1 missing",
            "Agencies that have not said whether they come: Northshire Council",
        ],
        "agencies": [
            {
                "name": "Northshire Council",
                "state": "Not answered yet",
                "attending": "Not said yet",
            },
            {
                "name": "Northshire Police",
                "state": "Nil return 24 November 2026 at 2:30pm: "
                "The children and their family are not known to us",
                "attending": "Not expected: nil return",
            },
            {
                "name": "Riverside Health Trust",
                "state": "Reported 24 November 2026 at 2:30pm",
                "attending": "Yes, the author",
            },
        ],
    }
    assert [one.due for one in told.agencies] == ["13 December 2026"] * 3
    assert told.awaited == ["Northshire Council"]
    assert (told.quoracy.is_quorate, told.at_best.is_quorate) == (False, False)


def test_what_is_overdue_and_what_came_late_is_told_apart(people: People, at: datetime) -> None:
    conference = a_conference(people, at)
    late = asked(conference, people, at, "health", people.health_practitioner)
    asked(conference, people, at, "police", people.police_practitioner)
    after = at + timedelta(days=20)
    sent(late, people.health_practitioner, after)
    told = services.forecast(Conference.objects.get(pk=conference.pk), after)
    assert (told.late, told.overdue) == (["Riverside Health Trust"], ["Northshire Police"])
    assert services.forecast(conference, at).overdue == []


def test_who_says_that_they_come_may_make_it_quorate(people: People, at: datetime) -> None:
    conference = a_conference(people, at)
    three = {
        "authority": people.authority_practitioner,
        "police": people.police_practitioner,
        "health": people.health_practitioner,
    }
    asked_of = {key: asked(conference, people, at, key, who) for key, who in three.items()}
    assert services.forecast(conference, at).words == (
        "Not certain: quorate only if agencies come that have not said"
    )
    for key, who in three.items():
        sent(asked_of[key], who, at)
    assert services.forecast(conference, at).quoracy.is_quorate
    # What is recorded goes before what the report said.
    services.record_attendance(
        conference=conference, token=uuid.uuid4(), by=conference.chair, at=at,
        facts={"agency": people.agencies.police, "name": "Perry", "how": "apologies"},
    )  # fmt: skip
    told = services.forecast(conference, at)
    assert not told.quoracy.is_quorate
    assert told.names(comes=NOT_COMING) == ["Northshire Police"]


def test_who_came_without_being_asked_counts_too(people: People, at: datetime) -> None:
    conference = today(people, at)
    came(conference, people, at)
    told = services.forecast(conference, at)
    assert told.quoracy.is_quorate
    assert [one.answer for one in told.agencies] == ["Not asked"] * 3
    assert told.awaited == []


def test_a_draft_says_nothing_of_who_comes(people: People, at: datetime) -> None:
    conference = a_conference(people, at)
    written(asked(conference, people, at, "health", people.health_practitioner),
            people.health_practitioner, at)  # fmt: skip
    told = services.forecast(conference, at)
    assert told.names(comes=NOT_SAID) == ["Riverside Health Trust"]


def test_many_agencies_cost_no_more_queries_than_one(
    people: People, at: datetime, django_assert_num_queries: Any
) -> None:
    conference = a_conference(people, at)
    asked(conference, people, at, "health", people.health_practitioner)
    with django_assert_num_queries(5):
        services.forecast(conference, at)
    for key in ("police", "authority", "icb", "school"):
        asked(conference, people, at, key)
    with django_assert_num_queries(5):
        services.forecast(conference, at)
