"""Making: takes one waiting document at a time, renders it, and writes down what became of it.

The row stays locked while it is rendered and whoever meets a locked row passes it by: so a document
is made once, and the lock of a worker that died is gone with its connection.
"""

import hashlib
import logging
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.files import File
from django.db import transaction
from django.db.models import QuerySet

from shield.documents import rendering
from shield.documents.appending import append
from shield.documents.gathering import gather
from shield.documents.models import Appendix, Document, storage_name
from shield.documents.verifying import verify
from shield.documents.workflow import RENDERING

log = logging.getLogger(__name__)

# How long to wait after each failed attempt; after the last the document is given up.
BACK_OFF = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
)


class Outcome(StrEnum):
    """What became of a turn."""

    NOTHING_TO_DO = "nothing to do"
    DONE = "done"
    FAILED = "failed"


def make(*, document_id: int, at: datetime) -> Outcome:
    """Make one document if it still waits, is due and nobody else is making it."""
    return _take(Document.objects.due(at).filter(pk=document_id), at)


def make_next(*, at: datetime) -> Outcome:
    """Make the document that has waited longest."""
    return _take(Document.objects.due(at), at)


@transaction.atomic
def _take(due: QuerySet[Document], at: datetime) -> Outcome:
    document = due.select_for_update(skip_locked=True).first()
    if document is None:
        return Outcome.NOTHING_TO_DO
    try:
        with transaction.atomic():
            _make(document, at)
    except Exception as error:  # whatever is wrong with one document, the others must be made
        _failed(document, error, at)
        return Outcome.FAILED
    return Outcome.DONE


def _make(document: Document, at: datetime) -> None:
    appendices = list(document.appendices.select_related("upload").order_by("order"))
    with TemporaryDirectory() as name:
        folder = Path(name)
        gathered = gather(appendices, folder) if appendices else []
        made = rendering.render(
            template=document.template,
            content=document.content,
            title=document.title,
            reference=document.reference,
            marking=document.marking,
            created=document.requested_at,
            mark=document.mark,
            **({"appended": [one.as_told() for one in gathered]} if gathered else {}),
        )
        whole = folder / "whole.pdf"
        if made.places:
            front = folder / "front.pdf"
            front.write_bytes(made.data)
            files = {one.appendix.key: one.pages for one in gathered if one.wide}
            append(front, whole, made.places, files)
        else:
            whole.write_bytes(made.data)
        verify(whole, mark=document.mark, pages=made.pages)
        for one in gathered:
            Appendix.objects.filter(pk=one.appendix.pk).update(
                pages=len(one.wide) or None, problem=one.problem
            )
        _keep(document, whole, pages=made.pages, at=at)


def _keep(document: Document, whole: Path, *, pages: int, at: datetime) -> None:
    storage, name = document.file.storage, storage_name(document, "")
    # Only a worker that died before commit can have left one: no ready document points at it.
    storage.delete(name)
    with whole.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        file.seek(0)
        RENDERING.advance(
            document,
            "keep",
            file=storage.save(name, File(file)),
            sha256=digest,
            pages=pages,
            rendered_at=at,
            next_attempt_at=None,
            error="",
        )


def _failed(document: Document, error: Exception, at: datetime) -> None:
    """Write down a failed attempt: another one later, or none. Never the error's text."""
    name = type(error).__name__
    log.warning("document %s could not be made: %s", document.pk, name)
    tried = document.attempts + 1
    if tried > len(BACK_OFF):
        RENDERING.advance(
            document, "give_up", attempts=tried, next_attempt_at=None, error=name[:100]
        )
    else:
        Document.objects.filter(pk=document.pk).update(
            attempts=tried, next_attempt_at=at + BACK_OFF[tried - 1], error=name[:100]
        )
