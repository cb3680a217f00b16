"""A wrong file of what was submitted: said before it is added, shut away, kept."""

from datetime import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from incidents import services
from incidents.models import Attachment, Incident, ShutFile
from shield.audit.models import Entry
from shield.core.refusals import Refusal
from shield.documents.models import Upload
from tests.core import html
from tests.incidents import filling
from tests.incidents.browsing import address, as_, beside, page, text
from tests.incidents.test_attachments import bring, checked
from tests.personas import People

WARNING = "a file that you add now cannot be removed"
NAME = "Of another child.txt"


@pytest.fixture
def filed(ground: People, at: datetime) -> Incident:
    return filling.submitted(ground, at)


@pytest.fixture
def wrong(ground: People, filed: Incident, at: datetime) -> Attachment:
    bring(as_(ground.health_lead), filed, NAME, b"What was known")
    return checked(at)


def shut(wrong: Attachment, by: Any, at: datetime) -> None:
    services.shut_away(attachment=wrong, reason="The wrong file", by=by, at=at)


def listed(person: Any, incident: Incident) -> Any:
    return as_(person).get(address("attachment_list", incident))


def test_what_cannot_be_removed_is_said_before_it_is_added(filed: Incident, ground: People) -> None:
    assert WARNING in text(listed(ground.health_practitioner, filed))


def test_a_file_of_a_draft_can_be_removed_and_no_warning_is_given(
    ground: People, at: datetime
) -> None:
    assert WARNING not in text(listed(ground.health_lead, filling.filled(ground, at)))


def test_no_empty_column_stands_where_nothing_can_be_done(
    wrong: Attachment, ground: People
) -> None:
    source = page(listed(ground.health_practitioner, wrong.record))
    assert len(html.elements(source, "th")) == 3 + 1  # the headings, and the file


def test_who_decides_who_sees_it_shuts_a_file_away(wrong: Attachment, ground: People) -> None:
    lead, incident = as_(ground.health_lead), wrong.record
    url = address("attachment_shut", incident, row=wrong.pk)
    assert url in page(lead.get(address("attachment_list", incident)))
    shown = text(lead.post(url, {"reason": "The wrong file"}, follow=True))
    assert "Shut away" in shown
    assert "by Harriet Lead: The wrong file" in shown
    assert Entry.objects.get(verb="incident.file_shut_away").facts == {"attachment": wrong.pk}


def test_a_reason_is_asked_for(wrong: Attachment, ground: People) -> None:
    url = address("attachment_shut", wrong.record, row=wrong.pk)
    assert "Enter why" in beside(page(as_(ground.health_lead).post(url, {})), "reason")
    assert not ShutFile.objects.exists()


def test_a_file_that_is_shut_away_is_kept_and_served_to_nobody(
    wrong: Attachment, ground: People, at: datetime
) -> None:
    url = address("attachment_file", wrong.record, row=wrong.pk)
    assert as_(ground.health_lead).get(url).getvalue() == b"What was known"
    shut(wrong, ground.health_lead, at)
    for person in (ground.health_lead, ground.operations, ground.health_practitioner):
        assert as_(person).get(url).status_code == 404
    upload = Upload.objects.get(pk=wrong.upload_id)
    assert upload.file.storage.exists(str(upload.file.name))


def test_its_name_is_for_those_who_decide(wrong: Attachment, ground: People, at: datetime) -> None:
    shut(wrong, ground.health_lead, at)
    assert NAME in text(listed(ground.operations, wrong.record))
    others = text(listed(ground.health_practitioner, wrong.record))
    assert NAME not in others
    assert "by Harriet Lead: The wrong file" in others


@pytest.mark.parametrize("persona", ["health_practitioner", "authority_lead", "police_lead"])
def test_others_shut_nothing_away(
    persona: str, wrong: Attachment, ground: People, at: datetime
) -> None:
    person = getattr(ground, persona)
    url = address("attachment_shut", wrong.record, row=wrong.pk)
    assert as_(person).post(url, {"reason": "R"}).status_code in (403, 404)
    with pytest.raises(PermissionDenied):
        shut(wrong, person, at)
    assert not ShutFile.objects.exists()


def test_a_file_is_shut_away_once(wrong: Attachment, ground: People, at: datetime) -> None:
    shut(wrong, ground.health_lead, at)
    with pytest.raises(Refusal, match="shut away already"):
        shut(wrong, ground.operations, at)


def test_a_file_of_a_draft_is_removed_instead(ground: People, at: datetime) -> None:
    draft = filling.filled(ground, at)
    bring(as_(ground.health_lead), draft, NAME, b"What was known")
    with pytest.raises(Refusal, match="can be removed"):
        shut(checked(at), ground.health_lead, at)
