"""What can happen to documents?"""

from datetime import datetime
from typing import Any

from django.db import transaction

from shield.accounts.access import require
from shield.accounts.models import User
from shield.audit import services as audit
from shield.core.wake import wake
from shield.documents import workflow
from shield.documents.models import Document
from shield.documents.permissions import Perm


@transaction.atomic
def request(
    *,
    template: str,
    content: dict[str, Any],
    title: str,
    reference: str,
    marking: str,
    at: datetime,
) -> Document:
    """Ask for a PDF: `content` (JSON) is frozen now, the PDF is made once, after commit.

    `template` extends `documents/layout.html` and finds the keys of `content` as its variables.
    The caller has already required its own permission.
    """
    document = Document.objects.create(
        template=template,
        content=content,
        title=title,
        reference=reference,
        marking=marking,
        requested_at=at,
        next_attempt_at=at,
    )
    wake("documents.render", document_id=document.pk)
    return document


@transaction.atomic
def retry(*, document: Document, by: User, at: datetime) -> None:
    """Try again to make a document that was given up, from the first attempt."""
    require(by, Perm.READ_FAILED, document)
    workflow.RENDERING.advance(document, "retry", attempts=0, next_attempt_at=at)
    audit.record("document.retried", document, by=by, at=at)
    wake("documents.render", document_id=document.pk)
