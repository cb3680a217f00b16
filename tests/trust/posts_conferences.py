"""What the pages of conferences, and of an agency's reports, are sent."""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from conferences import services
from conferences.forms.shared import packed
from conferences.models import ConferenceKind
from conferences.sections import CHRONOLOGY, SIGNS
from shield.core.london import LONDON
from shield.core.sections import fingerprint, values_of
from tests.trust.posts_outcomes import SENT as SENT_TO_OUTCOMES
from tests.trust.posts_packs import SENT as SENT_TO_PACKS
from tests.trust.things import Thing

Data = dict[str, Any]
CHILD = {"last_name": "Another", "born": "born"}
GUEST = {"name": "Another", "relationship": "Aunt", "invited": "yes"}


def moment(name: str, at: datetime) -> Data:
    local = at.astimezone(LONDON)
    parts = (local.day, local.month, local.year, f"{local:%H:%M}")
    return {f"{name}_{place}": part for place, part in enumerate(parts)}


def schedule(world: Any, persona: str, thing: Thing) -> Data:
    chair = world.user("conference_chair").pk
    return {
        "form_token": uuid.uuid4(),
        "kind": ConferenceKind.objects.get(code="initial").pk,
        "family_reference": "FAM-1",
        "chair": chair,
        "administrator": chair,
        "minutes": 90,
        **moment("starts_at", world.at + timedelta(days=9)),
    }


def start_from(world: Any, persona: str, thing: Thing) -> Data:
    if thing.is_absent:
        return {}
    last = services.last_of_family(thing.record, by=thing.record.chair)
    assert last is not None
    return {"children": [one.pk for one in last.children.all()]}


def runs(world: Any, persona: str, thing: Thing) -> Data:
    """As it is: whoever else there is might be kept from it."""
    owner = world.user(thing.owner or "conference_chair").pk
    return {"chair": owner, "administrator": owner}


def seen(facts: Data, *names: str) -> Callable[[Any, str, Thing], Data]:
    return lambda world, persona, thing: {**facts, "seen": packed(dict.fromkeys(names))}


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
    **SENT_TO_PACKS,
    "conference_schedule": schedule,
    "conference_start_from": start_from,
    "conference_edit": seen({"minutes": 75}, "triggered_at"),
    "conference_move": lambda world, persona, thing: {
        "to": "day",
        "why": "No room",
        "action": "move",
        **moment("starts_at", world.at + timedelta(days=40)),
    },
    "conference_cancel": lambda world, persona, thing: {"why": "No harm was found"},
    "conference_hand_on": runs,
    "conference_child_add": lambda world, persona, thing: {**CHILD, "form_token": uuid.uuid4()},
    "conference_child_edit": seen(CHILD, "birth_date", "expected_on"),
    # The only child stays: what can be sent is that they are to be there.
    "conference_child_remove": lambda world, persona, thing: {"removed": "no"},
    "conference_guest_add": lambda world, persona, thing: {**GUEST, "form_token": uuid.uuid4()},
    "conference_guest_edit": seen(GUEST),
    "conference_guest_remove": lambda world, persona, thing: {"removed": "yes"},
    "report_ask": lambda world, persona, thing: {"agency": world.agency("icb").pk},
    "report_ask_several": lambda world, persona, thing: {"agencies": [world.agency("icb").pk]},
    "report_step": signs,
    "report_row_add": event,
    "report_row_edit": event,
    "report_assign": somebody_else,
    "report_join": somebody_else,
    "report_decline": lambda world, persona, thing: {"decline_reason": "not-known"},
    "report_check": lambda world, persona, thing: {"what": "check"},
    "report_review": lambda world, persona, thing: {"agreed": "yes"},
    "report_add": lambda world, persona, thing: {"form_token": uuid.uuid4(), "text": "More"},
    "legal_hold_place": lambda world, persona, thing: {
        "of": "one",
        "reference": world.conferences["conferences"][0].record.reference,
        "reason": "An inquiry",
        "form_token": uuid.uuid4(),
    },
    "legal_hold_lift": lambda world, persona, thing: {"reason": "It is over"},
    "timeliness_propose": lambda world, persona, thing: {"form_token": uuid.uuid4()},
    "report_files": lambda world, persona, thing: {
        "form_token": uuid.uuid4(),
        "file": SimpleUploadedFile("a.txt", b"What was known"),
    },
    "report_disclose": disclosure,
    "conference_disclose": disclosure,
}
