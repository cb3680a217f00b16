"""What is still missing from a notification, and which answers contradict each other?

Pure rules over the answers of one page, used by the forms while somebody types and by the service
when it is submitted.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from incidents.models import Incident, YesNo
from incidents.sections import SECTIONS
from shield.core.london import london_day
from shield.core.questionnaires import Problems, Questionnaire, Values, in_future, none_alone

# What must be answered before a notification can be submitted; questions that hang on others only
# where they are asked.
NEEDED: Mapping[str, Mapping[str, str]] = {
    "notifier": {
        "notifier_name": "Enter your name",
        "notifier_role": "Enter your role",
        "notifier_phone": "Enter your telephone number",
        "notifier_email": "Enter your email address",
        "lead_consulted": "Select whether you have consulted your safeguarding lead",
        "lead_name": "Enter the name of the safeguarding lead you consulted",
        "lead_consulted_at": "Enter when you consulted them",
        "lead_not_consulted_reason": "Enter why you have not consulted your safeguarding lead",
    },
    "criteria": {"criteria": "Select at least one reason for notifying"},
    "dates": {
        "happened": "Select whether you know exactly when it happened",
        "happened_at": "Enter when it happened",
        "happened_roughly": "Enter roughly when it happened",
        "agency_aware_at": "Enter when your agency became aware",
        "authority_aware": "Select whether the local authority is aware",
        "authority_aware_at": "Enter when the local authority became aware",
    },
    "incident": {
        "place": "Enter where it happened, or “not known”",
        "setting": "Select what kind of place it is",
        "setting_other": "Describe the place",
        "area": "Select whether it is inside the partnership's area",
        "facts": "Enter what happened",
        "harms": "Select at least one kind of harm, or “no harm”",
        "harm_other": "Describe the harm",
        "abuse": "Select whether abuse or neglect is known or suspected",
        "outside_family": "Select whether there was harm from outside the family",
        "outside_family_details": "Enter what harm came from outside the family",
        "online": "Select whether anything online was a factor",
        "online_details": "Enter what happened online",
    },
    "children": {
        "first_names": "Enter the child's first names, or “not known”",
        "last_name": "Enter the child's last name, or “not known”",
        "born": "Select whether the child is born",
        "birth_date": "Enter the child's date of birth",
        "expected_on": "Enter the expected date of delivery",
        "sex": "Select the child's sex",
        "ethnicity": "Select the child's ethnicity",
        "disability": "Select whether the child is disabled",
        "disability_details": "Describe the disability",
        "address": "Enter the child's address, or “not known”",
        "address_confidential": "Select whether the address must be kept confidential",
        "legal_status": "Select the child's legal status",
        "placement": "Select where the child lives",
        "plans_now": "Select which plans the child has now, or “none”",
        "condition": "Enter how the child is now",
    },
    "family": {
        "name": "Enter the person's name, or “not known”",
        "relationship": "Enter the person's relationship to the child",
    },
    "agencies": {"involvement": "Enter how the agency is involved"},
    "safeguarding": {
        "child_safeguarded": "Enter what has been done to keep the child or children safe",
        "discussion": "Select whether a strategy discussion has been held",
        "discussion_at": "Enter when the strategy discussion was held",
        "discussion_planned_at": "Enter when the strategy discussion is planned",
        "discussion_not_reason": "Enter why no strategy discussion has been held",
    },
    "processes": {"processes": "Select at least one process, or “none known”"},
    "communication": {
        "family_informed": "Select whether the family knows of this notification",
        "family_informed_by": "Enter who told the family",
        "family_informed_at": "Enter when the family was told",
        "family_not_informed_reason": "Enter why the family does not know",
        "interpreter": "Select whether the family needs an interpreter",
        "interpreter_language": "Enter which language the family needs",
        "media_interest": "Select whether there is media interest",
        "media_details": "Enter what media interest there is",
    },
    "view": {
        "threshold_view": "Select your agency's view",
        "threshold_reasons": "Enter the reasons for your agency's view",
    },
}


def _notifier(values: Values, at: datetime) -> Problems:
    return in_future(values, {"lead_consulted_at": "When you consulted them"}, at)


def _dates(values: Values, at: datetime) -> Problems:
    found = in_future(
        values,
        {
            "happened_at": "When it happened",
            "agency_aware_at": "When your agency became aware",
            "authority_aware_at": "When the local authority became aware",
        },
        at,
    )
    happened = values.get("happened_at")
    for name, who in (
        ("agency_aware_at", "your agency"),
        ("authority_aware_at", "the local authority"),
    ):
        aware = values.get(name)
        if happened and aware and aware < happened:
            found.setdefault(
                name, f"When {who} became aware must be the same as or after when it happened"
            )
    return found


def _processes(values: Values, at: datetime) -> Problems:
    return none_alone(values, "processes", "none", "“None known”")


def _incident(values: Values, at: datetime) -> Problems:
    return none_alone(values, "harms", "none", "“No harm”")


def _child(values: Values, at: datetime) -> Problems:
    today = london_day(at)
    found: Problems = {}
    born, died, due = (values.get(name) for name in ("birth_date", "died_on", "expected_on"))
    if born and born > today:
        found["birth_date"] = "Date of birth must be today or in the past"
    if died and died > today:
        found["died_on"] = "Date of death must be today or in the past"
    if born and died and died < born:
        found["died_on"] = "Date of death must be the same as or after the date of birth"
    # A pregnancy that should have ended a year ago, or that has not begun, is a slip of the pen.
    if due and abs((due - today).days) > 366:
        found["expected_on"] = "Expected date of delivery must be within a year of today"
    for name in ("plans_now", "plans_before"):
        found |= none_alone(values, name, "none", "“None”")
    return found


def _family(values: Values, at: datetime) -> Problems:
    if values.get("birth_date") and values["birth_date"] > london_day(at):
        return {"birth_date": "Date of birth must be today or in the past"}
    return {}


def _agencies(values: Values) -> Problems:
    if values.get("agency") or values.get("other_agency"):
        return {}
    return {"agency": "Select the agency, or enter its name below"}


def _safeguarding(values: Values, at: datetime) -> Problems:
    found = in_future(values, {"discussion_at": "When the strategy discussion was held"}, at)
    planned = values.get("discussion_planned_at")
    if planned and london_day(planned) < london_day(at):
        found["discussion_planned_at"] = "A planned strategy discussion must be today or later"
    return found


def _communication(values: Values, at: datetime) -> Problems:
    return in_future(values, {"family_informed_at": "When the family was told"}, at)


CHECKS: Mapping[str, Callable[[Values, datetime], Problems]] = {
    "notifier": _notifier,
    "dates": _dates,
    "incident": _incident,
    "children": _child,
    "family": _family,
    "safeguarding": _safeguarding,
    "processes": _processes,
    "communication": _communication,
}


QUESTIONS = Questionnaire(SECTIONS, NEEDED, CHECKS, together={"agencies": _agencies})
missing, contradictions, state_of = QUESTIONS.missing, QUESTIONS.contradictions, QUESTIONS.state_of


def doubts(
    incident: Incident, children: list[Any], *, deaths: set[str], same_child: Iterable[str] = ()
) -> list[str]:
    """Answers of different pages that do not seem to go together: asked about, never refused.

    `deaths` are the criteria that say that a child died; `same_child` the references of other
    notifications, open to the reader, that name a child by the same NHS number.
    """
    found = [
        f"Notification {reference} names a child with the same NHS number. Is it the same incident?"
        for reference in same_child
    ]
    if set(incident.criteria) & deaths and not any(child.died_on for child in children):
        found.append("You are notifying a death, but no child has a date of death.")
    if any(child.died_on for child in children) and not set(incident.criteria) & deaths:
        found.append("A child has a date of death, but you are not notifying a death.")
    hidden = {child.address for child in children if child.address_confidential == YesNo.YES}
    if any(child.address in hidden for child in children if child.address_confidential == YesNo.NO):
        found.append(
            "Two children have the same address, which is confidential for only one of them."
        )
    moment = incident.happened_at
    held = incident.discussion_at
    if moment and held and held < moment:
        found.append("The strategy discussion was held before the incident happened.")
    return found
