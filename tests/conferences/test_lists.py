"""The list of conferences: who sees which rows, filters, order, what it costs, what it tells."""

import csv
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from conferences import services
from conferences.models import Conference, ConferenceGrant
from shield.audit.models import Entry
from shield.core.london import short_day
from tests.conferences.arranging import a_conference, asked, kind
from tests.conferences.browsing import as_, reads, to, when
from tests.conferences.browsing import page as source
from tests.personas import People

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules")]


@pytest.fixture
def now() -> datetime:
    """Pages live in the present."""
    return timezone.now().replace(second=0, microsecond=0)


def rows(user: Any, **query: Any) -> list[dict[str, str]]:
    """The list as its reader may take it away."""
    answer = as_(user).get(to("conference_list"), {**query, "format": "csv"})
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()  # type: ignore[attr-defined]
    return list(csv.DictReader(lines))


def references(user: Any, **query: Any) -> list[str]:
    return [row["Conference"] for row in rows(user, **query)]


def test_each_sees_what_they_run_or_are_named_in(people: People, now: datetime) -> None:
    mine = a_conference(people, now)
    other = a_conference(people, now, administrator=people.other_chair)
    named = a_conference(
        people, now, chair=people.other_chair, administrator=people.other_chair, children=0
    )
    assert set(references(people.conference_chair)) == {mine.reference, other.reference}
    assert set(references(people.other_chair)) == {other.reference, named.reference}
    ConferenceGrant.objects.create(
        record=named, user=people.conference_chair, perm="conferences.read", reason="Named",
        granted_by=people.other_chair, granted_at=now,
    )  # fmt: skip
    assert len(references(people.conference_chair)) == 3


def test_nothing_of_the_case_stands_in_it(people: People, now: datetime) -> None:
    made = a_conference(people, now, place="Thimblewick Hall")
    page = reads(people.conference_chair, "conference_list")
    assert made.reference in page
    for one in ("Zebulonia", "Quillfeathery", "Thimblewick", "FAM-7731"):
        assert one not in page
        assert one not in str(rows(people.conference_chair))


def test_a_row_says_how_far_its_reports_are(people: People, now: datetime) -> None:
    made = a_conference(people, now, administrator=people.other_chair)
    for agency in ("health", "police", "icb"):
        asked(made, people, now, agency)
    nil, gone, _ = made.requests.order_by("pk")
    services.decline(request=nil, reason="not-known", details="", by=people.health_lead, at=now)
    services.withdraw(request=gone, by=people.conference_chair, at=now)
    empty = a_conference(people, now, days=30)
    found = rows(people.conference_chair)
    assert [(row["Conference"], row["Reports answered"]) for row in found] == [
        (made.reference, "1 of 2"), (empty.reference, "Nobody is asked"),
    ]  # fmt: skip
    first = found[0]
    assert (first["Kind"], first["State"], first["Chair"], first["Administrator"]) == (
        "Initial", "Scheduled", "Connie Chair", "Orla Otherchair",
    )  # fmt: skip
    assert (first["When"], first["To be held by"]) == (made.when_words, "")


def test_too_late_is_said_in_words(people: People, now: datetime) -> None:
    in_time = a_conference(people, now, triggered_at=now, days=5)
    late = a_conference(people, now, triggered_at=now, days=60)
    overdue = a_conference(people, now, triggered_at=now - timedelta(days=60), days=5)
    services.move(conference=overdue, starts_at=None, why="-", by=people.conference_chair, at=now)
    cancelled = a_conference(people, now, triggered_at=now, days=60)
    services.cancel(conference=cancelled, why="-", by=people.conference_chair, at=now)
    found = {row["Conference"]: row["To be held by"] for row in rows(people.conference_chair)}
    assert in_time.clock is not None
    assert late.clock is not None
    assert found[in_time.reference] == short_day(in_time.clock.due_on)
    assert found[late.reference] == f"{short_day(late.clock.due_on)}: the day set is too late"
    assert found[overdue.reference].endswith(": overdue")
    assert found[cancelled.reference] == ""


def test_what_comes_next_stands_first(people: People, now: datetime) -> None:
    soon, later = a_conference(people, now, days=5), a_conference(people, now, days=9)
    no_day, over = a_conference(people, now), a_conference(people, now, days=3)
    by = people.conference_chair
    services.move(conference=no_day, starts_at=None, why="-", by=by, at=now)
    services.cancel(conference=over, why="-", by=by, at=now)
    assert references(by) == [
        one.reference for one in (no_day, soon, later, over)
    ]  # fmt: skip


def test_filters_narrow_the_list(people: People, now: datetime) -> None:
    who = people.conference_chair
    near = a_conference(people, now, days=5, administrator=people.other_chair)
    far = a_conference(people, now, days=40, code="review", chair=people.other_chair)
    services.cancel(conference=far, why="-", by=people.other_chair, at=now)
    first, last = (now + timedelta(days=5)).date(), (now + timedelta(days=6)).date()
    for query, wanted in (
        ({"status": "cancelled"}, [far]),
        ({"kind": kind("review").pk}, [far]),
        (when("first", last), [far]),
        (when("last", first), [near]),
        ({**when("first", first), **when("last", first)}, [near]),
        ({"mine": "chair"}, [near]),
        ({"mine": "administer"}, [far]),
        ({"status": "held"}, []),
    ):
        assert references(who, **query) == [one.reference for one in wanted], query
    page = source(as_(who).get(to("conference_list"), {"first_0": "31", "first_1": "2"}))
    assert "From must include a year" in page


@pytest.mark.parametrize("column", ["reference", "when_words", "status_words", "run_by", "due"])
def test_columns_sort_both_ways(people: People, now: datetime, column: str) -> None:
    for days in (5, 9):
        a_conference(people, now, days=days, triggered_at=now)
    up, down = (references(people.conference_chair, sort=f"{sign}{column}") for sign in ("", "-"))
    assert sorted(up) == sorted(down)
    assert len(up) == 2


def test_taking_it_away_is_written_down(people: People, now: datetime) -> None:
    a_conference(people, now)
    rows(people.conference_chair)
    entry = Entry.objects.get(verb="conferences.exported")
    assert entry.actor_id == people.conference_chair.pk


def test_the_menu_leads_chairs_there_and_nobody_else(people: People) -> None:
    link = f'href="{to("conference_list")}"'
    assert link in source(as_(people.conference_chair).get("/home/"))
    for person in (people.health_lead, people.operations, people.health_practitioner):
        assert link not in source(as_(person).get("/home/"))


# --- cost -----------------------------------------------------------------------------------------

# Session, person, memberships; rows with their count; unread messages for the menu.
QUERIES = 5


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_for_any_number(
    people: People, now: datetime, django_assert_num_queries: Any, number: int
) -> None:
    for _ in range(number):
        made = a_conference(people, now, triggered_at=now)
        asked(made, people, now, "health")
    client = as_(people.conference_chair)
    with django_assert_num_queries(QUERIES):
        client.get(to("conference_list"))


def test_a_page_costs_the_same_for_any_number_of_agencies(people: People, now: datetime) -> None:
    costs = []
    for agencies in (("health",), ("health", "police", "icb", "school")):
        made: Conference = a_conference(people, now, triggered_at=now, children=len(agencies))
        for agency in agencies:
            asked(made, people, now, agency)
        client = as_(people.conference_chair)
        with CaptureQueriesContext(connection) as found:
            client.get(made.get_absolute_url())
        costs.append(len(found))
    assert costs[0] == costs[1]
