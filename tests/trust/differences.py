"""Differences between agencies: who gets what of them, what is sent, and those that there are."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from partnership.clocks import quarter_ended, quarter_of
from partnership.models import Escalation, EscalationReturn, EscalationTheme
from partnership.services import differences as services
from shield.clocks.models import Clock
from shield.clocks.services import start
from shield.core.london import london_day
from tests.personas import People
from tests.trust.lines import Line, line
from tests.trust.things import Thing

if TYPE_CHECKING:  # which asks this file for what there is
    from tests.trust.world import World

# Of the agency that raised it, of the one it was raised with, and whoever reads all.
CONCERNED, LEADS = "lead granted operations scrutineer", "lead operations"
READS = "any-lead operations scrutineer -> 200"


def form(name: str, who: str, *, open_: str, ended: str) -> tuple[Line, Line]:
    """A form about something open; of what has come to an end it says so."""
    goes, over = open_.split(), ended.split()
    done = dict.fromkeys(goes, f"{who} -> 302") | dict.fromkeys(over, f"{who} -> 409")
    return (
        line(name, "GET", **dict.fromkeys([*goes, *over], f"{who} -> 200")),
        line(name, "POST", **done),
    )


DIFFERENCES = [
    line("escalation_list", "GET", READS, csv=READS),
    line("escalation_start", "GET", "any-lead -> 200"),
    line("escalation_start", "POST", "any-lead -> 302"),
    line(
        "escalation_detail", "GET",
        **dict.fromkeys(("open", "arbitrated", "ended"), f"{CONCERNED} -> 200"),
    ),
    *form("escalation_answer", "lead granted", open_="open arbitrated", ended="ended"),
    *form("escalation_onward", LEADS, open_="open", ended="arbitrated ended"),
    *form("escalation_resolve", LEADS, open_="open arbitrated", ended="ended"),
    *form("escalation_withdraw", LEADS, open_="open arbitrated", ended="ended"),
    line("escalation_arbitrate", "GET", arbitrated="operations -> 200"),
    line("escalation_arbitrate", "POST", arbitrated="operations -> 302"),
    line("return_list", "GET", READS, csv=READS),
    line(
        "return_detail", "GET",
        owed="lead operations scrutineer -> 200", made="lead operations scrutineer -> 200",
    ),
    *form("return_make", LEADS, open_="owed", ended="made"),
    # Whoever sits in a body that decides for all partners.
    line("difference_summary", "GET", numbers="granted operations scrutineer -> 200"),
    line("theme_list", "GET", "operations -> 200", csv="operations -> 200"),
    line("theme_add", "GET", "operations -> 200"),
    line("theme_add", "POST", "operations -> 302"),
    line("theme_edit", "GET", theme="operations -> 200"),
    line("theme_edit", "POST", theme="operations -> 302"),
]  # fmt: skip
# name of the things -> pages about them
PAGES = {
    "differences": "escalation_detail escalation_answer escalation_onward escalation_resolve "
    "escalation_withdraw escalation_arbitrate",
    "numbers": "difference_summary",
    "returns": "return_detail return_make",
    "themes": "theme_edit",
}
LISTS = ("escalation_list", "return_list", "theme_list")
NAMELESS = {"names_nobody": "on"}


def raised(world: "World", persona: str, thing: Thing) -> dict[str, Any]:
    theme = world.partnership["themes"][0].path["pk"]
    texts = {"what": "Whether the threshold was met", "tried": "The leads spoke"}
    return {"others": [world.agency("school").pk], "theme": theme, **texts, **NAMELESS}


def arbitrated(world: "World", persona: str, thing: Thing) -> dict[str, Any]:
    texts = {"question": "Whether the threshold was met", "why_now": "A child waits"}
    return {"body": world.partnership["bodies"][0].path["pk"], **texts, **NAMELESS}


def always(**data: Any) -> Callable[["World", str, Thing], dict[str, Any]]:
    return lambda world, persona, thing: data


SENT: dict[str, Callable[["World", str, Thing], dict[str, Any]]] = {
    "escalation_start": raised,
    "escalation_answer": always(text="We meet tomorrow", **NAMELESS),
    "escalation_onward": always(why="No answer", stage="1", **NAMELESS),
    "escalation_resolve": always(outcome="Agreed", **NAMELESS),
    "escalation_withdraw": always(outcome="Raised twice", **NAMELESS),
    "escalation_arbitrate": arbitrated,
    "return_make": always(any="no", **NAMELESS),
    "theme_add": always(name="Another theme"),
    "theme_edit": always(name="Another theme", is_offered="no"),
}


def make_differences(
    people: People, seated: frozenset[str], at: datetime
) -> Mapping[str, tuple[Thing, ...]]:
    """One that is open and one that ended, raised by health with police; returns of health."""
    theme = EscalationTheme.objects.create(name="Thresholds", order=1)
    found = []
    for state in ("open", "arbitrated", "ended"):
        one = services.start_escalation(
            by=people.health_lead,
            agency=people.agencies.health,
            others=[people.agencies.police],
            theme=theme,
            what="Whether the threshold was met",
            tried="The leads spoke",
            at=at,
        )
        for stage in services.stages() if state == "arbitrated" else ():
            one = services.go_on(
                by=people.health_lead, escalation=one, stage=stage, why="No", at=at
            )
        if state == "ended":
            services.resolve_escalation(
                by=people.health_lead, escalation=one, outcome="Agreed", at=at
            )
        found.append(_thing(state, one))
    return {
        "differences": tuple(found),
        "returns": make_returns(people, at),
        "numbers": (Thing("numbers", granted=seated),),
        "themes": (Thing("theme", {"pk": theme.pk}),),
    }


def _thing(state: str, one: Escalation) -> Thing:
    granted = frozenset({"police_lead"})
    return Thing(state, {"pk": one.pk}, agency="health", record=one, granted=granted)


def make_returns(people: People, at: datetime) -> tuple[Thing, ...]:
    first, _ = quarter_ended(london_day(at))
    before, _ = quarter_ended(quarter_of(first))
    owed, made = (
        EscalationReturn.objects.create(
            agency=people.agencies.health, quarter=quarter, clock=clock(people, at)
        )
        for quarter in (first, before)
    )
    services.make_return(
        by=people.health_lead, record=made, is_nil=True, elsewhere={}, learning="", at=at
    )
    return tuple(
        Thing(state, {"pk": one.pk}, agency="health", record=one)
        for state, one in (("owed", owed), ("made", made))
    )


def clock(people: People, at: datetime) -> Clock:
    return start(
        rule="escalation.return", trigger=at, subject="Return", reference="", url="", holder=None,
        agency=people.agencies.health, holder_role="safeguarding-lead", by=None, at=at,
    )  # fmt: skip
