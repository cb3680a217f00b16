"""What the history calls things: files by their names, restricting and lifting, how it began."""

from datetime import datetime, timedelta
from typing import Any

from incidents import services
from incidents.models import Attachment, Incident
from tests.incidents import filling
from tests.incidents.browsing import as_
from tests.incidents.test_attachments import bring
from tests.personas import People


def lines(incident: Incident, reader: Any) -> list[str]:
    incident.refresh_from_db()
    shown = services.history_of(incident, reader=reader).changes
    return [f"{one.what}: {'; '.join(one.answers)}".removeprefix(": ") for one in shown]


def test_the_oldest_line_is_that_the_draft_was_begun(ground: People, at: datetime) -> None:
    shown = lines(filling.submitted(ground, at), ground.health_practitioner)
    assert shown[-1] == "Draft begun"
    assert shown.count("Draft begun") == 1


def test_a_file_is_called_by_its_name(ground: People, at: datetime) -> None:
    incident = filling.submitted(ground, at)
    bring(as_(ground.health_lead), incident, "Chronology.txt", b"What was known")
    assert lines(incident, ground.health_practitioner)[0] == "File Chronology.txt: Added"


def test_a_file_that_is_shut_away_is_named_to_those_who_decide(
    ground: People, at: datetime
) -> None:
    incident = filling.submitted(ground, at)
    bring(as_(ground.health_lead), incident, "Chronology.txt", b"What was known")
    services.shut_away(
        attachment=Attachment.objects.get(), reason="R", by=ground.health_lead, at=at
    )
    assert lines(incident, ground.health_practitioner)[0] == "File: Added"
    assert lines(incident, ground.health_lead)[0] == "File Chronology.txt: Added"


def test_restricting_and_lifting_are_told_apart(ground: People, at: datetime) -> None:
    incident, lead = filling.submitted(ground, at), ground.health_lead
    words = ("Restricted to people who are named", "Restriction lifted")
    services.restrict(record=incident, people=[ground.authority_lead], reason="R", by=lead, at=at)
    assert [lines(incident, lead).count(one) for one in words] == [1, 0]
    later = at + timedelta(hours=1)
    services.lift_restriction(record=incident, reason="R", by=lead, at=later)
    assert [lines(incident, lead).count(one) for one in words] == [1, 1]


def test_discarding_and_bringing_back_are_told_apart(ground: People, at: datetime) -> None:
    draft, author = filling.filled(ground, at), ground.health_practitioner
    services.discard(incident=draft, by=author, at=at)
    draft.refresh_from_db()
    services.restore(incident=draft, by=author, at=at)
    said = " ".join(lines(draft, author))
    assert (said.count("Discarded"), said.count("Brought back")) == (1, 1)
