"""Feeds for people's own calendars: what they show, to whom, until when; nobody learns more."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from icalendar import Calendar

from partnership import services
from partnership.models import AgendaItem, Body, FeedToken, Invited, Meeting, MeetingStatus
from shield.accounts.models import Membership, User
from tests.core import html
from tests.partnership.browsing import as_, reads, sends
from tests.partnership.conftest import Structure
from tests.partnership.doing import hold, meeting, moment, verbs
from tests.partnership.feeding import UNKNOWN, asks, events, leaves, meets, token_of
from tests.personas import People

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("counts")]


# --- What it shows --------------------------------------------------------------------------------


def test_a_feed_shows_body_time_place_reference_and_where_to_sign_in(
    board: Meeting, people: People, at: datetime, settings: Any
) -> None:
    settings.BASE_URL = "https://shield.example"
    (event,) = events(token_of(people.police_lead, at))
    assert {name: str(event[name]) for name in ("SUMMARY", "LOCATION", "URL", "STATUS")} == {
        "SUMMARY": "The Board",
        "LOCATION": "The hall",
        "URL": f"https://shield.example/partnership/meetings/{board.pk}/",
        "STATUS": "CONFIRMED",
    }
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (board.starts_at, board.ends_at)
    assert str(event["UID"]) == f"meeting.{board.pk}@shield.example"
    assert board.reference in str(event["DESCRIPTION"])


def test_nothing_of_what_is_discussed_or_by_which_it_is_joined_is_in_a_feed(
    board: Meeting, people: People, at: datetime
) -> None:
    canary = "Zebulonia"
    Meeting.objects.filter(pk=board.pk).update(title=canary, why=canary, venue="")
    for order, is_restricted in enumerate((True, False), start=1):
        AgendaItem.objects.create(
            meeting=board, order=order, title=canary, purpose="discuss",
            is_restricted=is_restricted, added_by=people.operations, added_at=at,
        )  # fmt: skip
    text = asks(token_of(people.police_lead, at)).content.decode()
    assert canary not in text
    assert "meet.example" not in text
    assert "LOCATION:Online" in text


def test_uid_and_sequence_are_those_of_the_invitation_and_rise_with_it(
    board: Meeting, people: People, at: datetime
) -> None:
    token = token_of(people.police_lead, at)
    before = events(token)[0]
    services.edit_meeting(
        by=people.operations, meeting=board, title="", venue="Room 2", link="", at=at
    )
    after = events(token)[0]
    assert (before["UID"], int(before["SEQUENCE"]) + 1) == (after["UID"], int(after["SEQUENCE"]))


def test_a_cancelled_meeting_says_so_for_a_while_and_is_then_gone(
    board: Meeting, people: People, at: datetime
) -> None:
    token = token_of(people.police_lead, at)
    services.cancel_meeting(by=people.operations, meeting=board, why="Snow", at=at)
    assert [str(one["STATUS"]) for one in events(token)] == ["CANCELLED"]
    assert int(events(token)[0]["SEQUENCE"]) == 1
    Meeting.objects.update(cancelled_at=at - timedelta(days=91))
    assert events(token) == []


def test_a_proposal_is_in_nobodys_feed(seated: Structure, people: People, soon: date) -> None:
    at = moment(soon, 9) - timedelta(days=30)
    services.add_meeting(
        by=people.operations, body=seated.board, title="", starts_at=moment(soon, 14),
        ends_at=moment(soon, 16), venue="", link="", at=at,
    )  # fmt: skip
    assert events(token_of(people.operations, at)) == []


@pytest.mark.parametrize(
    ("day", "hour"),
    [
        (date(2027, 3, 27), 14), (date(2027, 3, 28), 13), (date(2027, 3, 29), 13),
        (date(2027, 10, 30), 13), (date(2027, 10, 31), 14), (date(2027, 11, 1), 14),
    ],
)  # fmt: skip
def test_around_a_change_of_the_clocks_two_in_the_afternoon_is_two_in_london(
    seated: Structure, people: People, at: datetime, day: date, hour: int
) -> None:
    meeting(seated.board, people, day, at)
    text = asks(token_of(people.police_lead, at)).content.decode()
    assert f"DTSTART:{day:%Y%m%d}T{hour}0000Z" in text
    assert f"DTEND:{day:%Y%m%d}T{hour + 2}0000Z" in text


def test_a_meeting_across_the_night_of_the_change_has_its_true_length(
    seated: Structure, people: People, at: datetime
) -> None:
    night = date(2027, 10, 31)
    starts = moment(night, 0)
    meeting(seated.board, people, night, at, starts_at=starts, ends_at=moment(night, 3))
    (event,) = events(token_of(people.police_lead, at))
    assert (event["DTSTART"].dt.hour, event["DTEND"].dt.hour) == (23, 3)


def test_names_are_escaped_and_long_lines_folded(
    board: Meeting, people: People, at: datetime
) -> None:
    name = "Grüße, “Kinder”; a\\b: " + "Schützende Gruppe " * 6 + "END:VEVENT"
    Body.objects.filter(pk=board.body_id).update(name=name)
    Meeting.objects.update(venue="Hall\r\nBEGIN:VEVENT\r\nSUMMARY:Planted")
    answer = asks(token_of(people.police_lead, at, board.body))
    lines = answer.content.split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    assert lines.count(b"BEGIN:VEVENT") == 1
    found = Calendar.from_ical(answer.content.decode())
    assert r"Grüße\, “Kinder”\; a\\b: " in str(found["X-WR-CALNAME"])
    assert [str(one["SUMMARY"]) for one in found.walk("VEVENT")] == [name]


# --- Whose meetings -------------------------------------------------------------------------------


def test_a_feed_shows_what_its_person_reads_and_no_more(
    board: Meeting, seated: Structure, people: People, at: datetime, soon: date
) -> None:
    meeting(seated.executive, people, soon, at, hour=9)
    assert meets(token_of(people.police_lead, at)) == ["The Board"]
    assert meets(token_of(people.operations, at)) == ["The Executive", "The Board"]
    assert meets(token_of(people.operations, at, seated.executive)) == ["The Executive"]
    assert meets(token_of(people.health_lead, at)) == []


def test_a_guest_has_the_meeting_in_their_feed_until_they_are_no_longer_asked(
    board: Meeting, people: People, at: datetime
) -> None:
    token = token_of(people.champion, at)
    invited = services.co_opt(by=people.operations, meeting=board, person=people.champion, at=at)
    assert meets(token) == ["The Board"]
    services.end_co_option(by=people.operations, invited=invited, at=at)
    assert meets(token) == []


def test_a_named_deputy_has_the_meeting_and_loses_it_with_the_answer(
    board: Meeting, seated: Structure, people: People, at: datetime
) -> None:
    token = token_of(people.board_member, at)
    row = Invited.objects.create(
        meeting=board, user=people.police_lead, seat=seated.police, invited_by=people.operations,
        invited_at=at, answer="deputy", deputy=people.board_member,
        answered_by=people.police_lead, answered_at=at,
    )  # fmt: skip
    assert meets(token) == ["The Board"]
    services.reply(by=people.police_lead, invited=row, answer="attending", deputy=None, at=at)
    assert meets(token) == []


def test_nobody_makes_a_feed_of_a_body_that_they_do_not_read(
    seated: Structure, people: People, at: datetime
) -> None:
    for stranger in (people.police_lead, people.health_lead):
        with pytest.raises(PermissionDenied):
            services.make_feed(by=stranger, body=seated.executive, at=at)
    answer = sends(people.police_lead, "feed_make", {"body": seated.executive.pk})
    assert "Error: " in html.text(answer.content.decode())
    assert FeedToken.objects.count() == 0


# --- When it ends ---------------------------------------------------------------------------------


def leaves_the_seat(people: People, at: datetime) -> None:
    people.police_lead.holdings.update(ends_on=at.date() - timedelta(days=1))


def is_shut_out(people: People, at: datetime) -> None:
    User.objects.filter(pk=people.police_lead.pk).update(is_active=False)


def comes_back(people: People, at: datetime) -> None:
    """Left a month ago, came back today and holds the seat again."""
    FeedToken.objects.update(created_at=at - timedelta(days=60))
    held = Membership.objects.get(user=people.police_lead)
    Membership.objects.filter(pk=held.pk).update(ends_on=at.date() - timedelta(days=30))
    held.pk, held.starts_on, held.ends_on = None, at.date(), None
    held.save()


def ends_it(people: People, at: datetime) -> None:
    feed = FeedToken.objects.get()
    services.end_feed(by=people.police_lead, feed=feed, at=at)


def replaces_it(people: People, at: datetime) -> None:
    feed = FeedToken.objects.get()
    services.replace_feed(by=people.police_lead, feed=feed, at=at)


@pytest.mark.parametrize(
    "ends", [leaves, is_shut_out, comes_back, ends_it, replaces_it, leaves_the_seat]
)
def test_a_feed_that_ended_answers_as_one_that_never_was(
    board: Meeting, people: People, at: datetime, ends: Any
) -> None:
    token = token_of(people.police_lead, at, board.body)
    assert asks(token).status_code == 200
    ends(people, at)
    dead, unknown = asks(token), asks(UNKNOWN)
    assert (dead.status_code, dead.content) == (404, b"Not found.\n")

    def seen(answer: Any) -> Any:
        headers = {k: v for k, v in answer.headers.items() if k != "X-Request-ID"}
        return answer.status_code, answer.content, headers, dict(answer.cookies)

    assert seen(dead) == seen(unknown)


def test_a_feed_of_all_shows_nothing_of_a_seat_that_was_left(
    board: Meeting, people: People, at: datetime
) -> None:
    token = token_of(people.police_lead, at)
    leaves_the_seat(people, at)
    assert meets(token) == []


def test_a_replaced_feed_goes_on_under_its_new_address(
    board: Meeting, people: People, at: datetime
) -> None:
    made = services.make_feed(by=people.police_lead, body=board.body, at=at)
    again = services.replace_feed(by=people.police_lead, feed=made.feed, at=at)
    assert meets(again.token) == ["The Board"]
    assert verbs()[-3:] == ["feed.made", "feed.ended", "feed.made"]


def test_nobody_ends_or_replaces_the_feed_of_another(
    board: Meeting, people: People, at: datetime
) -> None:
    made = services.make_feed(by=people.police_lead, body=None, at=at)
    for other in (people.authority_lead, people.operations, people.system_administrator):
        for page in ("feed_end", "feed_replace"):
            assert sends(other, page, {}, pk=made.feed.pk).status_code == 404
        with pytest.raises(services.FeedEnded):
            services.end_feed(by=other, feed=made.feed, at=at)
    assert meets(made.token) == ["The Board"]


def test_ten_feeds_are_enough(seated: Structure, people: People, at: datetime) -> None:
    for _ in range(10):
        services.make_feed(by=people.police_lead, body=None, at=at)
    answer = sends(people.police_lead, "feed_make", {"body": ""})
    assert answer.status_code == 409
    assert "End one that you no longer use first." in html.text(answer.content.decode())


# --- One's own page -------------------------------------------------------------------------------


def test_one_sees_ones_feeds_and_ends_them(board: Meeting, people: People, at: datetime) -> None:
    assert "You have no feed." in reads(people.police_lead, "feed_list")
    token = token_of(people.police_lead, at, board.body)
    found = reads(people.police_lead, "feed_list")
    assert "Meetings of The Board" in found
    assert "Not yet" in found
    assert "Meetings of The Board" not in reads(people.authority_lead, "feed_list")
    feed = FeedToken.objects.get()
    assert sends(people.police_lead, "feed_end", {}, pk=feed.pk).status_code == 302
    assert asks(token).status_code == 404
    assert "You have no feed." in reads(people.police_lead, "feed_list")


def test_the_page_of_ones_security_names_ones_feeds(
    board: Meeting, people: People, at: datetime
) -> None:
    assert "Calendar feeds" not in reads(people.police_lead, "security")
    token_of(people.police_lead, at, board.body)
    found = reads(people.police_lead, "security")
    assert "Calendar feeds" in found
    assert "Meetings of The Board" in found
    assert reverse("feed_list") in as_(people.police_lead).get(reverse("security")).content.decode()


def test_a_held_meeting_stays_and_one_of_long_ago_does_not(
    board: Meeting, seated: Structure, people: People, at: datetime
) -> None:
    token = token_of(people.police_lead, at)
    for days in (20, 200):
        day = at.date() - timedelta(days=days)
        meeting(seated.board, people, day, at, status=MeetingStatus.HELD, held_at=at,
                held_by=people.operations)  # fmt: skip
    assert len(events(token)) == 2


def test_a_standing_deputy_follows_the_body(
    board: Meeting, seated: Structure, people: People, at: datetime
) -> None:
    hold(seated.police, people.board_member, is_deputy=True)
    assert meets(token_of(people.board_member, at)) == ["The Board"]
