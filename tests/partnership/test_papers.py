"""Papers of an item: added, checked, handed out, replaced, taken back."""

from datetime import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from partnership import services
from partnership.models import AgendaItem, Meeting, Paper
from shield.core.refusals import Refusal
from shield.documents.models import Upload
from tests.partnership.browsing import as_, reads, sends
from tests.partnership.conftest import Structure
from tests.partnership.doing import agenda_item, hold, publish, told, verbs
from tests.personas import People

pytestmark = pytest.mark.django_db
LINK = "https://figures.example/1"


@pytest.fixture
def item(held: Meeting, structure: Structure, people: People, at: datetime) -> AgendaItem:
    """On a published agenda, read by a member."""
    hold(structure.health, people.health_lead)
    made = agenda_item(held, people, at)
    publish(held, people, at)
    return made


def paper(item: AgendaItem, people: People, at: datetime, **more: Any) -> Paper:
    facts: dict[str, Any] = {"title": "Figures", "file": None, "link": LINK}
    return services.add_paper(by=people.operations, item=item, at=at, **(facts | more))


def clean(found: Paper, at: datetime) -> None:
    """As if it had been checked."""
    Upload.objects.filter(paper=found).update(
        state="clean", kind="txt", size=4, sha256="0" * 64, checked_at=at, scanner="none",
        next_attempt_at=None,
    )  # fmt: skip


def file(text: bytes = b"What was known") -> SimpleUploadedFile:
    return SimpleUploadedFile("figures.txt", text)


def fetched(user: Any, found: Paper) -> bytes | None:
    """What somebody gets of a file; None where there is none for them."""
    answer: Any = as_(user).get(reverse("paper_file", kwargs={"pk": found.pk}))
    if answer.status_code == 404:
        return None
    assert answer["Content-Disposition"].startswith("attachment")
    return b"".join(answer.streaming_content)


def test_a_file_is_handed_out_once_it_is_checked(
    item: AgendaItem, people: People, at: datetime
) -> None:
    said = {"title": "Figures", "kind": "file", "file": file()}
    assert sends(people.operations, "paper_add", said, pk=item.pk).status_code == 302
    found = item.papers.get()
    assert "Being checked" in reads(people.health_lead, "agenda_item_detail", pk=item.pk)
    assert fetched(people.health_lead, found) is None
    clean(found, at)
    assert fetched(people.health_lead, found) == b"What was known"
    assert verbs()[-1] == "consulted"


def test_a_paper_is_for_those_who_read_its_item(
    item: AgendaItem, people: People, at: datetime
) -> None:
    found = paper(item, people, at, file=file())
    clean(found, at)
    assert fetched(people.board_member, found) is None
    services.declare_interest(by=people.health_lead, item=item, what="A contract", at=at)
    assert fetched(people.health_lead, found) is None
    assert fetched(people.police_lead, found) == b"What was known"


def test_a_member_brings_no_paper(item: AgendaItem, people: People, at: datetime) -> None:
    with pytest.raises(PermissionDenied):
        services.add_paper(by=people.health_lead, item=item, title="x", file=None, link=LINK, at=at)


@pytest.mark.parametrize(
    "link", ["http://figures.example", "//figures.example", "javascript:alert(1)", ""]
)
def test_a_link_leads_to_a_secure_page_or_into_the_portal(
    item: AgendaItem, people: People, at: datetime, link: str
) -> None:
    said = {"title": "Figures", "kind": "link", "link": link}
    assert sends(people.operations, "paper_add", said, pk=item.pk).status_code == 200
    with pytest.raises(services.NoPaper):
        paper(item, people, at, link=link)
    with pytest.raises(IntegrityError), transaction.atomic():
        Paper.objects.create(
            item=item, order=1, title="x", link=link, added_by=people.operations, added_at=at
        )
    assert not item.papers.exists()


