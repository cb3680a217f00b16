"""Meetings of the board that go on or were held, with attendance and minutes."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from partnership.models import (
    AgendaItem,
    Attendance,
    Body,
    ItemMinute,
    Meeting,
    MeetingStatus,
    Minutes,
    MinutesStatus,
    Proposal,
    day_starts,
)
from partnership.services.copies import ask_copies
from tests.personas import People
from tests.trust.things import Thing

CHAIRS = frozenset({"authority_lead", "police_lead", "icb_lead"})
# Who is named on the restricted item of the draft.
NAMED = frozenset({"icb_lead"})
PROPOSER = "health_practitioner"
# The state of a meeting: that of its minutes, if it has any.
STATES = {
    "on": None,
    "held": MinutesStatus.DRAFT,
    "approved": MinutesStatus.APPROVED,
    "distributed": MinutesStatus.DISTRIBUTED,
}


def make_sittings(people: People, body: Body, at: datetime) -> Mapping[str, tuple[Thing, ...]]:
    """`granted` are those who chair the board today; of a restricted item those it names."""
    sittings, items = list[Thing](), list[Thing]()
    for number, (state, status) in enumerate(STATES.items(), start=1):
        meeting = make_sitting(people, body, at, number, is_held=status is not None)
        facts: Any = {"record": meeting, "granted": CHAIRS}
        sittings.append(Thing(state, {"pk": meeting.pk}, **facts))
        if status is not None:
            item = make_item(people, meeting, at, 1)
            items.append(Thing(state, {"pk": item.pk}, owner=PROPOSER, **facts))
        if status == MinutesStatus.DRAFT:
            secret = make_item(people, meeting, at, 2, is_restricted=True)
            secret.readers.create(user=people.icb_lead, named_by=people.operations, named_at=at)
            items.append(Thing("named", {"pk": secret.pk}, record=meeting, granted=NAMED))
        if status is not None:
            make_minutes(people, meeting, status, at)
    return {"sittings": tuple(sittings), "minuted": tuple(items)}


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
        published_at=at,
        edition=1,
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


def make_item(
    people: People, meeting: Meeting, at: datetime, order: int, *, is_restricted: bool = False
) -> AgendaItem:
    """One that was proposed by somebody who sits in no body; or a restricted one."""
    proposer = getattr(people, PROPOSER)
    proposal = None if is_restricted else Proposal.objects.create(
        body=meeting.body, meeting=meeting, title="Learning", purpose="decide", asks="Agree it",
        proposed_by=proposer, proposed_at=at, answer="taken", answered_by=people.operations,
        answered_at=at,
    )  # fmt: skip
    made: AgendaItem = AgendaItem.objects.create(
        meeting=meeting, order=order, title="Learning", proposal=proposal,
        is_restricted=is_restricted, added_by=people.operations, added_at=at,
    )  # fmt: skip
    return made


def make_minutes(people: People, meeting: Meeting, status: MinutesStatus, at: datetime) -> None:
    is_draft, is_out = status == MinutesStatus.DRAFT, status == MinutesStatus.DISTRIBUTED
    minutes = Minutes.objects.create(
        meeting=meeting, status=status, begun_by=people.operations, begun_at=at,
        approved_by=None if is_draft else people.police_lead, approved_at=None if is_draft else at,
        distributed_by=people.operations if is_out else None, distributed_at=at if is_out else None,
    )  # fmt: skip
    for item in meeting.items.order_by("pk"):
        ItemMinute.objects.create(minutes=minutes, item=item, text="Said")
    if is_out:
        ask_copies(minutes=minutes, at=at)
