"""What can happen to a meeting?"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from partnership.calendar import CANCEL, REQUEST
from partnership.models import AgendaItem, Body, Meeting, MeetingMove, MeetingStatus, Minutes
from partnership.permissions import Perm
from partnership.planning import FAR, Rhythmic, Slot, hangs_words, place
from partnership.services.agendas import MinutedAlready, is_minuted
from partnership.services.clashing import sitting, slot_of, standing_between
from partnership.services.invitations import forget_answers, invite, tell_invited
from partnership.workflow import MEETING
from shield.accounts.access import require
from shield.accounts.models import User
from shield.audit import services as audit
from shield.clocks.models import overrides
from shield.core.london import LONDON, london_day, short_day
from shield.core.references import next_reference
from shield.core.refusals import Refusal

PREFIX = "MEET"
MOVING = (MeetingStatus.PROPOSED, MeetingStatus.CONFIRMED)


class NotToChange(Refusal):
    """A meeting that was held or cancelled stays as it is."""


class SameTime(Refusal):
    """It would be moved to where it is."""


class NoReason(Refusal):
    """Whoever moves a confirmed meeting says why."""


class MovedToPast(Refusal):
    """A meeting to come takes place today or later."""


class NotProposed(Refusal):
    """Only what is yet a proposal can be taken out again."""


@dataclass(frozen=True)
class Following:
    """Where a meeting would go that hangs on one that moves."""

    meeting: Meeting
    starts_at: datetime
    ends_at: datetime
    why: str
    clashes: tuple[str, ...]


@transaction.atomic
def add_meeting(
    *,
    by: User,
    body: Body,
    title: str,
    starts_at: datetime,
    ends_at: datetime,
    venue: str,
    link: str,
    at: datetime,
) -> Meeting:
    """Add a meeting by hand. It is a proposal until it is confirmed."""
    require(by, Perm.KEEP, body)
    meeting = Meeting.objects.create(
        body=body,
        title=title,
        starts_at=starts_at,
        ends_at=ends_at,
        venue=venue,
        link=link,
        why="Added by hand",
        proposed_by=by,
        proposed_at=at,
    )
    audit.record("meeting.proposed", meeting, by=by, at=at, body=body.pk)
    return meeting


@transaction.atomic
def edit_meeting(
    *, by: User, meeting: Meeting, title: str, venue: str, link: str, at: datetime
) -> Meeting:
    """Change what a meeting is called and where it is. Raises NotToChange."""
    require(by, Perm.KEEP, meeting.body)
    meeting = _locked(meeting)
    given = {"title": title, "venue": venue, "link": link}
    changed = sorted(name for name, value in given.items() if getattr(meeting, name) != value)
    for name in changed:
        setattr(meeting, name, given[name])
    if changed:
        meeting.save(update_fields=changed)
        audit.record("meeting.changed", meeting, by=by, at=at, fields=changed)
        if meeting.status == MeetingStatus.CONFIRMED:
            _next_sequence(meeting)
            tell_invited(meeting=meeting, method=REQUEST, at=at, was=meeting.on)
    return meeting


def _next_sequence(meeting: Meeting) -> None:
    meeting.sequence += 1
    meeting.save(update_fields=["sequence"])


def _locked(meeting: Meeting) -> Meeting:
    """The meeting as it is now, held until the transaction ends."""
    rows = Meeting.objects.select_related("body").select_for_update(of=("self",))
    found: Meeting = rows.get(pk=meeting.pk)
    if found.status not in MOVING:
        raise NotToChange(
            f"This meeting was {found.status_words.lower()}, so it can no longer be changed."
        )
    return found


@transaction.atomic
def remove_meeting(*, by: User, meeting: Meeting, at: datetime) -> None:
    """Take a proposal out of the plan; what hung on it stays where it is. Raises NotProposed."""
    require(by, Perm.KEEP, meeting.body)
    remove([meeting.pk], by=by, at=at)


def remove(ids: Collection[int], *, by: User, at: datetime) -> None:
    """Take proposals out, all or none. A step of services that asked."""
    require(by, Perm.KEEP)
    rows = Meeting.objects.proposed().filter(pk__in=ids)
    found = list(rows.select_for_update().order_by("pk"))
    if len(found) != len(ids):
        raise NotProposed("Only a proposed meeting can be removed. Cancel a confirmed one instead.")
    for meeting in found:
        audit.record("meeting.removed", meeting, by=by, at=at, body=meeting.body_id)
    Meeting.objects.filter(around__in=ids).update(around=None, offset_days=None)
    Meeting.objects.filter(pk__in=ids).delete()


@transaction.atomic
def confirm_meeting(*, by: User, meeting: Meeting, at: datetime) -> Meeting:
    """Let a proposed meeting stand, with a reference, and invite to it. Raises MoveNotAllowed."""
    require(by, Perm.KEEP, meeting.body)
    year = meeting.starts_at.astimezone(LONDON).year
    MEETING.advance(
        meeting,
        "confirm",
        reference=next_reference(Meeting.objects.all(), prefix=PREFIX, year=year),
        confirmed_by=by,
        confirmed_at=at,
    )
    audit.record("meeting.confirmed", meeting, by=by, at=at, body=meeting.body_id)
    invite(meeting=meeting, by=by, at=at)
    return meeting


@transaction.atomic
def cancel_meeting(
    *, by: User, meeting: Meeting, why: str, with_: Collection[int] = (), at: datetime
) -> Meeting:
    """Cancel a confirmed meeting, with a reason, and those of `with_` that hang on it.

    Proposals among these are taken out; all or none. Raises MoveNotAllowed, MinutedAlready.
    """
    require(by, Perm.KEEP, meeting.body)
    held_still = Meeting.objects.select_for_update().get(pk=meeting.pk)
    hanging = list(
        meeting.hanging.filter(pk__in=with_, status__in=MOVING)
        .select_related("body")
        .select_for_update(of=("self",))
        .by_day()
    )
    items = AgendaItem.objects.filter(meeting=meeting)
    if held_still.status == MeetingStatus.CONFIRMED and is_minuted(items):
        raise MinutedAlready(
            "Something is minuted of this meeting, decided at it or to be done, so it took place. "
            "Record that it was held."
        )
    MEETING.advance(meeting, "cancel", cancelled_by=by, cancelled_at=at, cancelled_because=why)
    audit.record("meeting.cancelled", meeting, by=by, at=at, body=meeting.body_id)
    _next_sequence(meeting)
    tell_invited(meeting=meeting, method=CANCEL, at=at)
    for one in hanging:
        if one.status == MeetingStatus.PROPOSED:
            remove([one.pk], by=by, at=at)
        else:
            because = f"It hangs on {meeting}, {short_day(meeting.on)}, which was cancelled: {why}"
            cancel_meeting(by=by, meeting=one, why=because[:500], at=at)
    return meeting


# --- Moving ---------------------------------------------------------------------------------------


def following(*, meeting: Meeting, starts_at: datetime, ends_at: datetime) -> list[Following]:
    """Where everything that hangs on a meeting would go, were it moved; changes nothing."""
    hanging = list(
        meeting.hanging.filter(status__in=MOVING).select_related("body").order_by("offset_days")
    )
    if not hanging:
        return []
    centre = starts_at.astimezone(LONDON).date()
    offsets = [one.offset_days or 0 for one in hanging]
    days = [centre + timedelta(days=offset) for offset in offsets]
    far = timedelta(days=FAR)
    gone = {meeting.pk, *(one.pk for one in hanging)}
    others = [
        one for one in standing_between(min(days) - far, max(days) + far) if one.pk not in gone
    ]
    sits = sitting({one.body_id for one in (meeting, *hanging, *others)})
    meeting_moved = Meeting(
        body=meeting.body, title=meeting.title, starts_at=starts_at, ends_at=ends_at
    )
    taken: list[Slot] = [slot_of(one, sits) for one in (meeting_moved, *others)]
    found, known = list[Following](), overrides()
    for one, offset, day in zip(hanging, offsets, days, strict=True):
        was = slot_of(one, sits)
        body = Rhythmic(one.body_id, str(one), "around", was.starts, was.ends)
        slot, why, left = place(body, day, sits=sits, taken=taken, overrides=known)
        taken.append(slot)
        found.append(
            Following(
                meeting=one,
                starts_at=datetime.combine(slot.day, slot.starts, LONDON),
                ends_at=datetime.combine(slot.day, slot.ends, LONDON),
                why=". ".join(part for part in (hangs_words(offset, centre), why) if part),
                clashes=left,
            )
        )
    return found


@transaction.atomic
def move_meeting(
    *,
    by: User,
    meeting: Meeting,
    starts_at: datetime,
    ends_at: datetime,
    why: str,
    with_: Collection[int],
    at: datetime,
) -> Meeting:
    """Move a meeting and those of `with_` that hang on it, all or none.

    A confirmed one keeps where it was and why it moved. Raises NotToChange, MinutedAlready,
    SameTime, NoReason, MovedToPast.
    """
    require(by, Perm.KEEP, meeting.body)
    meeting = _locked(meeting)
    today = london_day(at)
    if london_day(starts_at) < today <= meeting.on:
        raise MovedToPast("A meeting that is to come can only move to today or later.")
    # All that may move is held still before the audit is written, where everybody waits.
    list(meeting.hanging.select_for_update(no_key=True).by_day())
    if (meeting.starts_at, meeting.ends_at) == (starts_at, ends_at):
        raise SameTime("The meeting is at this time already. Enter another day or time.")
    if not why and meeting.status == MeetingStatus.CONFIRMED:
        raise NoReason("Say why the meeting moves: it is confirmed, and people know of it.")
    moved_to = short_day(starts_at.astimezone(LONDON).date())
    followers = following(meeting=meeting, starts_at=starts_at, ends_at=ends_at)
    _put(meeting, starts_at, ends_at, why, by=by, at=at)
    for one in followers:
        if one.meeting.pk in with_:
            because = f"It hangs on {meeting}, which moved to {moved_to}"
            one.meeting.why = one.why[:500]
            one.meeting.save(update_fields=["why"])
            _put(_locked(one.meeting), one.starts_at, one.ends_at, because, by=by, at=at)
    return meeting


def _put(
    meeting: Meeting, starts_at: datetime, ends_at: datetime, why: str, *, by: User, at: datetime
) -> None:
    if (meeting.starts_at, meeting.ends_at) == (starts_at, ends_at):
        return
    if Minutes.objects.filter(meeting=meeting).exists():
        raise MinutedAlready(
            f"The minutes of {meeting}, {short_day(meeting.on)}, were begun: it took place then."
        )
    if meeting.status == MeetingStatus.CONFIRMED:
        MeetingMove.objects.create(
            meeting=meeting,
            from_starts_at=meeting.starts_at,
            from_ends_at=meeting.ends_at,
            to_starts_at=starts_at,
            to_ends_at=ends_at,
            why=why[:500],
            moved_by=by,
            moved_at=at,
        )
    was = meeting.on
    meeting.starts_at, meeting.ends_at = starts_at, ends_at
    meeting.save(update_fields=["starts_at", "ends_at"])
    audit.record("meeting.moved", meeting, by=by, at=at, to=starts_at.isoformat())
    if meeting.status == MeetingStatus.CONFIRMED:
        _next_sequence(meeting)
        forget_answers(meeting=meeting, at=at)
        invite(meeting=meeting, by=by, at=at, was=was)
