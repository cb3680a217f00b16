"""Meetings that move or are cancelled: what was mistyped, what goes along, what people are told."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from partnership import services
from partnership.models import Holding, Meeting, MeetingStatus
from shield.core.london import short_day
from shield.notifications.models import Notification
from tests.partnership.conftest import Structure
from tests.partnership.doing import hold, meeting
from tests.personas import People

pytestmark = pytest.mark.django_db
PROPOSED = MeetingStatus.PROPOSED
DAY = date(2027, 2, 3)
HOUR = timedelta(hours=1)


# --- What was mistyped, and what goes along -------------------------------------------------------


@pytest.mark.parametrize("years", [0, 28])
def test_a_meeting_to_come_does_not_move_into_the_past(
    planned: list[Meeting], people: People, at: datetime, years: int
) -> None:
    first = min(planned, key=lambda one: one.starts_at)
    before = at - timedelta(days=1 + 365 * years)
    with pytest.raises(services.MovedToPast):
        services.move_meeting(
            by=people.operations, meeting=first, starts_at=before,
            ends_at=before + timedelta(minutes=5), why="", with_=(), at=at,
        )  # fmt: skip
    was = first.starts_at
    first.refresh_from_db()
    assert first.starts_at == was


def test_a_meeting_of_the_past_is_put_where_it_was(
    structure: Structure, people: People, at: datetime
) -> None:
    made = meeting(structure.board, people, at.date() - timedelta(days=7), at)
    there = made.starts_at - timedelta(days=1)
    services.move_meeting(
        by=people.operations, meeting=made, starts_at=there,
        ends_at=there + timedelta(hours=1), why="It was the day before", with_=(), at=at,
    )  # fmt: skip
    made.refresh_from_db()
    assert made.starts_at == there


@pytest.mark.parametrize("are_confirmed", [True, False])
def test_what_hangs_on_a_meeting_is_cancelled_with_it_where_that_is_said(
    planned: list[Meeting], structure: Structure, people: People, at: datetime,
    are_confirmed: bool,
) -> None:  # fmt: skip
    board = Meeting.objects.filter(body=structure.board).by_day()[0]
    services.confirm_meeting(by=people.operations, meeting=board, at=at)
    before, after = board.hanging.order_by("offset_days")
    if are_confirmed:
        services.confirm_meeting(by=people.operations, meeting=before, at=at)
    board.refresh_from_db()
    other = Meeting.objects.filter(body=structure.board).by_day()[1].hanging.all()[0]
    services.cancel_meeting(
        by=people.operations, meeting=board, why="Snow", with_=[before.pk, other.pk], at=at
    )
    found = {one.pk: one for one in Meeting.objects.filter(pk__in=[before.pk, after.pk, other.pk])}
    assert {found[after.pk].status, found[other.pk].status} == {PROPOSED}
    if are_confirmed:
        assert found[before.pk].status == MeetingStatus.CANCELLED
        assert found[before.pk].cancelled_because.endswith("which was cancelled: Snow")
    else:
        assert before.pk not in found


def test_a_meeting_that_moves_along_is_no_clash(
    planned: list[Meeting], structure: Structure, people: People
) -> None:
    hold(structure.police, people.police_lead)
    board = Meeting.objects.filter(body=structure.board).by_day()[0]
    executive = board.hanging.order_by("offset_days")[1]
    seat = executive.body.seats.create(agency=people.agencies.police, post="Chief")
    hold(seat, people.police_lead)
    moved = Meeting(
        pk=board.pk, body=board.body, starts_at=executive.starts_at, ends_at=executive.ends_at
    )
    assert services.clashes_of([moved])[board.pk] != ()
    assert services.clashes_of([moved], apart=[executive.pk])[board.pk] == ()


def test_two_meetings_at_one_place_and_time_are_named(
    planned: list[Meeting], structure: Structure
) -> None:
    board = Meeting.objects.filter(body=structure.board).by_day()[0]
    executive = board.hanging.all()[0]
    Meeting.objects.filter(pk=board.pk).update(venue="The hall")
    hours = {"starts_at": board.starts_at, "ends_at": board.ends_at}
    Meeting.objects.filter(pk=executive.pk).update(venue="the Hall", **hours)
    executive.refresh_from_db()
    [said] = services.clashes_of([executive])[executive.pk]
    assert said == f"{board} is in The hall too, {board.hours}"
    Meeting.objects.filter(pk=board.pk).update(venue="The other hall")
    assert services.clashes_of([executive])[executive.pk] == ()


# --- What people are told -------------------------------------------------------------------------


def subjects(person: Any) -> list[str]:
    rows = Notification.objects.filter(recipient=person, key__startswith="meeting.").order_by("pk")
    return [f"{one.subject}. {one.lines[-1]}" for one in rows]


def test_who_is_told_of_a_move_reads_both_days(
    invited: Meeting, people: People, at: datetime
) -> None:
    """And whoever comes to the seat by the new day is invited as if to any meeting."""
    day = timedelta(days=1)
    Holding.objects.filter(user=people.board_member).update(starts_on=DAY + day)
    invited.invited.filter(user=people.board_member).delete()
    services.move_meeting(
        by=people.operations, meeting=invited, starts_at=invited.starts_at + day,
        ends_at=invited.ends_at + day, why="The secret room", with_=[], at=at + HOUR,
    )  # fmt: skip
    told = subjects(people.police_lead)[-1]
    assert told.startswith(
        f"The Board: the meeting of {short_day(DAY)} moves to {short_day(DAY + day)}. "
    )
    assert "count no more" in told
    assert "secret" not in told
    assert subjects(people.board_member)[-1].startswith("The Board: you are invited on")


def test_who_is_told_of_another_place_is_not_invited_anew(
    invited: Meeting, people: People, at: datetime
) -> None:
    services.edit_meeting(
        by=people.operations, meeting=invited, title="", venue="Room 2", link="", at=at + HOUR
    )
    assert f"the meeting of {short_day(DAY)} has changed" in subjects(people.police_lead)[-1]


def test_who_is_told_of_a_cancellation_knows_that_it_is_one(
    invited: Meeting, people: People, at: datetime
) -> None:
    services.cancel_meeting(by=people.operations, meeting=invited, why="The secret", at=at + HOUR)
    told = subjects(people.police_lead)[-1]
    assert told == (
        f"The Board: the meeting of {short_day(DAY)} is cancelled. "
        "It was cancelled. Sign in to read why."
    )
