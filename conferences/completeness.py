"""What must a report say before it is sent, and which of its answers contradict each other?"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime

from conferences.models import ExtraPage, Report
from conferences.sections import EVERY, asked_of
from shield.core.london import london_day
from shield.core.questionnaires import Problems, Questionnaire, Values

NEEDED: Mapping[str, Mapping[str, str]] = {
    "author": {
        "author_name": "Enter your name",
        "author_role": "Enter your role",
        "attends": "Select whether somebody of your agency will be there",
        "deputy_name": "Enter who comes as deputy",
    },
    "involvement": {
        "involved_since": "Enter since when your agency is involved, or “not known”",
        "involved_why": "Enter why your agency is involved",
        "engagement": "Enter how the family work with your agency",
        "help_given": "Enter what help has been given, or “none”",
    },
    "children": {
        "seen_alone": "Select whether the child was seen alone",
        "not_alone_reason": "Enter why the child was not seen alone",
        "analysis": "Enter what life is like for this child",
        "voice_known": "Select whether you know what the child says or feels",
        "voice": "Enter what the child says",
        "voice_how": "Enter how you found that out",
        "voice_not_reason": "Enter why you do not know what the child says or feels",
        "scale": "Select how safe this child is",
        "scale_reason": "Enter why you chose this number",
    },
    "adults": {
        "name": "Enter the person's name, or “not known”",
        "relationship": "Enter the person's relationship to the children",
        "parental_responsibility": "Select whether they have parental responsibility",
    },
    "chronology": {
        "known": "Select whether it is known when it was",
        "on": "Enter when it was",
        "month": "Select the month",
        "year": "Enter the year",
        "event": "Enter what happened",
        "impact": "Enter what it meant for the children",
        "mark": "Select whether it is harm, a concern or a strength",
    },
    "views": {
        "parents_views_known": "Select whether you know the parents' or carers' views",
        "parents_views": "Enter the parents' or carers' views",
        "parents_views_not_reason": "Enter why you do not know their views",
    },
    "changes": {
        "changed_since": "Enter what has changed since the last conference, or “nothing”",
        "plan_progress": "Enter what your agency has done of the plan",
    },
    "signs": {
        "working_well": "Enter what is working well, or “nothing”",
        "past_harm": "Enter what harm there has been, or “none known”",
        "future_danger": "Enter what you are worried will happen",
        "needs_to_happen": "Enter what needs to happen",
    },
    "factors": {
        "risk_factors": "Enter what makes harm more likely, or “none known”",
        "protective_factors": "Enter what protects the children, or “none known”",
    },
    "recommendation": {
        "recommends": "Select what your agency recommends",
        "category": "Select the category",
        "recommends_because": "Enter why",
    },
    "restricted": {
        "has_restricted": "Select whether anything must not be shared with the family",
        "restricted": "Enter what must not be shared with the family",
        "restricted_reason": "Select why it must not be shared",
        "restricted_agreed_by": "Enter who agreed that it is kept from the family",
    },
    "shared": {
        "shared": "Select whether the report has been shared with the parents or carers",
        "shared_on": "Enter when it was shared",
        "shared_how": "Enter how it was shared",
        "shared_by": "Enter who shared it",
        "shared_interpreter": "Select whether an interpreter was used",
        "shared_response": "Enter what their response was",
        "not_shared_reason": "Enter why it has not been shared",
    },
}


def _past_day(name: str, what: str, values: Values, at: datetime) -> Problems:
    given = values.get(name)
    is_to_come = given is not None and given > london_day(at)
    return {name: f"{what} must be today or in the past"} if is_to_come else {}


def _involvement(values: Values, at: datetime) -> Problems:
    return _past_day("last_seen_on", "When your agency last saw the family", values, at)


def _child(values: Values, at: datetime) -> Problems:
    return _past_day("seen_on", "When your agency last saw the child", values, at)


def _shared(values: Values, at: datetime) -> Problems:
    return _past_day("shared_on", "When it was shared", values, at)


def _chronology(values: Values, at: datetime) -> Problems:
    today, year, month = london_day(at), values.get("year"), values.get("month")
    if year is not None and not 1900 <= year <= today.year:
        return {"year": f"Year must be between 1900 and {today.year}"}
    if year is not None and month is not None and (year, month) > (today.year, today.month):
        return {"month": "The month must be this month or in the past"}
    return _past_day("on", "When it was", values, at)


# Over every page there is; one report asks some of them.
QUESTIONS = Questionnaire(
    sections=EVERY,
    needed=NEEDED,
    checks={
        "involvement": _involvement,
        "children": _child,
        "chronology": _chronology,
        "shared": _shared,
    },
)


def questions_for(report: Report) -> Questionnaire:
    """The form of one report: by the kind of its conference and that of its agency."""
    kind, request = report.request.agency.kind_id, report.request
    return questions_by_kind([kind], is_review=request.conference.kind.is_review)[kind]


def questions_by_kind(kinds: Collection[int], *, is_review: bool) -> dict[int, Questionnaire]:
    """The forms of the reports to one conference, by the kind of the agency that answers."""
    extras: dict[int, set[str]] = {kind: set() for kind in kinds}
    for page in ExtraPage.objects.filter(agency_kind__in=extras):
        extras[page.agency_kind_id].add(page.page)
    return {
        kind: replace(QUESTIONS, sections=asked_of(is_review=is_review, extras=frozenset(asked)))
        for kind, asked in extras.items()
    }
