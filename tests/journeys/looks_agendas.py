"""Every page of agendas, in each state worth looking at."""

from collections.abc import Iterator

from tests.journeys.looking import Look, submits

OPERATIONS, MEMBER = "operations", "board"
# Forms of whoever keeps the agenda: name of the page -> where it is.
FORMS = {
    "agenda_item_add": "meetings/{agenda}/agenda/add/",
    "agenda_item_edit": "agenda/{open_item}/edit/",
    "agenda_item_restrict": "agenda/{open_item}/restrict/",
    "item_reader_name": "agenda/{restricted_item}/readers/",
    "interest_record": "agenda/{open_item}/interests/",
    "paper_add": "agenda/{open_item}/papers/",
    "paper_replace": "papers/{paper}/replace/",
    "agenda_publish": "meetings/{agenda}/agenda/publish/",
}
# Those that only ask whether one is sure, or come filled in.
ASKED = {
    "agenda_item_move": "agenda/{open_item}/move/",
    "agenda_item_take_off": "agenda/{open_item}/take-off/",
    "agenda_item_unrestrict": "agenda/{restricted_item}/open/",
    "item_reader_end": "readers/{reader}/end/",
    "interest_withdraw": "interests/{interest}/take-back/",
    "paper_take_back": "papers/{paper}/take-back/",
}


def agenda_pages() -> Iterator[Look]:
    base = "/partnership/"
    for who in (MEMBER, OPERATIONS):
        yield Look("agenda_detail", f"published {who}", base + "meetings/{agenda}/agenda/", who)
    yield Look("agenda_detail", "interest", base + "meetings/{agenda}/agenda/", "lead.police")
    yield Look("agenda_detail", "nothing yet", base + "meetings/{meeting}/agenda/", OPERATIONS)
    yield Look("agenda_detail", "not published", base + "meetings/{meeting}/agenda/", MEMBER)
    yield Look("pack_detail", "being made or there", base + "meetings/{agenda}/pack/", MEMBER)
    yield Look("pack_detail", "not asked for", base + "meetings/{agenda}/pack/", OPERATIONS)
    yield Look("agenda_publish", "first", base + "meetings/{meeting}/agenda/publish/", OPERATIONS)
    yield Look("agenda_opened", "some", base + "meetings/{agenda}/agenda/opened/", OPERATIONS)
    for item in ("open_item", "restricted_item", "arising_item", "last_item"):
        yield Look("agenda_item_detail", item, f"{base}agenda/{{{item}}}/", OPERATIONS)
    yield Look("agenda_item_detail", "read", base + "agenda/{open_item}/", MEMBER)
    for name, path in FORMS.items():
        yield Look(name, "as it is", base + path, OPERATIONS)
        # Filled in already: pressed, they are saved, and the next look would find another record.
        if name not in ("agenda_item_edit", "agenda_item_restrict", "paper_replace"):
            yield Look(name, "errors", base + path, OPERATIONS, then=submits)
    for name, path in ASKED.items():
        yield Look(name, "asked", base + path, OPERATIONS)
    yield Look("unread_item_name", "asked", base + "agenda/{unread_item}/unread/", OPERATIONS)
    yield Look(
        "unread_item_name",
        "errors",
        base + "agenda/{unread_item}/unread/",
        OPERATIONS,
        then=submits,
    )
    yield Look("interest_declare", "empty", base + "agenda/{open_item}/interest/", MEMBER)
    yield Look(
        "interest_declare", "errors", base + "agenda/{open_item}/interest/", MEMBER, then=submits
    )
    yield Look("proposal_add", "empty", base + "bodies/{body}/propose/", MEMBER)
    yield Look("proposal_add", "errors", base + "bodies/{body}/propose/", MEMBER, then=submits)
    yield Look("proposal_list", "some", f"{base}proposals/", OPERATIONS)
    yield Look("proposal_list", "none", f"{base}proposals/", "practitioner.health")
    yield Look("proposal_list", "filters", f"{base}proposals/?filter=open", OPERATIONS)
    yield Look("proposal_detail", "to answer", base + "proposals/{proposed}/", OPERATIONS)
    yield Look(
        "proposal_detail", "errors", base + "proposals/{proposed}/", OPERATIONS, then=submits
    )
    yield Look("proposal_detail", "own", base + "proposals/{proposed}/", MEMBER)
    yield Look("proposal_withdraw", "ask", base + "proposals/{proposed}/withdraw/", MEMBER)
