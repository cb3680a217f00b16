"""What becomes of written minutes: approved by the chair, distributed, confirmed later?"""

from datetime import datetime
from typing import Any

from django.db import transaction

from partnership.models import (
    AgendaItem,
    Body,
    ChairHolding,
    ItemKind,
    Meeting,
    MeetingStatus,
    Minutes,
)
from partnership.permissions import Perm
from partnership.services.copies import ask_copies, tell_distributed
from partnership.services.leading import require_lead
from partnership.workflow import MINUTES
from shield.accounts.access import require
from shield.accounts.models import User
from shield.audit import services as audit
from shield.core.london import london_day
from shield.core.refusals import Refusal


class NotHeld(Refusal):
    """Minutes are approved of a meeting that was recorded as held."""


class WhyNotTheChair(Refusal):
    """Where nobody chairs the body, whoever approves says why they do."""


class NotConfirmedThere(Refusal):
    """Minutes are confirmed at a later meeting of the same body that has them on its agenda."""


def chairs(body: Body, at: datetime) -> bool:
    """Whether somebody holds a seat from which the body is chaired."""
    return bool(ChairHolding.objects.current(london_day(at)).filter(seat__body=body).exists())


def who_approves(body: Body, at: datetime) -> Perm:
    """The permission to approve minutes: the chair's; the operations team's where there is none."""
    return Perm.CHAIR if chairs(body, at) else Perm.KEEP


@transaction.atomic
def approve_minutes(*, by: User, minutes: Minutes, why: str = "", at: datetime) -> Minutes:
    """Agree that minutes are so: from now on their texts stay, and corrections are added.

    The operations team does it only where nobody chairs the body, and says why. Raises NotHeld,
    WhyNotTheChair, MoveNotAllowed.
    """
    require(by, who_approves(minutes.meeting.body, at), minutes.meeting.body)
    if Meeting.objects.get(pk=minutes.meeting_id).status != MeetingStatus.HELD:
        raise NotHeld("Record first who was there, and that the meeting was held.")
    is_chair = chairs(minutes.meeting.body, at)
    if not is_chair and not why:
        raise WhyNotTheChair("Say why you approve these minutes in place of a chair.")
    MINUTES.advance(minutes, "approve", approved_by=by, approved_at=at)
    facts: dict[str, Any] = {} if is_chair else {"why": why}
    audit.record("minutes.approved", minutes, by=by, at=at, by_chair=is_chair, **facts)
    return minutes


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
            "Minutes are confirmed at a later meeting of the same body that has started and has "
            "“Minutes of the last meeting” on its agenda."
        )
    MINUTES.advance(minutes, "confirm", confirmed_by=by, confirmed_at=at, confirmed_in=meeting)
    audit.record("minutes.confirmed", minutes, by=by, at=at, meeting=meeting.pk)
    return minutes