def test_a_kind_of_file_that_is_not_allowed_is_refused_beside_the_field(
    item: AgendaItem, people: People
) -> None:
    said = {"title": "x", "kind": "file", "file": file(b"MZ\x90\x00\x03\x00\x00\x00")}
    answer = sends(people.operations, "paper_add", said, pk=item.pk)
    assert answer.status_code == 409
    assert not item.papers.exists()


def test_a_replaced_paper_keeps_its_old_edition_and_its_readers_are_told(
    item: AgendaItem, people: People, at: datetime
) -> None:
    old = paper(item, people, at, file=file(b"old"))
    clean(old, at)
    said = {"title": "Figures, corrected", "kind": "link", "link": LINK}
    assert sends(people.operations, "paper_replace", said, pk=old.pk).status_code == 302
    new = item.papers.current().get()
    assert (new.edition, new.replaces) == (2, old)
    assert fetched(people.health_lead, old) == b"old"
    page = reads(people.health_lead, "agenda_item_detail", pk=item.pk)
    assert "Earlier editions" in page
    agenda = reads(people.health_lead, "agenda_detail", pk=item.meeting_id)
    assert "Edition 2" in agenda
    assert "A paper was replaced." in agenda
    assert told(people.health_lead)[-1].endswith("has changed")


def test_a_paper_replaced_in_a_draft_tells_nobody(
    held: Meeting, people: People, at: datetime
) -> None:
    old = paper(agenda_item(held, people, at), people, at)
    services.replace_paper(
        by=people.operations, paper=old, title="x", file=None, link=LINK, what_changed="x", at=at
    )
    assert told(people.police_lead) == []
    assert not held.publications.exists()


def test_of_a_replaced_restricted_paper_nobody_else_learns(
    item: AgendaItem, people: People, at: datetime
) -> None:
    restricted = agenda_item(
        item.meeting, people, at, title="Secret", readers=[people.operations, people.police_lead]
    )
    old = paper(restricted, people, at)
    services.replace_paper(
        by=people.operations, paper=old, title="x", file=None, link=LINK,
        what_changed="A paper was replaced", at=at,
    )  # fmt: skip
    page = reads(people.health_lead, "agenda_detail", pk=item.meeting_id)
    assert "Edition 1" in page
    assert "replaced" not in page
    assert len(told(people.health_lead)) == 1
    assert "Edition 2" in reads(people.police_lead, "agenda_detail", pk=item.meeting_id)
    assert told(people.police_lead)[-1].endswith("has changed")


def test_a_paper_is_replaced_once(item: AgendaItem, people: People, at: datetime) -> None:
    old = paper(item, people, at)
    given: dict[str, Any] = {"title": "x", "file": None, "link": LINK, "what_changed": "x"}
    services.replace_paper(by=people.operations, paper=old, at=at, **given)
    with pytest.raises(services.PaperGone):
        services.replace_paper(by=people.operations, paper=old, at=at, **given)


def test_a_paper_taken_back_is_opened_by_nobody_nor_its_earlier_editions(
    item: AgendaItem, people: People, at: datetime
) -> None:
    old = paper(item, people, at, file=file())
    clean(old, at)
    new = services.replace_paper(
        by=people.operations, paper=old, title="x", file=None, link=LINK, what_changed="x", at=at
    )
    sends(people.operations, "paper_take_back", {}, pk=new.pk)
    assert fetched(people.operations, old) is None
    assert "No paper belongs to this item." in reads(
        people.health_lead, "agenda_item_detail", pk=item.pk
    )


def test_papers_change_places(item: AgendaItem, people: People, at: datetime) -> None:
    for title in "AB":
        paper(item, people, at, title=title)
    sends(people.operations, "paper_move", {"direction": "up"}, pk=item.papers.get(title="B").pk)
    assert [one.title for one in item.papers.current().in_order()] == ["B", "A"]


def test_an_item_holds_so_many_papers(
    item: AgendaItem, people: People, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("partnership.services.papers.MOST", 1)
    paper(item, people, at)
    with pytest.raises(Refusal, match="1 papers at most"):
        paper(item, people, at)
