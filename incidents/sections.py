"""Which questions does each page of the notification ask, and which answers hang on others?"""

from incidents.models import Child, FamilyMember, Incident, InvolvedAgency, YesNo
from shield.core.sections import Section, only_if


def confidential(child: Child, address: str) -> str:
    """An address as it is read back: whoever copies it out sees that it must stay here."""
    if child.address_confidential == YesNo.YES:
        return f"Confidential address, do not pass on:\n{address}"
    return address


NOTIFIER = Section(
    "notifier",
    "Who is notifying",
    Incident,
    (
        "notifier_name",
        "notifier_role",
        "notifier_phone",
        "notifier_email",
        "lead_consulted",
        "lead_name",
        "lead_consulted_at",
        "lead_not_consulted_reason",
    ),
    conditions={
        "lead_name": only_if("lead_consulted", "yes"),
        "lead_consulted_at": only_if("lead_consulted", "yes"),
        "lead_not_consulted_reason": only_if("lead_consulted", "no"),
    },
    group="About the notification",
)
CRITERIA = Section(
    "criteria",
    "Why you are notifying",
    Incident,
    ("criteria",),
    options={"criteria": "criterion"},
    group="About the notification",
)
DATES = Section(
    "dates",
    "When it happened and who knew when",
    Incident,
    (
        "happened",
        "happened_at",
        "happened_roughly",
        "agency_aware_at",
        "authority_aware",
        "authority_aware_at",
    ),
    conditions={
        "happened_at": only_if("happened", "exact"),
        "happened_roughly": only_if("happened", "approximate"),
        "authority_aware_at": only_if("authority_aware", "yes"),
    },
    group="The incident",
)
INCIDENT = Section(
    "incident",
    "What happened",
    Incident,
    (
        "place",
        "setting",
        "setting_other",
        "area",
        "facts",
        "harms",
        "harm_other",
        "abuse",
        "outside_family",
        "outside_family_details",
        "online",
        "online_details",
        "suspect_relationship",
    ),
    conditions={
        "setting_other": only_if("setting", "other"),
        "harm_other": only_if("harms", "other"),
        "outside_family_details": only_if("outside_family", "yes"),
        "online_details": only_if("online", "yes"),
    },
    options={"setting": "setting", "harms": "harm"},
    group="The incident",
)
# Nothing is asked of the children together; the page only lists them.
CHILDREN_SUMMARY = Section("children-summary", "The children", Incident, ())
CHILDREN = Section(
    "children",
    "The children",
    Child,
    (
        "first_names",
        "last_name",
        "other_names",
        "born",
        "birth_date",
        "died_on",
        "expected_on",
        "sex",
        "ethnicity",
        "first_language",
        "disability",
        "disability_details",
        "nhs_number",
        "upn",
        "address",
        "address_confidential",
        "legal_status",
        "placement",
        "plans_now",
        "plans_before",
        "school",
        "condition",
    ),
    conditions={
        "birth_date": only_if("born", "born"),
        "died_on": only_if("born", "born"),
        "expected_on": only_if("born", "unborn"),
        "disability_details": only_if("disability", "yes"),
    },
    options={
        "sex": "sex",
        "ethnicity": "ethnicity",
        "legal_status": "legal-status",
        "placement": "placement",
        "plans_now": "plan",
        "plans_before": "plan",
    },
    worded={"address": confidential},
    rows="children",
    row_noun="child",
    no_rows="Add each child concerned. One notification covers one incident, however many "
    "children.",
    summary=CHILDREN_SUMMARY,
    group="The people",
)
FAMILY_SUMMARY = Section(
    "family-summary",
    "Household and family",
    Incident,
    ("no_people_known", "household_notes"),
)
FAMILY = Section(
    "family",
    "Household and family",
    FamilyMember,
    ("name", "relationship", "birth_date", "parental_responsibility", "same_household", "notes"),
    rows="family",
    row_noun="person",
    nothing_known="no_people_known",
    summary=FAMILY_SUMMARY,
    group="The people",
)
AGENCIES_SUMMARY = Section(
    "agencies-summary", "Agencies involved", Incident, ("no_agencies_known",)
)
AGENCIES = Section(
    "agencies",
    "Agencies involved",
    InvolvedAgency,
    ("agency", "other_agency", "contact", "contact_details", "involvement"),
    rows="involved",
    row_noun="agency",
    row_needs=("agency",),
    nothing_known="no_agencies_known",
    summary=AGENCIES_SUMMARY,
    group="The people",
)
SAFEGUARDING = Section(
    "safeguarding",
    "Immediate safeguarding",
    Incident,
    (
        "child_safeguarded",
        "siblings_safeguarded",
        "others_safeguarded",
        "discussion",
        "discussion_at",
        "discussion_planned_at",
        "discussion_not_reason",
        "police_reference",
    ),
    conditions={
        "discussion_at": only_if("discussion", "held"),
        "discussion_planned_at": only_if("discussion", "planned"),
        "discussion_not_reason": only_if("discussion", "no"),
    },
    group="What is being done",
)
PROCESSES = Section(
    "processes",
    "Parallel processes",
    Incident,
    ("processes", "processes_details"),
    options={"processes": "process"},
    group="What is being done",
)
COMMUNICATION = Section(
    "communication",
    "Family and media",
    Incident,
    (
        "family_informed",
        "family_informed_by",
        "family_informed_at",
        "family_views",
        "family_not_informed_reason",
        "interpreter",
        "interpreter_language",
        "media_interest",
        "media_details",
        "briefings",
    ),
    conditions={
        "family_informed_by": only_if("family_informed", "yes"),
        "family_informed_at": only_if("family_informed", "yes"),
        "family_views": only_if("family_informed", "yes"),
        "family_not_informed_reason": only_if("family_informed", "no"),
        "interpreter_language": only_if("interpreter", "yes"),
        "media_details": only_if("media_interest", "yes"),
    },
    group="What is being done",
)
VIEW = Section(
    "view",
    "Your agency's view",
    Incident,
    ("threshold_view", "threshold_reasons", "copies_to"),
    group="What is being done",
)

SECTIONS = (
    NOTIFIER,
    CRITERIA,
    DATES,
    INCIDENT,
    CHILDREN,
    FAMILY,
    AGENCIES,
    SAFEGUARDING,
    PROCESSES,
    COMMUNICATION,
    VIEW,
)
BY_SLUG = {section.slug: section for section in SECTIONS}
