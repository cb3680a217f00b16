"""Removes files that no row points at any more."""

import logging
from datetime import datetime, timedelta
from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction

from shield.documents.models import QUARANTINE, Document, Upload, kept_name, received_name
from shield.documents.workflow import ERASED

log = logging.getLogger(__name__)

# Longer than any request or check takes: until then its row may not have been committed yet.
ORPHANED_AFTER = timedelta(days=1)


def remove_after_commit(name: str) -> None:
    """Once the row is committed that no longer names it: undone with the transaction."""
    transaction.on_commit(partial(_remove, name), robust=True)


def remove_orphans(*, at: datetime) -> int:
    """Remove what lies in quarantine without a row: its transaction failed, or its worker died.

    Says how many were removed.
    """
    try:
        names = [f"{QUARANTINE}/{name}" for name in default_storage.listdir(QUARANTINE)[1]]
    except FileNotFoundError:  # nobody has brought a file yet
        return 0
    old = [name for name in names if age(name, at) > ORPHANED_AFTER]
    named = set(Upload.objects.filter(file__in=old).values_list("file", flat=True))
    orphans = [name for name in old if name not in named]
    for name in orphans:
        _remove(name)
    return len(orphans)


def remove_erased() -> int:
    """Remove the files of what was erased; a row forgets its file's name once the file is gone.

    Says how many rows have forgotten theirs. What could not be removed is tried again next time.
    """
    number = 0
    for document in Document.objects.filter(status=ERASED).exclude(file=""):
        if _remove(str(document.file.name)):
            number += Document.objects.filter(pk=document.pk).update(file="")
    for upload in Upload.objects.filter(state=ERASED).exclude(file=""):
        # A worker that died while it checked may have left the one or the other.
        names = (str(upload.file.name), received_name(upload, ""), kept_name(upload))
        if all(_remove(name) for name in names):
            number += Upload.objects.filter(pk=upload.pk).update(file="")
    return number


def age(name: str, at: datetime) -> timedelta:
    """How long a file has been there; none for one that has gone meanwhile."""
    try:
        return at - default_storage.get_modified_time(name)
    except FileNotFoundError:
        return timedelta(0)


def _remove(name: str) -> bool:
    """Whether it is gone."""
    try:
        default_storage.delete(name)
    except OSError as error:
        # It stays where nobody can reach it; whoever watches sees this line.
        log.error("a file that is no longer needed could not be removed: %s", type(error).__name__)
        return False
    return True
