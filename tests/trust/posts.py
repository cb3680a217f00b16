"""What each page is sent: answers that are good, so that nothing but permission can refuse them."""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from incidents.completeness import values_of
from incidents.sections import CHILDREN, PROCESSES
from incidents.services import fingerprint
from shield.core.london import LONDON
from tests.personas import PASSWORD
from tests.trust.things import PUBLIC, Thing
from tests.trust.world import World

Data = dict[str, Any]


def day(name: str, at: datetime) -> Data:
    local = at.astimezone(LONDON)
    return {f"{name}_0": local.day, f"{name}_1": local.month, f"{name}_2": local.year}


def moment(name: str, at: datetime) -> Data:
    return {**day(name, at), f"{name}_3": f"{at.astimezone(LONDON):%H:%M}"}


def start(world: World, persona: str, thing: Thing) -> Data:
    return {"agency": world.agency(thing.agency or "health").pk, "form_token": uuid.uuid4()}


def role(world: World, persona: str, thing: Thing) -> Data:
    return {
        "agency": world.agency(thing.agency or "health").pk,
        "role": "safeguarding-lead",
        **day("starts_on", world.at),
    }


def invite(world: World, persona: str, thing: Thing) -> Data:
    return {
        **role(world, persona, thing),
        "email": "somebody.new@example.test",
        "full_name": "Somebody New",
        "post": "Nurse",
    }


def child(world: World, persona: str, thing: Thing) -> Data:
    record = thing.record
    seen = fingerprint(values_of(record, CHILDREN)) if type(record).__name__ == "Child" else ""
    return {
        "form_token": uuid.uuid4(),
        "fingerprint": seen,
        "action": "continue",
        "first_names": "Another",
        "last_name": "Name",
        "born": "born",
        **day("birth_date", world.at - timedelta(days=2000)),
        "sex": "female",
        "ethnicity": "white-british",
        "disability": "no",
        "address": "Elsewhere",
        "address_confidential": "no",
        "legal_status": "none",
        "placement": "parents",
        "plans_now": ["none"],
        "condition": "Stable",
    }


def processes(world: World, persona: str, thing: Thing) -> Data:
    record = thing.record
    seen = fingerprint(values_of(record, PROCESSES)) if record is not None else ""
    return {"processes": ["coroner"], "fingerprint": seen, "action": "continue"}


def sign_in(world: World, persona: str, thing: Thing) -> Data:
    user = world.user("health_practitioner" if persona == PUBLIC else persona)
    return {"login": user.email, "password": PASSWORD}


SENT: dict[str, Callable[[World, str, Thing], Data]] = {
    "account_login": sign_in,
    "account_change_password": lambda world, persona, thing: {
        "oldpassword": PASSWORD,
        "password1": "another long pass phrase",
        "password2": "another long pass phrase",
    },
    "account_reset_password": lambda world, persona, thing: {"email": "nobody@example.test"},
    "person_invite": invite,
    "person_detail": lambda world, persona, thing: {"full_name": "Another Name"},
    "membership_add": role,
    "membership_end": lambda world, persona, thing: {"when": "at_once"},
    "agency_add": lambda world, persona, thing: {
        "name": "Another Agency",
        "kind": world.agency("health").kind_id,
    },
    "agency_edit": lambda world, persona, thing: {
        "name": "Another Name",
        "kind": world.agency("health").kind_id,
    },
    "rule_amend": lambda world, persona, thing: {
        "amount": 4,
        "unit": "working_days",
        "source": "A minute",
        **day("valid_from", world.at + timedelta(days=2)),
    },
    "holiday_add": lambda world, persona, thing: {
        "kind": "holiday",
        "name": "One-off",
        "source": "A proclamation",
        **day("day", world.at + timedelta(days=3)),
    },
    "notification_start": start,
    "notification_check": lambda world, persona, thing: {"declared": "on"},
    "notification_correct": lambda world, persona, thing: {
        "form_token": uuid.uuid4(),
        "text": "What was wrong",
    },
    "notification_panel": lambda world, persona, thing: {
        "panel_reference": "P2",
        **moment("panel_notified_at", world.at - timedelta(minutes=5)),
    },
    "notification_step": processes,
    "notification_row_add": child,
    "notification_row_edit": child,
}


def sent(name: str, world: World, persona: str, thing: Thing) -> Data:
    return SENT[name](world, persona, thing) if name in SENT else {}
