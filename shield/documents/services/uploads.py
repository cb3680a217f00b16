"""What can happen to files that people bring?"""

import hashlib
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from shield.accounts.models import User
from shield.core.refusals import Refusal
from shield.core.wake import wake
from shield.documents import workflow
from shield.documents.allowed import (
    HEAD,
    REFUSALS,
    NotAllowed,
    first_look,
    require_fitting_name,
)
from shield.documents.models import Upload, kept_name
from shield.documents.removal import remove_after_commit

NAME_LENGTH = 150


class FileRefused(Refusal):
    """The file is of no kind that is accepted."""


@transaction.atomic
def receive(*, file: UploadedFile, reference: str, by: User, at: datetime) -> Upload:
    """Put a file into quarantine; it is checked after commit, and nobody gets it before.

    A step of the owner's service, which asked. Raises FileRefused, in words for people, for a kind
    that is not allowed or a name that belies it.
    """
    try:
        require_fitting_name(plain_name(file.name or ""), first_look(file.read(HEAD)))
    except NotAllowed as refused:
        raise FileRefused(REFUSALS[refused.code]) from refused
    digest = hashlib.sha256()
    file.seek(0)
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    upload = Upload(
        name=plain_name(file.name or ""),
        reference=reference,
        uploaded_by=by,
        uploaded_at=at,
        received_size=file.size or 0,
        received_sha256=digest.hexdigest(),
        next_attempt_at=at,
    )
    upload.file.save("", file, save=False)
    try:
        upload.save()
    except Exception:
        # Where the owner's transaction fails later, `removal.remove_orphans` finds it.
        upload.file.delete(save=False)
        raise
    wake("documents.check", upload_id=upload.pk)
    return upload


@transaction.atomic
def withdraw(*, upload: Upload) -> None:
    """Take back a file that was not yet checked: a step of the owner's service, which asked."""
    if upload.state != workflow.QUARANTINED:
        return
    name = str(upload.file.name)
    workflow.CHECKING.advance(upload, "withdraw", next_attempt_at=None, file="")
    remove_after_commit(name)


def bring_back(*, at: datetime) -> int:
    """After a restore: files that left quarantine while the backup was made are put back there.

    Says how many are lost. Those were refused or taken back then, and their copies are nowhere; the
    rows say so. Called by a command, which no page reaches.
    """
    lost = 0
    for upload in Upload.objects.filter(state=workflow.QUARANTINED):
        storage, name, copy = upload.file.storage, str(upload.file.name), kept_name(upload)
        if storage.exists(name):
            continue
        if storage.exists(copy):
            with storage.open(copy, "rb") as file:
                storage.save(name, file)
            continue
        workflow.CHECKING.advance(
            upload, "refuse", refusal="lost", checked_at=at, next_attempt_at=None, file="", error=""
        )
        lost += 1
    return lost


def plain_name(name: str) -> str:
    """The name that a person gave the file, without folders and controls, not too long."""
    last = name.replace("\\", "/").rpartition("/")[2]
    printable = "".join(letter for letter in last if letter.isprintable())
    return printable[-NAME_LENGTH:].strip(". ") or "file"
