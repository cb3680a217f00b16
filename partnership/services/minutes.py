"""How are minutes written: begun, typed by several people at once, corrected after approval?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction

from partnership.models import (
    AgendaItem,
    Holding,
    ItemMinute,
    ItemReader,
    Meeting,
    MeetingStatus,
    MinuteEditing,
    Minutes,
    MinutesAddition,
    MinutesStatus,
)
from partnership.permissions import Perm
from partnership.services.copies import ask_copies, tell_corrected
from partnership.services.leading import leaders_of, leads, require_lead
from shield.accounts.access import require
from shield.accounts.models import User
from shield.audit import services as audit
from shield.core.london import LONDON, london_day, moment_words
from shield.core.refusals import Conflict, Refusal

# Whoever has said nothing for so long has closed the page: it says so twice a minute.
AWAY = timedelta(minutes=2)


class NotToMinute(Refusal):
    """There is nothing yet, or nothing any more, to be minuted."""


class NoLongerDraft(Refusal):
    """The minutes were approved: their texts stay as they are."""


class NotApproved(Refusal):
    """A draft is changed, not corrected."""


class MinutedMeanwhile(Conflict):
    """Somebody else saved another text first; `theirs` is that text, `version` its version."""

    def __init__(self, message: str, *, theirs: str, version: int) -> None:
        super().__init__(message)
        self.theirs, self.version = theirs, version


@dataclass(frozen=True)
class Editing:
    """Somebody else has an item open."""

    who: User
    since: datetime

    @property
    def words(self) -> str:
        return f"{self.who} is editing since {self.since.astimezone(LONDON):%H:%M}"


# --- Who may --------------------------------------------------------------------------------------


def may_minute(user: User, item: AgendaItem) -> bool:
    """Whether somebody writes down what is said on an item.

    Who keeps or chairs the body does, where they read the item. Where none of the readers of a
    restricted one does, each who holds a seat; a guest of the meeting reads, and writes nothing.
    """
    if not AgendaItem.objects.visible_to(user).filter(pk=item.pk).exists():
        return False
    if not item.is_restricted:
        return leads(user, item.meeting.body)
    return item.pk in minuted_by(user, [item])


def minuted_by(user: User, items: Iterable[AgendaItem]) -> set[int]:
    """Which of some restricted items of one meeting, all read by somebody, they minute."""
    restricted = [one for one in items if one.is_restricted]
    if not restricted:
        return set()
    body, access = restricted[0].meeting.body, user.access
    all_of_them = {one.pk for one in restricted}
    if leads(user, body):
        return all_of_them
    if not Holding.objects.of(access).filter(seat__body=body).exists():
        return set()
    on = london_day(access.at)
    named = ItemReader.objects.current().filter(item__in=all_of_them)
    return all_of_them - set(
        named.filter(user__in=leaders_of(body, on)).values_list("item", flat=True)
    )


def require_minuter(user: User, item: AgendaItem) -> None:
    """The first line of a service on one item's minute: PermissionDenied for anybody else."""
    require(user, Perm.OPEN)
    if not may_minute(user, item):
        raise PermissionDenied(Perm.CHAIR)


# --- Writing --------------------------------------------------------------------------------------


@transaction.atomic
def begin_minutes(*, by: User, meeting: Meeting, at: datetime) -> Minutes:
    """Begin the minutes of a meeting that has started; those that were begun are given back.

    Raises NotToMinute.
    """
    require_lead(by, meeting.body)
    meeting = (
        Meeting.objects.select_related("body")
        .select_for_update(of=("self",))
        .get(pk=meeting.pk)
    )  # fmt: skip
    begun: Minutes | None = Minutes.objects.filter(meeting=meeting).first()
    if begun is not None:
        return begun
    if meeting.status not in (MeetingStatus.CONFIRMED, MeetingStatus.HELD):
        raise NotToMinute("Minutes are those of a meeting that was confirmed and takes place.")
    if at < meeting.starts_at:
        raise NotToMinute("The meeting has not started yet.")
    minutes: Minutes = Minutes.objects.create(meeting=meeting, begun_by=by, begun_at=at)
    ItemMinute.objects.bulk_create(
        ItemMinute(minutes=minutes, item=item) for item in meeting.items.standing()
    )
    audit.record("minutes.begun", minutes, by=by, at=at, meeting=meeting.pk)
    return minutes


