"""Which PDF of minutes is whose: one for each set of items that somebody may read."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q

from partnership import emails
from partnership.models import (
    Action,
    ActionStatus,
    AgendaItem,
    Decision,
    Holding,
    Interest,
    ItemReader,
    Minutes,
    MinutesAddition,
    MinutesCopy,
)
from partnership.pdf import minutes as pdf
from partnership.permissions import Perm
from shield.accounts.models import User
from shield.audit import services as audit
from shield.core.london import london_day
from shield.core.refusals import Refusal
from shield.documents import services as documents
from shield.notifications import services as notifications

LONGEST = 500


class NotDistributed(Refusal):
    """There is no PDF of minutes before they are distributed."""


# --- Sets of items --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Reading:
    """What of a meeting's minutes one person reads, in order.

    `apart` are the open items that are kept from them for an interest: their places are counted,
    so that the numbers are those of the agenda, and nothing else of them is told.
    """

    items: list[AgendaItem]
    apart: list[AgendaItem]


def reading_of(user: User, minutes: Minutes) -> Reading:
    """What somebody reads now."""
    rows = AgendaItem.objects.filter(meeting=minutes.meeting_id)
    return Reading(
        list(rows.visible_to(user).in_order()), list(rows.kept_apart_from(user).in_order())
    )


def reads_of(reading: Reading) -> str:
    """The key of what is read: ids, or where these are many a mark of them."""
    text = _ids(reading.items)
    if reading.apart:
        text += f"/{_ids(reading.apart)}"
    if len(text) <= LONGEST:
        return text
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def _ids(items: Iterable[AgendaItem]) -> str:
    return ",".join(str(pk) for pk in sorted(one.pk for one in items))


def reads_one(item: AgendaItem) -> str:
    """The key of the excerpt of one item."""
    return f"item:{item.pk}"


def readers_of(minutes: Minutes, at: datetime) -> list[User]:
    """Who is told of minutes: everybody who sits in the body, and who is named on an item.

    Of those who are named, whoever reads the meeting no more finds nothing there, and is not told.
    """
    held = Holding.objects.current(london_day(at)).filter(seat__body=minutes.meeting.body_id)
    named = ItemReader.objects.current().filter(item__meeting=minutes.meeting_id)
    ids = {*held.values_list("user_id", flat=True), *named.values_list("user_id", flat=True)}
    people = User.objects.filter(pk__in=ids, is_active=True).order_by("pk")
    return [one for one in people if Minutes.objects.visible_to(one).filter(pk=minutes.pk).exists()]


# --- Asking for them ------------------------------------------------------------------------------


@transaction.atomic
def ask_copies(*, minutes: Minutes, at: datetime) -> None:
    """Ask for the PDF of each set of items that somebody reads, as it stands now.

    A step of services that asked.
    """
    done = set[str]()
    for person in readers_of(minutes, at):
        reading = reading_of(person, minutes)
        if (key := reads_of(reading)) not in done:
            done.add(key)
            ask_copy(minutes=minutes, reading=reading, key=key, at=at)
    for item in proposed_of(minutes):
        ask_copy(minutes=minutes, reading=Reading([item], []), key=reads_one(item), at=at)


@transaction.atomic
def ask_copy(*, minutes: Minutes, reading: Reading, key: str, at: datetime) -> MinutesCopy:
    """The latest edition of one set's PDF; asked for where it is not there. A step as above."""
    edition = edition_of(reading.items)
    Minutes.objects.select_for_update().get(pk=minutes.pk)
    found = copy_of(minutes, reading.items, key)
    if found is not None:
        return found
    is_excerpt = key.startswith("item:")
    content = frozen_copy(minutes, reading, edition, is_excerpt=is_excerpt)
    what = "Excerpt of minutes" if is_excerpt else "Minutes"
    document = documents.request(
        template=pdf.TEMPLATE,
        content=content,
        title=f"{what}: {minutes.meeting}, {content['day']}",
        reference=minutes.meeting.reference,
        marking=pdf.marking(reading.items),
        at=at,
    )
    copy: MinutesCopy = MinutesCopy.objects.create(
        minutes=minutes, reads=key, edition=edition, document=document, requested_at=at
    )
    return copy


