"""What can happen to the agenda of a meeting and to its items?"""

from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict, Unpack

from django.db import transaction
from django.db.models import F, QuerySet

from partnership.models import (
    Action,
    AgendaItem,
    Decision,
    ItemKind,
    ItemMinute,
    Meeting,
    MeetingStatus,
    Minutes,
    Proposal,
    Purpose,
    StandingItem,
)
from partnership.services.bodies import next_order
from partnership.services.leading import require_item_lead, require_lead
from partnership.services.running import last_meeting
from shield.accounts.models import User
from shield.audit import services as audit
from shield.core.refusals import Refusal

# Out of the way of every place, while items change theirs.
ASIDE = 10_000


class AgendaClosed(Refusal):
    """The agenda of a meeting that was held or cancelled stays as it is."""


class MinutedAlready(Refusal):
    """What was said, decided or given to do stays where it is found."""


class ItemFacts(TypedDict):
    """What is said of an item."""

    title: str
    purpose: str
    minutes: int | None
    lead: str
    presenter: str
    asks: str


@dataclass(frozen=True)
class Drawn:
    """What belongs on an agenda and does not stand on it yet."""

    kind: str
    title: str
    purpose: str
    minutes: int | None = None
    standing_item: StandingItem | None = None


def open_agenda(meeting: Meeting) -> Meeting:
    """The meeting, held until the transaction ends: items change their places one at a time.

    A step of services that asked. Raises AgendaClosed.
    """
    rows = Meeting.objects.select_related("body").select_for_update(of=("self",))
    found: Meeting = rows.get(pk=meeting.pk)
    if found.status != MeetingStatus.CONFIRMED:
        raise AgendaClosed(
            f"This meeting is {found.status_words.lower()}, so its agenda does not change."
        )
    return found


def is_minuted(items: QuerySet[AgendaItem]) -> bool:
    """Whether anything was written down of items, held so until the transaction ends.

    A step of services that asked, and hold the meeting.
    """
    # Whoever writes a minute holds these first.
    list(Minutes.objects.filter(meeting__in=items.values("meeting")).select_for_update())
    written = ItemMinute.objects.filter(item__in=items, version__gt=0)
    return (
        any(one.text for one in written)
        or Decision.objects.standing().filter(item__in=items).exists()
        or Action.objects.filter(item__in=items).exists()
    )


# --- Drafting -------------------------------------------------------------------------------------


def missing(meeting: Meeting) -> list[Drawn]:
    """What would be drawn in: the last minutes, matters arising, the body's standing items."""
    items = AgendaItem.objects.standing().filter(meeting=meeting)
    kinds = set(items.values_list("kind", flat=True))
    stands = set(items.values_list("standing_item", flat=True))
    found = []
    if ItemKind.LAST_MINUTES not in kinds and last_meeting(meeting) is not None:
        title = str(ItemKind.LAST_MINUTES.label)
        found.append(Drawn(ItemKind.LAST_MINUTES, title, Purpose.DECIDE, 5))
    if ItemKind.MATTERS_ARISING not in kinds:
        title = str(ItemKind.MATTERS_ARISING.label)
        found.append(Drawn(ItemKind.MATTERS_ARISING, title, Purpose.DISCUSS, 10))
    return found + [
        Drawn(ItemKind.STANDING, one.title, one.purpose, one.minutes, one)
        for one in meeting.body.standing_items.order_by("order")
        if one.pk not in stands
    ]


@transaction.atomic
def draft_agenda(*, by: User, meeting: Meeting, at: datetime) -> int:
    """Draw in what belongs on every agenda and does not stand on this one; says how many.

    The last minutes and matters arising come first, standing items last. Raises AgendaClosed.
    """
    require_lead(by, meeting.body)
    meeting = open_agenda(meeting)
    drawn = missing(meeting)
    place = next_order(meeting.items.standing())
    made = AgendaItem.objects.bulk_create(
        AgendaItem(
            meeting=meeting,
            order=place + n,
            kind=one.kind,
            title=one.title,
            purpose=one.purpose,
            minutes=one.minutes,
            standing_item=one.standing_item,
            added_by=by,
            added_at=at,
        )
        for n, one in enumerate(drawn)
    )
    first = [one.pk for one in made if one.kind != ItemKind.STANDING]
    others = [pk for pk in _in_order(meeting) if pk not in first]
    _put_in_order(meeting, [*first, *others])
    if made:
        audit.record("agenda.drafted", meeting, by=by, at=at, items=[one.pk for one in made])
    return len(made)


