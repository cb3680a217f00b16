"""Events that tell people, ask for documents and bring files.

`python -m tests.fault.stream COUNT SECONDS` writes to `stream.json`, in the data folder, which
files it was given too early. Each event is one transaction, tried until it is committed:
what PostgreSQL did not commit did not happen. The clocks of the reminders are started first.
"""

import hashlib
import json
import sys
import time

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402
from django.db import InterfaceError, OperationalError, connection, transaction  # noqa: E402
from django.http import Http404  # noqa: E402
from django.utils import timezone  # noqa: E402

from shield.accounts.models import User  # noqa: E402
from shield.documents import http  # noqa: E402
from shield.documents import services as documents  # noqa: E402
from shield.documents.models import Upload  # noqa: E402
from shield.notifications.message import Message  # noqa: E402
from shield.notifications.models import Notification  # noqa: E402
from shield.notifications.services import notify  # noqa: E402
from tests.documents.made_files import HOSTILE, INNOCENT  # noqa: E402

# Every second event brings a file: hostile and innocent ones by turns.
FILES = (
    ("bad", HOSTILE["macros"]["a.docx"]()),
    ("good", INNOCENT["note.txt"]()),
    ("bad", HOSTILE["damaged, or with a virus"]["d.txt"]()),
    ("good", INNOCENT["plain.pdf"]()),
    ("bad", HOSTILE["scripts in pdf"]["a.pdf"]()),
    ("good", INNOCENT["scan.jpg"]()),
)


@transaction.atomic
def event(number: int, people: list[User]) -> None:
    """Three people are told, and a document is asked for; the second time nothing happens."""
    key = f"stream:{number}"
    if Notification.objects.filter(key=key).exists():
        return
    at = timezone.now()
    message = Message("Something waits", ("Sign in to read it.",), "/home/", "")
    some = [people[(number + step) % len(people)] for step in range(3)]
    notify(recipients=some, key=key, message=message, at=at)
    documents.request(
        template="documents/layout.html",
        content={"number": number},
        title=f"Document {number}",
        reference=key,
        marking="",
        at=at,
    )
    if number % 2 == 0:
        kind, data = FILES[number // 2 % len(FILES)]
        file = SimpleUploadedFile(kind, data)
        documents.receive(file=file, reference=f"{kind}:{number}", by=some[0], at=at)


def given_wrongly() -> set[str]:
    """Files that are handed out and are no copy that was kept as clean."""
    found = set()
    for upload in Upload.objects.order_by("-pk")[:6]:
        try:
            answer = http.download_upload(upload)
        except (Http404, FileNotFoundError):
            continue
        digest = hashlib.sha256(b"".join(answer)).hexdigest()
        answer.close()
        if upload.reference.startswith("bad") or digest != upload.sha256:
            found.add(upload.reference)
    return found


def main(count: int, seconds: float) -> None:
    people: list[User] = []
    wrong: set[str] = set()
    for number in range(count):
        while True:
            try:
                everybody = people or User.objects.order_by("pk")
                people = [person for person in everybody if person.access.roles]
                event(number, people)
                wrong |= given_wrongly()
                break
            except (OperationalError, InterfaceError):
                connection.close()
                time.sleep(0.05)
        time.sleep(seconds / count)
    (settings.DATA_DIR / "stream.json").write_text(json.dumps(sorted(wrong)))


main(int(sys.argv[1]), float(sys.argv[2]))
