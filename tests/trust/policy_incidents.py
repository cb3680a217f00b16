"""Who gets what of serious incident notifications: the promise; the matrix tries it."""

from tests.trust.lines import READERS, WRITERS, Line, line


def of_notification(
    name: str, method: str, *, draft: str, filed: str, discarded: str = "", **more: str
) -> Line:
    """A line by the state of a notification; without more, all that was filed is alike."""
    limited = {"restricted": filed, "shut": filed, "opened": filed, "orphan": filed}
    states = {"filed": filed, "unowed": filed, "told": filed} | limited | more
    return line(name, method, draft=draft, discarded=discarded or draft, **states)


# A draft is seen by its author and the agency's lead; what was filed also by whoever must act on
# it, and by whoever was granted to read it.
INCIDENTS = [
    # A scrutineer finds there what was granted. Taking the list away needs a permission of its own.
    line(
        "notification_list",
        "GET",
        "any-practitioner any-lead operations scrutineer -> 200",
        csv="any-lead operations -> 200",
    ),
    line("notification_find", "GET", "any-practitioner any-lead operations scrutineer -> 200"),
    line("notification_find", "POST", "any-practitioner any-lead operations scrutineer -> 200"),
    line("notification_start", "GET", agency="any-practitioner any-lead -> 200"),
    # Another agency is no choice of the form.
    line(
        "notification_start",
        "POST",
        agency="practitioner lead -> 302, any-practitioner any-lead -> 200",
    ),
    of_notification("notification_detail", "GET", draft="", filed=f"{READERS} -> 200"),
    of_notification(
        "notification_tasks", "GET", draft=f"{WRITERS} -> 200", filed=f"{READERS} -> 302"
    ),
    of_notification(
        "notification_check",
        "GET",
        draft=f"{WRITERS} -> 200",
        discarded=f"{WRITERS} -> 302",
        filed=f"{READERS} -> 302",
    ),
    # What is filed is filed: whoever sees it is told so, and led to it.
    of_notification(
        "notification_check",
        "POST",
        draft=f"{WRITERS} -> 302",
        discarded=f"{WRITERS} -> 409",
        filed=f"{READERS} -> 302",
    ),
    of_notification(
        "notification_submitted", "GET", draft=f"{WRITERS} -> 302", filed=f"{READERS} -> 200"
    ),
    of_notification(
        "notification_discard",
        "GET",
        draft=f"{WRITERS} -> 200",
        discarded=f"{WRITERS} -> 302",
        filed=f"{READERS} -> 302",
    ),
    of_notification(
        "notification_discard", "POST", draft=f"{WRITERS} -> 302", filed=f"{READERS} -> 403"
    ),
    of_notification(
        "notification_restore", "POST", draft=f"{WRITERS} -> 302", filed=f"{READERS} -> 403"
    ),
    of_notification(
        "notification_correct",
        "GET",
        draft="",
        filed="own lead operations -> 200",
    ),
    of_notification(
        "notification_correct",
        "POST",
        draft="",
        filed="own lead operations -> 302, duty-lead granted -> 403",
    ),
    # Whoever owes it to the Panel says when it was told, or the operations team for them.
    of_notification(
        "notification_panel",
        "GET",
        draft="",
        filed="duty-lead operations -> 200",
        unowed="operations -> 302",
        told="duty-lead operations -> 302",
    ),
    of_notification(
        "notification_panel",
        "POST",
        draft="",
        filed="duty-lead operations -> 302, own lead granted -> 403",
        unowed="operations -> 200, own lead granted -> 403",
        told="duty-lead operations -> 200, own lead granted -> 403",
    ),
    of_notification("notification_history", "GET", draft="", filed=f"{READERS} -> 200"),
    of_notification("notification_pdf", "GET", draft="", filed=f"{READERS} -> 200"),
    of_notification("notification_pdf_progress", "GET", draft="", filed=f"{READERS} -> 200"),
    of_notification(
        "notification_step",
        "GET",
        draft=f"{WRITERS} -> 200",
        discarded=f"{WRITERS} -> 302",
        filed=f"{READERS} -> 302",
    ),
    of_notification(
        "notification_step",
        "POST",
        draft=f"{WRITERS} -> 302",
        discarded=f"{WRITERS} -> 409",
        filed=f"{READERS} -> 409",
    ),
    of_notification(
        "notification_row_add",
        "GET",
        draft=f"{WRITERS} -> 200",
        discarded=f"{WRITERS} -> 302",
        filed=f"{READERS} -> 302",
    ),
    of_notification(
        "notification_row_add",
        "POST",
        draft=f"{WRITERS} -> 302",
        discarded=f"{WRITERS} -> 409",
        filed=f"{READERS} -> 409",
    ),
    of_notification(
        "notification_row_edit",
        "GET",
        draft=f"{WRITERS} -> 200",
        discarded=f"{WRITERS} -> 302",
        filed=f"{READERS} -> 302",
    ),
    of_notification(
        "notification_row_edit",
        "POST",
        draft=f"{WRITERS} -> 302",
        discarded=f"{WRITERS} -> 409",
        filed=f"{READERS} -> 409",
    ),
    of_notification(
        "notification_row_remove",
        "GET",
        draft=f"{WRITERS} -> 200",
        discarded=f"{WRITERS} -> 302",
        filed=f"{READERS} -> 302",
    ),
    # Where it may be removed the page says so, with a way back; elsewhere it leads to the record.
    of_notification(
        "notification_row_remove",
        "POST",
        draft=f"{WRITERS} -> 200",
        discarded=f"{WRITERS} -> 302",
        filed=f"{READERS} -> 302",
    ),
]
# Files are seen with their notification, and added and removed by whoever may add to it.
FILES = [
    of_notification("attachment_list", "GET", draft=f"{WRITERS} -> 200", filed=f"{READERS} -> 200"),
    of_notification(
        "attachment_list",
        "POST",
        draft=f"{WRITERS} -> 302",
        discarded=f"{WRITERS} -> 200",
        filed="own lead operations -> 302",
    ),
    of_notification("attachment_file", "GET", draft=f"{WRITERS} -> 200", filed=f"{READERS} -> 200"),
    of_notification(
        "attachment_remove",
        "GET",
        draft=f"{WRITERS} -> 200",
        filed="own lead operations -> 200",
    ),
    of_notification(
        "attachment_remove",
        "POST",
        draft=f"{WRITERS} -> 302",
        filed="own lead operations -> 302",
    ),
    # Only of what was submitted: the file of a draft is removed.
    of_notification("attachment_shut", "GET", draft="", filed="lead operations -> 200"),
    of_notification("attachment_shut", "POST", draft="", filed="lead operations -> 302"),
]

