"""What becomes of written minutes: approved by the chair, distributed, confirmed later?"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from partnership import emails
from partnership.models import (
    AgendaItem,
    Attendance,
    Body,
    ChairHolding,
    Decision,
    ItemKind,
    ItemReader,
    Meeting,
    MeetingStatus,
    Minutes,
)
from partnership.permissions import Perm
from partnership.services.copies import ask_copies, tell_distributed
from partnership.services.leading import require_lead
from partnership.services.marks import mark_of_minutes, unsound_decisions, unsound_read_by
from partnership.workflow import MINUTES
from shield.accounts.access import require
from shield.accounts.models import User
from shield.audit import services as audit
from shield.core.london import london_day
from shield.core.refusals import Conflict, Refusal
from shield.core.workflow import MoveNotAllowed
from shield.notifications import services as notifications


class NotHeld(Refusal):
    """Minutes are approved of a meeting that was recorded as held."""


class ChangedSinceRead(Conflict):
    """What is to be approved is not what was read."""


class DecisionsUnsound(Refusal):
    """Something stands as decided that the body could not have decided."""


class WhyNotTheChair(Refusal):
    """Where nobody chairs the body, whoever approves says why they do."""


class NobodyChairs(Refusal):
    """There is no chair to ask."""


class NotConfirmedThere(Refusal):
    """Minutes are confirmed at a later meeting of the same body that has them on its agenda."""


def chairs(body: Body, at: datetime) -> bool:
    """Whether somebody holds a seat from which the body is chaired."""
    return bool(ChairHolding.objects.current(london_day(at)).filter(seat__body=body).exists())


def who_approves(body: Body, at: datetime) -> Perm:
    """The permission to approve minutes: the chair's; the operations team's where there is none."""
    return Perm.CHAIR if chairs(body, at) else Perm.KEEP


@transaction.atomic
def ask_to_approve(*, by: User, minutes: Minutes, at: datetime) -> int:
    """Tell whoever chairs the body that its draft minutes are finished; gives how many were told.

    A chair is told once a day at most. Raises NotHeld, NobodyChairs, MoveNotAllowed.
    """
    require(by, Perm.KEEP, minutes.meeting.body)
    if minutes.meeting.status != MeetingStatus.HELD:
        raise NotHeld("Record first who was there, and that the meeting was held.")
    if not MINUTES.allows(minutes, "approve"):
        raise MoveNotAllowed(MINUTES.moves["approve"].says)
    day = london_day(at)
    held = ChairHolding.objects.current(day).filter(seat__body=minutes.meeting.body_id)
    people = list(User.objects.filter(pk__in=held.values("user")))
    if not people:
        raise NobodyChairs("Nobody chairs this body. Approve the minutes yourself and say why.")
    notifications.notify(
        recipients=people,
        key=f"minutes.approve:{minutes.pk}:{day}",
        message=emails.minutes_to_approve(minutes.meeting, url=minutes.get_absolute_url()),
        at=at,
    )
    audit.record("minutes.approval_asked", minutes, by=by, at=at)
    return len(people)


@transaction.atomic
def approve_minutes(
    *, by: User, minutes: Minutes, seen: str, why: str = "", at: datetime
) -> Minutes:
    """Agree that minutes are so: from now on their texts stay, and corrections are added.

    `seen` is the mark of what the page of the minutes showed. The operations team does it only
    where nobody chairs the body, and says why. Raises NotHeld, ChangedSinceRead, DecisionsUnsound,
    WhyNotTheChair, MoveNotAllowed.
    """
    require(by, who_approves(minutes.meeting.body, at), minutes.meeting.body)
    meeting = (
        Meeting.objects.select_related("body")
        .select_for_update(of=("self",))
        .get(pk=minutes.meeting_id)
    )
    if meeting.status != MeetingStatus.HELD:
        raise NotHeld("Record first who was there, and that the meeting was held.")
    list(Minutes.objects.filter(pk=minutes.pk).select_for_update())
    if seen != mark_of_minutes(minutes, by):
        raise ChangedSinceRead(
            "Something in these minutes was changed after you opened them. Nothing is approved "
            "yet: read them again, then approve them."
        )
    _refuse_unsound(meeting, by)
    is_chair = chairs(minutes.meeting.body, at)
    if not is_chair and not why:
        raise WhyNotTheChair("Say why you approve these minutes in place of a chair.")
    said = "" if is_chair else why
    MINUTES.advance(minutes, "approve", approved_by=by, approved_at=at, approved_why=said)
    audit.record("minutes.approved", minutes, by=by, at=at, by_chair=is_chair)
    return minutes


def _refuse_unsound(meeting: Meeting, by: User) -> None:
    if found := unsound_read_by(by, meeting):
        names = ", ".join(one.reference for one in found)
        raise DecisionsUnsound(
            f"{names}: somebody who agreed has declared an interest since, or without them too few "
            "were there. Change it or withdraw it first, or record it as a recommendation."
        )


def _tell_of_unsound(meeting: Meeting, at: datetime) -> None:
    """Those who read what whoever approved may not, and so could not be asked to put right."""
    for one in unsound_decisions(meeting):
        named = ItemReader.objects.current().filter(item=one.item_id).select_related("user")
        rows = Decision.objects.filter(pk=one.pk)
        notifications.notify(
            recipients=[each.user for each in named if rows.visible_to(each.user).exists()],
            key=f"decision.unsound:{one.pk}:{one.version}",
            message=emails.decision_unsound(one),
            at=at,
        )


@transaction.atomic
def distribute_minutes(*, by: User, minutes: Minutes, at: datetime) -> Minutes:
    """Let approved minutes be read by all who read the body; they are told, and PDFs asked for.

    Whoever proposed an item is told that its excerpt can be read. Raises MoveNotAllowed.
    """
    require_lead(by, minutes.meeting.body)
    MINUTES.advance(minutes, "distribute", distributed_by=by, distributed_at=at)
    audit.record("minutes.distributed", minutes, by=by, at=at)
    ask_copies(minutes=minutes, at=at)
    tell_distributed(minutes=minutes, at=at)
    _tell_of_unsound(minutes.meeting, at)
    return minutes


def confirming(minutes: Minutes, at: datetime) -> Any:
    """The later meetings of the body at which its minutes can be confirmed, the first one first."""
    on_agenda = AgendaItem.objects.standing().filter(kind=ItemKind.LAST_MINUTES)
    return (
        Meeting.objects.filter(
            body=minutes.meeting.body_id,
            starts_at__gt=minutes.meeting.starts_at,
            starts_at__lte=at,
            status__in=(MeetingStatus.CONFIRMED, MeetingStatus.HELD),
            pk__in=on_agenda.values("meeting"),
        )
        .filter(Exists(Attendance.objects.present().filter(meeting=OuterRef("pk"))))
        .select_related("body")
        .by_day()
    )


@transaction.atomic
def confirm_minutes(*, by: User, minutes: Minutes, meeting: Meeting, at: datetime) -> Minutes:
    """Write down that a later meeting of the body has confirmed its minutes.

    Raises NotConfirmedThere, MoveNotAllowed.
    """
    require_lead(by, minutes.meeting.body)
    if not confirming(minutes, at).filter(pk=meeting.pk).exists():
        raise NotConfirmedThere(
            "Minutes are confirmed at a later meeting of the same body that has started, that has "
            "“Minutes of the last meeting” on its agenda, and of which it is recorded who is there."
        )
    MINUTES.advance(minutes, "confirm", confirmed_by=by, confirmed_at=at, confirmed_in=meeting)
    audit.record("minutes.confirmed", minutes, by=by, at=at, meeting=meeting.pk)
    return minutes
