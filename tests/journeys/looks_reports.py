"""Every page of what an agency is asked by conferences, in each state worth looking at."""

from collections.abc import Iterator

from tests.journeys.looking import Look, presses, submits

NURSE, LEAD, CHAIR = "practitioner.health", "lead.health", "chair"
STEPS = ("author", "involvement", "views", "signs", "factors", "recommendation", "restricted",
         "shared")  # fmt: skip


def report_pages() -> Iterator[Look]:
    base = "/conferences/reports/"
    yield Look("report_request_list", "some", base, LEAD)
    yield Look("report_request_list", "none", base, "practitioner.authority")
    yield Look("report_request_list", "filters", f"{base}?filter=open", LEAD)
    for state in ("asked", "writing", "checking", "declined", "withdrawn", "unheld", "sent"):
        yield Look("report_request", state, f"{base}{{report_{state}}}/", LEAD)
    for page in ("assign", "join", "decline"):
        path = f"{base}{{report_asked}}/{page}/"
        yield Look(f"report_{page}", "empty", path, LEAD)
        yield Look(f"report_{page}", "errors", path, LEAD, then=submits)
    leave = base + "{report_asked}/members/{report_member}/leave/"
    yield Look("report_leave", "asked", leave, LEAD)
    yield Look("report_reopen", "asked", base + "{report_declined}/reopen/", LEAD)
    yield Look("report_begin", "first", base + "{report_asked}/begin/", NURSE)
    yield Look("report_begin", "from the last", base + "{report_last}/begin/", NURSE)
    for state in ("empty", "writing", "again", "returned"):
        yield Look("report_tasks", state, f"{base}{{report_{state}}}/tasks/", NURSE)
    for slug in STEPS:
        path = f"{base}{{report_empty}}/write/{slug}/"
        yield Look("report_step", slug, path, NURSE)
        yield Look("report_step", f"{slug} errors", path, NURSE, then=submits)
    for slug in ("children", "adults", "chronology"):
        yield Look("report_step", slug, f"{base}{{report_writing}}/write/{slug}/", NURSE)
        yield Look("report_step", f"{slug} carried", f"{base}{{report_again}}/write/{slug}/", NURSE)
    yield Look("report_step", "carried", base + "{report_again}/write/signs/", NURSE)
    for slug in ("adults", "chronology"):
        path = f"{base}{{report_empty}}/write/{slug}/add/"
        yield Look("report_row_add", slug, path, NURSE)
    rows = base + "{report_writing}/write/"
    yield Look("report_row_edit", "a child", rows + "children/{report_child}/", NURSE)
    yield Look("report_row_edit", "an event", rows + "chronology/{report_event}/", NURSE)
    yield Look("report_row_remove", "asked", rows + "chronology/{report_event}/remove/", NURSE)
    for state in ("empty", "writing"):
        yield Look("report_check", state, f"{base}{{report_{state}}}/check/", NURSE)
    for state in ("checking", "agreed", "sent"):
        yield Look("report_detail", state, f"{base}{{report_{state}}}/report/", NURSE)
    for state in ("empty", "checking", "sent"):
        yield Look("report_files", state, f"{base}{{report_{state}}}/files/", NURSE)
    yield Look(
        "report_files",
        "errors",
        base + "{report_empty}/files/",
        NURSE,
        then=presses("Add the file"),
    )
    yield Look(
        "report_file_remove", "asked", base + "{report_writing}/files/{report_file}/remove/", NURSE
    )
    figures = "/conferences/timeliness/"
    yield Look("timeliness", "some", figures, "board")
    yield Look("timeliness_propose", "empty", figures + "{quarter}/propose/", "operations")
    yield Look(
        "timeliness_propose", "errors", figures + "{quarter}/propose/", "operations", then=submits
    )
    yield Look("timeliness_paper", "put forward", figures + "papers/{timeliness_paper}/", "board")
    review = base + "{report_checking}/review/"
    yield Look("report_review", "empty", review, LEAD)
    yield Look("report_review", "errors", review, LEAD, then=submits)
    yield Look("report_send", "asked", base + "{report_agreed}/send/", NURSE)
    yield Look("report_take_back", "asked", base + "{report_agreed}/take-back/", NURSE)
    for page in ("add", "disclose"):
        path = f"{base}{{report_sent}}/{page}/"
        yield Look(f"report_{page}", "empty", path, NURSE)
        yield Look(f"report_{page}", "errors", path, NURSE, then=submits)
    read = "/conferences/{conference_reported}/reports/{report_sent}/"
    yield Look("conference_report", "sent", read, CHAIR)
    yield Look("conference_disclose", "empty", f"{read}disclose/", CHAIR)
    yield Look("conference_disclose", "errors", f"{read}disclose/", CHAIR, then=submits)
