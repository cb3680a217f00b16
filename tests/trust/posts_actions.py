"""What the pages about actions are sent: answers that are good."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from shield.core.london import LONDON
from tests.trust.things import Thing
from tests.trust.world import World

Data = dict[str, Any]
Sent = Callable[[World, str, Thing], Data]


def due(at: datetime, days: int) -> Data:
    local = (at + timedelta(days=days)).astimezone(LONDON)
    return {"due_on_0": local.day, "due_on_1": local.month, "due_on_2": local.year}


def raised(world: World, persona: str, thing: Thing) -> Data:
    who = {"who": "person", "person": "health.colleague@example.test"}
    return {"what": "Ask", "evidence_required": "The answer", **who, **due(world.at, 40)}


def dated(world: World, persona: str, thing: Thing) -> Data:
    return {"text": "So it was agreed", **due(world.at, 40)}


def said(world: World, persona: str, thing: Thing) -> Data:
    return {"text": "So it was agreed"}


def given(world: World, persona: str, thing: Thing) -> Data:
    health = world.agency("health").pk
    held = {"who": "role", "holder_agency": health, "holder_role": "practitioner"}
    return {"text": "So it was agreed", **held}


SENT: dict[str, Sent] = {
    **dict.fromkeys(("action_add", "item_action_add", "decision_action_add"), raised),
    **dict.fromkeys(
        ("action_progress", "action_finish", "action_accept", "action_send_back",
         "action_withdraw"), said,
    ),
    **dict.fromkeys(("action_reopen", "action_due"), dated),
    "action_reassign": given,
}  # fmt: skip
