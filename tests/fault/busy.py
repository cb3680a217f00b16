"""A portal in use: notifications are filed and files brought and checked, until stdin is closed.

`python -m tests.fault.busy` says a line when it has begun, and at the end, as JSON, the ids of what
it filed.
"""

import json
import os
import sys
import threading
import uuid

from shield.local import environment

environment.prepare()
os.environ["DJANGO_SETTINGS_MODULE"] = "shield.settings"

import django  # noqa: E402

django.setup()

from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402
from django.utils import timezone  # noqa: E402

from incidents import services  # noqa: E402
from shield.accounts.models import User  # noqa: E402
from shield.documents import checking  # noqa: E402
from tests.documents.made_files import HOSTILE, INNOCENT  # noqa: E402
from tests.journeys.drafts import finished  # noqa: E402

FILES = {
    "note.txt": INNOCENT["note.txt"],
    "scan.jpg": INNOCENT["scan.jpg"],
    "bad.docx": HOSTILE["macros"]["a.docx"],
}


def file_one(by: User) -> int:
    """One notification with its files; each of them leaves quarantine, one way or the other."""
    incident = finished(timezone.now(), by=by)
    for name, made in FILES.items():
        services.attach(
            incident=incident,
            file=SimpleUploadedFile(name, made()),
            token=uuid.uuid4(),
            by=by,
            at=timezone.now(),
        )
    services.submit(incident=incident, late_reason="Told late", by=by, at=timezone.now())
    while checking.check_next(at=timezone.now()) is checking.Outcome.DONE:
        continue
    return int(incident.pk)


def main() -> None:
    by, over = User.objects.get(email="lead.health@demo.example"), threading.Event()

    def wait() -> None:
        sys.stdin.read()
        over.set()

    threading.Thread(target=wait, daemon=True).start()
    filed = []
    while not over.is_set():
        filed.append(file_one(by))
        if len(filed) == 1:
            print("busy", flush=True)
    print(json.dumps(filed), flush=True)


main()
