"""Every page about actions, in each state worth looking at."""

from collections.abc import Iterator

from tests.journeys.looking import Look, submits

LEAD, OPERATIONS = "lead.police", "operations"
# Forms of those who lead the body: name of the page -> where it is.
LED = {
    "action_add": "bodies/{body}/actions/add/",
    "item_action_add": "agenda/{under_item}/actions/add/",
    "decision_action_add": "decisions/{under_decision}/actions/add/",
    "action_progress": "actions/{action_overdue}/progress/",
    "action_send_back": "actions/{action_done}/back/",
    "action_reopen": "actions/{action_closed}/reopen/",
    "action_reassign": "actions/{action_overdue}/holder/",
    "action_withdraw": "actions/{action_overdue}/withdraw/",
}


def action_pages() -> Iterator[Look]:
    base = "/partnership/"
    yield Look("action_list", "all", f"{base}actions/", OPERATIONS)
    yield Look("action_list", "own", f"{base}actions/?whose=mine", "board")
    yield Look("action_list", "filters", f"{base}actions/?filter=open", LEAD)
    yield Look("action_list", "none", f"{base}actions/?text=nowhere", OPERATIONS)
    yield Look("action_list", "nothing yet", f"{base}actions/", "practitioner.health")
    yield Look("action_list", "for printing", f"{base}actions/?format=print", OPERATIONS)
    yield Look("action_figures", "all", f"{base}actions/figures/", OPERATIONS)
    yield Look("action_figures", "none", f"{base}actions/figures/", "practitioner.health")
    for state in ("overdue", "done", "closed", "returned", "of_role"):
        path = f"{base}actions/{{action_{state}}}/"
        yield Look("action_detail", f"{state} led", path, OPERATIONS)
    yield Look("action_detail", "held", base + "actions/{action_overdue}/", "board")
    yield Look("action_detail", "read", base + "actions/{action_closed}/", "scrutineer")
    for name, path in LED.items():
        yield Look(name, "empty", base + path, OPERATIONS)
        yield Look(name, "errors", base + path, OPERATIONS, then=submits)
    yield Look("action_due", "as it is", base + "actions/{action_overdue}/due/", OPERATIONS)
    yield Look(
        "action_due", "errors", base + "actions/{action_overdue}/due/", OPERATIONS, then=submits
    )
    yield Look("action_accept", "empty", base + "actions/{action_done}/accept/", OPERATIONS)
    yield Look("action_finish", "empty", base + "actions/{action_overdue}/done/", "board")
    yield Look(
        "action_finish", "errors", base + "actions/{action_overdue}/done/", "board", then=submits
    )
