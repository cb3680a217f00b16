"""Who is asked to a meeting, told of what becomes of it, and what do they answer?"""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from partnership import emails
from partnership.calendar import CANCEL, REQUEST
from partnership.models import (
    AgendaItem,
    Answer,
    Body,
    Holding,
    Invited,
    ItemReader,
    Meeting,
    MeetingStatus,
    able_to_sit,
)
from partnership.permissions import Perm
from partnership.services.actions import limit_clocks
from partnership.services.sitting import CannotSit, may_sit
from shield.accounts.access import require
from shield.accounts.models import User
from shield.audit import services as audit
from shield.core.london import london_day
from shield.core.refusals import Refusal
from shield.notifications import services as notifications


class MeetingOver(Refusal):
    """Nobody is asked, or answers, once a meeting is over or is not to be."""


class InvitedAlready(Refusal):
    """The person is invited to this meeting."""


class NoDeputy(Refusal):
    """The person named cannot stand in for the seat."""


class NotOfMeeting(Refusal):
    """The item stands on the agenda of another meeting, or of none."""


class NoLongerInvited(Refusal):
    """The invitation was taken back."""


# --- Steps of what happens to a meeting -----------------------------------------------------------


def invite(*, meeting: Meeting, by: User, at: datetime, was: date | None = None) -> None:
    """Ask everybody who holds a seat on the day, and tell those who are no longer asked.

    A step of services that asked. Of a meeting that is over nobody is told. `was` is the day on
    which it was to be before it moved.
    """
    if meeting.ends_at <= at:
        return
    asked = {one.pk for one in _follow(meeting, Q(), by=by, at=at)}
    tell_invited(meeting=meeting, method=REQUEST, at=at, was=was, new=asked)


def hold_still(*, bodies: Collection[int], at: datetime) -> list[Meeting]:
    """The meetings to come of these bodies, which nobody else changes until the transaction ends.

    Of two who appoint and confirm at one time, the later then sees what the earlier did. Asked for
    before anything is written into the audit: there all wait for each other.
    """
    states = (MeetingStatus.PROPOSED, MeetingStatus.CONFIRMED)
    rows = Meeting.objects.filter(body__in=bodies, status__in=states, ends_at__gt=at)
    held_still = rows.select_for_update(of=("self",), no_key=True)
    return list(held_still.select_related("body").by_day())


def follow_seats(*, body: Body, people: Collection[int], by: User, at: datetime) -> None:
    """Somebody came to a seat of a body or left one: ask them to its meetings, or no longer.

    A step of services that asked.
    """
    for meeting in hold_still(bodies=[body.pk], at=at):
        if meeting.status == MeetingStatus.CONFIRMED:
            asked = _follow(meeting, Q(user__in=people), by=by, at=at)
            _tell(asked, meeting, REQUEST, at)


def _follow(meeting: Meeting, among: Q, *, by: User, at: datetime) -> list[User]:
    """Ask whoever holds a seat on the day, and tell those who are no longer asked.

    Answers those who were not asked before; they are yet to be told.
    """
    held: dict[int, Holding] = {}
    rows = Holding.objects.current(meeting.on).filter(among, seat__body_id=meeting.body_id)
    rows = rows.filter(user__is_active=True).select_related("user")
    for one in rows.order_by("is_deputy", "seat__order", "pk"):
        held.setdefault(one.user_id, one)
    invited = meeting.invited.filter(among).select_related("user", "deputy")
    known = {one.user_id: one for one in invited}
    asked = list[User]()
    for user_id, holding in held.items():
        row = known.get(user_id)
        seat: dict[str, Any] = {"seat_id": holding.seat_id, "is_deputy": holding.is_deputy}
        if row is None:
            Invited.objects.create(
                meeting=meeting, user_id=user_id, invited_by=by, invited_at=at, **seat
            )
            asked.append(holding.user)
            continue
        is_anew = row.withdrawn_at is not None
        # Who stands in for another sends nobody themselves.
        sends_nobody = holding.is_deputy and row.answer == Answer.DEPUTY
        if is_anew or sends_nobody:
            seat |= {"answer": "", "deputy": None, "answered_by": None, "answered_at": None}
        meeting.invited.filter(pk=row.pk).update(withdrawn_at=None, item=None, **seat)
        if is_anew:
            asked.append(holding.user)
        elif sends_nobody:
            _no_longer_named(row.deputy, meeting, at)
    for user_id, row in known.items():
        if user_id not in held and row.seat_id is not None and row.withdrawn_at is None:
            meeting.invited.filter(pk=row.pk).update(withdrawn_at=at)
            _tell([row.user], meeting, CANCEL, at)
            _no_longer_named(row.deputy, meeting, at)
    return asked


