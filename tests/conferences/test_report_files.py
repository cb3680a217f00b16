"""Files that belong to a report: brought, checked, opened, kept once it was sent."""

import uuid
from datetime import datetime
from io import BytesIO
from typing import Any

import pypdf
import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from conferences import services
from conferences.models import Report, ReportFile
from shield.audit.models import Entry
from shield.documents import checking, making
from tests.conferences.arranging import a_conference, asked
from tests.conferences.browsing import as_, page, to
from tests.conferences.writing import begun, written
from tests.documents.made_files import HOSTILE
from tests.documents.made_papers import paper
from tests.personas import People

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules")]


@pytest.fixture
def report(people: People, at: datetime) -> Report:
    request = asked(a_conference(people, at), people, at, "health", people.health_practitioner)
    return written(request, people.health_practitioner, at)


@pytest.fixture
def health(people: People) -> Client:
    return as_(people.health_practitioner)


def bring(client: Client, report: Report, name: str, data: bytes, **said: Any) -> Any:
    said = {"form_token": uuid.uuid4(), "file": SimpleUploadedFile(name, data), **said}
    return client.post(to("report_files", report.request), said, follow=True)


def checked() -> ReportFile:
    found: ReportFile = ReportFile.objects.latest("pk")
    checking.check(upload_id=found.upload_id, at=found.upload.uploaded_at)
    found.upload.refresh_from_db()
    return found


def send(report: Report, people: People, at: datetime) -> None:
    by = people.health_practitioner
    services.send(report=report, unchecked_because="Nobody else is here", by=by, at=at)


def test_a_file_is_added_checked_and_opened(report: Report, health: Client) -> None:
    shown = page(bring(health, report, "Growth chart.txt", b"What was seen", is_restricted="on"))
    assert "Growth chart.txt" in shown
    assert "Being checked" in shown
    assert "Not to be shared with the family" in shown
    file = to("report_file", report.request, row=ReportFile.objects.get().pk)
    assert health.get(file).status_code == 404
    checked()
    answer = health.get(file)
    assert answer.getvalue() == b"What was seen"
    assert answer["Content-Disposition"].startswith("attachment;")
    assert Entry.objects.latest("pk").verb == "consulted"
    assert "1 file added" in page(health.get(to("report_tasks", report.request)))


def test_a_manager_opens_it_and_adds_none(
    report: Report, health: Client, people: People, at: datetime
) -> None:
    bring(health, report, "a.txt", b"What was seen")
    file = checked()
    by = people.health_practitioner
    services.hand_over(report=report, by=by, at=at)
    lead = as_(people.health_lead)
    review = page(lead.get(to("report_review", report.request)))
    assert to("report_file", report.request, row=file.pk) in review
    # Not even its author changes what a manager reads.
    assert "with a manager" in page(bring(health, report, "b.txt", b"More"))
    health.post(to("report_file_remove", report.request, row=file.pk))
    assert ReportFile.objects.present().count() == 1


def test_what_was_sent_keeps_its_files_and_takes_later_ones(
    report: Report, health: Client, people: People, at: datetime
) -> None:
    bring(health, report, "a.txt", b"What was seen")
    file = checked()
    send(report, people, at)
    answer = health.post(to("report_file_remove", report.request, row=file.pk), follow=True)
    assert "can no longer be removed" in page(answer)
    assert "added" in page(bring(health, report, "b.docx", HOSTILE["macros"]["a.docx"]()))
    refused = checked()
    health.post(to("report_file_remove", report.request, row=refused.pk))
    assert list(ReportFile.objects.present()) == [file]


def test_those_who_run_the_conference_read_it_once_it_was_sent(
    report: Report, health: Client, people: People, at: datetime
) -> None:
    bring(health, report, "a.txt", b"What was seen")
    file = checked()
    chair = as_(people.conference_chair)
    request = report.request
    here = to("conference_report_file", request.conference, row=request.pk, file=file.pk)
    assert chair.get(here).status_code == 404
    send(report, people, at)
    assert here in page(chair.get(to("conference_report", request.conference, row=request.pk)))
    assert chair.get(here).getvalue() == b"What was seen"
    assert Entry.objects.latest("pk").verb == "report.downloaded"


def test_the_pack_holds_its_pages_and_the_annex_what_is_restricted(
    report: Report, health: Client, people: People, at: datetime
) -> None:
    bring(health, report, "Growth chart.pdf", paper("Grew well since spring"))
    checked()
    bring(health, report, "Letter.pdf", paper("The uncle must not know"), is_restricted="on")
    checked()
    send(report, people, at)
    pack = services.make_pack(
        conference=report.request.conference,
        token=uuid.uuid4(),
        by=people.conference_chair,
        at=at,
    )
    assert pack.annex is not None
    said = []
    for document in (pack.document, pack.annex):
        assert making.make(document_id=document.pk, at=at) is making.Outcome.DONE
        document.refresh_from_db()
        with document.file.open("rb") as file:
            said.append(texts(file.read()))
    whole, annex = said
    assert "Grew well since spring" in whole
    assert "The uncle must not know" not in whole
    assert "The uncle must not know" in annex
    assert "Grew well since spring" not in annex


def texts(data: bytes) -> str:
    pages = pypdf.PdfReader(BytesIO(data)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_a_draft_loses_a_file_that_is_removed(report: Report, health: Client) -> None:
    bring(health, report, "a.txt", b"What was seen")
    file = ReportFile.objects.get()
    remove = to("report_file_remove", report.request, row=file.pk)
    assert "Remove this file?" in page(health.get(remove))
    assert "a.txt" not in page(health.post(remove, follow=True))
    assert health.get(remove).status_code == 404


def test_the_same_page_sent_twice_adds_one(report: Report, health: Client) -> None:
    token = uuid.uuid4()
    for _ in range(2):
        bring(health, report, "a.txt", b"What was seen", form_token=token)
    assert ReportFile.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.pdf", b"MZ\x00", "This kind of file cannot be added"),
        ("a.txt", b"", "The file is empty"),
        ("a.txt", b"x" * (1024 * 1024 + 1), "The file must be smaller than 1 MB"),
    ],
)
def test_what_cannot_be_added_is_said_beside_the_field(
    report: Report, health: Client, settings: Any, name: str, data: bytes, words: str
) -> None:
    settings.SHIELD_UPLOAD_MB = 1
    assert page(bring(health, report, name, data)).count(words) == 2
    assert not ReportFile.objects.exists()


def test_another_agency_adds_and_opens_nothing(
    report: Report, health: Client, people: People, at: datetime
) -> None:
    bring(health, report, "a.txt", b"What was seen")
    file = checked()
    police = as_(people.police_practitioner)
    assert police.get(to("report_file", report.request, row=file.pk)).status_code == 404
    with pytest.raises(PermissionDenied):
        services.add_file(
            report=report,
            file=SimpleUploadedFile("a.txt", b"x"),
            is_restricted=False,
            token=uuid.uuid4(),
            by=people.police_practitioner,
            at=at,
        )


def test_a_file_of_another_report_is_not_found_under_ones_own(
    report: Report, health: Client, people: People, at: datetime
) -> None:
    request = asked(a_conference(people, at), people, at, "police", people.police_practitioner)
    begun(request, people.police_practitioner, at)
    bring(as_(people.police_practitioner), request.report, "a.txt", b"Police")
    file = checked()
    assert health.get(to("report_file", report.request, row=file.pk)).status_code == 404
