"""Who gets what of child protection conferences: the promise; the matrix tries it."""

from tests.trust.lines import Line, line

STATES = ("scheduled", "postponed", "cancelled", "restricted", "shut")


def of_conference(name: str, method: str, gives: str, **more: str) -> Line:
    """A line by the state of a conference; without more all are alike."""
    return line(name, method, **(dict.fromkeys(STATES, gives) | more))


# By name, on a restricted one: what is granted is to read it, as a whole.
READS = "own granted -> 200"


def of_form(name: str) -> list[Line]:
    """A form of whoever runs it: of what is not to come any more it leads to the conference."""
    return [
        of_conference(name, "GET", "own -> 200", cancelled="own -> 302"),
        # What was sent nevertheless is refused, and stands on the page still.
        of_conference(name, "POST", "own -> 302", cancelled="own -> 409"),
    ]


RUN = "conference-chair -> 200"
COUNTS = "any-lead operations scrutineer board-member conference-chair"
KEEPS = "operations data-protection"
CONFERENCES = [
    line("conference_list", "GET", RUN, csv=RUN),
    # How timely reports are: figures of everybody, a case of nobody.
    line("timeliness", "GET", f"{COUNTS} -> 200", csv=f"{COUNTS} -> 200"),
    line("timeliness_propose", "GET", quarter=f"{COUNTS} -> 200"),
    line("timeliness_propose", "POST", quarter=f"{COUNTS} -> 200"),
    line("timeliness_paper", "GET", paper=f"{COUNTS} -> 200"),
    line("timeliness_paper_pdf", "GET", paper=f"{COUNTS} -> 200"),
    line("conference_schedule", "GET", RUN),
    line("conference_schedule", "POST", "conference-chair -> 302"),
    # Of what is erased its page is left, and those of its holds.
    of_conference("conference_detail", "GET", READS, erased="own -> 200"),
    line("legal_hold_list", "GET", f"{KEEPS} -> 200", csv=f"{KEEPS} -> 200"),
    line("legal_hold_place", "GET", f"{KEEPS} -> 200"),
    line("legal_hold_place", "POST", f"{KEEPS} -> 302"),
    line("legal_hold_detail", "GET", hold=f"{KEEPS} -> 200", lifted=f"{KEEPS} -> 200"),
    line("legal_hold_lift", "GET", hold=f"{KEEPS} -> 200", lifted=f"{KEEPS} -> 302"),
    line("legal_hold_lift", "POST", hold=f"{KEEPS} -> 302", lifted=f"{KEEPS} -> 409"),
    *of_form("conference_start_from"),
    *of_form("conference_edit"),
    *of_form("conference_move"),
    *of_form("conference_cancel"),
    *of_form("conference_hand_on"),
    *of_form("conference_child_add"),
    *of_form("conference_child_edit"),
    *of_form("conference_child_remove"),
    *of_form("conference_guest_add"),
    *of_form("conference_guest_edit"),
    *of_form("conference_guest_remove"),
    of_conference("conference_access_detail", "GET", "own -> 200"),
    of_conference("conference_access_name", "GET", "own -> 200"),
    of_conference("conference_access_name", "POST", "own -> 302"),
    of_conference("conference_access_exclude", "GET", "own -> 200"),
    of_conference("conference_access_exclude", "POST", "own -> 302"),
    of_conference("conference_access_restrict", "GET", "own -> 200"),
    # What is restricted already says so.
    of_conference("conference_access_restrict", "POST", "own -> 302", restricted="own -> 200"),
    of_conference("conference_access_lift", "GET", "own -> 200"),
    of_conference("conference_access_lift", "POST", "own -> 200", restricted="own -> 302"),
    line("conference_access_grant_end", "GET", restricted="own -> 200"),
    line("conference_access_grant_end", "POST", restricted="own -> 302"),
    line("conference_access_exclusion_end", "GET", shut="own -> 200"),
    line("conference_access_exclusion_end", "POST", shut="own -> 302"),
    of_conference("conference_relative", "GET", "own -> 200"),
    of_conference("conference_relative", "POST", "own -> 302"),
    line("conference_glass_break", "GET", "any-lead conference-chair -> 200"),
    # Sent the reference of nothing: the page again, whoever asks.
    line("conference_glass_break", "POST", "any-lead conference-chair -> 200"),
    line("conference_opening_list", "GET", "data-protection -> 200", csv="data-protection -> 200"),
    line("conference_opening_detail", "GET", opening="data-protection -> 200"),
    line("conference_opening_detail", "POST", opening="data-protection -> 302"),
    line("conference_opening_end", "POST", opening="own -> 302"),
    *of_form("report_ask"),
    *of_form("report_ask_several"),
    *of_form("report_withdraw"),
]
