"""Who reads a restricted item, and what can happen to that?"""

from collections.abc import Iterable
from datetime import datetime
from typing import Unpack

from django.db import transaction

from partnership import emails
from partnership.models import AgendaItem, Interest, ItemReader, Meeting
from partnership.services.actions import limit_clocks
from partnership.services.agendas import ItemFacts, add_agenda_item, open_agenda
from partnership.services.leading import require_item_lead, require_lead
from partnership.services.publishing import told_of
from shield.accounts.models import User
from shield.audit import services as audit
from shield.core.london import london_day
from shield.core.refusals import Refusal
from shield.notifications import services as notifications


class NoReader(Refusal):
    """A restricted item always has a reader."""


class CannotRead(Refusal):
    """Somebody is named who does not read the meeting at all."""


class ReadsAlready(Refusal):
    """The person is a reader of this item."""


class NotRestricted(Refusal):
    """Readers are named for restricted items alone."""


class RestrictedAlready(Refusal):
    """The item is restricted."""


@transaction.atomic
def restrict_item(
    *, by: User, item: AgendaItem, readers: Iterable[User], at: datetime
) -> AgendaItem:
    """Keep an item to named readers.

    Raises AgendaClosed, RestrictedAlready, NoReader, CannotRead.
    """
    require_item_lead(by, item)
    meeting = open_agenda(item.meeting)
    people = list(readers)
    if not people:
        raise NoReader("Name at least one person who reads this item.")
    item = AgendaItem.objects.select_for_update().get(pk=item.pk)
    if item.is_restricted:
        raise RestrictedAlready("This item is restricted already.")
    for person in people:
        require_reads(person, meeting)
    item.is_restricted = True
    item.save(update_fields=["is_restricted"])
    name_readers(item=item, people=people, by=by, at=at)
    require_a_reader(item)
    audit.record(
        "agenda_item.restricted", item, by=by, at=at, readers=sorted(one.pk for one in people)
    )
    limit_clocks(item=item, at=at)
    return item


@transaction.atomic
def add_restricted_item(
    *,
    by: User,
    meeting: Meeting,
    readers: Iterable[User],
    at: datetime,
    **facts: Unpack[ItemFacts],
) -> AgendaItem:
    """Put an item on the agenda that named readers alone read. Raises as `restrict_item` does."""
    require_lead(by, meeting.body)
    item = add_agenda_item(by=by, meeting=meeting, at=at, **facts)
    return restrict_item(by=by, item=item, readers=readers, at=at)


@transaction.atomic
def unrestrict_item(*, by: User, item: AgendaItem, at: datetime) -> AgendaItem:
    """Let everybody read an item who reads the agenda. Raises AgendaClosed, NotRestricted."""
    require_item_lead(by, item)
    open_agenda(item.meeting)
    item = _locked(item)
    item.is_restricted = False
    item.save(update_fields=["is_restricted"])
    item.readers.current().update(ended_at=at, ended_by=by)
    audit.record("agenda_item.unrestricted", item, by=by, at=at)
    limit_clocks(item=item, at=at)
    return item


@transaction.atomic
def name_reader(*, by: User, item: AgendaItem, person: User, at: datetime) -> None:
    """Let somebody read a restricted item besides, and tell them where it is once it is published.

    Raises AgendaClosed, NotRestricted, ReadsAlready, CannotRead.
    """
    require_item_lead(by, item)
    meeting = open_agenda(item.meeting)
    item = _locked(item)
    if (since := person.access.since) is not None:
        # What they were named for before they left and came back counts no more.
        dead = item.readers.current().filter(user=person, named_at__lt=since)
        dead.update(ended_at=at, ended_by=by)
    if item.readers.current().filter(user=person).exists():
        raise ReadsAlready(f"{person} is a reader of this item already.")
    require_reads(person, meeting)
    name_readers(item=item, people=[person], by=by, at=at)
    audit.record("agenda_item.reader_named", item, by=by, at=at, person=person.pk)
    limit_clocks(item=item, at=at)
    if meeting.edition:
        tell_reader(item=item, person=person, at=at)


@transaction.atomic
def end_reader(*, by: User, reader: ItemReader, at: datetime) -> None:
    """Let somebody read a restricted item no longer, also when the meeting is long over.

    Raises NoReader.
    """
    require_item_lead(by, reader.item)
    item = _locked(reader.item)
    if item.readers.current().filter(pk=reader.pk).update(ended_at=at, ended_by=by):
        require_a_reader(item)
        audit.record("agenda_item.reader_ended", item, by=by, at=at, person=reader.user_id)
        limit_clocks(item=item, at=at)


def nameable(*, meeting: Meeting, asked_by: User, at: datetime) -> list[User]:
    """Who can be named a reader: who is told of the agenda, the operations team, and oneself."""
    keepers = User.objects.holding("operations", on=london_day(at))
    people = {one.pk: one for one in (*told_of(meeting, at), *keepers, asked_by)}
    return sorted(people.values(), key=lambda one: (one.full_name, one.pk))


# --- Steps ----------------------------------------------------------------------------------------


def _locked(item: AgendaItem) -> AgendaItem:
    found: AgendaItem = AgendaItem.objects.select_for_update().get(pk=item.pk)
    if not found.is_restricted:
        raise NotRestricted("This item is not restricted: everybody who reads the agenda reads it.")
    return found


def name_readers(*, item: AgendaItem, people: Iterable[User], by: User, at: datetime) -> None:
    """A step of services that asked."""
    ItemReader.objects.bulk_create(
        ItemReader(item=item, user=person, named_by=by, named_at=at) for person in people
    )


def tell_reader(*, item: AgendaItem, person: User, at: datetime) -> None:
    """A step of services that asked."""
    notifications.notify(
        recipients=[person],
        key=f"agenda_item.reader:{item.pk}:{person.pk}:{at.timestamp():.0f}",
        message=emails.agenda_has_more(item.meeting),
        at=at,
    )


def require_reads(person: User, meeting: Meeting) -> None:
    """Raises CannotRead unless a person reads the meeting: a name opens no meeting."""
    if not Meeting.objects.visible_to(person).filter(pk=meeting.pk).exists():
        raise CannotRead(
            f"{person} does not read this meeting. Invite them to it first, or choose others."
        )


def require_a_reader(item: AgendaItem) -> None:
    """Raises NoReader where nobody would be left who may read a restricted item."""
    apart = Interest.objects.declared().filter(item=item)
    if not item.readers.current().exclude(user__in=apart.values("user")).exists():
        raise NoReader(
            "Nobody would be left to read this item. Name another reader first, or take the item "
            "off the agenda."
        )
