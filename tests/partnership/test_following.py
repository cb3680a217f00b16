"""Whoever comes to a seat, or leaves it, once meetings are confirmed: who is asked, who told."""

import threading
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from icalendar import Calendar

from partnership import services
from partnership.models import Answer, Holding, Invited, Meeting, PersonnelChange
from shield.accounts.models import User
from shield.notifications.models import Notification
from tests.core import html
from tests.partnership.browsing import sends
from tests.partnership.conftest import Structure
from tests.partnership.doing import appoint, hold, meeting, moment
from tests.personas import People

pytestmark = pytest.mark.django_db
FIRST, SECOND = date(2027, 2, 3), date(2027, 5, 5)


@pytest.fixture
def confirmed(seated: Structure, people: People, at: datetime) -> list[Meeting]:
    """Two meetings of the board to come, to which those who sit there now are invited."""
    made = []
    for day in (FIRST, SECOND):
        one = services.add_meeting(
            by=people.operations, body=seated.board, title="", starts_at=moment(day, 14),
            ends_at=moment(day, 16), venue="", link="", at=at,
        )  # fmt: skip
        made.append(services.confirm_meeting(by=people.operations, meeting=one, at=at))
    return made


def calendar(person: User) -> list[tuple[str, date]]:
    """What somebody's calendar was sent, in order: what, and of which day."""
    rows = Notification.objects.filter(recipient=person).exclude(calendar="").order_by("pk")
    found = []
    for text in rows.values_list("calendar", flat=True):
        one = Calendar.from_ical(text)
        event: Any = one.walk("VEVENT")[0]
        found.append((str(one["METHOD"]), event["DTSTART"].dt.date()))
    return found


def asked(person: User) -> list[date]:
    rows = Invited.objects.present().filter(user=person).select_related("meeting")
    return [one.meeting.on for one in rows.order_by("meeting__starts_at")]


def test_who_is_appointed_is_asked_to_each_meeting_that_stands(
    confirmed: list[Meeting], seated: Structure, people: People, at: datetime
) -> None:
    before = Notification.objects.filter(recipient=people.police_lead).count()
    appoint(people, seated.health, people.health_lead, at.date(), at)
    assert asked(people.health_lead) == [FIRST, SECOND]
    assert calendar(people.health_lead) == [("REQUEST", FIRST), ("REQUEST", SECOND)]
    assert Notification.objects.filter(recipient=people.police_lead).count() == before


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [(FIRST + timedelta(days=1), None, [SECOND]), (FIRST, FIRST, [FIRST]),
     (date(2027, 3, 1), date(2027, 4, 1), [])],
)  # fmt: skip
def test_only_meetings_within_the_days_of_the_seat_are_theirs(
    confirmed: list[Meeting], seated: Structure, people: People, at: datetime, first: date,
    last: date | None, days: list[date],
) -> None:  # fmt: skip
    appoint(people, seated.health, people.health_lead, first, at, ends_on=last)
    assert asked(people.health_lead) == days


def test_of_what_is_proposed_cancelled_over_or_of_another_body_nobody_is_told(
    seated: Structure, people: People, at: datetime
) -> None:
    by = people.operations
    services.add_meeting(
        by=by, body=seated.board, title="", starts_at=moment(FIRST, 14),
        ends_at=moment(FIRST, 16), venue="", link="", at=at,
    )  # fmt: skip
    off = meeting(seated.board, people, SECOND, at)
    services.cancel_meeting(by=by, meeting=off, why="Snow", at=at)
    meeting(seated.board, people, at.date() - timedelta(days=3), at)
    meeting(seated.executive, people, FIRST, at)
    appoint(people, seated.health, people.health_lead, at.date() - timedelta(days=9), at)
    assert (asked(people.health_lead), calendar(people.health_lead)) == ([], [])


