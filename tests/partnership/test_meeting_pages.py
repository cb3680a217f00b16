"""Pages of meetings and of a year's plan: what they show to whom, what forms do, what they cost."""

import csv
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from partnership.models import Body, Invited, Meeting, MeetingMove, MeetingStatus
from tests.partnership.browsing import as_, parts, reads, sends
from tests.partnership.conftest import Structure
from tests.partnership.doing import hold, meeting
from tests.personas import People

pytestmark = pytest.mark.django_db
DAY = date(2027, 2, 3)


def when(day: date, starts: str = "14:00", ends: str = "16:00") -> dict[str, Any]:
    return {**parts("starts_at", day), "starts_at_3": starts, "ends": ends}


def test_a_year_is_planned_adjusted_and_confirmed(rhythmic: Structure, people: People) -> None:
    who = people.operations
    bodies = [rhythmic.board.pk, rhythmic.executive.pk]
    answer = sends(who, "year_propose", {"year": "2027", "bodies": bodies})
    assert answer.url == reverse("year_detail", kwargs={"year": 2027})
    said = reads(who, "year_detail", year=2027)
    assert "12 meetings, of which 12 proposed. Nobody is in two meetings at once." in said
    assert "7 days before the meeting of 26 January 2027" in said
    first = Meeting.objects.by_day()[0]
    removed = sends(who, "meeting_remove", {}, pk=first.pk)
    assert removed.url == reverse("year_detail", kwargs={"year": 2027})
    sends(who, "meeting_add", {"body": rhythmic.board.pk, **when(DAY)})
    sends(who, "year_confirm", {}, year=2027)
    found = Meeting.objects.values_list("status", flat=True)
    assert list(found) == [MeetingStatus.CONFIRMED] * 12


def test_a_clash_is_named_in_the_plan_and_on_the_meeting(
    seated: Structure, people: People, at: datetime
) -> None:
    seat = seated.executive.seats.create(agency=people.agencies.police, post="Superintendent")
    hold(seat, people.police_lead)
    one = meeting(seated.board, people, DAY, at)
    meeting(seated.executive, people, DAY, at)
    words = "Paula Lead is also in The Executive, 14:00 to 16:00"
    said = reads(people.operations, "year_detail", year=2027)
    assert words in said
    assert "2 with clashes" in said
    assert words in reads(people.operations, "meeting_detail", pk=one.pk)
    assert words not in reads(people.authority_lead, "meeting_detail", pk=one.pk)


def test_a_move_shows_what_it_moves_before_it_moves_anything(
    planned: list[Meeting], people: People
) -> None:
    board = Meeting.objects.exclude(hanging=None).by_day().distinct()[1]
    before = list(Meeting.objects.by_day().values_list("pk", "starts_at"))
    said = sends(people.operations, "meeting_move", when(date(2027, 4, 5)), pk=board.pk)
    page = said.content.decode()
    for words in ("Tuesday 30 March 2027", "Easter Monday", "Monday 19 April 2027"):
        assert words in page
    assert page.count(' name="with" ') == 2
    assert list(Meeting.objects.by_day().values_list("pk", "starts_at")) == before


def test_a_move_takes_along_what_is_ticked(planned: list[Meeting], people: People) -> None:
    board = Meeting.objects.exclude(hanging=None).by_day().distinct()[1]
    first, second = board.hanging.by_day()
    said = {**when(date(2027, 4, 5)), "action": "move", "with": [first.pk, "x"]}
    assert sends(people.operations, "meeting_move", said, pk=board.pk).status_code == 302
    assert [one.on for one in board.hanging.by_day()] == [date(2027, 3, 30), second.on]


def test_why_a_confirmed_meeting_moved_is_read_by_those_who_sit_there(
    seated: Structure, people: People, at: datetime
) -> None:
    one = meeting(seated.board, people, DAY, at)
    said = when(DAY + timedelta(days=1))
    missing = sends(people.operations, "meeting_move", {**said, "action": "move"}, pk=one.pk)
    assert (missing.status_code, MeetingMove.objects.count()) == (200, 0)
    said |= {"action": "move", "why": "Elections"}
    assert sends(people.operations, "meeting_move", said, pk=one.pk).status_code == 302
    page = reads(people.police_lead, "meeting_detail", pk=one.pk)
    assert "It was on 3 February 2027, 14:00 to 16:00." in page
    assert "Elections" in page


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({"ends": "13:00"}, "It must end later than it starts"),
        ({"link": "http://meet.example"}, "must be an address that begins with https://"),
        (
            {**parts("starts_at", date(2027, 3, 28)), "starts_at_3": "01:30"},
            "the clocks went forward that night",
        ),
    ],
    ids=["ends", "link", "gap"],
)
def test_a_meeting_is_not_added_at_a_time_or_place_that_cannot_be(
    structure: Structure, people: People, said: dict[str, Any], error: str
) -> None:
    given = {"body": structure.board.pk, **when(DAY), **said}
    answer = sends(people.operations, "meeting_add", given)
    assert error in answer.content.decode()
    assert not Meeting.objects.exists()


