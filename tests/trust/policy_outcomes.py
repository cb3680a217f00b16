"""Who gets what of what happens at a conference, and after it: the promise; the matrix tries it."""

from tests.trust.lines import Line, line

STATES = ("today", "held", "inquorate", "restricted", "shut")
# The conferences of the other states were held.
HELD = ("held", "restricted", "shut")


def of_outcome(name: str, method: str, gives: str, **more: str) -> Line:
    """A line by the state of a conference; without more all are alike."""
    return line(name, method, **(dict.fromkeys(STATES, gives) | more))


def recorded(name: str) -> tuple[Line, Line]:
    """A form of what is recorded on the day alone; afterwards it refuses."""
    return (
        of_outcome(name, "GET", "own -> 200"),
        of_outcome(name, "POST", "own -> 409", today="own -> 302"),
    )


def after(name: str, inquorate: str = "own -> 409") -> tuple[Line, Line]:
    """A form of what is recorded once the conference was held."""
    return (
        of_outcome(name, "GET", "own -> 200"),
        of_outcome(name, "POST", "own -> 302", today="own -> 409", inquorate=inquorate),
    )


def of_plan(name: str) -> tuple[Line, Line]:
    """A form of a plan: there is none before a conference was held."""
    gone = {"today": "", "inquorate": ""}
    return (
        of_outcome(name, "GET", "own -> 200", **gone),
        of_outcome(name, "POST", "own -> 302", **gone),
    )


# By name, on a restricted one: what is granted is to read it, and none of this is needed to.
OUTCOMES = [
    of_outcome("conference_outcome", "GET", "own granted -> 200"),
    of_outcome("core_group_detail", "GET", "own granted -> 200"),
    *recorded("conference_attendance"),
    *recorded("attendance_remove"),
    of_outcome("conference_quorum", "GET", "own -> 200"),
    # With those who are there it is quorate, or what happened was recorded before.
    of_outcome("conference_quorum", "POST", "own -> 409"),
    *recorded("conference_outline"),
    *recorded("plan_step_add"),
    *recorded("plan_step_remove"),
    *recorded("child_decide"),
    of_outcome("child_dissent", "GET", "own -> 200"),
    of_outcome("child_dissent", "POST", "own -> 409", today="own -> 302"),
    *recorded("dissent_remove"),
    *recorded("conference_hold"),
    *after("outcome_correct", inquorate="own -> 302"),
    of_outcome("conference_reconvene", "GET", "own -> 200"),
    of_outcome("conference_reconvene", "POST", "own -> 409", inquorate="own -> 302"),
    of_outcome("conference_review", "GET", "own -> 200"),
    of_outcome(
        "conference_review", "POST", "own -> 302", today="own -> 409", inquorate="own -> 409"
    ),
    *after("core_group_plan"),
    *after("core_group_hold"),
    # Who is in it can be said at the conference, and after it.
    of_outcome("core_group_member_add", "GET", "own -> 200"),
    of_outcome("core_group_member_add", "POST", "own -> 302"),
    of_outcome("core_group_member_remove", "GET", "own -> 200"),
    of_outcome("core_group_member_remove", "POST", "own -> 302"),
    *of_plan("plan_lead"),
    *of_plan("plan_end"),
    *after("outcome_letter"),
    of_outcome("outcome_letter_pdf", "GET", "own -> 200", today="", inquorate=""),
    of_outcome("outcome_letter_progress", "GET", "own -> 200", today="", inquorate=""),
]
