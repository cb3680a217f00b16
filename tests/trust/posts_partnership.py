"""What the partnership's pages are sent: answers that are good."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from partnership.models import Minutes
from partnership.services import mark_of_minutes
from shield.core.london import LONDON
from tests.personas import WHO
from tests.trust.things import Thing
from tests.trust.world import World

Data = dict[str, Any]
Sent = Callable[[World, str, Thing], Data]


def day(name: str, at: datetime, days: int = 0) -> Data:
    local = (at + timedelta(days=days)).astimezone(LONDON)
    return {f"{name}_0": local.day, f"{name}_1": local.month, f"{name}_2": local.year}


def always(**data: Any) -> Sent:
    return lambda world, persona, thing: data


def read_before(world: World, persona: str, thing: Thing) -> dict[str, Any]:
    """The mark of the minutes as the persona has read them."""
    minutes = Minutes.objects.filter(meeting_id=thing.path["pk"]).first()
    reader = persona if persona in WHO else "operations"
    return {"seen": mark_of_minutes(minutes, world.user(reader)) if minutes else "none"}


BODY = {
    "name": "Another Body",
    "purpose": "To learn",
    "chairing_kind": "named",
    "rhythm": "monthly",
    "quorum_kind": "members",
    "quorum_members": "5",
    "needs_agreement": "no",
}


def seat(world: World, persona: str, thing: Thing) -> Data:
    agency = world.agency("health").pk
    return {"agency": agency, "post": "Another post", "role": "member"}


def appointment(world: World, persona: str, thing: Thing) -> Data:
    who = {
        "person": "health.colleague@example.test", "is_deputy": "yes", "is_from_elsewhere": "on"
    }  # fmt: skip
    return who | day("starts_on", world.at)


def appointments(world: World, persona: str, thing: Thing) -> Data:
    first = world.at.astimezone(LONDON).date().isoformat()
    return {
        "action": "appoint",
        "text": "body,agency,post,email,from,to,deputy\n"
        "Northshire Board,Northshire Police,Inspector,"
        f"police.practitioner@example.test,{first},,yes\n",
    }


def change(world: World, persona: str, thing: Thing) -> Data:
    who = {"successor_name": "Somebody New", "successor_email": "new@example.test"}
    return {"what": "comes", **who, **day("from_day", world.at, 7)}


def priority(world: World, persona: str, thing: Thing) -> Data:
    return {"year": "3", "number": "9", "title": "Neglect", "leads": [world.agency("health").pk]}


def duty(world: World, persona: str, thing: Thing) -> Data:
    body = world.partnership["bodies"][0].path["pk"]
    who = {"body": body, "where": "outside", "to_outside": "The scrutiny committee"}
    return who | {"times_a_year": "2"}


def meeting(world: World, persona: str, thing: Thing) -> Data:
    body = world.partnership["bodies"][0].path["pk"]
    hours = {"starts_at_3": "10:00", "ends": "12:00"}
    return {"body": body, **day("starts_at", world.at, 30), **hours, "link": "https://meet.example"}


def move(world: World, persona: str, thing: Thing) -> Data:
    hours = {"starts_at_3": "10:00", "ends": "12:00"}
    return {"action": "move", "why": "Snow", **day("starts_at", world.at, 30), **hours}


def year(world: World, persona: str, thing: Thing) -> Data:
    return {"year": "2033", "bodies": [world.partnership["bodies"][0].path["pk"]]}


SENT: dict[str, Sent] = {
    "decision_add": always(text="Do it", kind="recommended"),
    "decision_edit": always(text="Do it", kind="recommended", fingerprint="0"),
    "minutes_approve": read_before,
    "decision_request_add": always(title="Fund it", question="Shall we?", why_now="It ends"),
    "decision_request_answer": always(answer="agrees"),
    "decision_request_conflict": always(what="A friend"),
    "decision_request_withdraw": always(why="Not needed"),
    "meeting_add": meeting,
    "meeting_edit": always(title="Away day"),
    "meeting_move": move,
    "meeting_cancel": always(why="Snow"),
    "meeting_reply": always(answer="attending"),
    "invited_reply": always(answer="apologies"),
    "co_opt": always(person="health.colleague@example.test"),
    "year_propose": year,
    "body_add": always(**BODY),
    "body_edit": always(**BODY),
    "terms_adopt": lambda world, persona, thing: {
        "text": "What it is for",
        "adopted_at": "The Board",
        **day("adopted_on", world.at),
    },
    "agreement_detail": always(edition="1"),
    "agreement_record": always(text="What is said here stays here"),
    "item_add": always(title="Another item", purpose="note"),
    "item_edit": always(title="Another item", purpose="note"),
    "item_move": always(direction="down"),
    "seat_add": seat,
    "seat_edit": seat,
    "seat_end": lambda world, persona, thing: day("ends_on", world.at, 400),
    "seat_appoint": appointment,
    "seat_appoint_many": appointments,
    "holding_end": always(when="at_once"),
    "change_notify": change,
    "change_answer": always(action="confirm"),
    "priority_add": priority,
    "priority_edit": priority,
    "measure_add": always(measure="Another measure"),
    "measure_edit": always(measure="Another measure"),
    "duty_add": duty,
    "duty_edit": duty,
    "duty_due": lambda world, persona, thing: day("due_on", world.at, 30),
    "report_record": lambda world, persona, thing: {
        "what": "Report",
        **day("sent_on", world.at),
    },
    "budget_add": always(year="2031-32", budgeted="1,000"),
    "budget_edit": always(year="2031-32", budgeted="1,000"),
    "contribution_add": always(who="other", contributor="Another", promised="10.50", received="0"),
    "contribution_edit": always(who="other", contributor="Another", promised="10.50", received="0"),
    "spend_add": lambda world, persona, thing: {
        "what": "Venue",
        "amount": "-10",
        **day("spent_on", world.at),
    },
}
