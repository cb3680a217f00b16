"""What can happen to documents?"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction

from shield.accounts.access import require
from shield.accounts.models import User
from shield.audit import services as audit
from shield.core.wake import wake
from shield.documents import workflow
from shield.documents.models import Appendix, Document, Upload
from shield.documents.permissions import Perm


class Appended(NamedTuple):
    """A file that goes into a PDF: the name by which the template asks for it, and its title."""

    key: str
    title: str
    upload: Upload


@transaction.atomic
def request(
    *,
    template: str,
    content: dict[str, Any],
    title: str,
    reference: str,
    marking: str,
    at: datetime,
    appended: Sequence[Appended] = (),
) -> Document:
    """Ask for a PDF: `content` (JSON) is frozen now, the PDF is made once, after commit.

    `template` extends `documents/layout.html` and finds the keys of `content` as its variables.
    Of the files in `appended` the pages are put where the template leaves room for them; those of
    which none can be made are named there. The caller has already required its own permission.
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
    Appendix.objects.bulk_create(
        Appendix(document=document, order=order, key=one.key, title=one.title, upload=one.upload)
        for order, one in enumerate(appended)
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
