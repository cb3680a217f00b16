"""The calendar of a month, one meeting as a file, and the next meetings on the home page."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from partnership import services
from partnership.models import Invited, MeetingStatus
from shield.accounts.models import User
from tests.core import html
from tests.partnership.browsing import as_, reads
from tests.partnership.conftest import Structure
from tests.partnership.doing import meeting, moment
from tests.personas import People

pytestmark = pytest.mark.django_db
DAY = date(2027, 2, 3)


def month(user: User, year: int = 2027, number: int = 2, query: str = "") -> str:
    address = reverse("calendar_month", kwargs={"year": year, "month": number})
    answer = as_(user).get(address + query)
    assert answer.status_code == 200
    return html.text(answer.content.decode())


# --- A month --------------------------------------------------------------------------------------


def test_a_month_shows_the_meetings_of_ones_bodies_on_their_days(
    seated: Structure, people: People, at: datetime
) -> None:
    meeting(seated.board, people, DAY, at)
    meeting(seated.board, people, date(2027, 3, 1), at, title="Away day")
    found = month(people.police_lead)
    assert "Wednesday 3 February 14:00 The Board" in found
    assert "Away day" not in found


def test_a_meeting_of_a_body_that_one_does_not_read_is_not_there(
    seated: Structure, people: People, at: datetime
) -> None:
    meeting(seated.executive, people, DAY, at)
    assert "14:00" not in month(people.police_lead)
    assert "There is nothing in February 2027." in month(people.police_lead)
    assert "14:00 The Executive" in month(people.operations)


def test_a_proposal_is_shown_to_whoever_plans_and_says_so(
    seated: Structure, people: People, at: datetime
) -> None:
    made = services.add_meeting(
        by=people.operations, body=seated.board, title="", starts_at=moment(DAY, 14),
        ends_at=moment(DAY, 16), venue="", link="", at=at,
    )  # fmt: skip
    assert "The Board (proposed)" in month(people.operations)
    assert str(made) not in month(people.police_lead).partition("nothing in")[2]


def test_a_meeting_late_at_night_is_on_the_day_of_londons_clock(
    seated: Structure, people: People, at: datetime
) -> None:
    late = date(2027, 6, 30)
    meeting(
        seated.board, people, late, at, starts_at=moment(late, 23), ends_at=moment(late, 23)
        + timedelta(minutes=30),
    )  # fmt: skip
    assert "Wednesday 30 June 23:00 The Board" in month(people.police_lead, 2027, 6)
    assert "There is nothing in July 2027." in month(people.police_lead, 2027, 7)


def test_one_body_alone_is_shown_and_stays_asked_for(
    structure: Structure, people: People, at: datetime
) -> None:
    meeting(structure.board, people, DAY, at)
    meeting(structure.executive, people, DAY, at, hour=9)
    query = f"?body={structure.executive.pk}"
    address = reverse("calendar_month", kwargs={"year": 2027, "month": 2})
    source = as_(people.operations).get(address + query).content.decode()
    assert "09:00" in source
    assert "14:00" not in source
    assert f"/calendar/2027/1/{query}" in source.replace("/01/", "/1/")


def test_the_list_of_the_same_meetings_is_a_link_away(
    seated: Structure, people: People, at: datetime
) -> None:
    meeting(seated.board, people, DAY, at, title="In the month")
    meeting(seated.board, people, date(2027, 3, 1), at, title="After it")
    address = reverse("calendar_month", kwargs={"year": 2027, "month": 2})
    client = as_(people.police_lead)
    source = client.get(address).content.decode()
    there = source.partition('href="/partnership/meetings/?')[2].partition('"')[0]
    found = client.get("/partnership/meetings/?" + there.replace("&amp;", "&")).content.decode()
    assert "In the month" in found
    assert "After it" not in found
    assert reverse("calendar_now") in found


def test_what_is_no_month_is_not_there(people: People) -> None:
    client = as_(people.operations)
    found = [
        client.get(f"/partnership/calendar/{year}/{number}/").status_code
        for year, number in ((2027, 0), (2027, 13), (1999, 12), (2200, 1), (99999, 1))
    ]
    assert found == [404] * 5
    assert client.get("/partnership/calendar/2199/12/").status_code == 200


def test_a_month_costs_the_same_at_one_meeting_and_at_forty(
    seated: Structure, people: People, at: datetime
) -> None:
    client = as_(people.police_lead)

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get("/partnership/calendar/2027/2/")
        return len(asked)

    meeting(seated.board, people, DAY, at)
    cost()
    one = cost()
    for n in range(39):
        meeting(seated.board, people, date(2027, 2, 1 + n % 28), at)
    assert (one, cost()) == (9, 9)


# --- One meeting as a file ------------------------------------------------------------------------


def file_of(user: User, pk: int) -> Any:
    return as_(user).get(reverse("meeting_file", kwargs={"pk": pk}))


def test_a_meeting_is_saved_with_its_place_link_and_reference_and_nothing_else(
    seated: Structure, people: People, at: datetime
) -> None:
    made = meeting(
        seated.board, people, DAY, at, title="About Wren", venue="The hall",
        link="https://meet.example/1",
    )  # fmt: skip
    answer = file_of(people.police_lead, made.pk)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Content-Disposition"] == f'attachment; filename="{made.reference}.ics"'
    text = answer.content.decode()
    event: Any = Calendar.from_ical(text).walk("VEVENT")[0]
    assert (str(event["SUMMARY"]), str(event["LOCATION"])) == ("The Board", "The hall")
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (made.starts_at, made.ends_at)
    assert str(event["URL"]) == "https://meet.example/1"
    assert made.reference in str(event["DESCRIPTION"])
    assert "Wren" not in text


def test_neither_a_stranger_nor_whoever_plans_saves_what_is_not_to_be_known(
    seated: Structure, people: People, at: datetime
) -> None:
    made = meeting(seated.executive, people, DAY, at)
    proposal = services.add_meeting(
        by=people.operations, body=seated.board, title="", starts_at=moment(DAY, 14),
        ends_at=moment(DAY, 16), venue="", link="", at=at,
    )  # fmt: skip
    assert file_of(people.police_lead, made.pk).status_code == 404
    assert file_of(people.police_lead, proposal.pk).status_code == 404
    assert file_of(people.operations, proposal.pk).status_code == 404


# --- The home page --------------------------------------------------------------------------------


def asked_to(people: People, found: Any, user: User, at: datetime, **more: Any) -> Invited:
    made: Invited = Invited.objects.create(
        meeting=found, user=user, invited_by=people.operations, invited_at=at, **more
    )
    return made


@pytest.fixture
def coming(seated: Structure, people: People, at: datetime) -> Any:
    """A meeting of next month, to which whoever has the seat of the police is invited."""
    found = meeting(seated.board, people, at.date() + timedelta(days=30), at)
    asked_to(people, found, people.police_lead, at, seat=seated.police)
    return found


def test_home_shows_the_next_meeting_and_that_it_waits_for_an_answer(
    coming: Any, people: People
) -> None:
    found = reads(people.police_lead, "home")
    assert "Your next meetings The Board" in found
    assert "Answer the invitation" in found


def test_home_says_what_was_answered_and_tells_a_deputy(
    coming: Any, people: People, at: datetime
) -> None:
    coming.invited.update(
        answer="deputy", deputy=people.board_member, answered_by=people.police_lead, answered_at=at
    )
    assert "Sends a deputy: Bella Board" in reads(people.police_lead, "home")
    assert "You are the deputy" in reads(people.board_member, "home")


@pytest.mark.parametrize("change", ["left the seat", "withdrawn", "cancelled", "over"])
def test_what_is_no_meeting_of_ones_own_is_not_on_the_home_page(
    coming: Any, seated: Structure, people: People, at: datetime, change: str
) -> None:
    if change == "left the seat":
        seated.police.holdings.update(ends_on=at.date() - timedelta(days=1))
    elif change == "withdrawn":
        coming.invited.update(withdrawn_at=at)
    elif change == "cancelled":
        type(coming).objects.update(
            status=MeetingStatus.CANCELLED, cancelled_at=at, cancelled_by=people.operations,
            cancelled_because="Snow",
        )  # fmt: skip
    else:
        long_ago = timedelta(days=300)
        type(coming).objects.update(
            starts_at=coming.starts_at - long_ago, ends_at=coming.ends_at - long_ago
        )
    assert "Your next meetings" not in reads(people.police_lead, "home")


def test_home_costs_the_same_for_one_meeting_and_for_three(
    coming: Any, seated: Structure, people: People, at: datetime
) -> None:
    client = as_(people.police_lead)

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get("/home/")
        return len(asked)

    cost()
    one = cost()
    for n in range(2):
        more = meeting(seated.board, people, at.date() + timedelta(days=40 + n), at)
        asked_to(people, more, people.police_lead, at, seat=seated.police)
    assert cost() == one


def test_a_month_names_bank_holidays_and_whose_an_extraordinary_meeting_is(
    seated: Structure, people: People, at: datetime
) -> None:
    meeting(seated.board, people, date(2027, 3, 1), at, title="Away day")
    found = month(people.police_lead, number=3)
    assert "14:00 Away day, The Board" in found
    assert "Friday 26 March Good Friday" in found
    assert "Saturday 27 March Saturday" not in found
