"""Every page about differences between agencies, in each state worth looking at."""

from collections.abc import Iterator

from tests.journeys.looking import Look, submits

LEAD, OPERATIONS = "lead.health", "operations"


def difference_pages() -> Iterator[Look]:
    base = "/partnership/differences/"
    yield Look("escalation_list", "an agency's", base, LEAD)
    yield Look("escalation_list", "all", base, OPERATIONS)
    yield Look("escalation_list", "filters", f"{base}?filter=open", OPERATIONS)
    yield Look("escalation_list", "none", f"{base}?status=withdrawn", "scrutineer")
    yield Look("escalation_start", "empty", f"{base}raise/", LEAD)
    yield Look("escalation_start", "errors", f"{base}raise/", LEAD, then=submits)
    yield Look("escalation_detail", "its own", base + "{difference}/", LEAD)
    yield Look("escalation_detail", "two stages", base + "{onward}/", OPERATIONS)
    yield Look("escalation_detail", "arbitration", base + "{arbitrated}/", OPERATIONS)
    yield Look("escalation_detail", "ended", base + "{settled}/", "scrutineer")
    for page in ("answer", "onward", "resolve", "withdraw"):
        path = base + f"{{difference}}/{page}/"
        yield Look(f"escalation_{page}", "empty", path, LEAD)
        yield Look(f"escalation_{page}", "errors", path, LEAD, then=submits)
    path = base + "{arbitrated}/arbitrate/"
    yield Look("escalation_arbitrate", "filled", path, OPERATIONS)
    yield Look("escalation_arbitrate", "errors", path, OPERATIONS, then=submits)
    yield Look("difference_summary", "all", f"{base}numbers/", OPERATIONS)
    yield Look("difference_summary", "the Executive's", f"{base}numbers/", "lead.icb")
    yield Look("difference_summary", "none", f"{base}numbers/?quarter={{long_ago}}", OPERATIONS)
    yield Look("return_list", "all", f"{base}returns/", OPERATIONS)
    yield Look("return_list", "filters", f"{base}returns/?filter=open", OPERATIONS)
    yield Look("return_list", "none", f"{base}returns/?state=late", LEAD)
    yield Look("return_detail", "owed", base + "returns/{owed}/", LEAD)
    yield Look("return_detail", "made", base + "returns/{returned}/", OPERATIONS)
    yield Look("return_make", "empty", base + "returns/{owed}/make/", LEAD)
    yield Look("return_make", "errors", base + "returns/{owed}/make/", LEAD, then=submits)
    yield Look("theme_list", "all", f"{base}themes/", OPERATIONS)
    yield Look("theme_add", "empty", f"{base}themes/add/", OPERATIONS)
    yield Look("theme_add", "errors", f"{base}themes/add/", OPERATIONS, then=submits)
    yield Look("theme_edit", "as it is", base + "themes/{theme}/", OPERATIONS)