def tell_invited(
    *,
    meeting: Meeting,
    method: str,
    at: datetime,
    was: date | None = None,
    new: Collection[int] = (),
) -> None:
    """Tell all who are invited, and the deputies they named. A step of services that asked.

    `was` is the day that they know; those of `new` know of none.
    """
    if meeting.ends_at <= at:
        return
    rows = meeting.invited.present().select_related("user", "deputy").order_by("pk")
    people = {one.pk: one for row in rows for one in (row.user, row.deputy) if one is not None}
    _tell([one for pk, one in people.items() if pk in new], meeting, method, at)
    _tell([one for pk, one in people.items() if pk not in new], meeting, method, at, was)


def forget_answers(*, meeting: Meeting, at: datetime) -> None:
    """At another time other people can come: all are asked anew. A step of services that asked."""
    rows = meeting.invited.exclude(answer="")
    for row in rows.exclude(deputy=None).select_related("deputy"):
        _no_longer_named(row.deputy, meeting, at)
    rows.update(answer="", deputy=None, answered_by=None, answered_at=None)


def _no_longer_named(deputy: User | None, meeting: Meeting, at: datetime) -> None:
    """Tell a deputy that they are not needed, unless they are invited themselves."""
    if deputy is not None and not meeting.invited.present().filter(user=deputy).exists():
        _tell([deputy], meeting, CANCEL, at)


def _tell(
    people: Collection[User], meeting: Meeting, method: str, at: datetime, was: date | None = None
) -> None:
    able = set(able_to_sit(london_day(at)).filter(user__in=people).values_list("user", flat=True))
    # The link by which a meeting is joined goes to nobody who may not open it.
    for person in [one for one in people if one.pk in able]:
        notifications.notify(
            recipients=[person],
            key=f"meeting.{method.lower()}:{meeting.pk}:{meeting.sequence}:{at.timestamp():.0f}",
            message=emails.meeting_message(meeting, method=method, to=person.email, at=at, was=was),
            at=at,
        )


# --- What people do -------------------------------------------------------------------------------


@transaction.atomic
def reply(*, by: User, invited: Invited, answer: str, deputy: User | None, at: datetime) -> Invited:
    """Answer an invitation: one's own, or as the operations team for somebody who told them.

    A deputy reads the meeting until it is over. Raises MeetingOver, NoLongerInvited, NoDeputy.
    """
    if invited.user_id != by.pk:
        require(by, Perm.KEEP, invited.meeting.body)
    row = Invited.objects.select_for_update().get(pk=invited.pk)
    meeting = _open(row.meeting, at)
    if row.withdrawn_at is not None:
        raise NoLongerInvited("The invitation to this meeting was taken back.")
    if answer == Answer.DEPUTY:
        _require_deputy(row, deputy, at)
        assert deputy is not None
        end_stale_names(deputy, by=by, at=at, item__meeting=meeting)
    was, row.deputy = row.deputy, deputy if answer == Answer.DEPUTY else None
    row.answer, row.answered_by, row.answered_at = answer, by, at
    row.save(update_fields=["answer", "deputy", "answered_by", "answered_at"])
    audit.record(
        "meeting.answered", meeting, by=by, at=at, person=row.user_id, answer=answer,
        deputy=row.deputy_id,
    )  # fmt: skip
    if was != row.deputy:
        _no_longer_named(was, meeting, at)
    if row.deputy is not None and was != row.deputy:
        _tell([row.deputy], meeting, REQUEST, at)
    return row


def end_stale_names(person: User, *, by: User, at: datetime, **of: Any) -> None:
    """End the names by which somebody once read restricted items of meetings that they left since.

    Whoever lets them in anew may not see those items, and does not mean them. A step of services
    that asked.
    """
    read = Meeting.objects.visible_to(person)
    rows = ItemReader.objects.current().filter(user=person, **of).exclude(item__meeting__in=read)
    for one in rows.select_related("item"):
        ItemReader.objects.filter(pk=one.pk).update(ended_at=at, ended_by=by)
        audit.record("agenda_item.reader_ended", one.item, by=by, at=at, person=person.pk)
        limit_clocks(item=one.item, at=at)


def _open(meeting: Meeting, at: datetime) -> Meeting:
    if meeting.status != MeetingStatus.CONFIRMED or meeting.ends_at <= at:
        raise MeetingOver("The meeting is over or was cancelled, so nothing changes any more.")
    return meeting


