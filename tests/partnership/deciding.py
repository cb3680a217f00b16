"""What tests of decisions do again and again: an item of an agenda, and what was decided on it."""

from datetime import datetime
from typing import Any

from partnership import services
from partnership.models import AgendaItem, Decision, Meeting
from shield.accounts.models import User
from shield.core.london import london_day
from tests.personas import People


def add(meeting: Meeting, people: People, at: datetime, title: str, **more: Any) -> AgendaItem:
    order = meeting.items.count() + 1
    made: AgendaItem = AgendaItem.objects.create(
        meeting=meeting, order=order, title=title, added_by=people.operations, added_at=at, **more
    )
    return AgendaItem.objects.select_related("meeting__body").get(pk=made.pk)


def decide(item: AgendaItem, by: User, at: datetime, **more: Any) -> Decision:
    given: dict[str, Any] = {
        "text": "A campaign on neglect in the spring",
        "reasons": "",
        "agreed": services.may_have_agreed(item),
        "dissent": "",
        "is_recommendation": False,
        "priority": None,
        "decided_on": london_day(at),
    }
    return services.decide(by=by, item=item, at=at, **(given | more))
