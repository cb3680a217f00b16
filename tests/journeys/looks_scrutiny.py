"""Every page of the scrutineer's work, in each state worth looking at."""

from collections.abc import Iterator

from tests.journeys.looking import Look, submits

SCRUTINEER, LEAD = "scrutineer", "lead.health"


def scrutiny_pages() -> Iterator[Look]:
    base, challenges = "/partnership/scrutiny/", "/partnership/challenges/"
    yield Look("question_list", "all", base, SCRUTINEER)
    yield Look("question_list", "as the Board", base, "board")
    yield Look("question_list", "filters", f"{base}?filter=open", SCRUTINEER)
    yield Look("question_list", "none", f"{base}?status=left", SCRUTINEER)
    yield Look("question_detail", "evidence", base + "{question}/", SCRUTINEER)
    yield Look("question_detail", "as the Board", base + "{question}/", "board")
    yield Look("question_detail", "none", base + "{bare_question}/", "board")
    for name, path in {
        "question_add": "add/",
        "question_edit": "{question}/edit/",
        "evidence_pin": "{question}/evidence/",
        "programme_add": "programme/add/",
        "programme_edit": "programme/{entry}/",
    }.items():
        yield Look(name, "as it is", base + path, SCRUTINEER)
        if not name.endswith("_edit"):
            yield Look(name, "errors", base + path, SCRUTINEER, then=submits)
    yield Look("evidence_take_off", "asked", base + "evidence/{evidence}/off/", SCRUTINEER)
    yield Look("programme_list", "all", f"{base}programme/", SCRUTINEER)
    yield Look("challenge_list", "all", challenges, SCRUTINEER)
    yield Look("challenge_list", "an agency's", challenges, LEAD)
    yield Look("challenge_list", "filters", f"{challenges}?filter=open", SCRUTINEER)
    yield Look("challenge_list", "none", f"{challenges}?status=unsatisfied", LEAD)
    yield Look("challenge_start", "empty", f"{challenges}send/", SCRUTINEER)
    yield Look("challenge_start", "errors", f"{challenges}send/", SCRUTINEER, then=submits)
    yield Look("challenge_detail", "waits", challenges + "{challenged}/", LEAD)
    yield Look("challenge_detail", "replied", challenges + "{replied}/", SCRUTINEER)
    yield Look("challenge_detail", "satisfied", challenges + "{satisfied}/", "board")
    yield Look("challenge_reply", "empty", challenges + "{challenged}/reply/", LEAD)
    yield Look("challenge_reply", "errors", challenges + "{challenged}/reply/", LEAD, then=submits)
    yield Look("challenge_respond", "empty", challenges + "{replied}/respond/", SCRUTINEER)
    yield Look(
        "challenge_respond", "errors", challenges + "{replied}/respond/", SCRUTINEER, then=submits
    )