@pytest.mark.parametrize(
    ("query", "days"),
    [
        ("", [3, 4, 5]),
        ("first_0=4&first_1=2&first_2=2027", [4, 5]),
        ("last_0=4&last_1=2&last_2=2027", [3, 4]),
        ("status=cancelled", [5]),
    ],
)
def test_meetings_are_filtered(
    seated: Structure, people: People, at: datetime, query: str, days: list[int]
) -> None:
    for day in (3, 4):
        meeting(seated.board, people, date(2027, 2, day), at)
    off: dict[str, Any] = {"status": MeetingStatus.CANCELLED, "cancelled_because": "Snow"}
    off |= {"cancelled_at": at, "cancelled_by": people.operations}
    meeting(seated.board, people, date(2027, 2, 5), at, **off)
    address = f"{reverse('meeting_list')}?{query}&format=csv"
    answer: Any = as_(people.police_lead).get(address)
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    listed = [row["Day"] for row in csv.DictReader(lines)]
    assert listed == [f"2027-02-0{day}" for day in days]


def test_meetings_of_a_body_in_which_one_does_not_sit_are_not_there(
    seated: Structure, people: People, at: datetime
) -> None:
    one = meeting(seated.board, people, DAY, at)
    path = reverse("meeting_detail", kwargs={"pk": one.pk})
    assert as_(people.police_lead).get(path).status_code == 200
    assert as_(people.health_lead).get(path).status_code == 404
    assert one.reference not in reads(people.health_lead, "meeting_list")


COSTS = {"meeting_list": 5, "year_detail": 8, "meeting_detail": 15, "meeting_move": 13}


@pytest.mark.parametrize("name", COSTS)
def test_a_page_costs_the_same_at_one_row_and_at_three(
    seated: Structure, people: People, at: datetime, name: str
) -> None:
    centre = meeting(seated.board, people, DAY, at)
    client = as_(people.operations)
    path: dict[str, Any] = {
        "meeting_list": {}, "year_detail": {"year": 2027},
    }.get(name, {"pk": centre.pk})  # fmt: skip
    said = when(DAY + timedelta(days=30)) | {"why": "Snow"}

    def rows(days: range) -> None:
        for n in days:
            body = Body.objects.create(name=f"Body {n}", slug=f"body-{n}", purpose="x")
            seat = body.seats.create(agency=people.agencies.health, post="Nurse")
            hold(seat, people.health_lead)
            day = DAY + timedelta(days=n)
            meeting(body, people, day, at, around=centre, offset_days=n)
            asked = (people.board_member, people.champion, people.health_lead)[n - 7]
            Invited.objects.create(
                meeting=centre, user=asked, seat=seat, invited_by=people.operations, invited_at=at
            )

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            address = reverse(name, kwargs=path)
            answer = client.post(address, said) if name == "meeting_move" else client.get(address)
            assert answer.status_code == 200
        return len(asked)

    rows(range(7, 8))
    cost()  # what is remembered from the first request on
    one = cost()
    rows(range(8, 10))
    assert (one, cost()) == (COSTS[name], COSTS[name])


def test_what_comes_next_stands_first_and_what_was_stands_latest_first(
    seated: Structure, people: People, now: datetime
) -> None:
    today = timezone.localdate(now)
    for title, days in (("Long ago", -90), ("Soon", 3), ("Lately", -3), ("Later", 90)):
        meeting(seated.board, people, today + timedelta(days=days), now, title=title)
    page = as_(people.police_lead).get(reverse("meeting_list")).content.decode()
    places = [page.index(f">{title}<") for title in ("Soon", "Later", "Lately", "Long ago")]
    assert places == sorted(places)
