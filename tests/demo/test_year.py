"""The years of meetings that the demo shows: the published one of 2019-20, and 2027 as planned."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import combinations

import pytest
from django.urls import reverse
from django.utils import timezone

from partnership import services
from partnership.models import Body, Holding, Meeting, MeetingStatus, TimetableRow
from partnership.services import load_partnership
from shield.accounts.models import User
from shield.core.working_days import judge
from shield.demo.people import DATA
from tests.core import html
from tests.partnership.browsing import as_
from tests.personas import People

pytestmark = pytest.mark.django_db
BOARD, EXECUTIVE = "Partnership Board", "S.H.I.E.L.D. Executive"


def days_of(body: str) -> list[date]:
    rows = Meeting.objects.in_year(2027).filter(body__name=body)
    return [one.on for one in rows.by_day()]


def around(boards: list[date]) -> list[date]:
    return sorted(day + timedelta(days=days) for day in boards for days in (-7, 14))


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


# --- The demo -------------------------------------------------------------------------------------


def sits(meeting: Meeting) -> set[str]:
    rows = Holding.objects.current(meeting.on).filter(seat__body=meeting.body_id)
    return set(rows.values_list("user__full_name", flat=True))


def test_the_demo_has_2027_planned_and_every_clash_is_named(demo: str) -> None:
    rows = list(Meeting.objects.in_year(2027).select_related("body").by_day())
    assert len(days_of(BOARD)) == 4
    assert days_of(EXECUTIVE) == around(days_of(BOARD))
    assert [one for one in rows if not judge(one.on)[0]] == []
    states = {one.status for one in rows if one.body.name in (BOARD, EXECUTIVE)}
    assert states == {MeetingStatus.CONFIRMED}
    assert {one.status for one in rows} == {MeetingStatus.CONFIRMED, MeetingStatus.PROPOSED}

    # Whoever sits in both of two meetings that overlap is named beside each, and nobody else.
    wanted = {one.pk: set[tuple[str, str]]() for one in rows}
    for one, other in combinations(rows, 2):
        if one.starts_at < other.ends_at and other.starts_at < one.ends_at:
            for person in sits(one) & sits(other):
                wanted[one.pk].add((person, str(other)))
                wanted[other.pk].add((person, str(one)))
    found = services.clashes_of(rows)
    assert any(wanted.values())
    for one in rows:
        assert len(found[one.pk]) == len(wanted[one.pk]), one
        for person, where in wanted[one.pk]:
            assert any(line.startswith(f"{person} is also in {where}") for line in found[one.pk])

    keeper = User.objects.get(email="operations@demo.example")
    page = as_(keeper).get(reverse("year_detail", kwargs={"year": 2027}))
    words = html.text(page.content.decode())
    for lines in found.values():
        for line in lines:
            assert line in words
    board = User.objects.get(email="board@demo.example")
    home = html.text(as_(board).get("/home/").content.decode())
    assert "Your next meetings Board: review of the year" in home
    if timezone.localdate() < days_of(BOARD)[0]:
        assert f"{BOARD} ," in home or f"{BOARD}," in home
