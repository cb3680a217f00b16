"""What these tests do again and again."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from partnership import services
from partnership.models import (
    AgendaItem,
    Agreement,
    Body,
    Holding,
    ItemReader,
    Meeting,
    MeetingStatus,
    Publication,
    Seat,
    Signing,
)
from shield.accounts.models import User
from shield.audit.models import Entry
from shield.core.london import LONDON
from shield.notifications.models import Notification
from tests.personas import People


def verbs() -> list[str]:
    return list(Entry.objects.order_by("position").values_list("verb", flat=True))


def told(user: User) -> list[str]:
    rows = Notification.objects.filter(recipient=user).order_by("pk")
    return list(rows.values_list("subject", flat=True))


def appoint(
    people: People, seat: Seat, person: User, first: date, at: datetime, **more: Any
) -> Any:
    given = {"ends_on": None, "is_deputy": False, "is_from_elsewhere": True, **more}
    return services.appoint(
        by=people.operations, seat=seat, person=person, starts_on=first, at=at, **given
    )


def hold(
    seat: Seat, user: User, first: int = -10, last: int | None = None, **more: bool
) -> Holding:
    """A seat that is held, in days counted from today; whoever holds it was told of nothing."""
    today = timezone.localdate()
    works_there = user.memberships.filter(agency=seat.agency).exists()
    held: Holding = Holding.objects.create(
        seat=seat,
        user=user,
        is_from_elsewhere=not works_there,
        starts_on=today + timedelta(days=first),
        ends_on=None if last is None else today + timedelta(days=last),
        appointed_at=timezone.now(),
        **more,
    )
    return held


def moment(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), LONDON)


def meeting(
    body: Body, people: People, day: date, at: datetime, *, hour: int = 14, **more: Any
) -> Meeting:
    """A confirmed meeting of two hours."""
    facts = {
        "body": body,
        "starts_at": moment(day, hour),
        "ends_at": moment(day, hour + 2),
        "proposed_by": people.operations,
        "proposed_at": at,
        "status": MeetingStatus.CONFIRMED,
        "reference": f"MEET-{day.year}-{Meeting.objects.count() + 1:04d}",
        "confirmed_by": people.operations,
        "confirmed_at": at,
    }
    made: Meeting = Meeting.objects.create(**(facts | more))
    return made


def agenda_item(found: Meeting, people: People, at: datetime, **more: Any) -> AgendaItem:
    """An item at the end of an agenda; `readers` make it a restricted one."""
    readers = more.pop("readers", None)
    facts = {"title": "Neglect", "purpose": "discuss", "minutes": 10, "asks": "To agree"}
    made: AgendaItem = AgendaItem.objects.create(
        meeting=found,
        order=AgendaItem.objects.filter(meeting=found).count() + 1,
        is_restricted=readers is not None,
        added_by=people.operations,
        added_at=at,
        **(facts | more),
    )
    for person in readers or ():
        ItemReader.objects.create(item=made, user=person, named_by=people.operations, named_at=at)
    return made


def agreement(body: Body, people: People, at: datetime, *signers: User) -> Agreement:
    """An edition in force, and who has signed it."""
    made: Agreement = Agreement.objects.create(
        body=body,
        number=body.agreements.count() + 1,
        text="Keep it",
        recorded_by=people.operations,
        recorded_at=at,
    )
    for person in signers:
        Signing.objects.create(agreement=made, user=person, signed_at=at)
    return made


def publish(found: Meeting, people: People, at: datetime, what_changed: str = "") -> Publication:
    return services.publish_agenda(
        by=people.operations, meeting=found, what_changed=what_changed, at=at
    )
