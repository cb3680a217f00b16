"""What is missing from a page, and which answers cannot be true together."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from incidents import completeness
from incidents.completeness import NEEDED
from incidents.models import Child, Incident
from incidents.sections import BY_SLUG, SECTIONS
from shield.core.london import london_day
from shield.core.sections import Section
from tests.incidents import filling

DAY = timedelta(days=1)


def values(page: str, at: datetime, **changes: Any) -> dict[str, Any]:
    """Good answers of a page, with changes."""
    good: dict[str, Any]
    if page == "children":
        good = filling.child(at)
    elif page == "family":
        good = {"name": "Robin", "relationship": "Mother", "birth_date": None}
    elif page == "agencies":
        good = {"agency": None, "other_agency": "A charity", "involvement": "Mentor"}
    else:
        good = filling.pages(at)[page]
    return {**good, **changes}


def missing(page: str, at: datetime, **changes: Any) -> dict[str, str]:
    return completeness.missing(BY_SLUG[page], values(page, at, **changes))


def wrong(page: str, at: datetime, **changes: Any) -> dict[str, str]:
    return completeness.contradictions(BY_SLUG[page], values(page, at, **changes), at=at)


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.slug)
def test_a_page_well_answered_lacks_nothing(section: Section, at: datetime) -> None:
    assert missing(section.slug, at) == {}
    assert wrong(section.slug, at) == {}


@pytest.mark.parametrize(
    ("page", "field"),
    [
        (page, field)
        for page, fields in NEEDED.items()
        for field in fields
        if field not in BY_SLUG[page].conditions
    ],
)
def test_a_question_left_empty_is_missed_in_its_own_words(
    page: str, field: str, at: datetime
) -> None:
    empty: Any = [] if isinstance(values(page, at).get(field), list) else ""
    found = missing(page, at, **{field: empty})
    assert found[field] == NEEDED[page][field]


@pytest.mark.parametrize(
    ("page", "field"),
    [
        (page, field)
        for page, fields in NEEDED.items()
        for field in fields
        if field in BY_SLUG[page].conditions
    ],
)
def test_a_conditional_question_is_missed_only_where_it_is_asked(
    page: str, field: str, at: datetime
) -> None:
    decides, answers = BY_SLUG[page].conditions[field]
    answer: Any = next(iter(answers))
    if isinstance(values(page, at)[decides], list):
        answer = [answer]
    assert field in missing(page, at, **{decides: answer, field: None})
    assert field not in missing(page, at, **{decides: "", field: None})


def test_an_agency_is_named_one_way_or_the_other(at: datetime) -> None:
    assert missing("agencies", at, other_agency="") == {
        "agency": "Select the agency, or enter its name below"
    }


def test_every_needed_answer_is_a_question_of_its_page() -> None:
    strays = {
        (page, field)
        for page, fields in NEEDED.items()
        for field in fields
        if field not in BY_SLUG[page].fields
    }
    assert strays == set()


@pytest.mark.parametrize(
    ("page", "field", "condition", "message"),
    [
        ("notifier", "lead_consulted_at", {}, "When you consulted them must be in the past"),
        ("dates", "happened_at", {}, "When it happened must be in the past"),
        ("dates", "agency_aware_at", {}, "When your agency became aware must be in the past"),
        (
            "dates",
            "authority_aware_at",
            {},
            "When the local authority became aware must be in the past",
        ),
        ("safeguarding", "discussion_at", {}, "When the strategy discussion was held must be in"),
        ("communication", "family_informed_at", {}, "When the family was told must be in the past"),
    ],
)
def test_a_moment_that_has_not_come_is_refused(
    page: str, field: str, condition: dict[str, Any], message: str, at: datetime
) -> None:
    found = wrong(page, at, **condition, **{field: at + timedelta(minutes=1)})
    assert found[field].startswith(message)
    assert field not in wrong(page, at, **condition, **{field: at})


@pytest.mark.parametrize(
    ("field", "who"),
    [("agency_aware_at", "your agency"), ("authority_aware_at", "the local authority")],
)
def test_nobody_is_aware_before_it_happened(field: str, who: str, at: datetime) -> None:
    happened = filling.day_before(at, 3)
    before = wrong("dates", at, **{field: happened - timedelta(minutes=1)})
    assert before == {
        field: f"When {who} became aware must be the same as or after when it happened"
    }
    assert wrong("dates", at, **{field: happened}) == {}


def test_a_rough_date_contradicts_nothing(at: datetime) -> None:
    changes = {"happened": "approximate", "agency_aware_at": at - 900 * DAY}
    assert wrong("dates", at, **changes) == {}


@pytest.mark.parametrize(
    ("page", "field", "label"),
    [
        ("incident", "harms", "“No harm”"),
        ("processes", "processes", "“None known”"),
        ("children", "plans_now", "“None”"),
        ("children", "plans_before", "“None”"),
    ],
)
def test_none_of_them_stands_alone(page: str, field: str, label: str, at: datetime) -> None:
    found = wrong(page, at, **{field: ["none", "physical"]})
    assert found == {field: f"Select {label} or the ones that apply, not both"}
    assert wrong(page, at, **{field: ["none"]}) == {}


@pytest.mark.parametrize(
    ("field", "days", "message"),
    [
        ("birth_date", 1, "Date of birth must be today or in the past"),
        ("died_on", 1, "Date of death must be today or in the past"),
    ],
)
def test_nobody_is_born_or_dies_tomorrow(field: str, days: int, message: str, at: datetime) -> None:
    assert wrong("children", at, **{field: london_day(at) + days * DAY})[field] == message
    assert field not in wrong("children", at, **{field: london_day(at)})


def test_nobody_dies_before_birth(at: datetime) -> None:
    born = filling.child(at)["birth_date"]
    assert wrong("children", at, died_on=born - DAY) == {
        "died_on": "Date of death must be the same as or after the date of birth"
    }
    assert wrong("children", at, died_on=born) == {}


@pytest.mark.parametrize("days", [-400, 400])
def test_a_delivery_is_expected_within_a_year(days: int, at: datetime) -> None:
    changes = {"born": "unborn", "expected_on": london_day(at) + days * DAY}
    assert wrong("children", at, **changes) == {
        "expected_on": "Expected date of delivery must be within a year of today"
    }


def test_a_family_member_is_not_born_tomorrow(at: datetime) -> None:
    assert wrong("family", at, birth_date=london_day(at) + DAY) == {
        "birth_date": "Date of birth must be today or in the past"
    }


def test_a_planned_discussion_lies_ahead(at: datetime) -> None:
    past = {"discussion": "planned", "discussion_planned_at": at - DAY}
    assert wrong("safeguarding", at, **past) == {
        "discussion_planned_at": "A planned strategy discussion must be today or later"
    }
    assert wrong("safeguarding", at, discussion="planned", discussion_planned_at=at) == {}


def test_answers_to_questions_not_asked_contradict_nothing(at: datetime) -> None:
    assert wrong("dates", at, authority_aware="no", authority_aware_at=at + DAY) == {}


def test_the_day_is_londons(at: datetime) -> None:
    late_utc = datetime.fromisoformat("2026-06-30T23:30:00+00:00")  # 1 July in London
    found = completeness.contradictions(
        BY_SLUG["children"],
        {**filling.child(at), "birth_date": london_day(late_utc)},
        at=late_utc,
    )
    assert found == {}


# --- answers of different pages -------------------------------------------------------------------

DIED = "You are notifying a death, but no child has a date of death."
LIVES = "A child has a date of death, but you are not notifying a death."
ADDRESS = "Two children have the same address, which is confidential for only one of them."
EARLY = "The strategy discussion was held before the incident happened."


def doubts(at: datetime, *children: dict[str, Any], **answers: Any) -> list[str]:
    incident = Incident(**{"criteria": ["seriously-harmed"], **answers})
    rows = [Child(**filling.child(at, **changes)) for changes in children]
    return completeness.doubts(incident, rows, deaths={"died"})


def test_answers_that_go_together_raise_no_doubt(at: datetime) -> None:
    assert doubts(at, {}) == []
    assert doubts(at, {"died_on": london_day(at)}, criteria=["died"]) == []


def test_a_death_without_a_day_is_doubted(at: datetime) -> None:
    assert doubts(at, {}, criteria=["died"]) == [DIED]


def test_a_day_of_death_without_a_death_is_doubted(at: datetime) -> None:
    assert doubts(at, {"died_on": london_day(at)}) == [LIVES]


def test_an_address_hidden_once_and_shown_once_is_doubted(at: datetime) -> None:
    assert doubts(at, {"address_confidential": "yes"}, {}) == [ADDRESS]
    assert doubts(at, {"address_confidential": "yes"}, {"address": "Elsewhere"}) == []


def test_a_discussion_before_the_incident_is_doubted(at: datetime) -> None:
    assert doubts(at, {}, happened_at=at, discussion_at=at - DAY) == [EARLY]
    assert doubts(at, {}, happened_at=at, discussion_at=at) == []
