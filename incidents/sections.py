"""Which questions does each page of the notification ask, and which answers hang on others?"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import Model

from incidents.models import Child, FamilyMember, Incident, InvolvedAgency

# field -> (the field that decides, the answers with which the question is asked)
Conditions = Mapping[str, tuple[str, frozenset[str]]]


def only_if(decides: str, *answers: str) -> tuple[str, frozenset[str]]:
    return decides, frozenset(answers)


@dataclass(frozen=True)
class Section:
    """A page of questions about the notification itself, or about each of several rows.

    `rows` names the relation of a repeatable section; `nothing_known` the field of the
    notification that says that there are no rows. `options` maps fields to lists of `Option`.
    """

    slug: str
    title: str
    model: type[Model]
    fields: tuple[str, ...]
    conditions: Conditions = field(default_factory=dict)
    options: Mapping[str, str] = field(default_factory=dict)
    rows: str = ""
    row_noun: str = ""
    nothing_known: str = ""
    # What is asked once, above the rows: a page of its own kind, saved like any other.
    summary: "Section | None" = None
    group: str = ""

    def asked(self, values: Mapping[str, object]) -> list[str]:
        """The fields whose question is put, given the other answers."""
        return [name for name in self.fields if self.is_asked(name, values)]

    def is_asked(self, name: str, values: Mapping[str, object]) -> bool:
        if name not in self.conditions:
            return True
        decides, answers = self.conditions[name]
        given = values.get(decides)
        chosen = set(given) if isinstance(given, (list, tuple, set)) else {given}
        return bool(chosen & answers) and self.is_asked(decides, values)


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
    rows="children",
    row_noun="child",
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
