"""The database refuses what cannot be, and models say what they are called."""

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction

from incidents.models import Born, Child, Correction, Incident, Option, Status
from tests.incidents import filling
from tests.personas import People


def refuses(constraint: str, change: Callable[[], Any]) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        change()


def changed(record: models.Model, **values: Any) -> Callable[[], Any]:
    rows = type(record)._base_manager.filter(pk=record.pk)
    return lambda: rows.update(**values)


@pytest.fixture
def draft(ground: People, at: datetime) -> Incident:
    return filling.draft(ground, at)


@pytest.fixture
def filed(ground: People, at: datetime) -> Incident:
    return filling.submitted(ground, at)


@pytest.fixture
def child(draft: Incident, ground: People, at: datetime) -> Child:
    row = filling.add_row(draft, "children", ground.health_practitioner, at, **filling.child(at))
    assert isinstance(row, Child)
    return row


def test_a_draft_has_no_reference(draft: Incident) -> None:
    refuses("incident_has_a_reference_once_filed", changed(draft, reference="SIN-2026-0001"))


def test_a_filed_notification_has_a_reference(filed: Incident) -> None:
    refuses("incident_has_a_reference_once_filed", changed(filed, reference=None))


def test_a_reference_is_given_once(ground: People, at: datetime, filed: Incident) -> None:
    other = filling.submitted(ground, at)
    refuses("incidents_incident_reference", changed(other, reference=filed.reference))


@pytest.mark.parametrize("field", ["submitted_at", "submitted_by"])
def test_a_filed_notification_was_submitted_by_somebody(filed: Incident, field: str) -> None:
    refuses("incident_filed_by_somebody", changed(filed, **{field: None}))


def test_a_discarded_draft_was_discarded_by_somebody(draft: Incident) -> None:
    refuses("incident_discarded_by_somebody", changed(draft, status=Status.DISCARDED))


def test_the_panel_was_told_by_somebody(filed: Incident) -> None:
    refuses("incident_panel_notified_by_somebody", changed(filed, status=Status.PANEL_NOTIFIED))


def test_the_panel_is_told_of_what_says_so(filed: Incident, at: datetime) -> None:
    refuses("incident_panel_notified_by_somebody", changed(filed, panel_notified_at=at))


def test_late_has_a_reason(filed: Incident) -> None:
    refuses("incident_late_with_a_reason", changed(filed, is_late=True, late_reason=""))


def test_an_unborn_child_has_no_date_of_birth(child: Child) -> None:
    refuses("child_unborn_has_no_birth_date", changed(child, born=Born.UNBORN))


def test_a_child_who_is_born_is_not_expected(child: Child) -> None:
    refuses("child_born_is_not_expected", changed(child, expected_on=child.birth_date))


def test_a_page_adds_one_row(child: Child) -> None:
    refuses(
        "child_once",
        lambda: Child.objects.create(
            incident=child.incident,
            form_token=child.form_token,
            saved_at=child.saved_at,
            saved_by=child.saved_by,
        ),
    )


def test_a_page_starts_one_notification(ground: People, draft: Incident, at: datetime) -> None:
    other = filling.draft(ground, at)
    refuses("incidents_incident_form_token", changed(other, form_token=draft.form_token))


def test_a_page_adds_one_correction(filed: Incident, ground: People, at: datetime) -> None:
    facts = {
        "incident": filed,
        "text": "The address is wrong.",
        "added_at": at,
        "added_by": ground.health_lead,
        "form_token": uuid.uuid4(),
    }
    Correction.objects.create(**facts)
    refuses("correction_once", lambda: Correction.objects.create(**facts))


def test_only_criteria_are_statutory(ground: People) -> None:
    harm = Option.objects.get(list="harm", code="physical")
    refuses("option_only_criteria_are_statutory", changed(harm, is_statutory=True))


def test_an_option_stands_once_in_its_list(ground: People) -> None:
    harm = Option.objects.get(list="harm", code="physical")
    refuses(
        "option_once",
        lambda: Option.objects.create(
            list="harm", code="physical", label="Again", position=harm.position
        ),
    )


def test_a_draft_is_called_by_its_number(draft: Incident) -> None:
    assert str(draft) == f"Draft {draft.pk}"


def test_a_filed_notification_is_called_by_its_reference(filed: Incident) -> None:
    assert str(filed) == filed.reference


def test_a_draft_is_at_its_task_list(draft: Incident) -> None:
    assert draft.get_absolute_url() == f"/incidents/{draft.pk}/tasks/"


def test_a_filed_notification_has_its_own_page(filed: Incident) -> None:
    assert filed.get_absolute_url() == f"/incidents/{filed.pk}/"


def test_statutory_criteria_are_data(ground: People) -> None:
    assert Option.objects.statutory_codes() == {
        "died",
        "seriously-harmed",
        "looked-after-died",
        "care-leaver-died",
    }


def test_which_criteria_are_deaths_is_data(ground: People) -> None:
    assert Option.objects.death_codes() == {"died", "looked-after-died", "care-leaver-died"}


def test_an_option_withdrawn_is_offered_no_more_and_still_worded(ground: People) -> None:
    option = Option.objects.get(list="harm", code="physical")
    Option.objects.filter(pk=option.pk).update(is_offered=False)
    assert option not in Option.objects.offered()
    assert Option.objects.labels()["harm"]["physical"] == option.label
