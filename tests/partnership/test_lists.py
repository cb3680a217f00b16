"""Lists of the partnership: what they cost, and how they are filtered."""

import csv
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from partnership.models import (
    Budget,
    PersonnelChange,
    Priority,
    ReportingDuty,
    Seat,
)
from tests.partnership.browsing import as_
from tests.partnership.conftest import Structure
from tests.partnership.doing import hold
from tests.personas import People

pytestmark = pytest.mark.django_db
NOW = timezone.localdate


def rows_of(structure: Structure, people: People, numbers: range) -> None:
    """Rows of each list, with all that their columns show."""
    for n in numbers:
        seat = Seat.objects.create(
            body=structure.board, agency=people.agencies.health, post=f"Post {n}", order=9 + n
        )
        hold(seat, people.health_lead)
        PersonnelChange.objects.create(
            seat=seat,
            from_day=NOW(),
            notified_by=people.health_lead,
            notified_at=timezone.now(),
        )
        priority = Priority.objects.create(year=2, number=n + 1, title=f"Priority {n}")
        priority.leads.create(agency=people.agencies.health, order=1)
        duty = ReportingDuty.objects.create(
            body=structure.board, to_outside=f"Body {n}", times_a_year=1
        )
        duty.reports.create(sent_on=NOW(), what="Report", recorded_at=timezone.now())
        Budget.objects.create(year=f"20{n + 10}-11", budgeted=Decimal(1), body=structure.board)
        structure.board.timetable.create(year="2026-27", on=NOW(), title=f"Event {n}")


LISTS = {
    "body_detail": "operations",
    "body_list": "operations",
    "seat_list": "operations",
    "change_list": "operations",
    "agency_seats": "health_lead",
    "priority_list": "operations",
    "duty_list": "operations",
    "budget_list": "operations",
    "timetable_list": "operations",
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_costs_the_same_at_one_row_and_at_three(
    structure: Structure, people: People, name: str
) -> None:
    client = as_(getattr(people, LISTS[name]))
    path = {"pk": structure.board.pk} if name == "body_detail" else None

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse(name, kwargs=path)).status_code == 200
        return len(asked)

    rows_of(structure, people, range(1))
    cost()  # what is remembered from the first request on
    one = cost()
    rows_of(structure, people, range(1, 3))
    assert cost() == one


@pytest.mark.parametrize(
    ("query", "posts"),
    [
        ("state=held", ["Director", "Superintendent"]),
        ("state=vacant", ["Named nurse"]),
        ("role=member", ["Named nurse"]),
        ("", ["Director", "Superintendent", "Named nurse"]),
    ],
)
def test_seats_are_filtered(
    seated: Structure, people: People, query: str, posts: list[str]
) -> None:
    answer: Any = as_(people.operations).get(f"{reverse('seat_list')}?{query}&format=csv")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert [row["Post"] for row in csv.DictReader(lines)] == posts
