"""What can happen to files that belong to a record? Steps of the owner's service, which asked."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from shield.accounts.models import User
from shield.core.refusals import Refusal
from shield.documents.models import Brought
from shield.documents.services.uploads import receive, withdraw

MOST = 20


@transaction.atomic
def bring(
    *,
    files: Any,
    noun: str,
    reference: str,
    file: UploadedFile,
    token: UUID,
    by: User,
    at: datetime,
    **facts: Any,
) -> tuple[Any, bool]:
    """Add a file to a record's `files`, and say whether it is new: the same token adds nothing.

    The caller holds the record, so that two who bring files at once are counted. Raises Refusal
    for a kind that is not allowed, and beyond MOST files; `noun` is what a person calls the record.
    """
    before = files.filter(form_token=token).first()
    if before:
        return before, False
    if files.filter(removed_at=None).count() >= MOST:
        raise Refusal(f"{noun} holds {MOST} files at most. Remove one first.")
    upload = receive(file=file, reference=reference, by=by, at=at)
    return files.create(upload=upload, form_token=token, **facts), True


@transaction.atomic
def take_off(*, brought: Brought, by: User, at: datetime) -> bool:
    """Take a file off its record, and say whether it was still there."""
    rows = type(brought).objects.filter(pk=brought.pk, removed_at=None)
    if not rows.update(removed_at=at, removed_by=by):
        return False
    withdraw(upload=brought.upload)
    return True
