"""What the pages of what happens at a conference are sent: answers that are good."""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from conferences.models import Category
from shield.core.london import LONDON
from tests.trust.things import Thing

Data = dict[str, Any]


def moment(name: str, at: datetime) -> Data:
    local = at.astimezone(LONDON)
    parts = (local.day, local.month, local.year, f"{local:%H:%M}")
    return {f"{name}_{place}": part for place, part in enumerate(parts)}


def once(**said: Any) -> Callable[[Any, str, Thing], Data]:
    return lambda world, persona, thing: {"form_token": uuid.uuid4(), **said}


def decide(world: Any, persona: str, thing: Thing) -> Data:
    return {
        "version": 1,
        "decided": "plan",
        "category": Category.objects.get(code="physical").pk,
        "reason": "In other words",
    }


def letter(world: Any, persona: str, thing: Thing) -> Data:
    child = thing.record.children.first() if thing.record else None
    return {
        "form_token": uuid.uuid4(),
        "who": "other",
        "name": "Somebody",
        "children": [child.pk] if child else [],
    }


SENT: dict[str, Callable[[Any, str, Thing], Data]] = {
    "conference_attendance": once(who="other", name="Somebody", how="online"),
    "conference_quorum": once(next="end", reason="Nobody came"),
    "conference_outline": once(version=0, summary="Agreed"),
    "plan_step_add": once(what="Visit", who="Somebody"),
    "child_decide": decide,
    "child_dissent": lambda world, persona, thing: {
        "form_token": uuid.uuid4(),
        "agency": world.agency("health").pk,
        "reason": "Too soon",
    },
    "outcome_correct": once(text="Not so"),
    "conference_reconvene": lambda world, persona, thing: {
        "form_token": uuid.uuid4(),
        **moment("starts_at", world.at + timedelta(days=7)),
    },
    "conference_review": lambda world, persona, thing: {
        "form_token": uuid.uuid4(),
        **moment("starts_at", world.at + timedelta(days=80)),
    },
    "core_group_plan": lambda world, persona, thing: {
        "form_token": uuid.uuid4(),
        **moment("planned_at", world.at + timedelta(days=7)),
    },
    "core_group_hold": lambda world, persona, thing: {
        "form_token": uuid.uuid4(),
        "done": "Visited",
        **moment("held_at", world.at),
    },
    "core_group_member_add": once(name="Somebody"),
    "plan_lead": lambda world, persona, thing: {
        "name": "Una",
        "agency": world.agency("authority").pk,
    },
    "plan_end": lambda world, persona, thing: {
        "reason": "Moved away",
        **moment("ended_at", world.at + timedelta(minutes=1)),
    },
    "outcome_letter": letter,
}
