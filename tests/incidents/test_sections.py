"""Every answer that a model can hold is asked for on exactly one page."""

from collections import Counter

import pytest
from django.db import models

from incidents.forms import FORMS
from incidents.models import Child, FamilyMember, Incident, InvolvedAgency
from incidents.sections import SECTIONS
from shield.core.sections import Section

# What services write by themselves; everything else in a model is an answer.
KEPT_BY_SERVICES: dict[type[models.Model], set[str]] = {
    Incident: {
        "id", "agency", "notifier", "duty_agency", "status", "reference", "form_token",
        "created_at", "saved_at", "saved_by", "submitted_at", "submitted_by", "is_late",
        "late_reason", "discarded_at", "discarded_by", "panel_reference", "panel_notified_at",
        "panel_notified_by", "partnership_clock", "panel_clock", "rapid_review_clock", "document",
        "is_restricted",
    },
    **{
        row: {"id", "incident", "form_token", "removed_at", "removed_by", "saved_at", "saved_by"}
        | ({"nhs_fingerprint"} if row is Child else set())
        for row in (Child, FamilyMember, InvolvedAgency)
    },
}  # fmt: skip
PAGES = [*SECTIONS, *(section.summary for section in SECTIONS if section.summary)]


def asked(model: type[models.Model]) -> Counter[str]:
    return Counter(name for page in PAGES if page.model is model for name in page.fields)


def answers_of(model: type[models.Model]) -> set[str]:
    return {field.name for field in model._meta.fields} - KEPT_BY_SERVICES[model]


@pytest.mark.parametrize("model", KEPT_BY_SERVICES, ids=lambda model: model.__name__)
def test_every_answer_is_asked_for_on_one_page(model: type[models.Model]) -> None:
    assert asked(model) == Counter(answers_of(model))


def test_a_field_asked_on_no_page_is_caught() -> None:
    unasked = answers_of(Child) | {"shoe_size"}
    assert Counter(unasked) - asked(Child) == Counter({"shoe_size"})


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.slug)
def test_every_page_has_its_form(page: Section) -> None:
    assert FORMS[page.slug].section is page
    assert set(FORMS[page.slug].base_fields) == set(page.fields)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.slug)
def test_a_condition_hangs_on_a_question_of_the_same_page_before_it(page: Section) -> None:
    order = list(page.fields)
    for name, (decides, _) in page.conditions.items():
        assert order.index(decides) < order.index(name)


def test_a_question_is_asked_only_with_the_right_answer() -> None:
    page = next(page for page in PAGES if page.slug == "incident")
    assert page.is_asked("harm_other", {"harms": ["physical", "other"]})
    assert not page.is_asked("harm_other", {"harms": ["physical"]})
    assert page.is_asked("setting_other", {"setting": "other"})
    assert not page.is_asked("setting_other", {"setting": None})
