"""Every page of the partnership, in each state worth looking at."""

from collections.abc import Iterator

from tests.journeys.browser import Person
from tests.journeys.looking import Look, submits
from tests.journeys.looks_agendas import agenda_pages

LEAD, OPERATIONS = "lead.health", "operations"
# Forms of the operations team: name of the page -> where it is.
KEPT = {
    "body_add": "bodies/add/",
    "body_edit": "bodies/{executive}/edit/",
    "terms_adopt": "bodies/{body}/terms/",
    "agreement_record": "bodies/{group}/agreement/new/",
    "item_add": "bodies/{body}/items/add/",
    "item_edit": "items/{item}/",
    "seat_add": "bodies/{body}/seats/add/",
    "seat_edit": "seats/{seat}/",
    "seat_end": "seats/{seat}/end/",
    "seat_appoint": "seats/{seat}/appoint/",
    "seat_appoint_many": "seats/appoint/",
    "holding_end": "appointments/{holding}/end/",
    "meeting_add": "meetings/add/",
    "meeting_edit": "meetings/{meeting}/edit/",
    "meeting_cancel": "meetings/{meeting}/cancel/",
    "year_propose": "years/",
    "priority_add": "priorities/add/",
    "priority_edit": "priorities/{priority}/edit/",
    "measure_add": "priorities/{priority}/measures/",
    "measure_edit": "measures/{measure}/",
    "duty_add": "duties/add/",
    "duty_edit": "duties/{duty}/edit/",
    "duty_due": "duties/{duty}/due/",
    "report_record": "duties/{duty}/report/",
    "budget_add": "budgets/add/",
    "budget_edit": "budgets/{budget}/edit/",
    "contribution_add": "budgets/{budget}/add/",
    "contribution_edit": "contributions/{contribution}/",
    "spend_add": "budgets/{budget}/spend/",
}
# Those that come filled in: pressed, they are saved.
FILLED = {name for name in KEPT if name.endswith("_edit")} | {"agreement_record", "duty_due"}


def partnership_pages() -> Iterator[Look]:
    base = "/partnership/"
    yield Look("body_list", "kept", base, OPERATIONS)
    yield Look("body_list", "as anybody", base, "champion")
    for who in ("champion", "board", OPERATIONS):
        yield Look("body_detail", who, base + "bodies/{body}/", who)
    yield Look("body_detail", "an agreement to sign", base + "bodies/{group}/", "group")
    yield Look("agreement_detail", "to sign", base + "bodies/{group}/agreement/", "group")
    yield Look("agreement_detail", "signed", base + "bodies/{group}/agreement/", OPERATIONS)
    yield Look("agreement_detail", "none", base + "bodies/{body}/agreement/", OPERATIONS)
    for name, path in KEPT.items():
        yield Look(name, "as it is", base + path, OPERATIONS)
        if name not in FILLED:
            yield Look(name, "errors", base + path, OPERATIONS, then=submits)
    yield from meeting_pages(base)
    yield from agenda_pages()
    yield Look("item_remove", "asked", base + "items/{item}/remove/", OPERATIONS)
    yield Look("seat_appoint_many", "bad rows", f"{base}seats/appoint/", OPERATIONS, then=pastes)
    yield Look("seat_list", "all", f"{base}seats/", "scrutineer")
    yield Look("seat_list", "filters", f"{base}seats/?filter=open", OPERATIONS)
    yield Look("seat_list", "none", f"{base}seats/?role=scrutineer&state=vacant", OPERATIONS)
    yield Look("agency_seats", "an agency's", f"{base}agency/", LEAD)
    yield Look("agency_seats", "none", f"{base}agency/", "practitioner.health", 404)
    yield Look("change_notify", "empty", base + "seats/{own_seat}/change/", LEAD)
    yield Look("change_notify", "errors", base + "seats/{own_seat}/change/", LEAD, then=submits)
    yield Look("change_list", "some", f"{base}changes/", OPERATIONS)
    yield Look("change_list", "none", f"{base}changes/?state=declined", OPERATIONS)
    yield Look("change_answer", "waits", base + "changes/{change}/", OPERATIONS)
    yield Look("priority_list", "all", f"{base}priorities/", "champion")
    yield Look("priority_detail", "measures", base + "priorities/{priority}/", "champion")
    yield Look("priority_detail", "kept", base + "priorities/{priority}/", OPERATIONS)
    yield Look("priority_detail", "none", base + "priorities/{bare}/", "champion")
    yield Look("duty_list", "all", f"{base}duties/", "champion")
    yield Look("duty_list", "filters", f"{base}duties/?filter=open", OPERATIONS)
    yield Look("duty_list", "none", f"{base}duties/?state=overdue&body=1", "champion")
    yield Look("duty_detail", "sent", base + "duties/{duty}/", OPERATIONS)
    yield Look("duty_detail", "nothing sent", base + "duties/{unsent}/", "champion")
    yield Look("budget_list", "one", f"{base}budgets/", "board")
    yield Look("budget_list", "none", f"{base}budgets/", "champion")
    yield Look("budget_detail", "read", base + "budgets/{budget}/", "board")
    yield Look("budget_detail", "kept", base + "budgets/{budget}/", OPERATIONS)
    yield Look("timetable_list", "all", f"{base}timetable/", "champion")
    yield Look("training_list", "all", f"{base}training/", "champion")
    yield Look("published_policy_list", "all", f"{base}policies/", "champion")


