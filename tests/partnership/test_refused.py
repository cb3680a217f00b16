"""A file that is refused after it was brought: who hears of it, and what can still be done."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models

from partnership import services
from partnership.models import Action, ActionUpdate, Meeting, Paper
from shield.documents.models import Upload
from tests.partnership.acting import action
from tests.partnership.browsing import reads, sends
from tests.partnership.conftest import Structure
from tests.partnership.doing import agenda_item, hold, publish, told
from tests.personas import People

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules")]
ACTION = "Evidence was refused: ACT-2026-0001"


def file(name: str = "letter.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"What was known")


def checked(rows: models.QuerySet[Upload], at: datetime, refusal: str = "") -> None:
    """As if files had been checked: refused, or clean."""
    kept: dict[str, Any] = {"state": "clean", "kind": "txt", "size": 4, "sha256": "0" * 64}
    gone = {"state": "refused", "refusal": refusal, "file": ""}
    rows.update(checked_at=at, scanner="none", next_attempt_at=None, **(gone if refusal else kept))


@pytest.fixture
def raised(seated: Structure, people: People, at: datetime) -> Action:
    return action(seated.board, people, at)


@pytest.fixture
def done(raised: Action, people: People, at: datetime) -> Action:
    return services.finish(by=people.police_lead, action=raised, text="Sent", file=file(), at=at)


def of(action: Action) -> models.QuerySet[Upload]:
    return Upload.objects.filter(action_update__action=action)


def test_refused_evidence_is_told_to_its_holder_and_to_those_who_lead_once(
    done: Action, people: People, at: datetime
) -> None:
    checked(of(done), at, "macros")
    for _ in range(2):
        services.tell_of_refused(at=at)
    assert [told(one).count(ACTION) for one in (people.police_lead, people.operations)] == [1, 1]
    assert ACTION not in told(people.scrutineer)


def test_what_was_found_harmless_or_waits_is_told_to_nobody(
    done: Action, people: People, at: datetime
) -> None:
    services.tell_of_refused(at=at)
    checked(of(done), at)
    services.tell_of_refused(at=at)
    assert ACTION not in told(people.police_lead) + told(people.operations)


def test_of_progress_its_writer_alone_hears(raised: Action, people: People, at: datetime) -> None:
    services.note_progress(by=people.police_lead, action=raised, text="So", file=file(), at=at)
    checked(of(raised), at, "macros")
    services.tell_of_refused(at=at)
    assert [ACTION in told(one) for one in (people.police_lead, people.operations)] == [True, False]


def test_refused_evidence_is_made_good_by_another_file(
    done: Action, people: People, at: datetime
) -> None:
    checked(of(done), at, "macros")
    with pytest.raises(services.FileNotChecked, match="refused"):
        services.accept(by=people.operations, action=done, at=at)
    services.note_progress(by=people.police_lead, action=done, text="Anew", file=file(), at=at)
    with pytest.raises(services.FileNotChecked, match="still being checked"):
        services.accept(by=people.operations, action=done, at=at)
    checked(of(done).filter(state="quarantined"), at)
    assert services.accept(by=people.operations, action=done, at=at).status == "closed"


def test_a_file_that_was_harmless_before_is_no_evidence_now(
    raised: Action, people: People, at: datetime
) -> None:
    services.note_progress(by=people.police_lead, action=raised, text="So", file=file(), at=at)
    checked(of(raised), at)
    done = services.finish(by=people.police_lead, action=raised, text="Sent", file=file(), at=at)
    checked(of(done).filter(state="quarantined"), at, "macros")
    with pytest.raises(services.FileNotChecked):
        services.accept(by=people.operations, action=done, at=at)


@pytest.fixture
def paper(held: Meeting, structure: Structure, people: People, at: datetime) -> Paper:
    """On a published agenda, read by a member."""
    hold(structure.health, people.health_lead)
    item = agenda_item(held, people, at)
    publish(held, people, at)
    made = services.add_paper(
        by=people.operations, item=item, title="Figures of Amy", file=file(), link="", at=at
    )
    checked(Upload.objects.filter(paper=made), at, "macros")
    return made


def refusals(person: Any) -> list[str]:
    return [one for one in told(person) if one.endswith("was refused")]


def test_a_refused_paper_is_told_to_those_who_keep_the_agenda_without_its_title(
    paper: Paper, people: People, at: datetime
) -> None:
    services.tell_of_refused(at=at)
    [words] = refusals(people.operations)
    assert words.startswith("The Board: a paper of ")
    assert refusals(people.health_lead) == []


def test_a_paper_that_was_taken_back_or_replaced_is_told_of_no_more(
    paper: Paper, people: People, at: datetime
) -> None:
    services.replace_paper(
        by=people.operations, paper=paper, title="Figures", file=None,
        link="https://figures.example/1", what_changed="Anew", at=at,
    )  # fmt: skip
    services.tell_of_refused(at=at)
    assert refusals(people.operations) == []


def test_what_is_long_past_is_not_looked_at(paper: Paper, people: People, at: datetime) -> None:
    services.tell_of_refused(at=at + timedelta(days=31))
    assert refusals(people.operations) == []


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("action_finish", {"text": "The letter went"}),
        ("action_progress", {"text": "The letter is written"}),
    ],
)
def test_what_is_wrong_with_a_file_stands_beside_it(
    seated: Structure, people: People, now: datetime, page: str, said: dict[str, Any]
) -> None:
    raised = action(seated.board, people, now, holder=people.health_lead)
    said |= {"file": SimpleUploadedFile("letter.exe", b"What was known")}
    answer = sends(people.health_lead, page, said, pk=raised.pk)
    body = answer.content.decode()
    assert answer.status_code == 409
    assert 'href="#id_file"' in body
    assert said["text"] in body
    assert not ActionUpdate.objects.exists()
    assert "letter.exe" not in reads(people.operations, "action_detail", pk=raised.pk)
