"""What each page is sent: answers that are good, so that nothing but permission can refuse them."""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from incidents.sections import CHILDREN, PROCESSES
from incidents.services import fingerprint
from shield.accounts.models import User
from shield.core.london import LONDON, london_day
from shield.core.sections import values_of
from tests.personas import PASSWORD
from tests.trust.differences import SENT as SENT_TO_DIFFERENCES
from tests.trust.posts_actions import SENT as SENT_TO_ACTIONS
from tests.trust.posts_agendas import SENT as SENT_TO_AGENDAS
from tests.trust.posts_conferences import SENT as SENT_TO_CONFERENCES
from tests.trust.posts_minutes import SENT as SENT_TO_MINUTES
from tests.trust.posts_partnership import SENT as SENT_TO_PARTNERSHIP
from tests.trust.scrutiny import SENT as SENT_TO_SCRUTINY
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


PERSON = {"person": "board.member@example.test", "reason": "Asked by the Board"}


def sure_of(email: str) -> Data:
    """Somebody named, and the question answered whether it is they."""
    return {**PERSON, "person": email, "confirmed": User.objects.get(email=email).pk}


SENT: dict[str, Callable[[World, str, Thing], Data]] = {
    **SENT_TO_PARTNERSHIP,
    **SENT_TO_MINUTES,
    **SENT_TO_DIFFERENCES,
    **SENT_TO_SCRUTINY,
    **SENT_TO_AGENDAS,
    **SENT_TO_ACTIONS,
    **SENT_TO_CONFERENCES,
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
    "offer_answer": lambda world, persona, thing: {"answer": "accept"},
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
        "seen": f"1 4 working_days {london_day(world.at) + timedelta(days=2)} "
        "calendar_days 5,2,1,0 ",
        "amount": 4,
        "unit": "working_days",
        "remind_unit": "calendar_days",
        "remind_before": "5, 2, 1, 0",
        "source": "A minute",
        **day("valid_from", world.at + timedelta(days=2)),
    },
    "holiday_add": lambda world, persona, thing: {
        "kind": "holiday",
        "name": "One-off",
        "source": "A proclamation",
        "seen": f"{london_day(world.at) + timedelta(days=3)} holiday",
        **day("day", world.at + timedelta(days=3)),
    },
    "notification_find": lambda world, persona, thing: {"nhs_number": "485 777 3457"},
    "notification_start": start,
    "attachment_list": lambda world, persona, thing: {
        "form_token": uuid.uuid4(),
        "file": SimpleUploadedFile("a.txt", b"What was known"),
    },
    "attachment_shut": lambda world, persona, thing: {"reason": "The wrong file"},
    "access_name": lambda world, persona, thing: sure_of("school.practitioner@example.test"),
    "conference_access_name": lambda world, persona, thing: {
        **sure_of("school.practitioner@example.test"),
        "gives": "conferences.open",
    },
    "conference_access_exclude": lambda world, persona, thing: sure_of(PERSON["person"]),
    # Named are whoever asks, and those who run it.
    "conference_access_restrict": lambda world, persona, thing: {
        "people": "",
        "reason": "A relative",
        "confirmed": "",
    },
    "conference_access_lift": lambda world, persona, thing: {"reason": "It is over"},
    "conference_relative": lambda world, persona, thing: {
        "decision": "dismissed",
        "reason": "A namesake",
    },
    "conference_glass_break": lambda world, persona, thing: {
        "reference": "CPC-1999-0001",
        "reason": "In danger",
    },
    "conference_opening_detail": lambda world, persona, thing: {"judgement": "justified"},
    "keeper_name": lambda world, persona, thing: {
        **PERSON,
        "person": "health.lead@example.test",
    },
    "access_exclude": lambda world, persona, thing: sure_of(PERSON["person"]),
    "access_restrict": lambda world, persona, thing: {
        **sure_of("authority.lead@example.test"),
        "people": "authority.lead@example.test",
    },
    "access_lift": lambda world, persona, thing: {"reason": "It is over"},
    "glass_break": lambda world, persona, thing: {
        "reference": "SIN-1999-0001",
        "reason": "In danger",
    },
    "opening_detail": lambda world, persona, thing: {"judgement": "justified"},
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
