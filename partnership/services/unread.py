"""Which restricted items has nobody left to read, and who names a reader for them?

While somebody decides who reads an item, one reader stays. But people leave, and seats end: then
those who lead the body name a new reader, without seeing what the item is.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from partnership import emails
from partnership.models import (
    AgendaItem,
    Holding,
    Interest,
    Invited,
    ItemReader,
    Meeting,
    MeetingStatus,
    MinutesStatus,
    able_to_sit,
)
from partnership.permissions import Perm
from partnership.services.actions import limit_clocks
from partnership.services.leading import leaders_of, require_lead
from partnership.services.restricted import name_readers, require_reads, tell_reader
from shield.accounts.access import roles
from shield.accounts.models import User
from shield.audit import services as audit
from shield.core.london import london_day
from shield.core.refusals import Refusal
from shield.notifications import services as notifications


class ReadByOthers(Refusal):
    """Somebody reads the item: they are asked, and nobody beside them."""


class NamesThemselves(Refusal):
    """Nobody lets themselves in."""


def unread_in(meetings: Iterable[Meeting], at: datetime) -> list[AgendaItem]:
    """The restricted items of published agendas that none of their readers can open any more.

    Whoever has yet to sign the agreement can. What was minuted and confirmed is over.
    """
    items = list(
        AgendaItem.objects.standing()
        .filter(
            is_restricted=True,
            meeting__in=meetings,
            meeting__edition__gte=1,
            meeting__status__in=(MeetingStatus.CONFIRMED, MeetingStatus.HELD),
        )
        .exclude(meeting__minutes__status=MinutesStatus.CONFIRMED)
        .select_related("meeting__body")
        .in_order()
    )
    if not items:
        return []
    named = ItemReader.objects.current().filter(item__in=items)
    apart = set(Interest.objects.declared().filter(item__in=items).values_list("item", "user"))
    opens = _opens({one.meeting for one in items}, at)
    read = {
        item
        for item, user, meeting in named.values_list("item", "user", "item__meeting")
        if (item, user) not in apart and user in opens[meeting]
    }
    return [item for item in items if item.pk not in read]


def _opens(meetings: Iterable[Meeting], at: datetime) -> dict[int, set[int]]:
    """Who opens each meeting, for many at once: by a seat, as its guest, or by reading all."""
    day, found = london_day(at), dict[int, set[int]]()
    able = able_to_sit(day).filter(user__is_active=True)
    wide = [one.id for one in roles().values() if {Perm.KEEP, Perm.READ_ALL} & one.perms]
    reads_all = set(able.filter(role__in=wide).values_list("user", flat=True))
    users = set(able.values_list("user", flat=True))
    seats = Holding.objects.current(day).filter(seat__body__in={one.body_id for one in meetings})
    guests = Invited.objects.present().filter(
        Q(seat=None) | Q(deputy__isnull=False), meeting__in=meetings, meeting__ends_at__gte=at
    )
    sits = set(seats.values_list("seat__body", "user"))
    asked = {
        (meeting, person)
        for meeting, user, deputy in guests.values_list("meeting", "user", "deputy")
        for person in (deputy or user,)
    }
    for one in meetings:
        here = {user for body, user in sits if body == one.body_id}
        here |= {user for meeting, user in asked if meeting == one.pk}
        found[one.pk] = reads_all | here & users
    return found


@transaction.atomic
def name_for_unread(*, by: User, item: AgendaItem, person: User, at: datetime) -> None:
    """Name a reader of an item that nobody reads; never oneself. They are told where it is.

    Raises ReadByOthers, NamesThemselves, CannotRead.
    """
    require_lead(by, item.meeting.body)
    item = AgendaItem.objects.select_for_update().get(pk=item.pk)
    if item not in unread_in([item.meeting], at):
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
    for item in unread_in(Meeting.objects.filter(pk__in=restricted.values("meeting")), at):
        last = item.readers.order_by("-pk").values_list("pk", flat=True).first()
        notifications.notify(
            recipients=leaders_of(item.meeting.body, london_day(at)),
            key=f"agenda_item.unread:{item.pk}:{last or 0}",
            message=emails.item_unread(item.meeting),
            at=at,
        )
