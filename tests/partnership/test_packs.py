"""The pack of a meeting: what is in it, for whom it is made, and who gets it."""

import io
from datetime import datetime, timedelta
from typing import Any

import pikepdf
import pypdf
import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.urls import reverse

from partnership import services
from partnership.models import AgendaItem, ItemReader, Meeting, Opened, Pack, Paper
from shield.accounts.models import User
from shield.documents import making
from shield.documents.making import Outcome
from shield.documents.models import Document, Upload
from tests.documents import ua
from tests.documents.made_papers import holds
from tests.documents.made_papers import paper as written
from tests.partnership.browsing import as_, reads, sends
from tests.partnership.conftest import Structure
from tests.partnership.doing import agenda_item, hold, publish, verbs
from tests.personas import People

pytestmark = pytest.mark.django_db
CANARY = "Juniper"


@pytest.fixture
def meeting(held: Meeting, structure: Structure, people: People) -> Meeting:
    """One that two members read besides whoever chairs it."""
    hold(structure.health, people.health_lead)
    return held


def brought(item: AgendaItem, people: People, at: datetime, data: bytes, **more: Any) -> Paper:
    """A paper whose file was checked."""
    upload = Upload(
        name="paper", reference="R", uploaded_by=people.operations, uploaded_at=at,
        received_size=len(data), received_sha256="0" * 64,
        **{"state": "clean", "kind": "pdf", "size": len(data), "sha256": "0" * 64,
           "checked_at": at, "scanner": "none", **more.pop("upload", {})},
    )  # fmt: skip
    upload.file.save("", ContentFile(data), save=False)
    upload.save()
    facts: dict[str, Any] = {"order": item.papers.count() + 1, "title": "Figures", "link": ""}
    made: Paper = Paper.objects.create(
        item=item, upload=upload, added_by=people.operations, added_at=at, **(facts | more)
    )
    return made


def restricted(meeting: Meeting, people: People, at: datetime, *readers: User) -> AgendaItem:
    """An item that says its name in every place."""
    item = agenda_item(
        meeting, people, at, title=f"{CANARY} matter", asks=f"To decide on {CANARY}",
        presenter=CANARY, readers=readers,
    )  # fmt: skip
    brought(item, people, at, written(f"About {CANARY}"), title=f"{CANARY} report")
    return item


def key_of(meeting: Meeting, reader: User) -> str:
    pack = services.pack_for(meeting, reader)
    return pack.reads if pack else ""


def made(meeting: Meeting, reader: User, at: datetime) -> tuple[Document, bytes]:
    """The pack of a reader, made now."""
    pack = services.pack_for(meeting, reader)
    assert pack is not None
    assert making.make(document_id=pack.document_id, at=at) is Outcome.DONE
    document = Document.objects.get(pk=pack.document_id)
    with document.file.open() as file:
        return document, file.read()


def text(data: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)


def titles(data: bytes) -> list[str]:
    with pikepdf.open(io.BytesIO(data)) as pdf, pdf.open_outline() as outline:
        [top] = outline.root
        return [
            said
            for one in top.children
            for said in (one.title, *(kid.title for kid in one.children))
        ]


# --- What is in it --------------------------------------------------------------------------------


def test_a_pack_has_a_cover_the_agenda_and_every_paper(
    meeting: Meeting, people: People, at: datetime
) -> None:
    meeting.venue = "Town Hall"
    meeting.save()
    item = agenda_item(meeting, people, at, title="Neglect", minutes=20)
    agenda_item(meeting, people, at, title="Matters arising", kind="matters-arising")
    brought(item, people, at, written("The figures", "More figures"))
    Paper.objects.create(
        item=item, order=2, title="A page", link="/policies/", added_by=people.operations,
        added_at=at,
    )  # fmt: skip
    publish(meeting, people, at)
    document, data = made(meeting, people.health_lead, at)
    said = text(data)
    assert [
        word in said
        for word in (
            "Town Hall", "3 February 2027", meeting.reference, "OFFICIAL-SENSITIVE", "To agree",
            "No action is open.", "The figures", "More figures",
        )
    ] == [True] * 8  # fmt: skip
    assert "Paper 1.2: A page. Not here because it is a page and not a file" in said.replace(
        "\n", " "
    )
    assert titles(data) == [
        "Agenda", "Papers not in this pack", "1. Neglect", "Paper 1.1: Figures",
        "2. Matters arising",
    ]  # fmt: skip
    assert f"Page {document.pages} of {document.pages}" in said
    assert ua.check(data) == ["the metadata does not say PDF/UA-1"]


