"""Sets the stage for looking at attendance and minutes; imported once Django is set up."""

from datetime import datetime, timedelta

from django.utils import timezone

from partnership import services as partnership
from partnership.models import Attendance, Body, Meeting, MeetingStatus, Sat, day_starts
from shield.accounts.models import User

TITLES = {"fresh": "A meeting of today", "going_on": "A meeting that goes on", "held": "A meeting"}


def sittings(keeper: User, guest: User, at: datetime) -> dict[str, object]:
    """Meetings of the board today: nothing recorded, recorded, held."""
    body = Body.objects.get(name="Partnership Board")
    found = {name: sitting(body, title, keeper, at) for name, title in TITLES.items()}
    for name in ("going_on", "held"):
        meeting = found[name]
        if meeting.status == MeetingStatus.CONFIRMED and not meeting.attendance.exists():
            record(meeting, keeper, guest, at)
    if found["held"].status == MeetingStatus.CONFIRMED:
        partnership.hold_meeting(by=keeper, meeting=found["held"], at=at)
    return {name: meeting.pk for name, meeting in found.items()}


def sitting(body: Body, title: str, keeper: User, at: datetime) -> Meeting:
    meeting: Meeting | None = Meeting.objects.filter(body=body, title=title).first()
    if meeting is None:
        starts = day_starts(timezone.localdate(at))
        proposal = partnership.add_meeting(
            by=keeper, body=body, title=title, starts_at=starts,
            ends_at=starts + timedelta(hours=23, minutes=59), venue="The hall", link="", at=at,
        )  # fmt: skip
        meeting = partnership.confirm_meeting(by=keeper, meeting=proposal, at=at)
    return meeting


def record(meeting: Meeting, keeper: User, guest: User, at: datetime) -> None:
    """Whoever holds a seat is there, but for the last of them."""
    rows, states = list[Sat](), Attendance.State
    seats = partnership.seats_of(meeting)
    held = [one for one in seats if one.holder is not None]
    for there in seats:
        state = states.PRESENT if there in held[:-1] else states.ABSENT
        rows.append(Sat(there.seat.pk, states.APOLOGIES if there is held[-1] else state))
    partnership.take_attendance(by=keeper, meeting=meeting, rows=rows, guests=[guest], at=at)
