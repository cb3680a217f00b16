"""Actions of a small partnership, raised as these tests need them."""

from datetime import date, datetime, timedelta
from typing import Any

from partnership import services
from partnership.models import Action, ActionUpdate, AgendaItem, Body
from shield.core.london import london_day
from tests.partnership.conftest import Structure
from tests.partnership.doing import meeting
from tests.personas import People


def action(body: Body, people: People, at: datetime, **more: Any) -> Action:
    """One that police_lead holds, due in a month."""
    said: dict[str, Any] = {
        "by": people.operations,
        "what": "Write to all schools",
        "evidence_required": "The letter",
        "due_on": london_day(at) + timedelta(days=30),
    }
    if not {"holder", "holder_agency"} & set(more):
        said["holder"] = people.police_lead
    return services.raise_action(body=body, at=at, **(said | more))


def in_days(at: datetime, days: int) -> date:
    return london_day(at) + timedelta(days=days)


def kinds(action: Action) -> list[str]:
    rows = ActionUpdate.objects.filter(action=action).order_by("pk")
    return list(rows.values_list("kind", flat=True))


def item_of(seated: Structure, people: People, at: datetime, **more: Any) -> AgendaItem:
    """An item of a meeting that is over a week ago."""
    held = meeting(seated.board, people, in_days(at, -7), at)
    facts = {"order": 1, "title": "Missing", "added_by": people.operations, "added_at": at}
    made: AgendaItem = AgendaItem.objects.create(meeting=held, **facts | more)
    return made