def _require_deputy(row: Invited, deputy: User | None, at: datetime) -> None:
    """A standing deputy of the seat, or somebody of its agency who may sit in a body."""
    if row.seat is None or row.is_deputy:
        raise NoDeputy("Only whoever holds a seat can send a deputy.")
    if deputy is None or deputy.pk == row.user_id:
        raise NoDeputy("Name somebody else as your deputy.")
    if not deputies_for(row, at).filter(pk=deputy.pk).exists():
        raise NoDeputy(
            "A deputy is a standing deputy of the seat, or a colleague of its agency who may sit "
            "in a body."
        )


def deputies_for(invited: Invited, at: datetime) -> QuerySet[User]:
    """Who may come in place of whoever is invited; nobody for a guest or a deputy. By name."""
    if invited.seat is None or invited.is_deputy:
        return User.objects.none()
    stands_in = Holding.objects.current(invited.meeting.on).filter(
        seat=invited.seat, is_deputy=True
    )
    works_there = able_to_sit(london_day(at)).filter(agency=invited.seat.agency_id)
    rows = User.objects.filter(
        Q(pk__in=stands_in.values("user")) | Q(pk__in=works_there.values("user")), is_active=True
    )
    return rows.exclude(pk=invited.user_id).order_by("full_name", "pk")


@transaction.atomic
def co_opt(
    *, by: User, meeting: Meeting, person: User, item: AgendaItem | None = None, at: datetime
) -> Invited:
    """Ask somebody to one meeting, or to one item of it, which they read until it is over.

    Whoever is asked to a restricted item is named as a reader of it by that. Raises MeetingOver,
    CannotSit, InvitedAlready, NotOfMeeting.
    """
    require(by, Perm.KEEP, meeting.body)
    _open(Meeting.objects.select_for_update().get(pk=meeting.pk), at)
    items = AgendaItem.objects.visible_to(by).filter(meeting=meeting)
    if item is not None and not items.filter(pk=item.pk).exists():
        raise NotOfMeeting("This item does not stand on the agenda of this meeting.")
    if not may_sit(person, london_day(at)):
        raise CannotSit(
            f"{person} has no role with which to sit in a body. Ask the administrator of their "
            "agency to give them one first."
        )
    row = meeting.invited.filter(user=person).first()
    if row is not None and row.withdrawn_at is None:
        raise InvitedAlready(f"{person} is invited to this meeting already.")
    end_stale_names(person, by=by, at=at, item__meeting=meeting)
    row = row or Invited(meeting=meeting, user=person)
    row.seat, row.is_deputy, row.withdrawn_at, row.item = None, False, None, item
    row.answer, row.deputy, row.answered_by, row.answered_at = "", None, None, None
    row.invited_by, row.invited_at = by, at
    row.save()
    about = {"item": item.pk} if item else {}
    audit.record("meeting.co_opted", meeting, by=by, at=at, person=person.pk, **about)
    if item is not None and item.is_restricted:
        ItemReader.objects.get_or_create(
            item=item, user=person, ended_at=None, defaults={"named_by": by, "named_at": at}
        )
        audit.record("agenda_item.reader_named", item, by=by, at=at, person=person.pk)
        limit_clocks(item=item, at=at)
    _tell([person], meeting, REQUEST, at)
    return row


@transaction.atomic
def end_co_option(*, by: User, invited: Invited, at: datetime) -> None:
    """Take back what one meeting was opened for. Raises MeetingOver, NoLongerInvited."""
    require(by, Perm.KEEP, invited.meeting.body)
    meeting = _open(invited.meeting, at)
    rows = Invited.objects.present().filter(pk=invited.pk, seat=None)
    if not rows.update(withdrawn_at=at):
        raise NoLongerInvited("The invitation to this meeting was taken back already.")
    audit.record("meeting.co_option_ended", meeting, by=by, at=at, person=invited.user_id)
    _end_reading(invited, by=by, at=at)
    _tell([invited.user], meeting, CANCEL, at)


def _end_reading(invited: Invited, *, by: User, at: datetime) -> None:
    """Being asked to a restricted item named them its reader, and so the name ends with it."""
    item = invited.item
    if item is None or not item.is_restricted:
        return
    rows = item.readers.current().filter(user=invited.user_id)
    if rows.update(ended_at=at, ended_by=by):
        audit.record("agenda_item.reader_ended", item, by=by, at=at, person=invited.user_id)
        limit_clocks(item=item, at=at)
