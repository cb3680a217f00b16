"""What does a body decide at a meeting? Written down with its quorum while the minutes are a draft.

Who declared an interest in the item neither counts for its quorum nor stands among those who
agreed. Without a quorum nothing is decided: it is recorded as a recommendation, or not at all.
"""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import TypedDict, Unpack
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from partnership.models import (
    MEMBERS,
    AgendaItem,
    Attendance,
    Decision,
    Meeting,
    MeetingStatus,
    Minutes,
    MinutesStatus,
    Priority,
    Working,
    day_starts,
)
from partnership.permissions import Perm
from partnership.services.attendance import apart_from, attended, quorum_of
from partnership.services.leading import leads
from partnership.services.minutes import require_minuter
from shield.accounts.models import User
from shield.audit import services as audit
from shield.core.london import london_day
from shield.core.references import next_reference
from shield.core.refusals import Conflict, Refusal

PREFIX = "DEC"
THERE = (Attendance.State.PRESENT, Attendance.State.DEPUTY)


class Inquorate(Refusal):
    """Too few were there to decide; what they think can be recorded as a recommendation."""


class UsedAlready(Refusal):
    """The page was made for another item."""


class NotDeciding(Refusal):
    """The meeting has not begun, was cancelled, or its minutes were approved."""


class DidNotAgree(Refusal):
    """Somebody who was not there, has no vote or declared an interest cannot have agreed."""


class NobodyAgreed(Refusal):
    """What nobody agreed to was not decided."""


class DecidedLater(Refusal):
    """Nothing was decided on a day before the meeting, or on one that is yet to come."""


class NoLongerStands(Refusal):
    """The decision was withdrawn."""


class DecidedMeanwhile(Conflict):
    """Somebody else changed it first."""


class DecisionFacts(TypedDict):
    """What is known of a decision. `agreed` are rows of the meeting's attendance."""

    text: str
    reasons: str
    agreed: Collection[Attendance]
    dissent: str
    is_recommendation: bool
    priority: Priority | None
    decided_on: date


# --- Who may, and who can have agreed -------------------------------------------------------------


def items_to_decide(user: User, meeting: Meeting, at: datetime) -> list[AgendaItem]:
    """The items of a meeting on which somebody can write a decision down now, in their order."""
    approved = Minutes.objects.filter(meeting=meeting).exclude(status=MinutesStatus.DRAFT)
    if why_not(meeting, at) or approved.exists():
        return []
    rows = AgendaItem.objects.visible_to(user).filter(meeting=meeting).in_order()
    return list(rows if leads(user, meeting.body) else rows.filter(is_restricted=True))


def may_change(user: User, decision: Decision, at: datetime) -> bool:
    """Whether they can put a decision right, or take it back."""
    if decision.item is None or decision.withdrawn_at is not None:
        return False
    return decision.item in items_to_decide(user, decision.item.meeting, at)


def may_have_agreed(item: AgendaItem) -> list[Attendance]:
    """Who was there in a seat with a vote, but for those who declared an interest in the item.

    Of a restricted item those alone who are named as its readers.
    """
    found = voters(attended(item.meeting), apart_from([item.pk]).get(item.pk, set()))
    if not item.is_restricted:
        return found
    named = set(item.readers.current().values_list("user", flat=True))
    return [one for one in found if one.user_id in named]


def voters(rows: Iterable[Attendance], apart: set[int]) -> list[Attendance]:
    """Those of a meeting's attendance who sat in a seat with a vote, but for some people."""
    return [
        one
        for one in rows
        if one.state in THERE
        and one.seat is not None
        and one.seat.role in MEMBERS
        and one.user_id not in apart
    ]


def agreed_words(row: Attendance) -> str:
    """`Northshire Police: Superintendent`, and that it was a deputy."""
    assert row.seat is not None
    words = f"{row.seat.agency}: {row.seat.post}"
    return f"{words} (deputy)" if row.state == Attendance.State.DEPUTY else words


# --- What people do -------------------------------------------------------------------------------


@transaction.atomic
def decide(
    *,
    by: User,
    item: AgendaItem,
    at: datetime,
    form_token: UUID | None = None,
    **facts: Unpack[DecisionFacts],
) -> Decision:
    """Write down what was decided on an item, or recommended where the body could not decide.

    What the same form has recorded already is given back. Raises NotDeciding, Inquorate,
    DidNotAgree, NobodyAgreed, DecidedLater.
    """
    require_minuter(by, item)
    meeting = _open(item, at)
    if form_token is not None:
        before: Decision | None = Decision.objects.filter(form_token=form_token).first()
        if before is not None and before.item_id == item.pk:
            return before
        if before is not None:
            raise UsedAlready("This page was used for another item. Open it anew from the item.")
    checked = _checked(item, meeting, at, **facts)
    year = facts["decided_on"].year
    decision: Decision = Decision.objects.create(
        reference=next_reference(Decision.objects.all(), prefix=PREFIX, year=year),
        body=meeting.body,
        meeting=meeting,
        item=item,
        recorded_by=by,
        recorded_at=at,
        form_token=form_token,
        **checked,
    )
    audit.record(
        "decision.recorded", decision, by=by, at=at, meeting=meeting.pk,
        is_recommendation=decision.is_recommendation,
    )  # fmt: skip
    return decision


