"""Files that were brought and checked, and documents made of them."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile

from shield.documents import making, services
from shield.documents.making import Outcome
from shield.documents.models import Upload

TEMPLATE = "documents/collected.html"


@pytest.fixture
def brought(people, at):
    """Puts a file where checked ones lie, and says so."""

    def bring(data, kind="pdf", **changes):
        facts = {
            "name": "paper",
            "reference": "R-1",
            "uploaded_by": people.board_member,
            "uploaded_at": at,
            "received_size": len(data),
            "received_sha256": "0" * 64,
            "state": "clean",
            "kind": kind,
            "size": len(data),
            "sha256": "0" * 64,
            "checked_at": at,
            "scanner": "none",
            **changes,
        }
        upload = Upload(**facts)
        if facts["state"] in ("clean", "quarantined"):
            upload.file.save("", ContentFile(data), save=False)
        upload.save()
        return upload

    return bring


@pytest.fixture
def made(at):
    """Makes a document of uploads; gives it and its bytes."""

    def make(*uploads, title="Report {}"):
        document = services.request(
            template=TEMPLATE,
            content={
                "facts": [["Meeting", "MTG-1"]],
                "papers": [
                    {
                        "key": f"paper-{number}",
                        "label": f"Paper {number}",
                        "title": title.format(number),
                        "address": f"https://portal.example/papers/{number}",
                        "reason": "",
                    }
                    for number, _ in enumerate(uploads)
                ],
            },
            title="Pack of MTG-1",
            reference="MTG-1",
            marking="OFFICIAL",
            at=at,
            appended=[
                services.Appended(f"paper-{number}", title.format(number), upload)
                for number, upload in enumerate(uploads)
            ],
        )
        assert making.make(document_id=document.pk, at=at + timedelta(seconds=1)) is Outcome.DONE
        document.refresh_from_db()
        with document.file.open() as file:
            return document, file.read()

    return make
