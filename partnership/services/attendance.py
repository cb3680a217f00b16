"""Who was at a meeting, in which seat, could the body decide, and was the meeting held?"""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any
from zlib import crc32

from django.db import transaction

from partnership.models import (
    EACH_PARTNER,
    MEMBERS,
    AgendaItem,
    Attendance,
    Attending,
    Decision,
    Holding,
    Interest,
    Meeting,
    MeetingStatus,
    Minutes,
    MinutesStatus,
    Sat,
    Seat,
    SeatThere,
    Working,
    able_to_sit,
    day_starts,
    reckon,
)
from partnership.services.leading import require_lead
from partnership.workflow import MEETING
from shield.accounts.models import Agency, AgencyKind, User
from shield.audit import services as audit
from shield.core.refusals import Conflict, Refusal

State = Attendance.State
THERE = (State.PRESENT, State.DEPUTY)
Names = tuple[dict[int, str], dict[str, str]]


class NotToRecord(Refusal):
    """It is too early, or too late, to say who was at this meeting."""


class CannotHaveSat(Refusal):
    """The person named could not sit in that seat on that day."""


class TwiceThere(Refusal):
    """One person sits in one seat."""


class ChairNotThere(Refusal):
    """Whoever took the chair was there."""


class DecisionsStand(Refusal):
    """With these people the body could not have decided what it decided."""


class RecordedMeanwhile(Conflict):
    """Somebody else recorded other attendance first."""


class NotStarted(Refusal):
    """A meeting that has yet to start was not held."""


class NotRecorded(Refusal):
    """Who was there is yet to be recorded."""


# --- What is known --------------------------------------------------------------------------------


def may_have_sat(people: Iterable[int], meeting: Meeting) -> set[tuple[int, int]]:
    """(person, agency) of those who worked there on the meeting's day in a role that may sit."""
    rows = able_to_sit(meeting.on).filter(user__in=list(people))
    return set(rows.values_list("user_id", "agency_id"))


def seats_of(meeting: Meeting) -> list[SeatThere]:
    """Each seat that the body has on the meeting's day, in order.

    Whoever had left by then holds no seat any more, whatever was written down of the seat.
    """
    on = meeting.on
    seats = Seat.objects.filter(body=meeting.body_id).present(on).in_order()
    holdings = Holding.objects.current(on).filter(seat__body=meeting.body_id)
    held = list(holdings.select_related("user").order_by("starts_on", "pk"))
    works = {person for person, _ in may_have_sat({one.user_id for one in held}, meeting)}
    replies = {
        one.seat_id: one
        for one in meeting.invited.present().filter(is_deputy=False).select_related("deputy")
        if one.seat_id is not None
    }
    recorded = {
        one.seat_id: one
        for one in meeting.attendance.exclude(seat=None).select_related("user", "recorded_by")
    }
    found = []
    for seat in seats.select_related("agency__kind"):
        here = [one for one in held if one.seat_id == seat.pk and one.user_id in works]
        holder = next((one.user for one in here if not one.is_deputy), None)
        reply = replies.get(seat.pk)
        if reply is not None and (holder is None or reply.user_id != holder.pk):
            reply = None
        named = [reply.deputy] if reply is not None and reply.deputy is not None else []
        standing = [one.user for one in here if one.is_deputy and one.user not in named]
        found.append(
            SeatThere(
                seat=seat,
                holder=holder,
                deputies=(*named, *standing),
                answer=reply.answer if reply is not None else "",
                recorded=recorded.get(seat.pk),
            )
        )
    return found


def attended(meeting: Meeting) -> list[Attendance]:
    """Everything that is recorded, seats in their order, then guests."""
    rows = meeting.attendance.select_related("user", "seat__agency__kind", "recorded_by")
    found = list(rows.order_by("seat__order", "pk"))
    return sorted(found, key=lambda one: one.seat_id is None)


def mark_of(rows: Iterable[Attendance], meeting: Meeting) -> str:
    """A short mark of what is recorded: a page knows by it whether it is still what it showed."""
    sat = [
        f"{one.seat_id or 'g'}-{one.state[:2]}-{one.user_id or 0}"
        for one in sorted(rows, key=lambda one: (one.seat_id or 0, one.user_id or 0))
    ]
    chair = [f"c-{meeting.chaired_by_id}"] if meeting.chaired_by_id else []
    visitors = [f"v-{crc32(meeting.visitors.encode())}"] if meeting.visitors else []
    return ".".join([*sat, *chair, *visitors])


def apart_from(items: Iterable[int]) -> dict[int, set[int]]:
    """Item -> the people who declared an interest in it; those without any are not there."""
    apart: dict[int, set[int]] = {}
    rows = Interest.objects.declared().filter(item__in=list(items))
    for item, user in rows.values_list("item_id", "user_id"):
        apart.setdefault(item, set()).add(user)
    return apart