def frozen_copy(
    minutes: Minutes, reading: Reading, edition: int, *, is_excerpt: bool = False
) -> dict[str, Any]:
    """What a PDF of minutes holds for those who read these items, as it stands now."""
    seated = minutes.meeting.attendance.select_related("user", "seat__agency")
    return pdf.frozen(
        minutes,
        items=content_of(minutes, reading, is_excerpt=is_excerpt),
        attendance=seated.order_by("seat__order", "pk"),
        edition=edition,
        is_excerpt=is_excerpt,
    )


@transaction.atomic
def request_copy(
    *, by: User, minutes: Minutes, item: AgendaItem | None = None, at: datetime
) -> MinutesCopy:
    """Ask for the PDF of what somebody may read now, or of one item of it.

    Raises NotDistributed.
    """
    reading = require_copy(by, minutes, item)
    if minutes.distributed_at is None:
        raise NotDistributed("The PDF is made when the minutes are distributed.")
    key = reads_of(reading) if item is None else reads_one(item)
    copy = ask_copy(minutes=minutes, reading=reading, key=key, at=at)
    audit.record("minutes.copy_requested", minutes, by=by, at=at, copy=copy.pk)
    return copy


def require_copy(user: User, minutes: Minutes, item: AgendaItem | None) -> Reading:
    """What is in the PDF that somebody may have: PermissionDenied where there is none."""
    reads = Minutes.objects.visible_to(user).filter(pk=minutes.pk).exists()
    reading = reading_of(user, minutes) if reads else Reading([], [])
    if item is None and reads:
        return reading
    if item is not None and (item in reading.items or goes_back(item, user)):
        return Reading([item], [])
    raise PermissionDenied(Perm.OPEN)


def copy_of(minutes: Minutes, items: list[AgendaItem], key: str) -> MinutesCopy | None:
    """The latest edition of one set's PDF, if it was asked for."""
    rows = MinutesCopy.objects.filter(minutes=minutes, reads=key, edition=edition_of(items))
    found: MinutesCopy | None = rows.select_related("document").first()
    return found


def edition_of(items: Iterable[AgendaItem]) -> int:
    """How many corrections stand in a set of items."""
    return MinutesAddition.objects.filter(item__in=[one.pk for one in items]).count()


def content_of(
    minutes: Minutes, reading: Reading, *, is_excerpt: bool = False
) -> list[pdf.Minuted]:
    """Each item that is read with all that was minuted of it; as many queries for any number.

    An excerpt has no number and names nobody but who decides and acts: whoever proposed its item
    may read no more of the meeting.
    """
    apart = {one.pk for one in reading.apart}
    found = list(
        AgendaItem.objects.filter(pk__in={*apart, *(one.pk for one in reading.items)})
        .select_related("minute", "proposal")
        .in_order()
    )
    keys = [one.pk for one in found if one.pk not in apart]
    decided, raised, added = defaultdict(list), defaultdict(list), defaultdict(list)
    decisions = Decision.objects.filter(item__in=keys, withdrawn_at=None)
    for decision in decisions.order_by("pk"):
        decided[decision.item_id].append(decision)
    actions = Action.objects.filter(item__in=keys).exclude(status=ActionStatus.WITHDRAWN)
    for action in actions.select_related("holder", "holder_agency").order_by("pk"):
        raised[action.item_id].append(action)
    additions = MinutesAddition.objects.filter(item__in=keys).select_related("added_by")
    for addition in additions.order_by("added_at", "pk"):
        added[addition.item_id].append(addition)
    interests = defaultdict(list)
    declared = Interest.objects.declared().filter(item__in=() if is_excerpt else keys)
    for interest in declared.select_related("user").order_by("user__full_name", "pk"):
        interests[interest.item_id].append(str(interest.user))
    restricted = [one.pk for one in found if one.is_restricted and one.pk not in apart]
    read_by_approver = _read_by_approver(minutes, restricted)
    counts = {False: 0, True: 0}
    rows = []
    for item in found:
        counts[item.is_restricted] += 1
        number = f"{'R' if item.is_restricted else ''}{counts[item.is_restricted]}"
        if item.pk in apart:
            rows.append(pdf.Minuted(number=number))
            continue
        rows.append(
            pdf.Minuted(
                number="" if is_excerpt else number,
                item=item,
                interests=interests[item.pk],
                is_approved_unread=minutes.approved_at is not None
                and item.is_restricted
                and item.pk not in read_by_approver,
                text=item.minute.text if hasattr(item, "minute") else "",
                decisions=decided[item.pk],
                actions=raised[item.pk],
                corrections=added[item.pk],
            )
        )
    return rows