def meeting_pages(base: str) -> Iterator[Look]:
    yield Look("meeting_list", "read", f"{base}meetings/", "board")
    yield Look("meeting_list", "none", f"{base}meetings/", "practitioner.health")
    yield Look("meeting_list", "filters", f"{base}meetings/?filter=open", OPERATIONS)
    yield Look("meeting_list", "nothing matches", f"{base}meetings/?status=held", OPERATIONS)
    yield Look("calendar_month", "as a member", base + "calendar/{month}/", "board")
    yield Look("calendar_month", "many in one day", base + "calendar/{full}/", OPERATIONS)
    yield Look("feed_list", "some", f"{base}feeds/", "board")
    yield Look("feed_list", "none", f"{base}feeds/", "champion")
    yield Look("feed_make", "empty", f"{base}feeds/make/", "board")
    yield Look("feed_make", "made", f"{base}feeds/make/", "group", then=submits)
    yield Look("feed_replace", "asked", base + "feeds/{feed}/replace/", "board")
    yield Look("feed_end", "asked", base + "feeds/{feed}/end/", "board")
    yield Look("security", "a feed", "/accounts/security/", "board")
    yield Look("calendar_month", "none", base + "calendar/2100/8/", "practitioner.health")
    for state, who in (("meeting", "board"), ("off", "board"), ("meeting", OPERATIONS)):
        yield Look("meeting_detail", f"{state} {who}", f"{base}meetings/{{{state}}}/", who)
    yield Look("meeting_detail", "proposal", base + "meetings/{proposal}/", OPERATIONS)
    yield Look("meeting_move", "as it is", base + "meetings/{meeting}/move/", OPERATIONS)
    yield Look(
        "meeting_move", "errors", base + "meetings/{meeting}/move/", OPERATIONS, then=submits
    )
    yield Look("meeting_move", "offer", base + "meetings/{meeting}/move/", OPERATIONS, then=moves)
    yield Look("meeting_detail", "guest", base + "meetings/{meeting}/", "champion")
    yield Look("meeting_reply", "empty", base + "meetings/{meeting}/reply/", "board")
    yield Look("meeting_reply", "errors", base + "meetings/{meeting}/reply/", "board", then=submits)
    yield Look("meeting_reply", "guest", base + "meetings/{meeting}/reply/", "champion")
    yield Look("invited_reply", "empty", base + "invited/{asked}/", OPERATIONS)
    yield Look("co_opt", "empty", base + "meetings/{meeting}/invite/", OPERATIONS)
    yield Look("co_opt", "errors", base + "meetings/{meeting}/invite/", OPERATIONS, then=submits)
    yield Look("co_option_end", "asked", base + "invited/{guest}/end/", OPERATIONS)
    for page in ("confirm", "remove"):
        path = f"{base}meetings/{{proposal}}/{page}/"
        yield Look(f"meeting_{page}", "asked", path, OPERATIONS)
    yield Look("year_detail", "clashes", base + "years/{year}/", OPERATIONS)
    yield Look("year_confirm", "asked", base + "years/{year}/confirm/", OPERATIONS)
    yield Look("year_discard", "asked", base + "years/{year}/discard/", OPERATIONS)


def moves(person: Person) -> None:
    """A good reason; the time is the one that the form came with."""
    person.page.locator("input[name=why]").fill("Elections")
    submits(person)


def pastes(person: Person) -> None:
    """Rows of which one is wrong."""
    rows = "body,agency,post,email,from,to,deputy\na,b,c,d,e,f,g"
    person.page.locator("textarea[name=text]").fill(rows)
    submits(person)
