"""The published year of 2019-20, and 2027 as its bodies would plan it."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from django.urls import reverse

from partnership import services
from partnership.models import Body, TimetableRow
from partnership.services import load_partnership
from shield.core.working_days import judge
from shield.demo.people import DATA
from tests.core import html
from tests.demo.days import BOARD, EXECUTIVE, around, days_of
from tests.partnership.browsing import as_
from tests.personas import People

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(people: People, at: datetime) -> None:
    """What was published, and nothing of the demo beside it."""
    load_partnership(DATA / "partnership", at=at)


def test_the_published_bodies_have_a_year_of_four_boards_and_eight_executives(
    published: None, people: People, at: datetime
) -> None:
    bodies = [Body.objects.get(name=name) for name in (BOARD, EXECUTIVE)]
    services.propose_year(by=people.operations, year=2027, bodies=bodies, at=at)
    assert (len(days_of(BOARD)), len(days_of(EXECUTIVE))) == (4, 8)
    assert days_of(EXECUTIVE) == around(days_of(BOARD))
    assert [day for name in (BOARD, EXECUTIVE) for day in days_of(name) if not judge(day)[0]] == []


def months() -> Iterator[tuple[int, int, list[TimetableRow]]]:
    rows = list(TimetableRow.objects.by_day())
    for year, month in sorted({(row.on.year, row.on.month) for row in rows}):
        yield year, month, [row for row in rows if (row.on.year, row.on.month) == (year, month)]


def test_each_line_of_the_published_year_stands_in_the_calendar_and_each_meeting_in_the_list(
    published: None, people: People
) -> None:
    client, shown = as_(people.operations), 0
    for year, month, rows in months():
        path = {"year": year, "month": month}
        found = html.text(client.get(reverse("calendar_month", kwargs=path)).content.decode())
        for row in rows:
            hour = f"{row.starts_at:%H:%M} " if row.starts_at else ""
            assert f"{hour}{row.title}" in found, row
            shown += 1
    assert shown == 21
    listed = client.get(reverse("meeting_list"), {"last_0": 31, "last_1": 7, "last_2": 2020})
    words = html.text(listed.content.decode())
    assert "9 results" in words
    assert words.count("Confirmed") >= 9