def test_a_pack_names_a_paper_that_is_still_being_checked(
    meeting: Meeting, people: People, at: datetime
) -> None:
    item = agenda_item(meeting, people, at)
    waits = brought(
        item, people, at, b"x",
        upload={"state": "quarantined", "kind": "", "size": None, "sha256": "", "checked_at": None,
                "scanner": "", "next_attempt_at": at},
    )  # fmt: skip
    publish(meeting, people, at)
    _, data = made(meeting, people.health_lead, at)
    assert "still being checked" in text(data).replace("\n", " ")
    Upload.objects.filter(paper=waits).update(
        state="clean", kind="pdf", size=1, sha256="0" * 64, checked_at=at, scanner="none",
        next_attempt_at=None,
    )  # fmt: skip
    assert services.pack_for(meeting, people.health_lead) is None


# --- What nobody else's pack says -----------------------------------------------------------------


def test_a_restricted_item_is_in_the_packs_of_its_readers_alone(
    meeting: Meeting, people: People, at: datetime
) -> None:
    brought(agenda_item(meeting, people, at), people, at, written("Open figures"))
    restricted(meeting, people, at, people.health_lead)
    publish(meeting, people, at)
    theirs, data = made(meeting, people.health_lead, at)
    others, other = made(meeting, people.police_lead, at)
    assert holds(data, CANARY)
    assert f"R1. {CANARY} matter" in titles(data)
    assert not holds(other, CANARY)
    assert "Restricted" not in text(other)
    assert "Open figures" in text(other)
    assert (theirs.title, theirs.reference) == (others.title, others.reference)
    assert CANARY not in f"{theirs.title} {theirs.reference} {theirs.marking}"
    assert CANARY not in "".join(Pack.objects.values_list("reads", flat=True))
    assert CANARY not in str(others.content)
    assert not others.appendices.filter(upload__paper__item__is_restricted=True).exists()


def test_whoever_declared_an_interest_has_a_pack_without_the_item(
    meeting: Meeting, people: People, at: datetime
) -> None:
    item = agenda_item(meeting, people, at, title=f"{CANARY} contract")
    agenda_item(meeting, people, at, title="Neglect")
    brought(item, people, at, written(CANARY))
    services.record_interest(
        by=people.operations, item=item, person=people.health_lead, what="Works for it", at=at
    )
    publish(meeting, people, at)
    _, data = made(meeting, people.health_lead, at)
    assert not holds(data, CANARY)
    assert "An item in which you have declared an interest" in text(data).replace("\n", " ")
    assert holds(made(meeting, people.police_lead, at)[1], CANARY)


# --- For whom one is made -------------------------------------------------------------------------


def test_publishing_makes_one_pack_for_each_set_of_what_is_read(
    meeting: Meeting, people: People, at: datetime
) -> None:
    agenda_item(meeting, people, at)
    publish(meeting, people, at)
    assert Pack.objects.count() == 1
    restricted(meeting, people, at, people.health_lead)
    publish(meeting, people, at, "An item was added")
    assert Pack.objects.filter(publication__number=2).count() == 2
    assert key_of(meeting, people.health_lead) != key_of(meeting, people.police_lead)


def test_a_replaced_paper_makes_another_pack(
    meeting: Meeting, people: People, at: datetime
) -> None:
    paper = brought(agenda_item(meeting, people, at), people, at, written("Before"))
    publish(meeting, people, at)
    before = key_of(meeting, people.health_lead)
    services.replace_paper(
        by=people.operations, paper=paper, title="Figures", file=None,
        link="https://figures.example", what_changed="A paper was replaced", at=at,
    )  # fmt: skip
    assert key_of(meeting, people.health_lead) not in ("", before)


