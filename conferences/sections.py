"""Which questions does each page of a report ask, and which answers hang on others?"""

from dataclasses import replace

from conferences.models import (
    ChronologyEntry,
    Extra,
    Report,
    ReportAdult,
    ReportChild,
)
from shield.core.sections import Section, only_if

ABOUT, CHILDREN_GROUP, FAMILY_GROUP = "About the report", "The children", "The family"
WORRIES, ENDS = "Your assessment", "Before it is sent"

AUTHOR = Section(
    "author",
    "Who reports",
    Report,
    ("author_name", "author_role", "attends", "deputy_name"),
    conditions={"deputy_name": only_if("attends", "deputy")},
    group=ABOUT,
)
INVOLVEMENT = Section(
    "involvement",
    "Your agency's involvement",
    Report,
    ("involved_since", "involved_why", "last_seen_on", "engagement", "help_given"),
    group=ABOUT,
)
CHILDREN_SUMMARY = Section("children-summary", "Each child", Report, ())
CHILDREN = Section(
    "children",
    "Each child",
    ReportChild,
    (
        "seen_on",
        "seen_alone",
        "not_alone_reason",
        "analysis",
        "voice_known",
        "voice",
        "voice_how",
        "voice_not_reason",
        "scale",
        "scale_reason",
    ),
    conditions={
        "not_alone_reason": only_if("seen_alone", "no"),
        "voice": only_if("voice_known", "yes"),
        "voice_how": only_if("voice_known", "yes"),
        "voice_not_reason": only_if("voice_known", "no"),
    },
    rows="children",
    row_noun="child",
    row_needs=("child",),
    rows_given=True,
    no_rows="The conference names no child yet.",
    summary=CHILDREN_SUMMARY,
    group=CHILDREN_GROUP,
)
ADULTS_SUMMARY = Section(
    "adults-summary",
    "Household and significant adults",
    Report,
    ("no_adults_known", "household_notes"),
)
ADULTS = Section(
    "adults",
    "Household and significant adults",
    ReportAdult,
    ("name", "relationship", "parental_responsibility", "same_household", "notes"),
    rows="adults",
    row_noun="adult",
    nothing_known="no_adults_known",
    summary=ADULTS_SUMMARY,
    group=FAMILY_GROUP,
)
CHRONOLOGY_SUMMARY = Section(
    "chronology-summary", "Chronology of significant events", Report, ("no_events",)
)
CHRONOLOGY = Section(
    "chronology",
    "Chronology of significant events",
    ChronologyEntry,
    ("known", "on", "month", "year", "event", "impact", "mark"),
    conditions={
        "on": only_if("known", "day"),
        "month": only_if("known", "month"),
        "year": only_if("known", "month", "year"),
    },
    rows="events",
    row_noun="event",
    nothing_known="no_events",
    summary=CHRONOLOGY_SUMMARY,
    group=FAMILY_GROUP,
)
VIEWS = Section(
    "views",
    "Parents' and carers' views",
    Report,
    ("parents_views_known", "parents_views", "parents_views_not_reason"),
    conditions={
        "parents_views": only_if("parents_views_known", "yes"),
        "parents_views_not_reason": only_if("parents_views_known", "no"),
    },
    group=FAMILY_GROUP,
)
CHANGES = Section(
    "changes",
    "Since the last conference",
    Report,
    ("changed_since", "plan_progress"),
    group=WORRIES,
)
SIGNS = Section(
    "signs",
    "What is working well, what you are worried about, what needs to happen",
    Report,
    ("working_well", "past_harm", "future_danger", "complicating", "needs_to_happen"),
    group=WORRIES,
)
FACTORS = Section(
    "factors",
    "Risk, protection, identity and culture",
    Report,
    ("risk_factors", "protective_factors", "identity"),
    group=WORRIES,
)
HEALTH = Section(
    "health",
    "Health",
    Report,
    ("immunisations", "health_needs", "appointments", "adult_health"),
    group=WORRIES,
)
EDUCATION = Section(
    "education",
    "Education",
    Report,
    ("attendance", "attainment", "special_needs", "behaviour"),
    group=WORRIES,
)
POLICE = Section(
    "police",
    "Police",
    Report,
    ("police_contacts", "domestic_abuse", "convictions"),
    group=WORRIES,
)
RECOMMENDATION = Section(
    "recommendation",
    "Recommendation",
    Report,
    ("recommends", "category", "recommends_because"),
    conditions={"category": only_if("recommends", "plan")},
    options={"category": "category"},
    group=WORRIES,
)
RESTRICTED = Section(
    "restricted",
    "Information not to be shared with the family",
    Report,
    (
        "has_restricted",
        "restricted",
        "restricted_reason",
        "restricted_details",
        "restricted_agreed_by",
    ),
    conditions={
        name: only_if("has_restricted", "yes")
        for name in (
            "restricted",
            "restricted_reason",
            "restricted_details",
            "restricted_agreed_by",
        )
    },
    options={"restricted_reason": "restricted-reason"},
    group=ENDS,
)
SHARED = Section(
    "shared",
    "Sharing the report with parents or carers",
    Report,
    (
        "shared",
        "shared_on",
        "shared_how",
        "shared_by",
        "shared_interpreter",
        "shared_response",
        "not_shared_reason",
    ),
    conditions={
        **{
            name: only_if("shared", "yes")
            for name in (
                "shared_on",
                "shared_how",
                "shared_by",
                "shared_interpreter",
                "shared_response",
            )
        },
        "not_shared_reason": only_if("shared", "no"),
    },
    group=ENDS,
)

# Every page there is, in the order of the form; which of them one report asks follows from its
# conference and its agency.
EVERY = (
    AUTHOR,
    INVOLVEMENT,
    CHILDREN,
    ADULTS,
    CHRONOLOGY,
    VIEWS,
    CHANGES,
    SIGNS,
    FACTORS,
    HEALTH,
    EDUCATION,
    POLICE,
    RECOMMENDATION,
    RESTRICTED,
    SHARED,
)
EXTRAS = {Extra.HEALTH: HEALTH, Extra.EDUCATION: EDUCATION, Extra.POLICE: POLICE}
# Of nobody but those who may read the restricted part.
KEPT_FROM_FAMILY = (RESTRICTED,)


def asked_of(*, is_review: bool, extras: frozenset[str]) -> tuple[Section, ...]:
    """The pages of one report: of a review conference, of an agency that is asked `extras`."""
    left_out = {page.slug for code, page in EXTRAS.items() if code not in extras}
    if not is_review:
        left_out.add(CHANGES.slug)
    return tuple(section for section in EVERY if section.slug not in left_out)


def for_family(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    """The same pages without those that the family may not have."""
    kept = {section.slug for section in KEPT_FROM_FAMILY}
    return tuple(replace(section) for section in sections if section.slug not in kept)
