"""Packs as the tests need them: three agencies' reports, and the PDFs made of them."""

import uuid
from datetime import datetime
from typing import Any

from conferences import services
from conferences.models import Conference, Report, ReportRequest
from conferences.pdf import pack
from shield.documents import making
from shield.documents import services as documents
from shield.documents.making import Outcome
from shield.documents.models import Document
from tests.conferences.arranging import asked
from tests.conferences.writing import sent
from tests.personas import People

AGENCIES = ("health", "police", "school")
FORECAST: dict[str, Any] = {
    "words": "Not certain: quorate only if agencies come that have not said",
    "lines": ["Children's social care: nobody there"],
    "agencies": [{"name": "Riverside Health Trust", "state": "Reported", "attending": "Yes"}],
}


def reports(
    conference: Conference, people: People, at: datetime, **said: dict[str, Any]
) -> list[Report]:
    """One report of each of three agencies; `said` are answers of pages, by agency."""
    made = []
    for agency in AGENCIES:
        by = getattr(people, f"{agency}_practitioner")
        made.append(sent(asked(conference, people, at, agency, by), by, at, **said.get(agency, {})))
    return made


def standing(conference: Conference) -> list[ReportRequest]:
    return list(conference.requests.standing().by_agency())


def packed(conference: Conference, at: datetime) -> dict[str, Any]:
    return pack.frozen(conference, requests=standing(conference), forecast=FORECAST, at=at)


def annexed(conference: Conference, at: datetime) -> dict[str, Any] | None:
    return pack.frozen_annex(conference, requests=standing(conference), at=at)


def added(report: Report, text: str, at: datetime, *, is_restricted: bool = False) -> None:
    by = report.request.answered_by
    assert by is not None
    services.add(
        report=report, text=text, is_restricted=is_restricted, token=uuid.uuid4(),
        by=by, at=at,
    )  # fmt: skip


def pdf_of(content: dict[str, Any], at: datetime, *, template: str = pack.TEMPLATE) -> bytes:
    """As the worker makes it."""
    document = documents.request(
        template=template, content=content, title="Pack for the chair, CON-1", reference="CON-1",
        marking=pack.MARKING, at=at,
    )  # fmt: skip
    return made(document.pk, at)


def made(document_id: int, at: datetime) -> bytes:
    found = Document.objects.get(pk=document_id)
    if not found.file:
        assert making.make(document_id=document_id, at=at) is Outcome.DONE, Document.objects.get(
            pk=document_id
        ).error
        found.refresh_from_db()
    with found.file.open() as file:
        data: bytes = file.read()
        return data
