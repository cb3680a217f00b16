"""Sets the stage for looking at pages of decisions; imported once Django is set up."""

from datetime import datetime
from typing import Any

from partnership import services
from partnership.models import AgendaItem, Decision, DecisionRequest, Meeting, RequestStatus
from shield.accounts.models import User

TITLE = "An item to decide on"


def decided(going_on: Any, keeper: User, at: datetime) -> dict[str, object]:
    """The demo's decisions between meetings, and one at the meeting that goes on."""
    agreed = DecisionRequest.objects.filter(status=RequestStatus.AGREED).latest("pk")
    item = item_of(Meeting.objects.get(pk=going_on), keeper, at)
    decision = item.decisions.first() or decide(item, keeper, at)
    return {
        "asked_between": DecisionRequest.objects.open().latest("pk").pk,
        "agreed_between": agreed.pk,
        "between": Decision.objects.get(request=agreed).pk,
        "decided_item": item.pk,
        "at_meeting": decision.pk,
    }


def item_of(meeting: Meeting, keeper: User, at: datetime) -> AgendaItem:
    found: AgendaItem | None = meeting.items.filter(title=TITLE).first()
    if found is not None:
        return found
    made: AgendaItem = AgendaItem.objects.create(
        meeting=meeting, order=900, title=TITLE, purpose="decide", added_by=keeper, added_at=at
    )
    return made


def decide(item: AgendaItem, keeper: User, at: datetime) -> Decision:
    working = services.quorum_of(item.meeting, item=item)
    return services.decide(
        by=keeper,
        item=item,
        text="Each agency names a lead for neglect before the end of the month.",
        reasons="The audit found that nobody was sure who to ask.",
        agreed=services.may_have_agreed(item),
        dissent="",
        is_recommendation=not working.is_met,
        priority=None,
        decided_on=item.meeting.on,
        at=at,
    )
