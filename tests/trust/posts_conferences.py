"""What the pages of conferences, and of an agency's reports, are sent."""

import uuid
from collections.abc import Callable
from typing import Any

from conferences.sections import CHRONOLOGY, SIGNS
from shield.core.london import LONDON
from shield.core.sections import fingerprint, values_of
from tests.trust.posts_outcomes import SENT as SENT_TO_OUTCOMES
from tests.trust.things import Thing

Data = dict[str, Any]


def signs(world: Any, persona: str, thing: Thing) -> Data:
    report = getattr(thing.record, "report", None)
    return {
        "working_well": "A friend",
        "past_harm": "A broken arm",
        "future_danger": "Another",
        "needs_to_happen": "Safety",
        "fingerprint": fingerprint(values_of(report, SIGNS)) if report else "",
        "action": "continue",
    }


def event(world: Any, persona: str, thing: Thing) -> Data:
    is_event = type(thing.record).__name__ == "ChronologyEntry"
    return {
        "form_token": uuid.uuid4(),
        "fingerprint": fingerprint(values_of(thing.record, CHRONOLOGY)) if is_event else "",
        "action": "continue",
        "known": "year",
        "year": 2020,
        "event": "Moved",
        "impact": "A new school",
        "mark": "strength",
    }


def disclosure(world: Any, persona: str, thing: Thing) -> Data:
    day = world.at.astimezone(LONDON)
    return {
        "form_token": uuid.uuid4(),
        "copy": "family",
        "to": "The mother",
        "relationship": "Mother",
        "how": "By hand",
        "given_on_0": day.day,
        "given_on_1": day.month,
        "given_on_2": day.year,
    }


def somebody_else(world: Any, persona: str, thing: Thing) -> Data:
    """Somebody of the same agency who does not work on the report yet."""
    lead = f"{thing.agency}_lead" if thing.agency else "health_lead"
    there = world.user("health_colleague" if thing.agency == "health" else lead)
    return {"practitioner": there.pk, "person": there.pk, "duty": "author"}


SENT: dict[str, Callable[[Any, str, Thing], Data]] = {
    **SENT_TO_OUTCOMES,
    "report_step": signs,
    "report_row_add": event,
    "report_row_edit": event,
    "report_assign": somebody_else,
    "report_join": somebody_else,
    "report_decline": lambda world, persona, thing: {"decline_reason": "not-known"},
    "report_check": lambda world, persona, thing: {"what": "check"},
    "report_review": lambda world, persona, thing: {"agreed": "yes"},
    "report_add": lambda world, persona, thing: {"form_token": uuid.uuid4(), "text": "More"},
    "report_disclose": disclosure,
    "conference_disclose": disclosure,
}
