"""Removes files that no row points at any more."""

import logging
from datetime import datetime, timedelta
from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction

from shield.documents.models import QUARANTINE, Upload

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


def age(name: str, at: datetime) -> timedelta:
    """How long a file has been there; none for one that has gone meanwhile."""
    try:
        return at - default_storage.get_modified_time(name)
    except FileNotFoundError:
        return timedelta(0)


def _remove(name: str) -> None:
    try:
        default_storage.delete(name)
    except OSError as error:
        # It stays where nobody can reach it; whoever watches sees this line.
        log.error("a file that is no longer needed could not be removed: %s", type(error).__name__)
