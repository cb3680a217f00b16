"""Every version of what was written is kept, with who wrote it, and nobody alters one."""

import uuid
from datetime import datetime, timedelta
from typing import Any

import pghistory
import pytest
from celery import current_app
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone

from incidents import services
from incidents.models import (
    Attachment,
    AttachmentEvent,
    Child,
    ChildEvent,
    Correction,
    CorrectionEvent,
    Incident,
    IncidentEvent,
)
from incidents.services import history as of_history
from shield.core import history
from shield.core.roles_apart import append_only
from tests.incidents import filling
from tests.incidents.browsing import address, as_, page
from tests.incidents.test_attachments import bring
from tests.personas import People
from tests.trust.posts import moment


def versions(incident: Incident) -> list[Any]:
    return list(IncidentEvent.objects.filter(pgh_obj=incident).order_by("pgh_id"))


def test_each_saving_is_a_version(ground: People, at: datetime) -> None:
    incident = filling.submitted(ground, at)
    before = len(versions(incident))
    incident.facts = "Something else"
    incident.save()
    kept = versions(incident)
    assert len(kept) == before + 1
    assert [kept[-2].facts == "Something else", kept[-1].facts] == [False, "Something else"]


def test_what_sql_wrote_is_a_version_too(ground: People, at: datetime) -> None:
    incident = filling.submitted(ground, at)
    before = len(versions(incident))
    Incident.objects.filter(pk=incident.pk).update(setting="school")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE incidents_incident SET setting = '' WHERE id = %s", [incident.pk])
    assert [one.setting for one in versions(incident)[before:]] == ["school", ""]


def test_a_version_knows_whose_request_it_was(ground: People, at: datetime) -> None:
    lead: Client = as_(ground.health_lead)
    incident = filling.submitted(ground, at)
    before = len(versions(incident))
    panel = as_(ground.authority_lead)
    said = {
        "panel_reference": "P1",
        **moment("panel_notified_at", timezone.now() - timedelta(minutes=1)),
    }
    assert panel.post(address("notification_panel", incident), said).status_code == 302
    written = versions(incident)[before:]
    assert {one.pgh_context["user"] for one in written} == {ground.authority_lead.pk}
    assert lead.get(address("notification_history", incident)).status_code == 200


def test_a_version_knows_whose_task_it_was(ground: People, at: datetime) -> None:
    incident = filling.submitted(ground, at)

    @current_app.task(name="tried.setting")
    def settle() -> None:
        Incident.objects.filter(pk=incident.pk).update(setting="school")

    settle()
    assert versions(incident)[-1].pgh_context == {"task": "tried.setting"}