def test_who_leaves_before_a_meeting_is_no_longer_expected(
    confirmed: list[Meeting], people: People, at: datetime
) -> None:
    holding = Holding.objects.get(user=people.police_lead)
    services.end_holding(by=people.operations, holding=holding, ends_on=FIRST, at=at)
    assert asked(people.police_lead) == [FIRST]
    assert calendar(people.police_lead)[2:] == [("CANCEL", SECOND)]
    assert asked(people.authority_lead) == [FIRST, SECOND]


def test_a_later_last_day_asks_them_again_without_their_old_answer(
    confirmed: list[Meeting], people: People, at: datetime
) -> None:
    row = confirmed[1].invited.get(user=people.police_lead)
    services.reply(by=people.police_lead, invited=row, answer="apologies", deputy=None, at=at)
    holding = Holding.objects.get(user=people.police_lead)
    for days, last in enumerate((FIRST, SECOND), start=1):
        later = at + timedelta(days=days)
        services.end_holding(by=people.operations, holding=holding, ends_on=last, at=later)
    assert calendar(people.police_lead)[2:] == [("CANCEL", SECOND), ("REQUEST", SECOND)]
    row.refresh_from_db()
    assert (row.withdrawn_at, row.answer) == (None, "")


def test_the_deputy_that_a_leaver_named_is_told_as_well(
    confirmed: list[Meeting], seated: Structure, people: People, at: datetime
) -> None:
    confirmed[0].invited.filter(user=people.police_lead).update(
        answer=Answer.DEPUTY, deputy=people.board_member, answered_by=people.police_lead,
        answered_at=at,
    )  # fmt: skip
    holding = Holding.objects.get(user=people.police_lead)
    services.end_holding(by=people.operations, holding=holding, ends_on=None, at=at)
    assert calendar(people.board_member) == [("CANCEL", FIRST)]
    assert not Meeting.objects.visible_to(User.objects.get(pk=people.board_member.pk)).exists()


def test_the_end_of_a_seat_is_the_end_of_its_invitations(
    confirmed: list[Meeting], seated: Structure, people: People, at: datetime
) -> None:
    services.end_seat(by=people.operations, seat=seated.police, ends_on=FIRST, at=at)
    assert calendar(people.police_lead)[2:] == [("CANCEL", SECOND)]


def test_who_keeps_another_seat_of_the_body_stays_asked(
    confirmed: list[Meeting], seated: Structure, people: People, at: datetime
) -> None:
    hold(seated.authority, people.police_lead, is_deputy=True)
    row = confirmed[0].invited.get(user=people.police_lead)
    confirmed[0].invited.filter(pk=row.pk).update(
        answer=Answer.DEPUTY, deputy=people.board_member, answered_by=people.police_lead,
        answered_at=at,
    )  # fmt: skip
    holding = Holding.objects.get(user=people.police_lead, is_deputy=False)
    services.end_holding(by=people.operations, holding=holding, ends_on=None, at=at)
    row.refresh_from_db()
    assert (row.seat, row.is_deputy, row.answer) == (seated.authority, True, "")
    assert [one[0] for one in calendar(people.police_lead)] == ["REQUEST", "REQUEST"]
    assert calendar(people.board_member) == [("CANCEL", FIRST)]


def test_a_guest_who_takes_a_seat_is_told_nothing_twice(
    confirmed: list[Meeting], seated: Structure, people: People, at: datetime
) -> None:
    services.co_opt(by=people.operations, meeting=confirmed[0], person=people.health_lead, at=at)
    appoint(people, seated.health, people.health_lead, at.date(), at)
    assert calendar(people.health_lead) == [("REQUEST", FIRST), ("REQUEST", SECOND)]
    assert confirmed[0].invited.get(user=people.health_lead).seat == seated.health


def test_a_change_of_personnel_takes_one_out_and_brings_the_other_in(
    confirmed: list[Meeting], seated: Structure, people: People, at: datetime
) -> None:
    change = PersonnelChange.objects.create(
        seat=seated.police, leaver=people.police_lead, last_day=FIRST,
        successor_name="Bella Board", successor_email=people.board_member.email,
        from_day=FIRST + timedelta(days=1), notified_by=people.police_lead, notified_at=at,
    )  # fmt: skip
    services.confirm_change(by=people.operations, change=change, at=at)
    assert calendar(people.police_lead)[2:] == [("CANCEL", SECOND)]
    assert calendar(people.board_member) == [("REQUEST", SECOND)]


