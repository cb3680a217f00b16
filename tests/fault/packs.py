"""Packs of many families: `python -m tests.fault.packs make COUNT`, then `… verdict`; prints JSON.

Each family has a word of its own in the names of its children, in its report and in what is
restricted there: wherever a pack holds another family's word, pages have gone astray.
"""

import hashlib
import json
import os
import re
import sys
import uuid
from datetime import timedelta

from shield.local import environment

environment.prepare()
os.environ["DJANGO_SETTINGS_MODULE"] = "shield.settings"

import django  # noqa: E402

django.setup()

from django.db import transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from conferences import services  # noqa: E402
from conferences.models import Conference, ConferenceKind, Pack, ReportRequest  # noqa: E402
from shield.accounts.models import User  # noqa: E402
from shield.documents.models import Document  # noqa: E402
from tests.conferences.writing import sent  # noqa: E402
from tests.documents.read_back import texts  # noqa: E402

CHAIR, WRITER = "chair.conferences", "practitioner.health"
# A word of each family's own that stands in no other: letters alone, so that no line breaks it.
LETTERS = "abcdefghij"


def word(number: int) -> str:
    return "Qz" + "".join(LETTERS[int(digit)] for digit in f"{number:04d}") + "zq"


def person(account: str) -> User:
    found: User = User.objects.get(email=f"{account}@demo.example")
    return found


@transaction.atomic
def family(number: int, chair: User, writer: User) -> Conference:
    """A conference of one family, of which one agency has reported."""
    at, mark = timezone.now(), word(number)
    made = services.schedule(
        kind=ConferenceKind.objects.get(code="initial"), family_reference=f"FAULT-{number}",
        chair=chair, administrator=chair, starts_at=at + timedelta(days=30), token=uuid.uuid4(),
        by=chair, at=at,
    )  # fmt: skip
    services.add_child(
        conference=made, token=uuid.uuid4(), by=chair, at=at,
        facts={"first_names": mark, "last_name": "Surname", "born": "born"},
    )  # fmt: skip
    asked: ReportRequest = services.ask(
        conference=made, agency=writer.memberships.get().agency, practitioner=writer, note="",
        by=chair, at=at,
    )  # fmt: skip
    sent(asked, writer, at, signs={"working_well": f"{mark} is safe at school. " * 20},
         restricted={"restricted": f"{mark} must not hear of this."})  # fmt: skip
    return made


def make(count: int) -> dict[str, int]:
    """Ask for all the packs, each twice as a double click does; word of the family -> pack."""
    chair, writer = person(CHAIR), person(WRITER)
    families = {word(number): family(number, chair, writer) for number in range(count)}
    # The PDFs of the reports themselves are another test's.
    reports = Document.objects.filter(status="waiting", template__endswith="/report.html")
    reports.update(next_attempt_at=timezone.now() + timedelta(days=30))
    found = {}
    for mark, conference in families.items():
        token, at = uuid.uuid4(), timezone.now()
        for _ in range(2):
            made = services.make_pack(conference=conference, token=token, by=chair, at=at)
        found[mark] = made.pk
    return found


def verdict() -> dict[str, object]:
    """Of each part of each pack: whose it is, in which state, whose words it holds, its pages."""
    packs = Pack.objects.filter(conference__created_by__email=f"{CHAIR}@demo.example")
    rows = packs.select_related("document", "annex").order_by("pk")
    found = [
        [pack.pk, part, *read(document)]
        for pack in rows
        for part, document in (("pack", pack.document), ("annex", pack.annex))
    ]
    kept = {str(one.file.name) for one in Document.objects.filter(status="ready")}
    storage = Document._meta.get_field("file").storage
    years = storage.listdir("documents")[0]
    there = {f"documents/{year}/{name}" for year in years
             for name in storage.listdir(f"documents/{year}")[1]}  # fmt: skip
    return {"parts": found, "astray": sorted(there - kept), "gone": sorted(kept - there)}


def read(document: Document | None) -> tuple[str, list[str], list[str]]:
    """Its state, the families' words in it, and what each page says of which page it is."""
    if document is None or document.status != "ready":
        return "none" if document is None else str(document.status), [], []
    with document.file.open("rb") as file:
        data = file.read()
    if hashlib.sha256(data).hexdigest() != document.sha256:
        return "another file", [], []
    pages = texts(data)
    if len(pages) != document.pages:
        return "another number of pages", [], []
    words = sorted(set(re.findall(r"Qz[a-j]{4}zq", " ".join(pages))))
    said = [" ".join(re.findall(r"Page \d+ of \d+", page)) for page in pages]
    return "ready", words, said


if __name__ == "__main__":
    answer = make(int(sys.argv[2])) if sys.argv[1] == "make" else verdict()
    print(json.dumps(answer))
