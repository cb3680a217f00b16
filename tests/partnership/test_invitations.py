"""Who is invited to a meeting, what their calendars get, what they answer, and what guests read."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from icalendar import Calendar

from partnership import services
from partnership.models import Answer, Holding, Invited, Meeting, MeetingStatus
from shield.accounts.models import Membership
from shield.core.london import day_words
from shield.notifications import delivery
from shield.notifications.models import Notification
from tests.core import html
from tests.partnership.browsing import as_, reads, sends
from tests.partnership.conftest import Structure
from tests.partnership.doing import meeting, moment, verbs
from tests.personas import People

pytestmark = pytest.mark.django_db
DAY = date(2027, 2, 3)
HOUR = timedelta(hours=1)


def names(found: Meeting) -> list[str]:
    rows = found.invited.present().order_by("user__full_name")
    return list(rows.values_list("user__full_name", flat=True))


def events(person: Any) -> list[tuple[str, int, str]]:
    """(method, sequence, status) of each calendar message to somebody, in order."""
    found = []
    for text in (
        Notification.objects.filter(recipient=person)
        .exclude(calendar="")
        .order_by("pk")
        .values_list("calendar", flat=True)
    ):
        calendar = Calendar.from_ical(text)
        event: Any = calendar.walk("VEVENT")[0]
        found.append((str(calendar["METHOD"]), int(event["SEQUENCE"]), str(event["STATUS"])))
    return found


def own(found: Meeting, person: Any) -> Invited:
    row: Invited = found.invited.get(user=person)
    return row


# --- Who is invited -------------------------------------------------------------------------------


def test_holders_and_standing_deputies_of_the_day_are_invited(
    invited: Meeting, people: People
) -> None:
    assert names(invited) == ["Bella Board", "Paula Lead", "Uma Lead"]
    assert own(invited, people.board_member).is_deputy
    assert {len(events(one)) for one in (people.police_lead, people.board_member)} == {1}


def test_who_leaves_the_seat_before_the_day_is_not_invited(
    seated: Structure, people: People, at: datetime
) -> None:
    Holding.objects.filter(user=people.police_lead).update(ends_on=DAY - timedelta(days=1))
    made = services.add_meeting(
        by=people.operations, body=seated.board, title="", starts_at=moment(DAY, 14),
        ends_at=moment(DAY, 16), venue="", link="", at=at,
    )  # fmt: skip
    services.confirm_meeting(by=people.operations, meeting=made, at=at)
    assert names(made) == ["Uma Lead"]
    assert events(people.police_lead) == []


def test_a_move_beyond_somebodys_last_day_takes_their_invitation_back(
    invited: Meeting, people: People, at: datetime
) -> None:
    Holding.objects.filter(user=people.police_lead).update(ends_on=DAY)
    later = timedelta(days=1)
    services.move_meeting(
        by=people.operations, meeting=invited, starts_at=invited.starts_at + later,
        ends_at=invited.ends_at + later, why="Snow", with_=[], at=at + later,
    )  # fmt: skip
    assert names(invited) == ["Bella Board", "Uma Lead"]
    assert [one[0] for one in events(people.police_lead)] == ["REQUEST", "CANCEL"]


def test_nobody_is_invited_to_a_meeting_that_is_over(
    seated: Structure, people: People, at: datetime, today: date
) -> None:
    past = today - timedelta(days=3)
    made = services.add_meeting(
        by=people.operations, body=seated.board, title="", starts_at=moment(past, 14),
        ends_at=moment(past, 16), venue="", link="", at=at,
    )  # fmt: skip
    services.confirm_meeting(by=people.operations, meeting=made, at=at)
    assert (names(made), Notification.objects.count()) == ([], 0)


def test_somebody_who_has_left_gets_no_mail(invited: Meeting, people: People, at: datetime) -> None:
    Membership.objects.filter(user=people.police_lead).update(ends_on=at - timedelta(days=1))
    while delivery.deliver_next(at=at) is not delivery.Outcome.NOTHING_TO_DO:
        continue
    told = {address for one in mail.outbox for address in one.to}
    assert told == {people.authority_lead.email, people.board_member.email}


# --- What calendars get ---------------------------------------------------------------------------


def test_a_mail_carries_the_meeting_without_anything_of_what_is_discussed(
    invited: Meeting, people: People, at: datetime, settings: Any
) -> None:
    settings.BASE_URL = "https://shield.example"
    note = Notification.objects.get(recipient=people.police_lead)
    made = delivery.mail(note).message()
    part = next(one for one in made.walk() if one.get_content_type() == "text/calendar")
    assert (part.get_param("method"), part.get_content_charset()) == ("REQUEST", "utf-8")
    text: Any = part.get_payload(decode=True)
    event: Any = Calendar.from_ical(text).walk("VEVENT")[0]
    assert (str(event["SUMMARY"]), str(event["LOCATION"])) == ("The Board", "The hall")
    assert event["DTSTART"].dt == invited.starts_at
    assert str(event["ATTENDEE"]) == f"mailto:{people.police_lead.email}"
    assert invited.reference in str(event["DESCRIPTION"])
    assert str(event["UID"]).startswith(f"meeting.{invited.pk}@")


def test_each_change_has_the_same_uid_and_a_higher_sequence(
    invited: Meeting, people: People, at: datetime
) -> None:
    by, hour = people.operations, timedelta(hours=1)
    services.edit_meeting(by=by, meeting=invited, title="", venue="Room 2", link="", at=at + hour)
    invited.refresh_from_db()
    services.move_meeting(
        by=by, meeting=invited, starts_at=invited.starts_at + hour,
        ends_at=invited.ends_at + hour, why="Room", with_=[], at=at + 2 * hour,
    )  # fmt: skip
    invited.refresh_from_db()
    services.cancel_meeting(by=by, meeting=invited, why="Snow", at=at + 3 * hour)
    assert events(people.authority_lead) == [
        ("REQUEST", 0, "CONFIRMED"),
        ("REQUEST", 1, "CONFIRMED"),
        ("REQUEST", 2, "CONFIRMED"),
        ("CANCEL", 3, "CANCELLED"),
    ]


# --- Answers --------------------------------------------------------------------------------------


@pytest.mark.parametrize("answer", [Answer.ATTENDING, Answer.APOLOGIES])
def test_an_answer_is_recorded_and_may_change(
    invited: Meeting, people: People, at: datetime, answer: str
) -> None:
    row = own(invited, people.police_lead)
    services.reply(by=people.police_lead, invited=row, answer="apologies", deputy=None, at=at)
    services.reply(by=people.operations, invited=row, answer=answer, deputy=None, at=at)
    row.refresh_from_db()
    assert (row.answer, row.answered_by) == (answer, people.operations)
    assert verbs()[-2:] == ["meeting.answered"] * 2


def test_nobody_answers_for_somebody_else(invited: Meeting, people: People, at: datetime) -> None:
    row = own(invited, people.police_lead)
    for who in (people.authority_lead, people.scrutineer, people.police_practitioner):
        with pytest.raises(PermissionDenied):
            services.reply(by=who, invited=row, answer="attending", deputy=None, at=at)


@pytest.mark.parametrize("persona", ["board_member", "police_practitioner"])
def test_a_named_deputy_reads_the_meeting_and_nothing_else_until_it_is_over(
    invited: Meeting, people: People, at: datetime, persona: str
) -> None:
    Holding.objects.filter(user=people.police_practitioner).delete()
    deputy = getattr(people, persona)
    row = own(invited, people.police_lead)
    services.reply(by=people.police_lead, invited=row, answer="deputy", deputy=deputy, at=at)
    Holding.objects.filter(user=deputy).delete()  # reads it as the deputy alone
    assert list(Meeting.objects.visible_to(deputy)) == [invited]
    said = reads(deputy, "meeting_detail", pk=invited.pk)
    assert "Uma Lead" not in said
    Meeting.objects.filter(pk=invited.pk).update(
        starts_at=at - timedelta(days=2), ends_at=at - timedelta(days=1)
    )
    assert list(Meeting.objects.visible_to(deputy)) == []


@pytest.mark.parametrize("persona", ["health_lead", "leaver", "police_lead", "data_protection"])
def test_a_deputy_is_of_the_same_agency_and_may_sit(
    invited: Meeting, people: People, at: datetime, persona: str
) -> None:
    row = own(invited, people.police_lead)
    with pytest.raises(services.NoDeputy):
        services.reply(
            by=people.police_lead, invited=row, answer="deputy",
            deputy=getattr(people, persona), at=at,
        )  # fmt: skip
    assert own(invited, people.police_lead).answer == ""


def test_a_deputy_who_is_no_longer_named_reads_nothing_and_is_told(
    invited: Meeting, people: People, at: datetime
) -> None:
    row, deputy = own(invited, people.police_lead), people.police_practitioner
    services.reply(by=people.police_lead, invited=row, answer="deputy", deputy=deputy, at=at)
    later = at + timedelta(hours=1)
    services.reply(by=people.police_lead, invited=row, answer="attending", deputy=None, at=later)
    assert list(Meeting.objects.visible_to(deputy)) == []
    assert [one[0] for one in events(deputy)] == ["REQUEST", "CANCEL"]


def test_a_standing_deputy_who_is_no_longer_named_is_invited_still(
    invited: Meeting, people: People, at: datetime
) -> None:
    row, deputy = own(invited, people.police_lead), people.board_member
    services.reply(by=people.police_lead, invited=row, answer="deputy", deputy=deputy, at=at)
    later = at + timedelta(hours=1)
    services.reply(by=people.police_lead, invited=row, answer="attending", deputy=None, at=later)
    assert {one[0] for one in events(deputy)} == {"REQUEST"}


def test_a_move_asks_everybody_anew(invited: Meeting, people: People, at: datetime) -> None:
    row, later = own(invited, people.police_lead), timedelta(days=1)
    services.reply(by=people.police_lead, invited=row, answer="attending", deputy=None, at=at)
    services.move_meeting(
        by=people.operations, meeting=invited, starts_at=invited.starts_at + later,
        ends_at=invited.ends_at + later, why="Snow", with_=[], at=at,
    )  # fmt: skip
    assert own(invited, people.police_lead).answer == ""


def test_nothing_is_answered_once_the_meeting_is_over(
    invited: Meeting, people: People, at: datetime
) -> None:
    row = own(invited, people.police_lead)
    with pytest.raises(services.MeetingOver):
        services.reply(
            by=people.police_lead, invited=row, answer="attending", deputy=None,
            at=invited.ends_at,
        )  # fmt: skip


# --- Guests ---------------------------------------------------------------------------------------


def test_a_guest_reads_one_meeting_until_it_is_over_or_taken_back(
    invited: Meeting, seated: Structure, people: People, at: datetime
) -> None:
    meeting(seated.board, people, DAY + timedelta(days=1), at)
    guest = services.co_opt(by=people.operations, meeting=invited, person=people.health_lead, at=at)
    assert list(Meeting.objects.visible_to(people.health_lead)) == [invited]
    assert not seated.board.is_read_by(people.health_lead)
    services.end_co_option(by=people.operations, invited=guest, at=at + timedelta(hours=1))
    assert list(Meeting.objects.visible_to(people.health_lead)) == []
    assert [one[0] for one in events(people.health_lead)] == ["REQUEST", "CANCEL"]


def test_a_guest_of_a_meeting_that_is_cancelled_reads_it_no_longer(
    invited: Meeting, people: People, at: datetime
) -> None:
    services.co_opt(by=people.operations, meeting=invited, person=people.health_lead, at=at)
    services.cancel_meeting(by=people.operations, meeting=invited, why="Snow", at=at)
    assert list(Meeting.objects.visible_to(people.health_lead)) == []


def test_who_left_and_came_back_is_no_guest_any_more(
    invited: Meeting, people: People, at: datetime, today: date
) -> None:
    Invited.objects.create(
        meeting=invited, user=people.health_lead, invited_by=people.operations,
        invited_at=at - timedelta(days=40),
    )  # fmt: skip
    assert list(Meeting.objects.visible_to(people.health_lead)) == [invited]
    rows = Membership.objects.filter(user=people.health_lead)
    held = rows.get()
    rows.update(ends_on=today - timedelta(days=20))
    Membership.objects.create(
        user=people.health_lead, agency=held.agency, role=held.role,
        starts_on=today - timedelta(days=5),
    )  # fmt: skip
    again = type(people.health_lead).objects.get(pk=people.health_lead.pk)
    assert list(Meeting.objects.visible_to(again)) == []


@pytest.mark.parametrize(
    ("persona", "refusal"),
    [("data_protection", services.CannotSit), ("police_lead", services.InvitedAlready)],
)
def test_who_cannot_sit_or_is_invited_is_not_co_opted(
    invited: Meeting, people: People, at: datetime, persona: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        services.co_opt(
            by=people.operations, meeting=invited, person=getattr(people, persona), at=at
        )


# --- Pages, and what the database refuses ---------------------------------------------------------


def test_an_invitation_is_answered_on_its_page(invited: Meeting, people: People) -> None:
    said = {"answer": "deputy", "deputy": people.police_practitioner.pk}
    assert sends(people.police_lead, "meeting_reply", said, pk=invited.pk).status_code == 302
    page = reads(people.authority_lead, "meeting_detail", pk=invited.pk)
    assert "Sends a deputy: Perry Practitioner" in page


def test_the_page_says_which_meeting_it_is_and_who_may_come_instead(
    invited: Meeting, people: People
) -> None:
    page = reads(people.police_lead, "meeting_reply", pk=invited.pk)
    for words in (day_words(invited.on), invited.hours, "Will you attend?", "Perry Practitioner"):
        assert words in page
    assert "Hazel Practitioner" not in page


def test_where_nobody_may_come_instead_the_page_says_so(invited: Meeting, people: People) -> None:
    Membership.objects.filter(agency=people.agencies.police).exclude(
        user=people.police_lead
    ).delete()
    Holding.objects.filter(is_deputy=True).delete()
    page = reads(people.police_lead, "meeting_reply", pk=invited.pk)
    assert "Nobody else of Northshire Police has a role here" in page
    assert "Sends a deputy" not in page


@pytest.mark.parametrize("persona", ["health_practitioner", "system_administrator", None])
def test_whoever_may_not_come_instead_is_refused_in_the_same_words(
    invited: Meeting, people: People, persona: str | None
) -> None:
    pk = getattr(people, persona).pk if persona else 999_999_999
    said = {"answer": "deputy", "deputy": pk}
    answer = sends(people.police_lead, "meeting_reply", said, pk=invited.pk)
    assert answer.status_code == 200
    words = html.text(answer.content.decode())
    assert "Select who comes as the deputy, from the list" in words
    assert not persona or getattr(people, persona).full_name not in words


def test_a_guest_is_not_offered_to_send_a_deputy(
    invited: Meeting, people: People, at: datetime
) -> None:
    services.co_opt(by=people.operations, meeting=invited, person=people.health_lead, at=at)
    page = reads(people.health_lead, "meeting_reply", pk=invited.pk)
    assert "Attending" in page
    assert "deputy" not in page.lower()


def test_who_is_not_invited_has_nothing_to_answer(invited: Meeting, people: People) -> None:
    answer = as_(people.scrutineer).get(f"/partnership/meetings/{invited.pk}/reply/")
    assert answer.status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"answer": "attending"},
        {"answer": "deputy"},
        {"is_deputy": True, "seat": None},
    ],
    ids=str,
)
def test_the_database_refuses_an_answer_that_cannot_be(
    invited: Meeting, people: People, wrong: dict[str, Any]
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Invited.objects.filter(user=people.police_lead).update(**wrong)
    assert invited.status == MeetingStatus.CONFIRMED
