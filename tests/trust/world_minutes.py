"""Meetings of the board that go on or were held, with attendance and minutes."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils import timezone

from partnership.models import Attendance, Body, Meeting, MeetingStatus, day_starts
from tests.personas import People
from tests.trust.things import Thing

CHAIRS = frozenset({"authority_lead", "police_lead", "icb_lead"})


def make_sittings(people: People, body: Body, at: datetime) -> Mapping[str, tuple[Thing, ...]]:
    """`granted` are those who chair the board today."""
    meetings = {
        state: make_sitting(people, body, at, number, is_held=state == "held")
        for number, state in enumerate(("on", "held"), start=1)
    }
    return {
        "sittings": tuple(
            Thing(state, {"pk": one.pk}, record=one, granted=CHAIRS)
            for state, one in meetings.items()
        )
    }


def make_sitting(
    people: People, body: Body, at: datetime, number: int, *, is_held: bool
) -> Meeting:
    """One of today; nobody but the directors' seat was filled."""
    starts = day_starts(timezone.localdate(at))
    meeting: Meeting = Meeting.objects.create(
        body=body,
        reference=f"MEET-SIT-{number}",
        starts_at=starts,
        ends_at=starts + timedelta(hours=23, minutes=59),
        status=MeetingStatus.HELD if is_held else MeetingStatus.CONFIRMED,
        proposed_by=people.operations,
        proposed_at=at,
        confirmed_by=people.operations,
        confirmed_at=at,
        held_by=people.operations if is_held else None,
        held_at=at if is_held else None,
        quorum={"is_met": True, "words": "1 member present", "lines": []} if is_held else {},
    )
    for seat in body.seats.order_by("pk"):
        is_there = seat.post == "Director"
        Attendance.objects.create(
            meeting=meeting, seat=seat, recorded_by=people.operations, recorded_at=at,
            state=Attendance.State.PRESENT if is_there else Attendance.State.ABSENT,
            user=people.authority_lead if is_there else None,
        )  # fmt: skip
    return meeting