@pytest.mark.parametrize("statement", ["UPDATE {} SET pgh_label = 'x'", "DELETE FROM {}"])
@pytest.mark.parametrize(
    "table",
    [f"incidents_{name}event" for name in ("incident", "child", "correction", "attachment")],
)
def test_the_database_refuses_to_alter_a_version(
    ground: People, at: datetime, statement: str, table: str
) -> None:
    incident = filling.submitted(ground, at)
    token = uuid.uuid4()
    incident.corrections.create(text="x", added_at=at, added_by=ground.operations, form_token=token)
    bring(as_(ground.health_lead), incident, "a.txt", b"What was known")
    with (
        pytest.raises(DatabaseError, match="annot"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(table))


def test_the_portal_s_role_may_only_add() -> None:
    tables = {f"incidents_{name}event" for name in (
        "incident", "child", "familymember", "correction", "attachment",
    )}  # fmt: skip
    assert tables | {"incidents_involvedagencyevent"} <= set(append_only())


def test_names_lie_encrypted_in_versions_too(ground: People, at: datetime) -> None:
    filling.submitted(ground, at)
    name = Child.objects.get().first_names
    assert ChildEvent.objects.latest("pgh_id").first_names == name
    with connection.cursor() as cursor:
        cursor.execute("SELECT first_names FROM incidents_childevent")
        assert name not in str(cursor.fetchall())


def test_the_page_says_which_answers_and_not_what_they_said(ground: People, at: datetime) -> None:
    incident = filling.submitted(ground, at)
    incident.facts = "Zebulonia fell"
    incident.save()
    shown = page(as_(ground.health_lead).get(address("notification_history", incident)))
    assert "What happened?" in shown
    assert "Child: Added" in shown
    assert "Zebulonia" not in shown


def test_a_change_that_says_nothing_to_people_is_no_line(ground: People, at: datetime) -> None:
    incident = filling.submitted(ground, at)
    before = len(services.history_of(incident, reader=ground.health_lead).changes)
    kept = len(versions(incident))
    incident.save()  # sealed anew, and the same in Python
    assert len(versions(incident)) == kept + 1
    assert len(services.history_of(incident, reader=ground.health_lead).changes) == before


# --- Corrections and files; tasks that a person set going -----------------------------------------


def test_a_correction_and_a_file_keep_every_version(ground: People, at: datetime) -> None:
    incident = filling.submitted(ground, at)
    lead = as_(ground.health_lead)
    said = {"form_token": uuid.uuid4(), "text": "Zebulonia was seven"}
    assert lead.post(address("notification_correct", incident), said).status_code == 302
    bring(lead, incident, "a.txt", b"What was known")
    Correction.objects.update(text="Nothing was wrong")
    Attachment.objects.update(removed_at=at, removed_by=ground.operations)

    corrections = CorrectionEvent.objects.filter(incident=incident).order_by("pgh_id")
    assert [one.text for one in corrections] == ["Zebulonia was seven", "Nothing was wrong"]
    assert corrections[0].pgh_context["user"] == ground.health_lead.pk
    files = AttachmentEvent.objects.filter(record=incident).order_by("pgh_id")
    assert [one.removed_at for one in files] == [None, at]
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM incidents_correctionevent")
        assert "Zebulonia" not in str(cursor.fetchall())
    shown = page(lead.get(address("notification_history", incident)))
    for line in ("Correction: Added", "File: Added", "File: Removed"):
        assert line in shown


@pytest.mark.parametrize("woken", [True, False], ids=["woken for somebody", "by a sweep"])
def test_a_version_knows_who_set_a_task_going(ground: People, at: datetime, woken: bool) -> None:
    incident = filling.submitted(ground, at)
    lead = ground.health_lead

    name = f"tried.going_{woken}"

    @current_app.task(name=name)
    def go(**_future: Any) -> None:
        if woken:
            Incident.objects.filter(pk=incident.pk).update(setting="school")
            return
        with history.on_behalf_of(lead.pk):
            Incident.objects.filter(pk=incident.pk).update(setting="school")
        Incident.objects.filter(pk=incident.pk).update(setting="home")

    go(**({"by": lead.pk} if woken else {}))
    kept = [one.pgh_context for one in versions(incident) if one.setting == "school"]
    assert kept == [{"task": name, "user": lead.pk}]
    if not woken:  # what the sweep does next is for somebody else
        assert versions(incident)[-1].pgh_context == {"task": name}
    shown = services.history_of(incident, reader=lead).changes
    who = [one.who for one in shown if one.answers == ("What kind of place is it?",)]
    assert who == ([lead.full_name] if woken else ["The portal", lead.full_name])


# --- Who hears of what, and how much at once ------------------------------------------------------


def saved_while_a_draft(people: People, at: datetime) -> Incident:
    """A colleague's lead changed an answer before it was submitted."""
    draft = filling.filled(people, at)
    form = {"facts": "Found at the foot of the stairs"}
    with pghistory.context(user=people.health_lead.pk):
        Incident.objects.filter(pk=draft.pk).update(**form)
    with pghistory.context(user=people.health_practitioner.pk):
        services.submit(incident=draft, late_reason="", by=people.health_practitioner, at=at)
    draft.refresh_from_db()
    return draft


@pytest.mark.parametrize(
    ("persona", "hears"),
    [
        ("health_practitioner", True),
        ("health_lead", True),
        ("operations", False),
        ("authority_lead", False),
        ("police_lead", False),
    ],
)
def test_what_was_changed_in_the_draft_is_for_those_who_could_read_it(
    ground: People, persona: str, hears: bool
) -> None:
    incident = saved_while_a_draft(ground, timezone.now())
    person = getattr(ground, persona)
    if persona == "police_lead":
        services.open_by_glass(reference=incident.label, reason="R", by=person, at=timezone.now())
    shown = page(as_(person).get(address("notification_history", incident)))
    assert "Submitted" in shown
    for of_the_draft in ("What happened?", ground.health_lead.full_name, "Child: Added"):
        assert (of_the_draft in shown) == hears
    assert ("since it was submitted" in shown) == (not hears)


def test_a_page_reads_no_more_versions_than_it_shows(
    ground: People, at: datetime, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    """However many there are; each is on one page alone, the newest first."""
    monkeypatch.setattr(of_history, "PER_PAGE", 4)
    incident = filling.submitted(ground, at)
    everything, number = [], 1
    while True:
        found = services.history_of(incident, reader=ground.health_lead, page=number)
        everything += found.changes
        number += 1
        if not found.has_more:
            break
    assert number > 3
    assert len(everything) == len({(one.at, one.what, one.answers) for one in everything})
    assert [one.at for one in everything] == sorted((one.at for one in everything), reverse=True)
    read: list[int] = []
    unseal = IncidentEvent.from_db.__func__

    def counted(cls: Any, *row: Any) -> Any:
        read.append(1)
        return unseal(cls, *row)

    monkeypatch.setattr(IncidentEvent, "from_db", classmethod(counted))
    for setting in ("school", "home") * 15:
        Incident.objects.filter(pk=incident.pk).update(setting=setting)
    # Exclusions and grants of the reader; ids of the page; its versions; those before them.
    with django_assert_num_queries(5):
        found = services.history_of(incident, reader=ground.health_lead, page=3)
    assert [one.answers for one in found.changes] == [("What kind of place is it?",)] * 4
    assert len(read) == 5  # the four of the page, and the one before


@pytest.mark.django_db(transaction=True)
def test_what_was_added_after_it_was_submitted_is_for_every_reader(
    ground: People, at: datetime
) -> None:
    incident = filling.submitted(ground, at)
    bring(as_(ground.health_lead), incident, "a.txt", b"What was known")
    shown = page(as_(ground.operations).get(address("notification_history", incident)))
    assert "File a.txt: Added" in shown
    assert "Child: Added" not in shown


@pytest.mark.parametrize("asked", ["0", "-1", "x", "99999", "²", ""])
def test_a_page_of_the_history_that_is_none(ground: People, at: datetime, asked: str) -> None:
    incident = filling.submitted(ground, at)
    answer = as_(ground.health_lead).get(address("notification_history", incident), {"page": asked})
    assert "Submitted" in page(answer)