@transaction.atomic
def edit_decision(
    *, by: User, decision: Decision, seen: int, at: datetime, **facts: Unpack[DecisionFacts]
) -> Decision:
    """Put right what was written down; the number and the old words are kept.

    `seen` is the version that the page was shown with. Raises what `decide` raises, and
    NoLongerStands, DecidedMeanwhile.
    """
    require_minuter(by, _item_of(decision))
    item = _item_of(decision)
    meeting = _open(item, at)
    row = _standing(decision)
    if row.version != seen:
        raise DecidedMeanwhile(
            "Somebody else changed this after you opened it. Nothing is lost: what stands now is "
            "shown beside what you typed. Bring together what is to stay, then save."
        )
    for name, value in _checked(item, meeting, at, **facts).items():
        setattr(row, name, value)
    row.version += 1
    row.save()
    audit.record(
        "decision.changed", row, by=by, at=at, meeting=meeting.pk,
        is_recommendation=row.is_recommendation,
    )  # fmt: skip
    return row


@transaction.atomic
def withdraw_decision(*, by: User, decision: Decision, at: datetime) -> Decision:
    """Take back what was written down; its number is not given again.

    Raises NotDeciding, NoLongerStands.
    """
    require_minuter(by, _item_of(decision))
    meeting = _open(_item_of(decision), at)
    row = _standing(decision)
    row.withdrawn_by, row.withdrawn_at = by, at
    row.save(update_fields=["withdrawn_by", "withdrawn_at"])
    audit.record("decision.withdrawn", row, by=by, at=at, meeting=meeting.pk)
    return row


def _item_of(decision: Decision) -> AgendaItem:
    """The item of a decision at a meeting; one between meetings is never changed."""
    if decision.item is None:
        raise PermissionDenied(Perm.CHAIR)
    return decision.item


def _open(item: AgendaItem, at: datetime) -> Meeting:
    """The meeting, held until the transaction ends, while something can be decided at it."""
    rows = Meeting.objects.select_related("body").select_for_update(of=("self",))
    meeting: Meeting = rows.get(pk=item.meeting_id)
    if why := why_not(meeting, at):
        raise NotDeciding(why)
    # Held as well, so that nobody approves the minutes meanwhile.
    minutes = Minutes.objects.filter(meeting=meeting).select_for_update().first()
    if minutes is not None and minutes.status != MinutesStatus.DRAFT:
        raise NotDeciding(
            "The minutes were approved, so what was decided stays as it is. Add a correction to "
            "them."
        )
    return meeting


def why_not(meeting: Meeting, at: datetime) -> str:
    """Why nothing can be decided at a meeting, whatever its minutes; "" if it can."""
    if meeting.status not in (MeetingStatus.CONFIRMED, MeetingStatus.HELD):
        return "Nothing is decided at a meeting that was not confirmed, or was cancelled."
    if at < day_starts(meeting.on):
        return "Nothing is decided before the day of the meeting."
    return ""


def _standing(decision: Decision) -> Decision:
    row: Decision = Decision.objects.select_for_update().get(pk=decision.pk)
    if row.withdrawn_at is not None:
        raise NoLongerStands("This was withdrawn, so it can no longer be changed.")
    return row


def _checked(
    item: AgendaItem, meeting: Meeting, at: datetime, **facts: Unpack[DecisionFacts]
) -> dict[str, object]:
    """The facts as they are stored, or the refusal of the first that cannot be."""
    decided_on, is_recommendation = facts["decided_on"], facts["is_recommendation"]
    if decided_on > london_day(at) or decided_on < meeting.on:
        raise DecidedLater("The day must be the meeting's, or later, and not yet to come.")
    working: Working = quorum_of(meeting, item=item)
    if not working.is_met and not is_recommendation:
        raise Inquorate(
            f"The body could not decide: {working.words}. Record it as a recommendation instead."
        )
    there = {one.pk: one for one in may_have_agreed(item)}
    for one in facts["agreed"]:
        if one.pk not in there:
            raise DidNotAgree(
                "Only who was there with a vote, and has no interest in the item, can have agreed."
            )
    chosen = {one.pk for one in facts["agreed"]}
    agreed = [agreed_words(row) for pk, row in there.items() if pk in chosen]
    if not agreed and not is_recommendation:
        raise NobodyAgreed("Say who agreed. What nobody agreed to was not decided.")
    return {
        "text": facts["text"],
        "reasons": facts["reasons"],
        "agreed": agreed,
        "dissent": facts["dissent"],
        "is_recommendation": is_recommendation,
        "quorum": working.as_json(),
        "priority": facts["priority"],
        "decided_on": decided_on,
    }