def test_a_pack_is_asked_for_once(meeting: Meeting, people: People, at: datetime) -> None:
    agenda_item(meeting, people, at)
    publish(meeting, people, at)
    agenda_item(meeting, people, at, title="Added since")
    assert "Make my pack" in reads(people.health_lead, "pack_detail", pk=meeting.pk)
    assert sends(people.health_lead, "pack_detail", {}, pk=meeting.pk).status_code == 302
    first = services.ask_pack(by=people.health_lead, meeting=meeting, at=at)
    assert services.ask_pack(by=people.police_lead, meeting=meeting, at=at) == first
    assert verbs().count("pack.asked") == 1


def test_there_is_no_pack_of_a_draft(meeting: Meeting, people: People, at: datetime) -> None:
    agenda_item(meeting, people, at)
    with pytest.raises(services.NothingForYou):
        services.ask_pack(by=people.police_lead, meeting=meeting, at=at)


@pytest.mark.parametrize("who", ["health_practitioner", "school_practitioner"])
def test_a_stranger_gets_no_pack(meeting: Meeting, people: People, at: datetime, who: str) -> None:
    agenda_item(meeting, people, at)
    publish(meeting, people, at)
    stranger = people.named()[who]
    with pytest.raises((services.NothingForYou, PermissionDenied)):
        services.ask_pack(by=stranger, meeting=meeting, at=at)
    assert as_(stranger).get(reverse("pack_file", kwargs={"pk": meeting.pk})).status_code == 404


# --- Its pages ------------------------------------------------------------------------------------


def fetched(user: User, meeting: Meeting) -> tuple[int, bytes]:
    """What comes of asking for the file: the status, and the PDF where there is one."""
    answer: Any = as_(user).get(reverse("pack_file", kwargs={"pk": meeting.pk}))
    data = b"".join(answer.streaming_content) if answer.streaming else b""
    return answer.status_code, data


def test_a_pack_is_waited_for_and_downloaded(
    meeting: Meeting, people: People, at: datetime
) -> None:
    agenda_item(meeting, people, at)
    publication = publish(meeting, people, at)
    reader = people.health_lead
    assert "Your pack is being made" in reads(reader, "pack_detail", pk=meeting.pk)
    assert fetched(reader, meeting)[0] == 404
    progress = as_(reader).get(reverse("pack_progress", kwargs={"pk": meeting.pk}))
    assert progress.json()["status"] == "waiting"
    assert "Your pack" in reads(reader, "agenda_detail", pk=meeting.pk)
    _, data = made(meeting, reader, at)
    assert "Download your pack" in reads(reader, "pack_detail", pk=meeting.pk)
    assert fetched(reader, meeting) == (200, data)
    assert Opened.objects.get(what="pack").publication == publication
    assert fetched(reader, meeting)[0] == 200
    assert Opened.objects.filter(what="pack").count() == 1
    assert verbs().count("pack.downloaded") == 2


def test_once_something_changed_the_pack_of_before_is_not_handed_out(
    meeting: Meeting, people: People, at: datetime
) -> None:
    """A reader of a restricted item is one no longer: the file with it is out of reach at once."""
    agenda_item(meeting, people, at)
    restricted(meeting, people, at, people.health_lead, people.police_lead)
    publish(meeting, people, at)
    reader = people.health_lead
    made(meeting, reader, at)
    assert fetched(reader, meeting)[0] == 200
    ItemReader.objects.filter(user=reader).update(ended_at=at, ended_by=people.operations)
    assert fetched(reader, meeting)[0] == 404
    assert "Download" not in reads(reader, "pack_detail", pk=meeting.pk)
    # What is theirs now was made for others who read as much.
    _, data = made(meeting, reader, at + timedelta(minutes=1))
    assert not holds(data, CANARY)
    assert fetched(reader, meeting)[0] == 200
    assert fetched(people.police_lead, meeting)[0] == 200


def test_a_pack_that_could_not_be_made_is_said(
    meeting: Meeting, people: People, at: datetime
) -> None:
    agenda_item(meeting, people, at)
    publish(meeting, people, at)
    Document.objects.update(status="failed", next_attempt_at=None, attempts=5, error="ValueError")
    assert "could not be made" in reads(people.health_lead, "pack_detail", pk=meeting.pk)