def working_of(
    meeting: Meeting,
    rows: Iterable[Attendance],
    *,
    without: Collection[int] = (),
    names: Names | None = None,
) -> Working:
    """Whether the body could decide with those of `rows` who were there, but for some people.

    Whoever asks more than once gives the names that the rule is about.
    """
    partners, kinds = names_of(meeting) if names is None else names
    return reckon(meeting.body.quorum_rule, _present(rows, without), partners, kinds)


def names_of(meeting: Meeting) -> Names:
    """What a body's quorum rule is about: statutory partners by id, kinds of agency by code."""
    rule = meeting.body.quorum_rule
    partners: dict[int, str] = {}
    if EACH_PARTNER in rule:
        known = Agency.objects.on(meeting.on).filter(is_statutory_partner=True).by_name()
        partners = dict(known.values_list("pk", "name"))
    kinds: dict[str, str] = {}
    if "agency_kinds" in rule:
        kinds = dict(AgencyKind.objects.values_list("code", "name"))
    return partners, kinds


def _present(rows: Iterable[Attendance], without: Collection[int]) -> list[Attending]:
    found = []
    for row in rows:
        if row.user is None or row.state not in THERE or row.user_id in without:
            continue
        agency = row.seat.agency if row.seat else None
        found.append(
            Attending(
                person=row.user.pk,
                name=str(row.user),
                agency=agency.pk if agency else 0,
                agency_name=agency.name if agency else "",
                kind=agency.kind.code if agency else "",
                is_member=row.seat is not None and row.seat.role in MEMBERS,
                is_deputy=row.state == State.DEPUTY,
            )
        )
    return found


def quorum_of(meeting: Meeting, *, item: AgendaItem | None = None) -> Working:
    """Whether the body can decide with those who are recorded as present.

    For one item, those who declared an interest in it do not count.
    """
    apart = apart_from([item.pk]).get(item.pk, ()) if item is not None else ()
    return working_of(meeting, attended(meeting), without=apart)


def is_to_record(meeting: Meeting, at: datetime) -> bool:
    """Whether it is said now who is there: from the day on, until the minutes are approved."""
    return _why_not(meeting, at) == ""


def _why_not(meeting: Meeting, at: datetime) -> str:
    if meeting.status not in (MeetingStatus.CONFIRMED, MeetingStatus.HELD):
        return "Who is there is recorded of a confirmed meeting only."
    if at < day_starts(meeting.on):
        return "Who is there is recorded on the day of the meeting, or later."
    fixed = Minutes.objects.filter(meeting=meeting).exclude(status=MinutesStatus.DRAFT)
    if fixed.exists():
        return (
            "The minutes were approved, so who was there stays as it is. Add a correction to them."
        )
    return ""


# --- What people do -------------------------------------------------------------------------------


@transaction.atomic
def take_attendance(
    *,
    by: User,
    meeting: Meeting,
    rows: Collection[Sat],
    guests: Collection[User],
    chaired_by: User | None = None,
    visitors: str = "",
    at: datetime,
    seen: str | None = None,
) -> Working:
    """Record who was there: `rows` by seat, and guests without one, in place of what was recorded.

    `visitors` are guests without an account in the portal, a line each.

    A seat that is not among them is yet to be recorded. `seen` is the mark of what the page showed.
    Raises NotToRecord, RecordedMeanwhile, CannotHaveSat, TwiceThere, ChairNotThere, DecisionsStand.
    """
    require_lead(by, meeting.body)
    meeting = Meeting.objects.select_related("body").select_for_update(of=("self",)).get(
        pk=meeting.pk
    )  # fmt: skip
    if why := _why_not(meeting, at):
        raise NotToRecord(why)
    before = attended(meeting)
    if seen is not None and seen != mark_of(before, meeting):
        last = max(before, key=lambda one: one.recorded_at, default=None)
        who = "Somebody else" if last is None or last.recorded_by == by else str(last.recorded_by)
        raise RecordedMeanwhile(
            f"{who} changed what is recorded while you had this page open. What you chose is still "
            "below: look through it, then save again to keep it."
        )
    wanted = [_row(one, meeting) for one in _checked(rows, guests, meeting)]
    for row in wanted:
        row.recorded_by, row.recorded_at = by, at
    was = {(one.seat_id, one.state, one.user_id): one for one in before}
    keep = {(one.seat_id, one.state, one.user_id) for one in wanted} & set(was)
    gone = [one.pk for key, one in was.items() if key not in keep]
    meeting.attendance.filter(pk__in=gone).delete()
    new = [one for one in wanted if (one.seat_id, one.state, one.user_id) not in keep]
    Attendance.objects.bulk_create(new)
    found = attended(meeting)
    if chaired_by is not None and not any(
        one.user_id == chaired_by.pk and one.state in THERE for one in found
    ):
        raise ChairNotThere(f"{chaired_by} took the chair, and is not recorded as present.")
    _refuse_undecided(meeting, found, by)
    working = working_of(meeting, found)
    said: dict[str, Any] = {"chaired_by": chaired_by, "visitors": visitors}
    if meeting.status == MeetingStatus.HELD:
        said["quorum"] = working.as_json()
    changed = [name for name, value in said.items() if getattr(meeting, name) != value]
    for name in changed:
        setattr(meeting, name, said[name])
    if changed:
        meeting.save(update_fields=changed)
    if gone or new or changed:
        audit.record(
            "meeting.attendance_taken", meeting, by=by, at=at, is_met=working.is_met,
            present=sum(one.state in THERE for one in found), recorded=len(found),
        )  # fmt: skip
    return working


