"""Every page of decisions, in each state worth looking at."""

from collections.abc import Iterator

from tests.journeys.looking import Look, submits

OPERATIONS, POLICE = "operations", "lead.police"


def decision_pages() -> Iterator[Look]:
    base = "/partnership/"
    yield Look("decision_list", "some", f"{base}decisions/", OPERATIONS)
    yield Look("decision_list", "none", f"{base}decisions/", "champion")
    yield Look("decision_list", "filters", f"{base}decisions/?filter=open", OPERATIONS)
    yield Look("decision_detail", "between", base + "decisions/{between}/", POLICE)
    yield Look("decision_detail", "at a meeting", base + "decisions/{at_meeting}/", OPERATIONS)
    yield Look("meeting_detail", "decisions", base + "meetings/{going_on}/", OPERATIONS)
    add = base + "agenda/{decided_item}/decide/"
    yield Look("decision_add", "empty", add, OPERATIONS)
    yield Look("decision_add", "errors", add, OPERATIONS, then=submits)
    for page in ("edit", "withdraw"):
        path = f"{base}decisions/{{at_meeting}}/{page}/"
        yield Look(f"decision_{page}", "as it is", path, OPERATIONS)
    yield Look("decision_request_list", "waiting", f"{base}between/", POLICE)
    yield Look("decision_request_list", "asks", f"{base}between/", OPERATIONS)
    yield Look("decision_request_list", "none", f"{base}between/", "champion")
    yield Look("decision_request_list", "filters", f"{base}between/?filter=open", OPERATIONS)
    for state in ("asked_between", "agreed_between"):
        yield Look("decision_request_detail", state, f"{base}between/{{{state}}}/", POLICE)
    yield Look("decision_request_detail", "led", base + "between/{asked_between}/", OPERATIONS)
    add = base + "bodies/{executive}/between/add/"
    yield Look("decision_request_add", "empty", add, OPERATIONS)
    yield Look("decision_request_add", "errors", add, OPERATIONS, then=submits)
    for page, who in (("answer", POLICE), ("conflict", POLICE), ("withdraw", OPERATIONS)):
        path = f"{base}between/{{asked_between}}/{page}/"
        yield Look(f"decision_request_{page}", "empty", path, who)
        yield Look(f"decision_request_{page}", "errors", path, who, then=submits)