def _draft_of(item: AgendaItem) -> ItemMinute:
    """The minute of an item, held until the transaction ends, while it is a draft.

    An item that came onto the agenda later gets its minute now.
    """
    rows = Minutes.objects.select_for_update().filter(meeting=item.meeting_id)
    minutes = rows.first()
    if minutes is None:
        raise NotToMinute("The minutes of this meeting were not begun yet.")
    if minutes.status != MinutesStatus.DRAFT:
        raise NoLongerDraft(
            "The minutes were approved, so this text stays as it is. What you typed is still "
            "below: add it as a correction if it is needed."
        )
    if not AgendaItem.objects.standing().filter(pk=item.pk).exists():
        raise NotToMinute("This item was taken off the agenda meanwhile.")
    ItemMinute.objects.get_or_create(minutes=minutes, item=item)
    found: ItemMinute = ItemMinute.objects.select_for_update().get(item=item)
    return found


@transaction.atomic
def save_minute(*, by: User, item: AgendaItem, text: str, seen: int, at: datetime) -> ItemMinute:
    """Save what was said on an item; `seen` is the version that the page was shown with.

    Raises NotToMinute, NoLongerDraft, MinutedMeanwhile; nothing is then written.
    """
    require_minuter(by, item)
    minute = _draft_of(item)
    if minute.text == text:
        return minute
    # What nobody has written yet cannot be lost, whatever version a page claims to have shown.
    if minute.version != seen and minute.edited_by is not None:
        assert minute.edited_at is not None
        who = "In another window you" if minute.edited_by == by else str(minute.edited_by)
        raise MinutedMeanwhile(
            f"{who} changed this text on {moment_words(minute.edited_at)}, after you opened it. "
            "Nothing is lost: both texts are below. Bring together what is to stay, then save.",
            theirs=minute.text,
            version=minute.version,
        )
    minute.text, minute.version = text, minute.version + 1
    minute.edited_by, minute.edited_at = by, at
    minute.save(update_fields=["text", "version", "edited_by", "edited_at"])
    audit.record(
        "minutes.written", minute.minutes, by=by, at=at, item=item.pk, version=minute.version
    )
    return minute


# --- Who else is writing --------------------------------------------------------------------------


@transaction.atomic
def note_editing(*, by: User, item: AgendaItem, at: datetime) -> list[Editing]:
    """Note that somebody has an item's minute open while it is a draft, and say who else has."""
    require_minuter(by, item)
    drafts = ItemMinute.objects.filter(minutes__status=MinutesStatus.DRAFT)
    minute = drafts.filter(item=item).first()
    if minute is None:
        return []
    MinuteEditing.objects.filter(minute=minute, user=by, last_at__lt=at - AWAY).delete()
    row, is_new = MinuteEditing.objects.get_or_create(
        minute=minute, user=by, defaults={"since": at, "last_at": at}
    )
    if not is_new and row.last_at < at:
        MinuteEditing.objects.filter(pk=row.pk).update(last_at=at)
    rows = minute.editing.exclude(user=by).filter(last_at__gte=at - AWAY)
    return [Editing(one.user, one.since) for one in rows.select_related("user").order_by("since")]


@transaction.atomic
def end_editing(*, by: User, item: AgendaItem, at: datetime) -> None:
    """Note that somebody has left an item's minute."""
    require_minuter(by, item)
    MinuteEditing.objects.filter(minute__item=item, user=by, since__lte=at).delete()


def editing_of(items: Iterable[AgendaItem], *, but: User, at: datetime) -> dict[int, list[Editing]]:
    """Who else has which of these items' minutes open."""
    rows = MinuteEditing.objects.filter(
        minute__item__in=[one.pk for one in items], last_at__gte=at - AWAY
    ).exclude(user=but)
    found: dict[int, list[Editing]] = {}
    for row in rows.select_related("user", "minute").order_by("since"):
        found.setdefault(row.minute.item_id, []).append(Editing(row.user, row.since))
    return found


# --- After approval -------------------------------------------------------------------------------


@transaction.atomic
def add_correction(*, by: User, item: AgendaItem, text: str, at: datetime) -> MinutesAddition:
    """Add a dated correction to what was approved; what it corrects stays.

    Once the minutes are distributed, their readers of this item are told. Raises NotApproved.
    """
    require_minuter(by, item)
    minutes = Minutes.objects.select_for_update().filter(meeting=item.meeting_id).first()
    if minutes is None or minutes.status == MinutesStatus.DRAFT:
        raise NotApproved("These minutes are a draft still. Change the text itself.")
    addition: MinutesAddition = MinutesAddition.objects.create(
        item=item, text=text, added_by=by, added_at=at
    )
    audit.record("minutes.corrected", minutes, by=by, at=at, item=item.pk, addition=addition.pk)
    if minutes.distributed_at is not None:
        minutes = Minutes.objects.select_related("meeting__body").get(pk=minutes.pk)
        ask_copies(minutes=minutes, at=at)
        tell_corrected(minutes=minutes, item=item, addition=addition, at=at)
    return addition
