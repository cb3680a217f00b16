"""Every page by which a conference is run, in each state worth looking at."""

from collections.abc import Iterator

from tests.journeys.browser import Person
from tests.journeys.looking import Look, submits

CHAIR, KEEPER, OTHER = "chair.conferences", "admin.conferences", "chair"
WRITER = "practitioner.health@demo.example"


def conference_pages() -> Iterator[Look]:
    base = "/conferences/"
    yield Look("conference_list", "some", base, CHAIR)
    yield Look("conference_list", "none", f"{base}?status=inquorate", CHAIR)
    yield Look("conference_list", "filters", f"{base}?filter=open", CHAIR)
    yield Look("conference_schedule", "empty", f"{base}schedule/", CHAIR)
    yield Look("conference_schedule", "errors", f"{base}schedule/", CHAIR, then=submits)
    yield Look("conference_schedule", "asks when", f"{base}schedule/", CHAIR, then=an_initial_one)
    for state in ("initial", "review", "late", "scratch", "following", "cancelled", "restricted"):
        yield Look("conference_detail", state, f"{base}{{conf_{state}}}/", CHAIR)
    yield Look("conference_detail", "postponed", base + "{conf_postponed}/", KEEPER)
    initial = base + "{conf_initial}/"
    start_from = base + "{conf_following}/start-from/"
    yield Look("conference_start_from", "asked", start_from, CHAIR)
    for page in ("edit", "move", "cancel", "hand-on"):
        name = f"conference_{page.replace('-', '_')}"
        yield Look(name, "as it is", f"{initial}{page}/", CHAIR)
    for page in ("move", "cancel"):
        yield Look(f"conference_{page}", "errors", f"{initial}{page}/", CHAIR, then=submits)
    yield Look("conference_edit", "overtaken", f"{initial}edit/", CHAIR, then=overtaken)
    yield Look("conference_move", "shown", f"{initial}move/", CHAIR, then=postpones)
    yield Look("conference_move", "a day again", base + "{conf_postponed}/move/", KEEPER)
    yield Look("conference_detail", "erased", base + "{conf_erased}/", CHAIR)
    yield Look("report_request", "erased", base + "reports/{conf_erased_request}/", "lead.health")
    holds = f"{base}legal-holds/"
    yield Look("legal_hold_list", "some", holds, "protection")
    yield Look("legal_hold_list", "filters", f"{holds}?filter=open", "operations")
    yield Look("legal_hold_place", "empty", f"{holds}place/", "protection")
    yield Look("legal_hold_place", "errors", f"{holds}place/", "protection", then=submits)
    for state in ("standing", "lifted"):
        path = f"{holds}{{conf_hold_{state}}}/"
        yield Look("legal_hold_detail", state, path, "protection")
    yield Look("legal_hold_lift", "empty", f"{holds}{{conf_hold_standing}}/lift/", "protection")
    yield Look(
        "legal_hold_lift", "errors", f"{holds}{{conf_hold_standing}}/lift/", "protection",
        then=submits,
    )  # fmt: skip
    yield from access_pages(initial)
    yield from people_pages(initial, base)
    yield from asking_pages(initial, base)


def access_pages(initial: str) -> Iterator[Look]:
    yield Look("conference_access_detail", "as it is", f"{initial}access/", CHAIR)
    for page in ("name", "exclude", "restrict", "lift"):
        form, name = f"{initial}access/{page}/", f"conference_access_{page}"
        yield Look(name, "empty", form, CHAIR)
        yield Look(name, "errors", form, CHAIR, then=submits)
    limited = "/conferences/{conf_limited}/"
    for page, row in (("grant", "grants"), ("exclusion", "exclusions")):
        path = f"{limited}access/{row}/{{conf_{page}}}/end/"
        yield Look(f"conference_access_{page}_end", "asked", path, CHAIR)
    yield Look("conference_access_detail", "limited", f"{limited}access/", CHAIR)
    relative = limited + "relatives/{conf_relative}/"
    yield Look("conference_relative", "empty", relative, CHAIR)
    yield Look("conference_relative", "errors", relative, CHAIR, then=submits)
    yield Look(
        "conference_opening_detail",
        "to judge",
        "/conferences/openings/{conf_opening}/",
        "protection",
    )
    yield Look("conference_opening_list", "some", "/conferences/openings/", "protection")
    yield Look("conference_glass_break", "empty", "/conferences/open/", CHAIR)
    yield Look("conference_glass_break", "errors", "/conferences/open/", CHAIR, then=submits)


def people_pages(initial: str, base: str) -> Iterator[Look]:
    for noun, folder in (("child", "children"), ("guest", "family")):
        add = f"{initial}{folder}/add/"
        yield Look(f"conference_{noun}_add", "empty", add, CHAIR)
        yield Look(f"conference_{noun}_add", "errors", add, CHAIR, then=submits)
        edit = f"{initial}{folder}/{{conf_{noun}}}/"
        yield Look(f"conference_{noun}_edit", "filled", edit, CHAIR)
        yield Look(f"conference_{noun}_remove", "asked", f"{edit}remove/", CHAIR)
    unborn = base + "{conf_postponed}/children/{conf_unborn}/"
    yield Look("conference_child_edit", "not yet born", unborn, KEEPER)
    not_invited = f"{initial}family/{{conf_not_invited}}/"
    yield Look("conference_guest_edit", "not to be invited", not_invited, CHAIR)
    back = base + "{conf_scratch}/children/{conf_gone}/remove/"
    yield Look("conference_child_remove", "bring back", back, CHAIR)


def asking_pages(initial: str, base: str) -> Iterator[Look]:
    ask = f"{initial}reports/ask/"
    yield Look("report_ask", "empty", ask, CHAIR)
    yield Look("report_ask", "errors", ask, CHAIR, then=submits)
    sure = base + "{conf_scratch}/reports/ask/"
    yield Look("report_ask", "asked who it is", sure, CHAIR, then=names_a_writer)
    several = f"{initial}reports/ask-several/"
    yield Look("report_ask_several", "the rest", several, CHAIR)
    ticked = base + "{conf_following}/reports/ask-several/"
    yield Look("report_ask_several", "ticked", ticked, CHAIR)
    yield Look("report_ask_several", "errors", ticked, CHAIR, then=asks_nobody)
    withdraw = f"{initial}reports/{{conf_request}}/withdraw/"
    yield Look("report_withdraw", "asked", withdraw, CHAIR)


def an_initial_one(person: Person) -> None:
    """Choose a kind, which asks from when its time runs."""
    person.page.get_by_label("Initial", exact=True).check()


def overtaken(person: Person) -> None:
    """Save what this page showed as something else than is there: somebody was quicker."""
    seen = person.page.locator("input[name=seen]")
    seen.evaluate("it => { it.value = it.value.replace('Committee', 'Another committee'); }")
    person.page.get_by_label("Where is it held?").fill("A third room")
    submits(person)


def postpones(person: Person) -> None:
    """Be shown what comes of it; nothing is changed yet."""
    person.page.get_by_label("There is no day yet").check()
    person.page.get_by_label("Why?").fill("No room is free")
    submits(person)


def asks_nobody(person: Person) -> None:
    """Untick everybody."""
    for box in person.page.locator("input[name=agencies]").all():
        box.uncheck()
    submits(person)


def names_a_writer(person: Person) -> None:
    """Name somebody; whether it is they is asked before they are told."""
    person.page.get_by_label("Which agency?").select_option("Oxleas NHS Foundation Trust")
    person.page.get_by_label("Email address of who is to write it").fill(WRITER)
    submits(person)
