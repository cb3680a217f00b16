"""Files that belong to a notification, as people add, open and remove them."""

import uuid
from datetime import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile

from incidents import services
from incidents.models import Attachment, Incident
from shield.audit.models import Entry
from shield.core.refusals import Refusal
from shield.documents import checking
from shield.documents.services import bringing
from tests.documents.made_files import HOSTILE
from tests.incidents import filling
from tests.incidents.browsing import address, as_, page
from tests.personas import People


def bring(client: Any, incident: Incident, name: str, data: bytes, token: Any = None) -> Any:
    said = {"form_token": token or uuid.uuid4(), "file": SimpleUploadedFile(name, data)}
    return client.post(address("attachment_list", incident), said, follow=True)


def checked(at: datetime) -> Attachment:
    found: Attachment = Attachment.objects.latest("pk")
    checking.check(upload_id=found.upload_id, at=found.upload.uploaded_at)
    found.upload.refresh_from_db()
    return found


def test_a_file_is_added_checked_and_opened(ground: People, at: datetime) -> None:
    lead, incident = as_(ground.health_lead), filling.submitted(ground, at)
    shown = page(bring(lead, incident, "Chronology.txt", b"What was known"))
    assert "Chronology.txt" in shown
    assert "Being checked" in shown

    attachment = checked(at)
    file = address("attachment_file", incident, row=attachment.pk)
    assert file in page(lead.get(address("attachment_list", incident)))
    answer = lead.get(file)
    assert answer.getvalue() == b"What was known"
    assert answer["Content-Disposition"].startswith("attachment;")
    last = Entry.objects.latest("pk")
    assert (last.verb, last.facts) == (
        "consulted",
        {"page": "attachment", "attachment": attachment.pk},
    )


def test_nobody_opens_a_file_before_it_is_checked(ground: People, at: datetime) -> None:
    lead, incident = as_(ground.health_lead), filling.submitted(ground, at)
    bring(lead, incident, "a.txt", b"What was known")
    attachment = Attachment.objects.get()
    assert lead.get(address("attachment_file", incident, row=attachment.pk)).status_code == 404


def test_a_refused_file_says_why_and_can_be_taken_off(ground: People, at: datetime) -> None:
    lead, incident = as_(ground.health_lead), filling.submitted(ground, at)
    bring(lead, incident, "a.docx", HOSTILE["macros"]["a.docx"]())
    attachment = checked(at)
    shown = page(lead.get(address("attachment_list", incident)))
    assert "This file holds macros" in shown
    remove = address("attachment_remove", incident, row=attachment.pk)
    assert "Remove this file?" in page(lead.get(remove))
    lead.post(remove)
    assert "a.docx" not in page(lead.get(address("attachment_list", incident)))


def test_what_was_submitted_keeps_its_files(ground: People, at: datetime) -> None:
    lead, incident = as_(ground.health_lead), filling.submitted(ground, at)
    bring(lead, incident, "a.txt", b"What was known")
    attachment = checked(at)
    answer = lead.post(address("attachment_remove", incident, row=attachment.pk), follow=True)
    assert "stays as it is" in page(answer)
    assert Attachment.objects.present().count() == 1


def test_the_same_page_sent_twice_adds_one(ground: People, at: datetime) -> None:
    lead, incident = as_(ground.health_lead), filling.submitted(ground, at)
    token = uuid.uuid4()
    for _ in range(2):
        bring(lead, incident, "a.txt", b"What was known", token)
    assert Attachment.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.pdf", b"MZ\x00", "This kind of file cannot be added"),
        ("a.doc", bytes.fromhex("d0cf11e0a1b11ae1"), "before 2007"),
        ("a.txt", b"", "The file is empty"),
        ("a.txt", b"x" * (1024 * 1024 + 1), "The file must be smaller than 1 MB"),
    ],
)
def test_what_cannot_be_added_is_said_beside_the_field(
    ground: People, at: datetime, settings: Any, name: str, data: bytes, words: str
) -> None:
    settings.SHIELD_UPLOAD_MB = 1
    lead, incident = as_(ground.health_lead), filling.submitted(ground, at)
    shown = page(bring(lead, incident, name, data))
    assert shown.count(words) == 2  # above the form, and beside the field
    assert not Attachment.objects.exists()


def test_no_file_at_all(ground: People, at: datetime) -> None:
    lead, incident = as_(ground.health_lead), filling.submitted(ground, at)
    answer = lead.post(address("attachment_list", incident), {"form_token": uuid.uuid4()})
    assert "Choose a file" in page(answer)


def test_no_more_than_twenty(ground: People, at: datetime, monkeypatch: Any) -> None:
    monkeypatch.setattr(bringing, "MOST", 1)
    lead, incident = as_(ground.health_lead), filling.submitted(ground, at)
    bring(lead, incident, "a.txt", b"One")
    assert "holds 1 files at most" in page(bring(lead, incident, "b.txt", b"Two"))


@pytest.mark.parametrize("persona", ["police_lead", "health_colleague", "agency_administrator"])
def test_a_stranger_adds_nothing(ground: People, at: datetime, persona: str) -> None:
    incident = filling.submitted(ground, at)
    with pytest.raises(PermissionDenied):
        services.attach(
            incident=incident,
            file=SimpleUploadedFile("a.txt", b"x"),
            token=uuid.uuid4(),
            by=getattr(ground, persona),
            at=at,
        )


def test_a_discarded_draft_takes_no_file(ground: People, at: datetime) -> None:
    draft = filling.filled(ground, at)
    services.discard(incident=draft, by=draft.notifier, at=at)
    with pytest.raises(Refusal, match="discarded"):
        services.attach(
            incident=draft,
            file=SimpleUploadedFile("a.txt", b"x"),
            token=uuid.uuid4(),
            by=draft.notifier,
            at=at,
        )


def test_files_of_a_restricted_notification_are_restricted(ground: People, at: datetime) -> None:
    incident = filling.submitted(ground, at)
    bring(as_(ground.health_lead), incident, "a.txt", b"What was known")
    file = address("attachment_file", incident, row=checked(at).pk)
    operations = as_(ground.operations)
    assert operations.get(file).getvalue() == b"What was known"
    named = [ground.health_lead, ground.authority_lead]
    services.restrict(record=incident, people=named, reason="R", by=ground.health_lead, at=at)
    assert operations.get(file).status_code == 404
