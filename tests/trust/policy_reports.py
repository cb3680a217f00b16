"""Who gets what of the reports that agencies are asked for: the promise; the matrix tries it."""

from tests.trust.lines import Line, line

STATES = ("asked", "declined", "withdrawn", "cancelled", "restricted", "shut")


def of_request(name: str, method: str, gives: str, **more: str) -> Line:
    """A line by the state of a request; without more all are alike."""
    return line(name, method, **(dict.fromkeys(STATES, gives) | more))


WRITTEN = ("writing", "checking", "agreed", "reported")


def of_report(name: str, method: str, gives: str, **more: str) -> Line:
    """A line by how far a report is; without more all are alike."""
    return line(name, method, **(dict.fromkeys(WRITTEN, gives) | more))


# Whoever writes it, and the lead of the agency that was asked; of no other agency anybody.
WRITERS = "own lead"
REPORTS = [
    of_request("report_request", "GET", f"{WRITERS} -> 200", erased=f"{WRITERS} -> 200"),
    line("report_request_list", "GET", "any-practitioner any-lead -> 200", csv="any-lead -> 200"),
    of_request("report_assign", "GET", f"{WRITERS} -> 200"),
    # What was answered, withdrawn or cancelled is nobody's to write any more. Of a restricted
    # conference nobody is a choice who is not on its list.
    *(
        of_request(name, "POST", f"{WRITERS} -> 409", asked=f"{WRITERS} -> 302",
                   restricted=f"{WRITERS} -> {listed}", shut=f"{WRITERS} -> 302")
        for name, listed in (("report_assign", 200), ("report_join", 200), ("report_decline", 302))
    ),
    of_request("report_join", "GET", f"{WRITERS} -> 200"),
    of_request("report_decline", "GET", f"{WRITERS} -> 200"),
    of_request("report_reopen", "GET", f"{WRITERS} -> 200"),
    of_request("report_reopen", "POST", f"{WRITERS} -> 409", declined=f"{WRITERS} -> 302"),
    of_report("report_leave", "GET", f"{WRITERS} -> 200"),
    of_report("report_leave", "POST", f"{WRITERS} -> 302"),
    of_request("report_begin", "GET", f"{WRITERS} -> 200",
               declined=f"{WRITERS} -> 302", withdrawn=f"{WRITERS} -> 302"),
    of_request("report_begin", "POST", f"{WRITERS} -> 302"),
    of_report("report_tasks", "GET", f"{WRITERS} -> 302", writing=f"{WRITERS} -> 200"),
    of_report("report_step", "GET", f"{WRITERS} -> 302", writing=f"{WRITERS} -> 200"),
    # What was handed on is not changed: whoever types is told so, and keeps the words.
    of_report("report_step", "POST", f"{WRITERS} -> 409", writing=f"{WRITERS} -> 302"),
    of_report("report_row_add", "GET", f"{WRITERS} -> 302", writing=f"{WRITERS} -> 200"),
    of_report("report_row_add", "POST", f"{WRITERS} -> 409", writing=f"{WRITERS} -> 302"),
    of_report("report_row_edit", "GET", f"{WRITERS} -> 302", writing=f"{WRITERS} -> 200"),
    of_report("report_row_edit", "POST", f"{WRITERS} -> 409", writing=f"{WRITERS} -> 302"),
    of_report("report_row_remove", "GET", f"{WRITERS} -> 302", writing=f"{WRITERS} -> 200"),
    of_report("report_row_remove", "POST", f"{WRITERS} -> 302", writing=f"{WRITERS} -> 200"),
    of_report("report_check", "GET", f"{WRITERS} -> 302", writing=f"{WRITERS} -> 200"),
    of_report("report_check", "POST", f"{WRITERS} -> 302"),
    of_report("report_detail", "GET", f"{WRITERS} checker -> 200"),
    # By those who did not write it.
    of_report("report_review", "GET", "lead checker -> 302", checking="lead checker -> 200"),
    of_report("report_review", "POST", "lead checker -> 409", checking="lead checker -> 302"),
    of_report("report_send", "GET", f"{WRITERS} -> 200"),
    of_report("report_send", "POST", f"{WRITERS} -> 409", agreed=f"{WRITERS} -> 302"),
    of_report("report_take_back", "GET", f"{WRITERS} -> 200"),
    of_report("report_take_back", "POST", f"{WRITERS} -> 302", writing=f"{WRITERS} -> 409",
              reported=f"{WRITERS} -> 409"),
    of_report("report_add", "GET", f"{WRITERS} -> 200"),
    of_report("report_add", "POST", f"{WRITERS} -> 409", reported=f"{WRITERS} -> 302"),
    of_report("report_disclose", "GET", "", reported=f"{WRITERS} -> 200"),
    of_report("report_disclose", "POST", "", reported=f"{WRITERS} -> 302"),
    of_report("report_pdf", "GET", "", reported=f"{WRITERS} checker -> 200"),
    of_report("report_family_pdf", "GET", "", reported=f"{WRITERS} checker -> 200"),
    of_report("report_pdf_progress", "GET", "", reported=f"{WRITERS} checker -> 200"),
    of_report("report_files", "GET", f"{WRITERS} checker -> 200"),
    of_report("report_files", "POST", f"{WRITERS} -> 302"),
    of_report("report_file", "GET", f"{WRITERS} checker -> 200"),
    of_report("report_file_remove", "GET", f"{WRITERS} -> 200"),
    of_report("report_file_remove", "POST", f"{WRITERS} -> 302"),
    # Whoever runs the conference reads what was sent, and nothing before.
    of_report("conference_report", "GET", "", reported="own -> 200"),
    of_report("conference_report_pdf", "GET", "", reported="own -> 200"),
    of_report("conference_report_family_pdf", "GET", "", reported="own -> 200"),
    of_report("conference_report_file", "GET", "", reported="own -> 200"),
    of_report("conference_disclose", "GET", "", reported="own -> 200"),
    of_report("conference_disclose", "POST", "", reported="own -> 302"),
]  # fmt: skip