def _read_by_approver(minutes: Minutes, items: list[int]) -> set[int]:
    """The restricted items whose named readers had whoever approved the minutes among them."""
    if minutes.approved_at is None or not items:
        return set()
    named = ItemReader.objects.filter(
        Q(ended_at=None) | Q(ended_at__gt=minutes.approved_at),
        item__in=items, user=minutes.approved_by_id, named_at__lte=minutes.approved_at,
    )  # fmt: skip
    apart = Interest.objects.filter(
        Q(withdrawn_at=None) | Q(withdrawn_at__gt=minutes.approved_at),
        item__in=items, user=minutes.approved_by_id, declared_at__lte=minutes.approved_at,
    )  # fmt: skip
    read = set(named.values_list("item", flat=True))
    return read - set(apart.values_list("item", flat=True))


# --- Telling --------------------------------------------------------------------------------------


def proposed_of(minutes: Minutes) -> list[AgendaItem]:
    """The items that somebody proposed and who may read what was said of them."""
    rows = minutes.meeting.items.standing().exclude(proposal=None)
    return [
        one
        for one in rows.select_related("proposal__proposed_by", "meeting__body").order_by("pk")
        if one.proposal is not None and goes_back(one, one.proposal.proposed_by)
    ]


def goes_back(item: AgendaItem, user: User) -> bool:
    """Whether the excerpt of an item goes back to whoever proposed it.

    An open item's does, though they do not read the body, unless they declared an interest in it;
    a restricted one's where they read the item.
    """
    if item.proposal is None or item.proposal.proposed_by_id != user.pk:
        return False
    access = user.access
    if not access.roles:
        return False
    if access.since is not None and item.proposal.proposed_at < access.since:
        return False
    if item.is_restricted:
        return bool(AgendaItem.objects.visible_to(user).filter(pk=item.pk).exists())
    return not item.interests.declared().filter(user=user).exists()


def tell_distributed(*, minutes: Minutes, at: datetime) -> None:
    """Tell the readers of minutes, and whoever proposed an item. A step of services that asked."""
    notifications.notify(
        recipients=readers_of(minutes, at),
        key=f"minutes.distributed:{minutes.pk}",
        message=emails.minutes_distributed(minutes.meeting, url=minutes.get_absolute_url()),
        at=at,
    )
    for item in proposed_of(minutes):
        assert item.proposal is not None
        notifications.notify(
            recipients=[item.proposal.proposed_by],
            key=f"minutes.excerpt:{item.pk}",
            message=emails.excerpt_ready(minutes.meeting, item_id=item.pk),
            at=at,
        )


def tell_corrected(
    *, minutes: Minutes, item: AgendaItem, addition: MinutesAddition, at: datetime
) -> None:
    """Tell those who read a corrected item. A step of services that asked."""
    readers = [
        one
        for one in readers_of(minutes, at)
        if AgendaItem.objects.visible_to(one).filter(pk=item.pk).exists()
    ]
    notifications.notify(
        recipients=readers,
        key=f"minutes.corrected:{addition.pk}",
        message=emails.minutes_corrected(minutes.meeting, url=minutes.get_absolute_url()),
        at=at,
    )