HEADING = "body,agency,post,email,from,to,deputy\n"


def row_for(people: People, at: datetime) -> str:
    who = people.health_lead.email
    return f"The Board,Riverside Health Trust,Named nurse,{who},{at.date()},,no\n"


def test_many_appointed_at_once_are_asked_and_a_trial_tells_nobody(
    confirmed: list[Meeting], people: People, at: datetime
) -> None:
    given: Any = {"by": people.operations, "text": HEADING + row_for(people, at), "at": at}
    services.appoint_many(**given, is_trial=True)
    assert calendar(people.health_lead) == []
    services.appoint_many(**given, is_trial=False)
    assert calendar(people.health_lead) == [("REQUEST", FIRST), ("REQUEST", SECOND)]


@pytest.mark.django_db(transaction=True)
def test_who_is_appointed_while_a_meeting_is_confirmed_is_asked_once(
    structure: Structure, people: People, at: datetime
) -> None:
    made = services.add_meeting(
        by=people.operations, body=structure.board, title="", starts_at=moment(FIRST, 14),
        ends_at=moment(FIRST, 16), venue="", link="", at=at,
    )  # fmt: skip
    begin, errors = threading.Barrier(2), []

    def at_once(do: Callable[[], Any]) -> None:
        try:
            begin.wait(timeout=20)
            do()
        except Exception as error:  # told below
            errors.append(error)
        finally:
            connection.close()

    doing = (
        lambda: services.confirm_meeting(by=people.operations, meeting=made, at=at),
        lambda: appoint(people, structure.health, people.health_lead, at.date(), at),
    )
    threads = [threading.Thread(target=at_once, args=(do,)) for do in doing]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert errors == []
    assert asked(people.health_lead) == [FIRST]
    assert calendar(people.health_lead) == [("REQUEST", FIRST)]


# --- Rows from a file -----------------------------------------------------------------------------


def checks(people: People, content: bytes, text: str = "") -> Any:
    file = SimpleUploadedFile("rows.csv", content)
    return sends(people.operations, "seat_appoint_many", {"text": text, "file": file})


def test_rows_come_from_a_file_as_they_come_pasted(
    seated: Structure, people: People, at: datetime
) -> None:
    rows = HEADING + row_for(people, at)
    answer = checks(people, b"\xef\xbb\xbf" + rows.replace("\n", "\r\n").encode())
    assert "This one would be appointed" in html.text(answer.content.decode())
    said = answer.content.decode().partition('name="text" value="')[2].partition('">')[0]
    sends(people.operations, "seat_appoint_many", {"text": said, "action": "appoint"})
    assert Holding.objects.filter(seat=seated.health, user=people.health_lead).exists()


@pytest.mark.parametrize(
    ("content", "text", "words"),
    [
        (b"\xff\xfeb\x00", "", "The file is no CSV in UTF-8. Save it as “CSV UTF-8” first"),
        (b"a,\x00b", "", "The file is no CSV in UTF-8. Save it as “CSV UTF-8” first"),
        (b"x" * 60_001, "", "The file is too large for 200 rows. Choose another"),
        (b"", "", "The file is empty. Choose another"),
        (b"a,b", "a,b", "Paste the rows or choose a file, not both"),
        (b"a,b\n1,2\n", "", "Put these rows right, and check again"),
    ],
)
def test_a_file_that_is_none_of_rows_is_refused_in_words(
    structure: Structure, people: People, content: bytes, text: str, words: str
) -> None:
    answer = checks(people, content, text)
    assert words in html.text(answer.content.decode())
    assert Holding.objects.count() == 0


def test_neither_rows_nor_a_file_is_said(structure: Structure, people: People) -> None:
    answer = sends(people.operations, "seat_appoint_many", {"text": ""})
    assert "Enter the rows, or choose a file" in html.text(answer.content.decode())