def _in_order(meeting: Meeting, **only: bool) -> list[int]:
    rows = AgendaItem.objects.standing().filter(meeting=meeting, **only)
    return list(rows.in_order().values_list("pk", flat=True))


def _put_in_order(meeting: Meeting, keys: list[int]) -> None:
    """Give all standing items of a meeting their places from 1; no two are ever in one place."""
    rows = AgendaItem.objects.standing().filter(meeting=meeting)
    rows.update(order=F("order") + ASIDE)
    AgendaItem.objects.bulk_update(
        [AgendaItem(pk=pk, order=place) for place, pk in enumerate(keys, start=1)], ["order"]
    )


# --- Items ----------------------------------------------------------------------------------------


@transaction.atomic
def add_agenda_item(
    *,
    by: User,
    meeting: Meeting,
    kind: str = ItemKind.ORDINARY,
    proposal: Proposal | None = None,
    at: datetime,
    **facts: Unpack[ItemFacts],
) -> AgendaItem:
    """Put an open item at the end of the agenda. Raises AgendaClosed."""
    require_lead(by, meeting.body)
    meeting = open_agenda(meeting)
    item = AgendaItem.objects.create(
        meeting=meeting,
        order=next_order(meeting.items.standing()),
        kind=kind,
        proposal=proposal,
        added_by=by,
        added_at=at,
        **facts,
    )
    audit.record("agenda_item.added", item, by=by, at=at, meeting=meeting.pk)
    return item


@transaction.atomic
def edit_agenda_item(
    *, by: User, item: AgendaItem, at: datetime, **facts: Unpack[ItemFacts]
) -> AgendaItem:
    """Say something else of an item. Raises AgendaClosed."""
    require_item_lead(by, item)
    open_agenda(item.meeting)
    item = AgendaItem.objects.get(pk=item.pk)
    changed = sorted(name for name, value in facts.items() if getattr(item, name) != value)
    for name in changed:
        setattr(item, name, facts[name])  # type: ignore[literal-required]
    if changed:
        item.save(update_fields=changed)
        audit.record("agenda_item.changed", item, by=by, at=at, fields=changed)
    return item


@transaction.atomic
def take_off(*, by: User, item: AgendaItem, at: datetime) -> None:
    """Take an item off the agenda; its papers are kept. Raises AgendaClosed, MinutedAlready."""
    require_item_lead(by, item)
    open_agenda(item.meeting)
    rows = AgendaItem.objects.standing().filter(pk=item.pk)
    if is_minuted(rows):
        raise MinutedAlready(
            "Something is minuted, decided or to be done under this item, which nobody would find "
            "any more. It stays on the agenda."
        )
    if rows.update(withdrawn_at=at, withdrawn_by=by):
        audit.record("agenda_item.taken_off", item, by=by, at=at, meeting=item.meeting_id)


@transaction.atomic
def move_agenda_item(
    *, by: User, item: AgendaItem, step: int = 0, place: int | None = None, at: datetime
) -> None:
    """Put an item at a place of its part, or so many further, as whoever moves it counts them.

    What they do not see keeps its place among the others. Raises AgendaClosed.
    """
    require_item_lead(by, item)
    meeting = open_agenda(item.meeting)
    part = {"is_restricted": item.is_restricted}
    every = _in_order(meeting, **part)
    rows = AgendaItem.objects.filter(meeting=meeting, **part)
    known = set(rows.visible_to(by).values_list("pk", flat=True))
    known |= set(rows.kept_apart_from(by).values_list("pk", flat=True))
    seen = [pk for pk in every if pk in known]
    if item.pk not in seen:
        raise AgendaClosed("This item was taken off the agenda, or moved to its other part.")
    wanted = seen.index(item.pk) + 1 + step if place is None else place
    seen.remove(item.pk)
    every.remove(item.pk)
    before = seen[max(wanted, 1) - 1 :]
    if before:
        every.insert(every.index(before[0]), item.pk)
    else:
        every.append(item.pk)
    others = _in_order(meeting, is_restricted=not item.is_restricted)
    _put_in_order(meeting, [*others, *every] if item.is_restricted else [*every, *others])
    audit.record("agenda_item.moved", item, by=by, at=at, meeting=meeting.pk)