def _row(sat: Sat | User, meeting: Meeting) -> Attendance:
    if isinstance(sat, Sat):
        return Attendance(meeting=meeting, seat_id=sat.seat, state=sat.state, user=sat.user)
    return Attendance(meeting=meeting, seat=None, state=State.PRESENT, user=sat)


def _checked(rows: Collection[Sat], guests: Collection[User], meeting: Meeting) -> list[Sat | User]:
    """The same rows with whoever held each seat, or the refusal of the first that cannot be."""
    seats = {one.seat.pk: one for one in seats_of(meeting)}
    deputies = {row.user.pk for row in rows if row.user is not None}
    works = may_have_sat(deputies, meeting)
    found: list[Sat | User] = []
    for row in rows:
        if row.seat not in seats:
            raise CannotHaveSat("The body did not have this seat on that day.")
        there = seats[row.seat]
        user = there.holder
        if row.state == State.PRESENT and user is None:
            raise CannotHaveSat(f"Nobody held the seat of {there.seat} on that day.")
        if row.state == State.DEPUTY:
            user = row.user
            stands_in = user in there.deputies
            if user is None or user == there.holder:
                raise CannotHaveSat(f"Say who the deputy for {there.seat} was.")
            if not stands_in and (user.pk, there.seat.agency_id) not in works:
                raise CannotHaveSat(
                    f"{user} could not stand in for {there.seat}: they were no standing deputy, "
                    f"and on that day had no role in {there.seat.agency} with which to sit in a "
                    "body."
                )
        found.append(Sat(row.seat, row.state, user))
    there_now = [one.user for one in found if isinstance(one, Sat) and one.state in THERE]
    for person in (*there_now, *guests):
        if [*there_now, *guests].count(person) > 1:
            raise TwiceThere(f"{person} is recorded twice. A person sits in one seat.")
    return [*found, *guests]


def _refuse_undecided(meeting: Meeting, rows: list[Attendance], by: User) -> None:
    """What was decided stays decided by enough people, each item without those kept apart.

    What they may not read stands in nobody's way, or they would learn of it: its readers are told
    when the minutes are distributed.
    """
    standing = Decision.objects.filter(
        meeting=meeting, is_recommendation=False, withdrawn_at=None
    ).values_list("item_id", flat=True)
    items = set(
        AgendaItem.objects.visible_to(by).filter(pk__in=set(standing)).values_list("pk", flat=True)
    )
    if not items:
        return
    apart = apart_from(items)
    for item in items:
        if not working_of(meeting, rows, without=apart.get(item, ())).is_met:
            raise DecisionsStand(
                "With these people the body could not decide, and it has decided. Take back what "
                "was recorded as decided first, and record it as a recommendation."
            )


@transaction.atomic
def hold_meeting(*, by: User, meeting: Meeting, at: datetime) -> Meeting:
    """Say that a meeting was held; its quorum is kept with the working, its guests' access ends.

    Raises NotStarted, NotRecorded, MoveNotAllowed.
    """
    require_lead(by, meeting.body)
    meeting = Meeting.objects.select_related("body").select_for_update(of=("self",)).get(
        pk=meeting.pk
    )  # fmt: skip
    if at < meeting.starts_at and meeting.status == MeetingStatus.CONFIRMED:
        raise NotStarted("The meeting has not started yet.")
    missing = [one.seat.post for one in seats_of(meeting) if one.recorded is None]
    rows = attended(meeting)
    if missing or not rows:
        raise NotRecorded(
            "Record who was there first. Still to be recorded: "
            f"{', '.join(missing) or 'everybody'}."
        )
    working = working_of(meeting, rows)
    MEETING.advance(meeting, "hold", held_by=by, held_at=at, quorum=working.as_json())
    audit.record("meeting.held", meeting, by=by, at=at, is_met=working.is_met)
    return meeting
