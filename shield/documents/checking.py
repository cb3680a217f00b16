"""Checking: takes one quarantined file at a time, has it scanned and looked into, keeps a copy.

The row stays locked meanwhile, and whoever meets a locked row passes it by. Where the scanner gives
no whole answer the file stays in quarantine and is tried again, for as long as it takes.
"""

import hashlib
import json
import logging
import shutil
import subprocess
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.db.models import QuerySet

from shield.documents import scanning
from shield.documents.alone import alone
from shield.documents.making import Outcome
from shield.documents.models import Upload, kept_name
from shield.documents.removal import remove_after_commit
from shield.documents.workflow import CHECKING

log = logging.getLogger(__name__)

# How long to wait after each attempt without an answer; the last wait is repeated.
BACK_OFF = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
)
# More than the inspection allows itself: by the clock, where it counts its own work.
PATIENCE = 60


class NotInspected(Exception):
    """The inspection ended without an answer."""


def check(*, upload_id: int, at: datetime) -> Outcome:
    """Check one file if it still waits, is due and nobody else is checking it."""
    return _take(Upload.objects.due(at).filter(pk=upload_id), at)


def check_next(*, at: datetime) -> Outcome:
    """Check the file that has waited longest."""
    return _take(Upload.objects.due(at), at)


@transaction.atomic
def _take(due: QuerySet[Upload], at: datetime) -> Outcome:
    upload = due.select_for_update(skip_locked=True).first()
    if upload is None:
        return Outcome.NOTHING_TO_DO
    try:
        with transaction.atomic(), TemporaryDirectory() as folder:
            _check(upload, Path(folder), at)
    except Exception as error:  # whatever is wrong with one file, the others must be checked
        log.warning("file %s could not be checked: %s", upload.pk, type(error).__name__)
        tried = upload.attempts + 1
        Upload.objects.filter(pk=upload.pk).update(
            attempts=tried,
            next_attempt_at=at + BACK_OFF[min(tried, len(BACK_OFF)) - 1],
            error=type(error).__name__[:100],
        )
        return Outcome.FAILED
    return Outcome.DONE


def _check(upload: Upload, folder: Path, at: datetime) -> None:
    source, copy = folder / "source", folder / "copy"
    with upload.file.open("rb") as received, source.open("wb") as target:
        shutil.copyfileobj(received, target)
    verdict = scanning.scan(source)
    said = inspect(source, copy) if verdict.is_clean else {"refused": "virus"}
    quarantined = str(upload.file.name)
    if "refused" in said:
        CHECKING.advance(
            upload,
            "refuse",
            refusal=said["refused"],
            scanner=verdict.scanner,
            checked_at=at,
            next_attempt_at=None,
            file="",
            error="",
        )
    else:
        name = kept_name(upload)
        storage = upload.file.storage
        # Only a worker that died before commit can have left one: no row points at it.
        storage.delete(name)
        with copy.open("rb") as file:
            CHECKING.advance(
                upload,
                "clear",
                kind=said["kind"],
                file=storage.save(name, File(file)),
                size=copy.stat().st_size,
                sha256=hashlib.sha256(copy.read_bytes()).hexdigest(),
                scanner=verdict.scanner,
                checked_at=at,
                next_attempt_at=None,
                error="",
            )
    remove_after_commit(quarantined)


def inspect(source: Path, copy: Path) -> dict[str, str]:
    """`{"kind": …}` or `{"refused": …}`, said by a process without keys, in little memory."""
    done = subprocess.run(  # noqa: S603  our own module; the file is data to it
        alone("shield.documents.inspection", str(source), str(copy)),
        cwd=settings.BASE_DIR,
        env={"PATH": "", "PYTHONPATH": str(settings.BASE_DIR)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    )
    if done.returncode:
        # Killed by its own limits, or broken by the file: whichever, it is not for people to open.
        return {"refused": "bomb" if done.returncode < 0 else "damaged"}
    said: dict[str, str] = json.loads(done.stdout)
    if not said.keys() & {"kind", "refused"}:
        raise NotInspected
    return said
