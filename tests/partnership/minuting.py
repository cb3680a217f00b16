"""What tests of minutes do again and again: a meeting with items that was held, and its minutes."""

from datetime import datetime
from typing import Any

from partnership import services
from partnership.models import AgendaItem, ItemMinute, Meeting, Minutes
from shield.accounts.models import User
from tests.partnership.conftest import Structure
from tests.partnership.sitting import all_seats, take
from tests.personas import People


def item(meeting: Meeting, people: People, at: datetime, order: int, **more: Any) -> AgendaItem:
    facts = {"title": f"Item {order}", "added_by": people.operations, "added_at": at}
    made: AgendaItem = AgendaItem.objects.create(meeting=meeting, order=order, **(facts | more))
    return made


def restricted(
    meeting: Meeting, people: People, at: datetime, order: int, *readers: User
) -> AgendaItem:
    """An item for the readers that it names."""
    made = item(meeting, people, at, order, is_restricted=True, title=f"Secret {order}")
    for reader in readers:
        made.readers.create(user=reader, named_by=people.operations, named_at=at)
    return made


def held(meeting: Meeting, seated: Structure, people: People, at: datetime) -> Meeting:
    """Its agenda published, its attendance taken, and the meeting held."""
    Meeting.objects.filter(pk=meeting.pk).update(published_at=at, edition=1)
    take(meeting, people, at, *all_seats(seated))
    services.hold_meeting(by=people.operations, meeting=meeting, at=at)
    found: Meeting = Meeting.objects.select_related("body").get(pk=meeting.pk)
    return found


def begun(meeting: Meeting, people: People, at: datetime) -> Minutes:
    return services.begin_minutes(by=people.operations, meeting=meeting, at=at)


def write(
    item: AgendaItem, by: User, text: str, at: datetime, *, seen: int | None = None
) -> ItemMinute:
    """Save a text, as of a page that was opened just now or with `seen`."""
    row = ItemMinute.objects.filter(item=item).first()
    version = (row.version if row is not None else 0) if seen is None else seen
    return services.save_minute(by=by, item=item, text=text, seen=version, at=at)


def distributed(minutes: Minutes, people: People, at: datetime) -> Minutes:
    """Approved by a chair and distributed."""
    found: Minutes = Minutes.objects.select_related("meeting__body").get(pk=minutes.pk)
    approve(found, people.police_lead, at)
    return services.distribute_minutes(by=people.operations, minutes=found, at=at)


def approve(minutes: Minutes, by: User, at: datetime, **more: Any) -> Minutes:
    """As somebody who has just read them."""
    seen = services.mark_of_minutes(minutes, by)
    return services.approve_minutes(by=by, minutes=minutes, seen=seen, at=at, **more)
