"""Which restricted items has nobody left to read, and who names a reader for them?

While somebody decides who reads an item, one reader stays. But people leave, and seats end: then
those who lead the body name a new reader, without seeing what the item is.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Prefetch

from partnership import emails
from partnership.models import AgendaItem, ItemReader, Meeting, MeetingStatus, MinutesStatus
from partnership.services.actions import limit_clocks
from partnership.services.leading import leaders_of, require_lead
from partnership.services.restricted import name_readers, require_reads, tell_reader
from shield.accounts.models import User
from shield.audit import services as audit
from shield.core.london import london_day
from shield.core.refusals import Refusal
from shield.notifications import services as notifications


class ReadByOthers(Refusal):
    """Somebody reads the item: they are asked, and nobody beside them."""


class NamesThemselves(Refusal):
    """Nobody lets themselves in."""


def unread_in(meetings: Iterable[Meeting]) -> list[AgendaItem]:
    """The restricted items of published agendas that none of their readers can open any more.

    Whoever has yet to sign the agreement can. What was minuted and confirmed is over.
    """
    readers = ItemReader.objects.current().select_related("user")
    items = (
        AgendaItem.objects.standing()
        .filter(
            is_restricted=True,
            meeting__in=meetings,
            meeting__edition__gte=1,
            meeting__status__in=(MeetingStatus.CONFIRMED, MeetingStatus.HELD),
        )
        .exclude(meeting__minutes__status=MinutesStatus.CONFIRMED)
        .select_related("meeting__body")
        .prefetch_related(Prefetch("readers", queryset=readers, to_attr="named"))
        .in_order()
    )
    return [item for item in items if not any(_opens(one.user, item) for one in item.named)]


def _opens(user: User, item: AgendaItem) -> bool:
    rows: Any = AgendaItem.objects.filter(pk=item.pk)
    return bool(rows.visible_to(user).exists() or rows.to_sign_for(user).exists())


@transaction.atomic
def name_for_unread(*, by: User, item: AgendaItem, person: User, at: datetime) -> None:
    """Name a reader of an item that nobody reads; never oneself. They are told where it is.

    Raises ReadByOthers, NamesThemselves, CannotRead.
    """
    require_lead(by, item.meeting.body)
    item = AgendaItem.objects.select_for_update().get(pk=item.pk)
    if item not in unread_in([item.meeting]):
        raise ReadByOthers("Somebody reads this item, and names its readers. Nothing was changed.")
    if person == by:
        raise NamesThemselves("Name somebody else: nobody lets themselves in.")
    require_reads(person, item.meeting)
    item.readers.current().filter(user=person).update(ended_at=at, ended_by=by)
    name_readers(item=item, people=[person], by=by, at=at)
    audit.record("agenda_item.reader_named", item, by=by, at=at, person=person.pk, unread=True)
    limit_clocks(item=item, at=at)
    tell_reader(item=item, person=person, at=at)


def tell_of_unread(*, at: datetime) -> None:
    """Tell those who lead a body that nobody is left who reads an item; once, until it changes."""
    restricted = AgendaItem.objects.standing().filter(is_restricted=True)
    for item in unread_in(Meeting.objects.filter(pk__in=restricted.values("meeting"))):
        last = item.readers.order_by("-pk").values_list("pk", flat=True).first()
        notifications.notify(
            recipients=leaders_of(item.meeting.body, london_day(at)),
            key=f"agenda_item.unread:{item.pk}:{last or 0}",
            message=emails.item_unread(item.meeting),
            at=at,
        )
