"""What can happen to meetings and to a year's plan: done and written down, or refused."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from partnership import services
from partnership.models import Body, Meeting, MeetingMove, MeetingStatus
from shield.core.workflow import MoveNotAllowed
from tests.partnership.conftest import Structure
from tests.partnership.doing import hold, meeting, moment, verbs
from tests.personas import People

pytestmark = pytest.mark.django_db
PROPOSED, CONFIRMED = MeetingStatus.PROPOSED, MeetingStatus.CONFIRMED


# --- A year ---------------------------------------------------------------------------------------


def test_a_year_is_proposed_with_what_hangs_on_what(
    planned: list[Meeting], structure: Structure
) -> None:
    assert {one.status for one in planned} == {PROPOSED}
    boards = Meeting.objects.filter(body=structure.board).by_day()
    assert [one.on for one in boards] == [
        date(2027, 1, 26), date(2027, 4, 27), date(2027, 7, 27), date(2027, 10, 26),
    ]  # fmt: skip
    for board in boards:
        hanging = board.hanging.order_by("offset_days")
        assert [(one.offset_days, (one.on - board.on).days) for one in hanging] == [
            (-7, -7), (14, 14),
        ]  # fmt: skip
    assert verbs() == ["year.proposed"]


def test_a_plan_is_confirmed_whole_with_references_in_order_of_time(
    planned: list[Meeting], people: People, at: datetime
) -> None:
    services.confirm_year(by=people.operations, year=2027, at=at)
    found = list(Meeting.objects.by_day().values_list("reference", "status"))
    assert found == [(f"MEET-2027-{n:04d}", CONFIRMED) for n in range(1, 13)]


def test_a_plan_that_cannot_be_confirmed_whole_is_not_confirmed_at_all(
    planned: list[Meeting], people: People, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    last = max(planned, key=lambda one: one.starts_at)

    def fails_at_last(*, by: Any, meeting: Meeting, at: datetime) -> Meeting:
        if meeting.pk == last.pk:
            raise MoveNotAllowed("no")
        return services.confirm_meeting(by=by, meeting=meeting, at=at)

    monkeypatch.setattr("partnership.services.planner.confirm_meeting", fails_at_last)
    with pytest.raises(MoveNotAllowed):
        services.confirm_year(by=people.operations, year=2027, at=at)
    assert set(Meeting.objects.values_list("status", flat=True)) == {PROPOSED}


def test_a_body_is_not_planned_twice(
    planned: list[Meeting], rhythmic: Structure, people: People, at: datetime
) -> None:
    with pytest.raises(services.PlannedAlready, match=r"of: The Board\."):
        services.propose_year(by=people.operations, year=2027, bodies=[rhythmic.board], at=at)
    assert Meeting.objects.count() == 12


def test_an_executive_is_planned_around_boards_that_stand(
    rhythmic: Structure, people: People, at: datetime
) -> None:
    board = meeting(rhythmic.board, people, date(2027, 2, 3), at)
    services.propose_year(by=people.operations, year=2027, bodies=[rhythmic.executive], at=at)
    assert [one.on for one in board.hanging.by_day()] == [date(2027, 1, 27), date(2027, 2, 17)]


def test_bodies_without_a_rhythm_give_no_plan(
    structure: Structure, people: People, at: datetime
) -> None:
    with pytest.raises(services.NothingToPlan):
        services.propose_year(by=people.operations, year=2027, bodies=[structure.board], at=at)


def test_a_plan_is_taken_out_again(planned: list[Meeting], people: People, at: datetime) -> None:
    services.confirm_meeting(by=people.operations, meeting=Meeting.objects.by_day()[0], at=at)
    assert services.discard_year(by=people.operations, year=2027, at=at) == 11
    left = Meeting.objects.get()
    assert (left.status, left.around, left.offset_days) == (CONFIRMED, None, None)


def test_nothing_is_confirmed_or_taken_out_where_nothing_is_proposed(
    structure: Structure, people: People, at: datetime
) -> None:
    for service in (services.confirm_year, services.discard_year):
        with pytest.raises(services.NothingProposed):
            service(by=people.operations, year=2027, at=at)


def test_a_meeting_starts_at_the_same_hour_on_both_sides_of_the_clock_change(
    rhythmic: Structure, people: People, at: datetime
) -> None:
    Body.objects.filter(pk=rhythmic.board.pk).update(
        rhythm="weekly", usual_start=time(9), usual_end=time(10)
    )
    services.propose_year(by=people.operations, year=2027, bodies=[rhythmic.board], at=at)
    rows = Meeting.objects.by_day()
    assert {one.hours for one in rows} == {"09:00 to 10:00"}
    hours = {one.on: one.starts_at.astimezone(UTC).hour for one in rows}
    spring, autumn = (date(2027, 3, 22), date(2027, 4, 5)), (date(2027, 10, 25), date(2027, 11, 1))
    assert [hours[day] for day in (*spring, *autumn)] == [9, 8, 8, 9]


@pytest.mark.parametrize("persona", ["police_lead", "scrutineer", "board_member"])
def test_only_who_keeps_the_business_plans(
    planned: list[Meeting], seated: Structure, people: People, at: datetime, persona: str
) -> None:
    who = getattr(people, persona)
    doing: tuple[Any, ...] = (
        lambda: services.propose_year(by=who, year=2028, bodies=[seated.board], at=at),
        lambda: services.confirm_year(by=who, year=2027, at=at),
        lambda: services.discard_year(by=who, year=2027, at=at),
        lambda: services.confirm_meeting(by=who, meeting=planned[0], at=at),
        lambda: services.remove_meeting(by=who, meeting=planned[0], at=at),
    )
    for one in doing:
        with pytest.raises(PermissionDenied):
            one()


# --- Clashes --------------------------------------------------------------------------------------


def test_somebody_in_two_meetings_at_once_is_named_on_both(
    seated: Structure, people: People, at: datetime
) -> None:
    seat = seated.executive.seats.create(agency=people.agencies.police, post="Superintendent")
    hold(seat, people.police_lead)
    day = date(2027, 2, 3)
    one = meeting(seated.board, people, day, at)
    other = meeting(seated.executive, people, day, at, hour=15)
    later = meeting(seated.executive, people, day, at, hour=16)
    found = services.clashes_of([one, other, later])
    assert found == {
        one.pk: ("Paula Lead is also in The Executive, 15:00 to 17:00",),
        other.pk: (
            "Paula Lead is also in The Board, 14:00 to 16:00",
            "Paula Lead is also in The Executive, 16:00 to 18:00",
        ),
        later.pk: ("Paula Lead is also in The Executive, 15:00 to 17:00",),
    }


def test_who_has_left_the_seat_by_then_or_only_stands_in_does_not_clash(
    seated: Structure, people: People, at: datetime, today: date
) -> None:
    for post, more in (("Superintendent", {"last": 5}), ("Deputy", {"is_deputy": True})):
        seat = seated.executive.seats.create(agency=people.agencies.police, post=post)
        hold(seat, people.police_lead, **more)
    day = today + timedelta(days=30)
    one = meeting(seated.board, people, day, at)
    meeting(seated.executive, people, day, at)
    assert services.clashes_of([one]) == {one.pk: ()}


def test_a_cancelled_meeting_clashes_with_nothing(
    seated: Structure, people: People, at: datetime
) -> None:
    one = meeting(seated.board, people, date(2027, 2, 3), at)
    other = meeting(seated.board, people, date(2027, 2, 3), at)
    assert services.clashes_of([one])[one.pk] != ()
    services.cancel_meeting(by=people.operations, meeting=other, why="Not needed", at=at)
    assert services.clashes_of([one]) == {one.pk: ()}


# --- Moving and cancelling ------------------------------------------------------------------------


def test_a_board_that_moves_over_a_bank_holiday_takes_what_hangs_on_it(
    planned: list[Meeting], rhythmic: Structure, people: People, at: datetime
) -> None:
    services.confirm_year(by=people.operations, year=2027, at=at)
    board = Meeting.objects.filter(body=rhythmic.board).by_day()[1]
    # A week before 5 April is Easter Monday; two weeks after it is a working day.
    to = moment(date(2027, 4, 5), 14), moment(date(2027, 4, 5), 16)
    offered = services.following(meeting=board, starts_at=to[0], ends_at=to[1])
    assert [one.starts_at.date() for one in offered] == [date(2027, 3, 30), date(2027, 4, 19)]
    assert "Easter Monday" in offered[0].why
    services.move_meeting(
        by=people.operations, meeting=board, starts_at=to[0], ends_at=to[1], why="Elections",
        with_=[one.meeting.pk for one in offered], at=at,
    )  # fmt: skip
    assert [one.on for one in board.hanging.by_day()] == [date(2027, 3, 30), date(2027, 4, 19)]
    assert [(one.meeting_id, one.from_day) for one in MeetingMove.objects.order_by("pk")] == [
        (board.pk, date(2027, 4, 27)),
        (offered[0].meeting.pk, date(2027, 4, 20)),
        (offered[1].meeting.pk, date(2027, 5, 11)),
    ]


def test_what_is_not_ticked_stays(
    planned: list[Meeting], rhythmic: Structure, people: People, at: datetime
) -> None:
    board = Meeting.objects.filter(body=rhythmic.board).by_day()[0]
    before = [one.on for one in board.hanging.by_day()]
    services.move_meeting(
        by=people.operations, meeting=board, starts_at=moment(date(2027, 2, 9), 14),
        ends_at=moment(date(2027, 2, 9), 16), why="", with_=[], at=at,
    )  # fmt: skip
    assert [one.on for one in board.hanging.by_day()] == before
    assert not MeetingMove.objects.exists()  # nobody knew of the proposal


def test_a_move_names_who_would_be_in_two_meetings(
    seated: Structure, people: People, at: datetime
) -> None:
    board = meeting(seated.board, people, date(2027, 2, 3), at)
    meeting(
        seated.board, people, date(2027, 2, 10), at, title="Review", around=board, offset_days=7
    )
    meeting(seated.board, people, date(2027, 3, 10), at, title="Training")
    to = moment(date(2027, 3, 3), 14)
    found = services.following(meeting=board, starts_at=to, ends_at=to + timedelta(hours=2))
    assert [one.starts_at.date() for one in found] == [date(2027, 3, 11)]
    assert "Uma Lead is also in Training" in found[0].why


@pytest.mark.parametrize(
    ("hours", "why", "refusal"),
    [(0, "Elections", services.SameTime), (24, "", services.NoReason)],
)
def test_a_move_needs_another_time_and_a_reason(
    structure: Structure, people: People, at: datetime, hours: int, why: str,
    refusal: type[Exception],
) -> None:  # fmt: skip
    one = meeting(structure.board, people, date(2027, 2, 3), at)
    by = timedelta(hours=hours)
    with pytest.raises(refusal):
        services.move_meeting(
            by=people.operations, meeting=one, starts_at=one.starts_at + by,
            ends_at=one.ends_at + by, why=why, with_=[], at=at,
        )  # fmt: skip
    assert not MeetingMove.objects.exists()


def test_a_cancelled_meeting_keeps_why_and_stays_as_it_is(
    structure: Structure, people: People, at: datetime
) -> None:
    one = meeting(structure.board, people, date(2027, 2, 3), at)
    services.cancel_meeting(by=people.operations, meeting=one, why="Snow", at=at)
    one.refresh_from_db()
    assert (one.status, one.cancelled_because, one.cancelled_by) == (
        MeetingStatus.CANCELLED, "Snow", people.operations,
    )  # fmt: skip
    with pytest.raises(services.NotToChange):
        services.edit_meeting(
            by=people.operations, meeting=one, title="x", venue="", link="", at=at
        )
    with pytest.raises(MoveNotAllowed):
        services.cancel_meeting(by=people.operations, meeting=one, why="Ice", at=at)


def test_only_a_proposal_is_removed(structure: Structure, people: People, at: datetime) -> None:
    one = meeting(structure.board, people, date(2027, 2, 3), at)
    with pytest.raises(services.NotProposed):
        services.remove_meeting(by=people.operations, meeting=one, at=at)
    assert Meeting.objects.count() == 1


def test_a_meeting_added_by_hand_waits_to_be_confirmed(
    structure: Structure, people: People, at: datetime
) -> None:
    day = date(2027, 2, 3)
    one = services.add_meeting(
        by=people.operations, body=structure.board, title="Away day", starts_at=moment(day, 9),
        ends_at=moment(day, 17), venue="The hall", link="https://meet.example/1", at=at,
    )  # fmt: skip
    assert (one.status, one.reference) == (PROPOSED, "")
    services.confirm_meeting(by=people.operations, meeting=one, at=at)
    assert (one.status, one.reference) == (CONFIRMED, "MEET-2027-0001")
    assert verbs() == ["meeting.proposed", "meeting.confirmed"]


# --- Who sees it, and what the database refuses ---------------------------------------------------


@pytest.mark.parametrize(
    ("persona", "seen"),
    [
        ("police_lead", {CONFIRMED}),
        ("scrutineer", {CONFIRMED}),
        ("operations", {PROPOSED, CONFIRMED}),
        ("health_lead", set()),
        ("leaver", set()),
    ],
)
def test_who_sees_meetings_and_who_proposals(
    seated: Structure, people: People, at: datetime, persona: str, seen: set[str]
) -> None:
    meeting(seated.board, people, date(2027, 2, 3), at)
    facts: dict[str, Any] = {
        "status": PROPOSED, "reference": "", "confirmed_by": None, "confirmed_at": None,
    }  # fmt: skip
    meeting(seated.board, people, date(2027, 2, 4), at, **facts)
    rows = Meeting.objects.visible_to(getattr(people, persona))
    assert set(rows.values_list("status", flat=True)) == seen


@pytest.mark.parametrize(
    "wrong",
    [
        {"link": "http://meet.example"},
        {"confirmed_at": None},
        {"reference": ""},
        {"offset_days": 7},
        {"proposed_by": None},
        {"cancelled_because": "Snow"},
        {"ends_at": datetime(2027, 2, 3, 14, tzinfo=UTC)},
    ],
    ids=str,
)
def test_the_database_refuses_what_cannot_be(
    structure: Structure, people: People, at: datetime, wrong: dict[str, Any]
) -> None:
    day = date(2027, 2, 3)
    with pytest.raises(IntegrityError), transaction.atomic():
        meeting(structure.board, people, day, at, **wrong)
    assert meeting(structure.board, people, day, at).pk  # without it, it is a meeting
