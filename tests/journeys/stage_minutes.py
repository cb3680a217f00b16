"""Sets the stage for looking at attendance and minutes; imported once Django is set up."""

from datetime import datetime, timedelta

from django.utils import timezone

from partnership import services as partnership
from partnership.models import (
    AgendaItem,
    Attendance,
    Body,
    ChairHolding,
    ItemKind,
    ItemMinute,
    Meeting,
    MeetingStatus,
    Minutes,
    MinutesStatus,
    Proposal,
    Sat,
    day_starts,
)
from shield.accounts.models import User

TITLES = {
    "fresh": "A meeting of today",
    "going_on": "A meeting that goes on",
    "held": "A meeting with draft minutes",
    "approved": "A meeting with approved minutes",
    "distributed": "A meeting with distributed minutes",
    "blank": "A meeting without an agenda",
    "chairless": "A meeting of a group that nobody chairs",
}
CHAIRLESS, EMPTY = "S.H.I.E.L.D. Executive", ("blank", "chairless")
SAID = (
    "The group heard that attendance at the training had risen.\n\nMembers asked how often the "
    "figures are checked. They are checked each quarter, and a report comes to the next meeting."
)


def sittings(keeper: User, guest: User, at: datetime) -> dict[str, object]:
    """Meetings of the board today: nothing recorded, recorded, minuted, distributed."""
    board, group = (Body.objects.get(name=name) for name in ("Partnership Board", CHAIRLESS))
    found = {
        name: sitting(group if name == "chairless" else board, title, keeper, at)
        for name, title in TITLES.items()
    }
    for name, meeting in found.items():
        if name != "fresh" and meeting.status == MeetingStatus.CONFIRMED:
            if not meeting.attendance.exists():
                record(meeting, keeper, guest, at)
            if name != "going_on":
                partnership.hold_meeting(by=keeper, meeting=meeting, at=at)
                minuted(meeting, keeper, guest, at, has_items=name not in EMPTY)
    approve(found["approved"], keeper, at)
    approve(found["distributed"], keeper, at)
    distribute(found["distributed"], keeper, at)
    first, proposed = found["held"].items.order_by("order")[:2]
    written = found["distributed"].items.exclude(proposal=None).get()
    pages: dict[str, object] = {name: meeting.pk for name, meeting in found.items()}
    return pages | {"written": first.pk, "shared": proposed.pk, "excerpt": written.pk}


def sitting(body: Body, title: str, keeper: User, at: datetime) -> Meeting:
    meeting: Meeting | None = Meeting.objects.filter(body=body, title=title).first()
    if meeting is None:
        starts = day_starts(timezone.localdate(at))
        proposal = partnership.add_meeting(
            by=keeper, body=body, title=title, starts_at=starts,
            ends_at=starts + timedelta(hours=23, minutes=59), venue="The hall", link="", at=at,
        )  # fmt: skip
        meeting = partnership.confirm_meeting(by=keeper, meeting=proposal, at=at)
        Meeting.objects.filter(pk=meeting.pk).update(published_at=at, edition=1)
    return meeting


def record(meeting: Meeting, keeper: User, guest: User, at: datetime) -> None:
    """Whoever holds a seat is there, but for the last of them."""
    rows, states = list[Sat](), Attendance.State
    seats = partnership.seats_of(meeting)
    held = [one for one in seats if one.holder is not None]
    for there in seats:
        state = states.PRESENT if there in held[:-1] else states.ABSENT
        rows.append(Sat(there.seat.pk, states.APOLOGIES if there in held[-1:] else state))
    partnership.take_attendance(by=keeper, meeting=meeting, rows=rows, guests=[guest], at=at)


def minuted(meeting: Meeting, keeper: User, guest: User, at: datetime, *, has_items: bool) -> None:
    """Three items, of which the guest proposed one, and what was said on two of them."""
    proposal = None
    for order, title in enumerate(("Minutes of the last meeting", "Learning", "Training")):
        if not has_items:
            break
        if order == 1:
            proposal = Proposal.objects.create(
                body=meeting.body, meeting=meeting, title=title, purpose="decide",
                asks="Agree the plan", source_kind="recommendation",
                source_reference="REC-2026-0007", proposed_by=guest, proposed_at=at,
                answer="taken", answered_by=keeper, answered_at=at,
            )  # fmt: skip
        AgendaItem.objects.create(
            meeting=meeting, order=order + 1, title=title, asks="Agree the plan",
            kind=ItemKind.ORDINARY if order else ItemKind.LAST_MINUTES,
            proposal=proposal if order == 1 else None, added_by=keeper, added_at=at,
        )  # fmt: skip
    minutes = partnership.begin_minutes(by=keeper, meeting=meeting, at=at)
    for minute in ItemMinute.objects.filter(minutes=minutes).order_by("item__order")[:2]:
        partnership.save_minute(by=keeper, item=minute.item, text=SAID, seen=0, at=at)


def approve(meeting: Meeting, keeper: User, at: datetime) -> None:
    minutes = Minutes.objects.select_related("meeting__body").get(meeting=meeting)
    if minutes.status == MinutesStatus.DRAFT:
        chair = ChairHolding.objects.current(meeting.on).filter(seat__body=meeting.body).first()
        by, why = (chair.user, "") if chair is not None else (keeper, "Nobody chairs it")
        partnership.approve_minutes(
            by=by, minutes=minutes, seen=partnership.mark_of_minutes(minutes, by), why=why, at=at
        )


def distribute(meeting: Meeting, keeper: User, at: datetime) -> None:
    minutes = Minutes.objects.select_related("meeting__body").get(meeting=meeting)
    if minutes.status == MinutesStatus.APPROVED:
        partnership.distribute_minutes(by=keeper, minutes=minutes, at=at)
        item = meeting.items.order_by("order")[0]
        partnership.add_correction(
            by=keeper, item=item, text="The figures are checked each month.", at=at
        )
