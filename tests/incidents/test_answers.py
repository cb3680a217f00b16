"""Answers read back in words: each kind of value, rows, and what was not answered."""

from datetime import date, datetime, timedelta

import pytest

from incidents.answers import answered, rows_of
from incidents.models import Child, Incident, InvolvedAgency, Option
from incidents.sections import BY_SLUG, CHILDREN, DATES, FAMILY_SUMMARY, INCIDENT, NOTIFIER
from shield.core.answers import NOT_ANSWERED, group_of, text_of
from shield.core.london import LONDON
from tests.incidents import filling
from tests.personas import People

LABELS = {"harm": {"physical": "Physical abuse", "neglect": "Neglect"}, "setting": {"home": "Home"}}


@pytest.mark.parametrize(
    ("record", "name", "section", "words"),
    [
        (Incident(facts="One\nTwo"), "facts", INCIDENT, "One\nTwo"),
        (Incident(facts=""), "facts", INCIDENT, ""),
        (Incident(harms=[]), "harms", INCIDENT, ""),
        (Incident(harms=["physical", "neglect"]), "harms", INCIDENT, "Physical abuse\nNeglect"),
        (Incident(harms=["gone"]), "harms", INCIDENT, "gone"),
        (Incident(setting="home"), "setting", INCIDENT, "Home"),
        (Incident(abuse="suspected"), "abuse", INCIDENT, "Suspected"),
        (Incident(no_people_known=True), "no_people_known", FAMILY_SUMMARY, "Yes"),
        (Incident(no_people_known=False), "no_people_known", FAMILY_SUMMARY, "No"),
        (
            Incident(happened_at=datetime(2026, 7, 1, 23, 30, tzinfo=LONDON)),
            "happened_at",
            DATES,
            "1 July 2026 at 11:30pm",
        ),
        (Incident(happened_at=None), "happened_at", DATES, ""),
        (Child(birth_date=date(2020, 2, 29)), "birth_date", CHILDREN, "29 February 2020"),
    ],
)
def test_every_kind_of_value_has_words(record, name, section, words) -> None:
    assert text_of(record, name, section, LABELS) == words


def test_an_agency_is_read_back_by_its_name(ground: People, at: datetime) -> None:
    row = InvolvedAgency(agency=ground.agencies.police)
    section = next(part for part in (BY_SLUG["agencies"],))
    assert text_of(row, "agency", section, {}) == "Northshire Police"


def test_a_question_not_asked_is_not_read_back() -> None:
    group = group_of(Incident(lead_consulted="no"), NOTIFIER, {})
    asked = [answer.field for answer in group.answers]
    assert "lead_not_consulted_reason" in asked
    assert "lead_name" not in asked


def test_a_question_not_answered_says_so() -> None:
    group = group_of(Incident(), NOTIFIER, {})
    assert (group.answers[0].text, group.answers[0].is_given) == (NOT_ANSWERED, False)


def test_rows_come_with_their_number_and_name(ground: People, at: datetime) -> None:
    incident = filling.filled(ground, at)
    filling.add_row(
        incident,
        "children",
        ground.health_practitioner,
        at,
        **filling.child(at, first_names="Robin"),
    )
    parts = {part.section.slug: part for part in answered(incident, rows_of(incident))}
    assert [group.heading for group in parts["children"].groups] == [
        "Child 1: Wren Fairweather",
        "Child 2: Robin Fairweather",
    ]


def test_that_nobody_is_known_is_read_back_with_what_else_was_said(
    ground: People, at: datetime
) -> None:
    changes = {"family-summary": {"household_notes": "A lodger, name unknown"}}
    incident = filling.filled(ground, at, changes=changes)
    parts = {part.section.slug: part for part in answered(incident, rows_of(incident))}
    assert parts["family"].note == "No family or household member is known"
    (more,) = parts["family"].groups
    assert [(answer.question, answer.text) for answer in more.answers] == [
        ("Anything else about the household", "A lodger, name unknown")
    ]
    assert parts["agencies"].note == "No other agency is known"


def test_rows_that_nobody_added_are_not_answered(ground: People, at: datetime) -> None:
    incident = filling.draft(ground, at)
    parts = {part.section.slug: part for part in answered(incident, rows_of(incident))}
    assert parts["children"].note == NOT_ANSWERED
    assert parts["family"].note == NOT_ANSWERED


def test_reading_back_costs_the_same_for_many_rows(
    ground: People, at: datetime, django_assert_num_queries
) -> None:
    incident = filling.filled(ground, at)
    by = ground.health_practitioner
    for number in range(3):
        filling.add_row(
            incident,
            "agencies",
            by,
            at + timedelta(minutes=number),
            agency=ground.agencies.police,
            involvement="Attended",
        )
    with django_assert_num_queries(4):  # children, family, agencies; the words of options
        answered(incident, rows_of(incident))


def test_an_option_reworded_is_read_back_in_the_new_words(ground: People, at: datetime) -> None:
    incident = filling.filled(ground, at)
    Option.objects.filter(list="harm", code="physical").update(label="Bodily harm")
    texts = {
        answer.field: answer.text
        for part in answered(incident, rows_of(incident))
        for group in part.groups
        for answer in group.answers
    }
    assert texts["harms"] == "Bodily harm"
