"""Whoever may not is refused by every service, and nothing is changed."""

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.core import serializers
from django.core.exceptions import PermissionDenied
from django.db.models import Model

from incidents import services
from incidents.models import (
    Child,
    Correction,
    FamilyMember,
    Incident,
    InvolvedAgency,
)
from incidents.sections import CHILDREN, INCIDENT
from shield.accounts.models import User
from shield.audit.models import Entry
from shield.clocks.models import Clock
from shield.documents.models import Document
from shield.notifications.models import Notification
from tests.incidents import filling
from tests.personas import People

TABLES: tuple[type[Model], ...] = (
    Incident, Child, FamilyMember, InvolvedAgency, Correction, Clock, Document, Notification, Entry
)  # fmt: skip


def database() -> dict[str, str]:
    """Everything that a service of this app writes."""
    return {
        table.__name__: serializers.serialize("json", table._base_manager.order_by("pk"))
        for table in TABLES
    }


def start(incident: Incident, by: User, at: datetime) -> None:
    services.start(agency=incident.agency, token=uuid.uuid4(), by=by, at=at)


def save(incident: Incident, by: User, at: datetime) -> None:
    services.save(
        incident=incident, section=INCIDENT, answers={"facts": "X"}, seen="", by=by, at=at
    )


def add_child(incident: Incident, by: User, at: datetime) -> None:
    services.save_row(
        incident=incident,
        section=CHILDREN,
        row=None,
        token=uuid.uuid4(),
        answers={"first_names": "X"},
        seen="",
        by=by,
        at=at,
    )


def remove_child(incident: Incident, by: User, at: datetime) -> None:
    services.set_row_removed(
        incident=incident,
        section=CHILDREN,
        row=incident.children.get(),
        removed=True,
        by=by,
        at=at,
    )


def discard(incident: Incident, by: User, at: datetime) -> None:
    services.discard(incident=incident, by=by, at=at)


def restore(incident: Incident, by: User, at: datetime) -> None:
    services.restore(incident=incident, by=by, at=at)


def submit(incident: Incident, by: User, at: datetime) -> None:
    services.submit(incident=incident, late_reason="", by=by, at=at)


def correct(incident: Incident, by: User, at: datetime) -> None:
    services.correct(
        incident=incident,
        text="X",
        authority_aware_at=None,
        token=uuid.uuid4(),
        by=by,
        at=at,
    )


def record_panel(incident: Incident, by: User, at: datetime) -> None:
    services.record_panel(
        incident=incident, panel_reference="X", panel_notified_at=at, by=by, at=at
    )


Verb = Callable[[Incident, User, datetime], None]
# Nobody of these has anything to do with the health agency's notification, in any state.
STRANGERS = (
    "police_practitioner", "police_lead", "icb_lead", "school_practitioner", "leaver",
    "agency_administrator", "auditor", "scrutineer", "board_member", "practice_group_member",
    "conference_chair", "champion", "system_administrator",
)  # fmt: skip
ON_DRAFTS: dict[str, Verb] = {
    "start": start,
    "save": save,
    "add_child": add_child,
    "remove_child": remove_child,
    "discard": discard,
    "submit": submit,
}
# A colleague without a lead's role files for the same agency, and reads nothing of anybody else.
MORE_ON_DRAFTS = ("health_colleague", "authority_lead", "authority_practitioner", "operations")


def refused(verb: Verb, incident: Incident, by: User, at: datetime) -> None:
    before = database()
    with pytest.raises(PermissionDenied):
        verb(Incident.objects.get(pk=incident.pk), User.objects.get(pk=by.pk), at)
    assert database() == before


def each(people: People, names: tuple[str, ...]) -> list[User]:
    return [getattr(people, name) for name in names]


@pytest.mark.parametrize("verb", ON_DRAFTS)
def test_strangers_do_nothing_to_a_draft(verb: str, ground: People, at: datetime) -> None:
    draft = filling.filled(ground, at)
    others = () if verb == "start" else MORE_ON_DRAFTS
    for stranger in each(ground, (*STRANGERS, *others)):
        refused(ON_DRAFTS[verb], draft, stranger, at)


def test_strangers_bring_no_draft_back(ground: People, at: datetime) -> None:
    draft = filling.draft(ground, at)
    services.discard(incident=draft, by=ground.health_practitioner, at=at)
    for stranger in each(ground, (*STRANGERS, *MORE_ON_DRAFTS)):
        refused(restore, draft, stranger, at)


@pytest.mark.parametrize("verb", [save, add_child, remove_child, submit, correct, record_panel])
def test_strangers_do_nothing_to_a_filed_notification(
    verb: Verb, ground: People, at: datetime
) -> None:
    incident = filling.submitted(ground, at)
    names = (*STRANGERS, "health_colleague", "authority_practitioner")
    for stranger in each(ground, names):
        refused(verb, incident, stranger, at)


def test_the_duty_agency_reads_and_does_not_correct(ground: People, at: datetime) -> None:
    refused(correct, filling.submitted(ground, at), ground.authority_lead, at)


def test_the_notifier_does_not_record_that_the_panel_was_told(ground: People, at: datetime) -> None:
    refused(record_panel, filling.submitted(ground, at), ground.health_practitioner, at)


def test_a_lead_of_another_agency_than_the_one_that_owes_it_does_not_either(
    ground: People, at: datetime
) -> None:
    refused(record_panel, filling.submitted(ground, at), ground.health_lead, at)


def test_a_notifier_who_changed_agency_reads_nothing_of_the_old_one(
    ground: People, at: datetime
) -> None:
    draft = filling.filled(ground, at)
    ground.health_practitioner.memberships.update(agency=ground.agencies.police)
    refused(submit, draft, ground.health_practitioner, at)


def test_nobody_is_let_in_by_a_guard_that_always_says_yes(
    ground: People, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same attempts succeed without `require`: these tests test that it is there."""
    draft = filling.filled(ground, at)
    before = database()

    def yes(*_: Any) -> None: ...

    monkeypatch.setattr("incidents.services.drafts.require", yes)
    discard(draft, ground.police_lead, at)
    assert database() != before
