"""Every page of what happens at a conference and after it, in each state worth looking at."""

from collections.abc import Iterator

from tests.journeys.looking import Look, submits

CHAIR = "chair"
# Forms that are looked at as they come, and with what is missing.
FORMS = {
    "conference_outline": "{conference_now}/outline/",
    "plan_step_add": "{conference_now}/outline/add/",
    "child_dissent": "children/{decided_child}/dissent/",
    "outcome_correct": "{conference_held}/correct/",
    "conference_reconvene": "{conference_inquorate}/reconvene/",
    "conference_review": "{conference_held}/review/",
    "core_group_plan": "{conference_held}/core-group/plan/",
    "core_group_hold": "{conference_held}/core-group/hold/",
    "core_group_member_add": "{conference_held}/core-group/add/",
    "plan_end": "plans/{child_plan}/end/",
}
ASKED = {
    "attendance_remove": "attendance/{attended}/remove/",
    "plan_step_remove": "steps/{plan_step}/remove/",
    "dissent_remove": "dissents/{dissent}/remove/",
    "conference_hold": "{conference_now}/hold/",
    "core_group_member_remove": "core-group/{core_member}/remove/",
    "plan_lead": "plans/{child_plan}/lead/",
}


def outcome_pages() -> Iterator[Look]:
    base = "/conferences/"
    for state in ("now", "empty", "held", "inquorate"):
        path = f"{base}{{conference_{state}}}/"
        yield Look("conference_outcome", state, f"{path}outcome/", CHAIR)
        yield Look("conference_attendance", state, f"{path}attendance/", CHAIR)
        yield Look("core_group_detail", state, f"{path}core-group/", CHAIR)
        yield Look("outcome_letter", state, f"{path}letters/", CHAIR)
    attendance = base + "{conference_empty}/attendance/"
    yield Look("conference_attendance", "errors", attendance, CHAIR, then=submits)
    letters = base + "{conference_held}/letters/"
    yield Look("outcome_letter", "errors", letters, CHAIR, then=submits)
    quorum = base + "{conference_empty}/quorum/"
    yield Look("conference_quorum", "not quorate", quorum, CHAIR)
    yield Look("conference_quorum", "errors", quorum, CHAIR, then=submits)
    yield Look("conference_quorum", "quorate", base + "{conference_now}/quorum/", CHAIR)
    decide = base + "children/{empty_child}/decide/"
    yield Look("child_decide", "empty", decide, CHAIR)
    yield Look("child_decide", "errors", decide, CHAIR, then=submits)
    yield Look("child_decide", "decided", base + "children/{decided_child}/decide/", CHAIR)
    hold = base + "{conference_empty}/hold/"
    yield Look("conference_hold", "refused", hold, CHAIR, then=submits)
    for name, path in FORMS.items():
        yield Look(name, "as it is", base + path, CHAIR)
        if name != "conference_outline":
            yield Look(name, "errors", base + path, CHAIR, then=submits)
    for name, path in ASKED.items():
        yield Look(name, "asked", base + path, CHAIR)
