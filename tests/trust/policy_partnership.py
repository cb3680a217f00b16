"""Who gets what of the partnership's bodies and business: the promise; the matrix tries it."""

from tests.trust.lines import Line, line

BODIES = ("board", "group", "ended")
# Whoever sits in a body, and those who read all.
SITTING = "granted operations scrutineer"
# Every role with which somebody may sit in a body: they open the page, and find what they may read.
MAY_SIT = (
    "any-practitioner any-lead any-administrator operations scrutineer board-member "
    "practice-group-member conference-chair champion"
)


def kept(name: str, *states: str) -> tuple[Line, Line]:
    """A form of the operations team alone, of records in these states or of none."""
    read, write = "operations -> 200", "operations -> 302"
    if not states:
        return line(name, "GET", read), line(name, "POST", write)
    return (
        line(name, "GET", **dict.fromkeys(states, read)),
        line(name, "POST", **dict.fromkeys(states, write)),
    )


def read_by_all(name: str, state: str = "") -> Line:
    return line(name, "GET", **({state: "anyone -> 200"} if state else {"gives": "anyone -> 200"}))


PARTNERSHIP = [
    # What the arrangements publish is for everybody; names of people are not among it.
    read_by_all("body_list"),
    line("body_detail", "GET", **dict.fromkeys(BODIES, "anyone -> 200")),
    *(read_by_all(name) for name in (
        "priority_list", "duty_list", "timetable_list", "training_list", "published_policy_list",
    )),
    read_by_all("priority_detail", "priority"),
    read_by_all("duty_detail", "duty"),
    *kept("body_add"),
    *kept("body_edit", *BODIES),
    *kept("terms_adopt", *BODIES),
    *kept("agreement_record", *BODIES),
    *kept("item_add", *BODIES),
    *kept("seat_add", *BODIES),
    *kept("item_edit", "item"),
    *kept("item_remove", "item"),
    line("item_move", "POST", item="operations -> 302"),
    line("agreement_detail", "GET", **dict.fromkeys(BODIES, f"{SITTING} -> 200")),
    # Nobody signs who does not sit there; the board has nothing to sign.
    line("agreement_detail", "POST", group="granted -> 302, operations scrutineer -> 403"),
    line("seat_list", "GET", "operations scrutineer -> 200", csv="operations scrutineer -> 200"),
    *kept("seat_edit", "seat", "changing"),
    *kept("seat_end", "seat", "changing"),
    *kept("seat_appoint", "seat", "changing"),
    *kept("seat_appoint_many"),
    *kept("holding_end", "holding"),
    line(
        "agency_seats", "GET", "any-lead any-administrator -> 200",
        csv="any-lead any-administrator -> 200",
    ),
    line(
        "change_notify", "GET",
        seat="lead administrator -> 200", changing="lead administrator -> 200",
    ),
    # One change of a seat waits at a time.
    line(
        "change_notify", "POST",
        seat="lead administrator -> 302", changing="lead administrator -> 409",
    ),
    line("change_list", "GET", "operations -> 200", csv="operations -> 200"),
    line("change_answer", "GET", waits="operations -> 200", answered="operations -> 200"),
    line("change_answer", "POST", waits="operations -> 302", answered="operations -> 409"),
    line("meeting_list", "GET", f"{MAY_SIT} -> 200", csv=f"{MAY_SIT} -> 200"),
    # A proposal is a matter of whoever plans.
    line(
        "meeting_detail", "GET", proposed="operations -> 200",
        confirmed=f"{SITTING} -> 200", cancelled=f"{SITTING} -> 200",
    ),
    # As a file it leaves the portal: of a proposal there is none.
    line("meeting_file", "GET", confirmed=f"{SITTING} -> 200", cancelled=f"{SITTING} -> 200"),
    line("calendar_now", "GET", f"{MAY_SIT} -> 302"),
    line("calendar_month", "GET", month=f"{MAY_SIT} -> 200"),
    # For calendars, which sign in nowhere: whose feed ended, or who left, has none.
    line("feed", "GET", live="everyone -> 200"),
    line("feed_list", "GET", "anyone -> 200"),
    line("feed_make", "GET", f"{MAY_SIT} -> 200"),
    line("feed_make", "POST", f"{MAY_SIT} -> 200"),
    line("feed_replace", "GET", feed="own -> 200"),
    line("feed_replace", "POST", feed="own -> 200"),
    line("feed_end", "GET", feed="own -> 200"),
    line("feed_end", "POST", feed="own -> 302"),
    *kept("meeting_add"),
    # What was cancelled stays as it is; what nobody knows of yet is removed, not cancelled.
    *kept("meeting_edit", "proposed", "confirmed"),
    *kept("meeting_move", "proposed", "confirmed"),
    *kept("meeting_confirm", "proposed"),
    *kept("meeting_remove", "proposed"),
    # And of which something is minuted, that took place.
    line("meeting_cancel", "GET", confirmed="operations -> 200", minuted="operations -> 200"),
    line("meeting_cancel", "POST", confirmed="operations -> 302", minuted="operations -> 409"),
    # Whoever is invited answers; the operations team does for them.
    line("meeting_reply", "GET", confirmed="granted -> 200"),
    line("meeting_reply", "POST", confirmed="granted -> 302"),
    *kept("invited_reply", "seated", "guest"),
    *kept("co_opt", "confirmed"),
    *kept("co_option_end", "guest"),
    *kept("year_propose"),
    line("year_detail", "GET", year="operations -> 200"),
    *kept("year_confirm", "year"),
    *kept("year_discard", "year"),
    *kept("priority_add"),
    *kept("priority_edit", "priority"),
    *kept("measure_add", "priority"),
    *kept("measure_edit", "measure"),
    *kept("duty_add"),
    *kept("duty_edit", "duty"),
    *kept("duty_due", "duty"),
    *kept("report_record", "duty"),
    line("budget_list", "GET", f"{MAY_SIT} -> 200", csv=f"{MAY_SIT} -> 200"),
    line(
        "budget_detail", "GET",
        board=f"{SITTING} -> 200", unowned="operations scrutineer -> 200",
    ),
    *kept("budget_add"),
    *kept("budget_edit", "board", "unowned"),
    *kept("contribution_add", "board", "unowned"),
    *kept("spend_add", "board", "unowned"),
    *kept("contribution_edit", "contribution"),
]  # fmt: skip
