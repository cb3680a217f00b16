"""The scrutineer's work: who gets what of it, what is sent, and what there is."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from partnership.models import Body, Priority
from partnership.services import scrutiny as services
from shield.core.london import LONDON
from tests.personas import People
from tests.trust.lines import line
from tests.trust.things import Thing

if TYPE_CHECKING:  # which asks this file for what there is
    from tests.trust.world import World

# Those who sit in the body above all others, and who reads every body.
READERS = "granted operations scrutineer -> 200"
MINE = "scrutineer -> 200"
BOTH = "granted lead operations scrutineer -> 200"


def own(name: str, state: str = "") -> tuple[Any, Any]:
    """A form of the scrutineer alone."""
    if not state:
        return line(name, "GET", MINE), line(name, "POST", "scrutineer -> 302")
    return line(name, "GET", **{state: MINE}), line(name, "POST", **{state: "scrutineer -> 302"})


SCRUTINY = [
    *(line(name, "GET", list=READERS, csv=READERS) for name in ("question_list", "programme_list")),
    line("question_detail", "GET", question=READERS),
    *own("question_add"),
    *own("question_edit", "question"),
    *own("evidence_pin", "question"),
    *own("evidence_take_off", "evidence"),
    *own("programme_add"),
    *own("programme_edit", "entry"),
    line(
        "challenge_list", "GET",
        list="any-lead granted operations scrutineer -> 200",
        csv="any-lead granted operations scrutineer -> 200",
    ),
    *own("challenge_start"),
    line("challenge_detail", "GET", waiting=BOTH, replied=BOTH),
    line("challenge_reply", "GET", waiting="lead -> 200", replied="lead -> 200"),
    line("challenge_reply", "POST", waiting="lead -> 302", replied="lead -> 409"),
    line("challenge_respond", "GET", waiting=MINE, replied=MINE),
    line("challenge_respond", "POST", waiting="scrutineer -> 409", replied="scrutineer -> 302"),
]  # fmt: skip
# name of the things -> pages about them
PAGES = {
    "scrutiny_lists": "question_list programme_list challenge_list",
    "questions": "question_detail question_edit evidence_pin",
    "evidence": "evidence_take_off",
    "programme": "programme_edit",
    "challenges": "challenge_detail challenge_reply challenge_respond",
}
NAMELESS = {"names_nobody": "on"}


def day(name: str, at: datetime) -> dict[str, int]:
    local = at.astimezone(LONDON)
    return {f"{name}_0": local.day, f"{name}_1": local.month, f"{name}_2": local.year}


def entry(world: "World", persona: str, thing: Thing) -> dict[str, Any]:
    return {"what": "A visit", **day("starts_on", world.at)}


def pinned(world: "World", persona: str, thing: Thing) -> dict[str, Any]:
    duty = world.partnership["duties"][0].path["pk"]
    return {"address": f"/partnership/duties/{duty}/", "note": "It was late", **NAMELESS}


def sent(world: "World", persona: str, thing: Thing) -> dict[str, Any]:
    return {"agency": world.agency("police").pk, "text": "Why so late?", **NAMELESS}


def always(**data: Any) -> Callable[["World", str, Thing], dict[str, Any]]:
    return lambda world, persona, thing: data


SENT: dict[str, Callable[["World", str, Thing], dict[str, Any]]] = {
    "question_add": always(year="2027", text="Who hears the child?"),
    "question_edit": always(year="2027", text="Who hears the child?", status="looking"),
    "evidence_pin": pinned,
    "programme_add": entry,
    "programme_edit": entry,
    "challenge_start": sent,
    "challenge_reply": always(text="A lead was named", **NAMELESS),
    "challenge_respond": always(verdict="satisfied", text="It is enough", **NAMELESS),
}


def make_scrutiny(
    people: People, seated: frozenset[str], at: datetime
) -> Mapping[str, tuple[Thing, ...]]:
    """A question with evidence, an entry, and challenges to health in two states."""
    assert Body.objects.filter(parent=None).exists()
    by = people.scrutineer
    question = services.ask_question(by=by, year=2026, text="Is the child heard?", at=at)
    evidence = services.pin_evidence(
        by=by, question=question, kind="priority", record_id=Priority.objects.latest("pk").pk,
        note="It says so", at=at,
    )  # fmt: skip
    planned = services.add_entry(
        by=by, starts_on=at.date(), ends_on=None, what="A visit", question=question,
        came_of_it="", at=at,
    )  # fmt: skip
    challenges = []
    for state in ("waiting", "replied"):
        one = services.challenge(
            by=by, agency=people.agencies.health, question=question, text="Why?", at=at
        )
        if state == "replied":
            services.reply_to_challenge(by=people.health_lead, made=one, text="So", at=at)
        challenges.append(Thing(state, {"pk": one.pk}, agency="health", record=one, granted=seated))
    return {
        "scrutiny_lists": (
            Thing("list", granted=seated),
            Thing("csv", query="?format=csv", granted=seated),
        ),
        "questions": (Thing("question", {"pk": question.pk}, granted=seated),),
        "evidence": (Thing("evidence", {"pk": evidence.pk}),),
        "programme": (Thing("entry", {"pk": planned.pk}),),
        "challenges": tuple(challenges),
    }