KEEPERS = "lead operations"
ACCESS = [
    of_notification("access_detail", "GET", draft="lead -> 200", filed=f"{KEEPERS} -> 200"),
    of_notification("access_name", "GET", draft="lead -> 200", filed=f"{KEEPERS} -> 200"),
    of_notification("access_name", "POST", draft="lead -> 302", filed=f"{KEEPERS} -> 302"),
    of_notification("access_exclude", "GET", draft="lead -> 200", filed=f"{KEEPERS} -> 200"),
    of_notification("access_exclude", "POST", draft="lead -> 302", filed=f"{KEEPERS} -> 302"),
    of_notification("access_restrict", "GET", draft="lead -> 200", filed=f"{KEEPERS} -> 200"),
    # A draft cannot be restricted, nor what is restricted already.
    of_notification(
        "access_restrict",
        "POST",
        draft="lead -> 200",
        filed=f"{KEEPERS} -> 302",
        restricted=f"{KEEPERS} -> 200",
    ),
    of_notification("access_lift", "GET", draft="lead -> 200", filed=f"{KEEPERS} -> 200"),
    # Only what is restricted: of everything else the form says so.
    of_notification(
        "access_lift",
        "POST",
        draft="lead -> 200",
        filed=f"{KEEPERS} -> 200",
        restricted=f"{KEEPERS} -> 302",
    ),
    of_notification("access_grant_end", "GET", draft="", filed=f"{KEEPERS} -> 200"),
    of_notification("access_grant_end", "POST", draft="", filed=f"{KEEPERS} -> 302"),
    of_notification("access_exclusion_end", "GET", draft="", filed=f"{KEEPERS} -> 200"),
    of_notification("access_exclusion_end", "POST", draft="", filed=f"{KEEPERS} -> 302"),
    # For the operations team alone, and only of what nobody keeps: they see no more of it.
    line("keeper_list", "GET", "operations -> 200"),
    line("keeper_name", "GET", orphan="operations -> 200"),
    line("keeper_name", "POST", orphan="operations -> 302"),
    line("glass_break", "GET", "any-lead operations -> 200"),
    # Sent the reference of nothing: the page again, whoever asks.
    line("glass_break", "POST", "any-lead operations -> 200"),
    line("opening_list", "GET", "data-protection -> 200", csv="data-protection -> 200"),
    line("opening_detail", "GET", opening="data-protection -> 200"),
    line("opening_detail", "POST", opening="data-protection -> 302"),
    line("opening_end", "POST", opening="own -> 302"),
]
