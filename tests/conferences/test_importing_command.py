"""`manage.py import_conferences`: what it says, and what it never says."""

import io
import logging
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from conferences.models import Conference
from conferences.services.lists import load_lists
from shield.core.london import LONDON
from shield.notifications.models import Notification
from tests.conferences.files import CANARIES, load, row, sibling, write
from tests.personas import People

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules", "kinds")]


@pytest.fixture
def kinds(db: None) -> None:
    load_lists()


def command(*arguments: object) -> str:
    said = io.StringIO()
    call_command("import_conferences", *map(str, arguments), stdout=said, stderr=said)
    return said.getvalue()


@pytest.fixture
def soon() -> str:
    """Commands read the clock."""
    return f"{datetime.now(LONDON) + timedelta(days=21):%Y-%m-%dT10:00}"


def test_neither_output_nor_logs_hold_anything_of_a_child(
    tmp_path: Path, people: People, soon: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    by = ("--by", people.conference_chair.email)
    rows = [row(starts_at=soon, triggered_at=""), sibling(starts_at=soon, triggered_at="")]
    path = write(tmp_path, *rows)
    said = command(path, *by)
    assert Conference.objects.count() == 0
    said += command(path, *by, "--apply")
    assert Conference.objects.count() == 1
    changed = [{**one, "place": "Hall", "child_school": "Thimblewick"} for one in rows[:1]]
    said += command(write(tmp_path, *changed), *by, "--apply")
    wrong = {**rows[0], **dict.fromkeys(("kind", "starts_at", "child_nhs_number"), "Zebulonia")}
    with pytest.raises(CommandError) as refused:
        command(write(tmp_path, wrong, rows[1]), *by)
    said += str(refused.value) + caplog.text
    assert [canary for canary in CANARIES if canary in said] == []
    assert said.startswith("A dry run: nothing was changed. With --apply this happens:\n"
                           "conferences: 1 new, 0 changed, 0 moved, 0 unchanged, 0 left as they "
                           "are\n")  # fmt: skip
    messages = "".join(str(one) for one in Notification.objects.values_list("subject", "lines"))
    assert [canary for canary in CANARIES if canary in messages] == []


def test_the_template_can_be_imported(tmp_path: Path, people: People) -> None:
    template = command("--template")
    path = tmp_path / "template.csv"
    # Its day comes and goes; whoever runs conferences here is somebody else.
    template = template.replace("chair@council.example", people.conference_chair.email)
    template = template.replace("administrator@council.example", people.other_chair.email)
    path.write_text(template)
    at = datetime(2026, 11, 24, tzinfo=LONDON)
    assert load(path, people.conference_chair, at, is_trial=True).new == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "Name the file, and with --by who imports it; or ask --template."),
        (("file.csv",), "Name the file, and with --by who imports it; or ask --template."),
        (
            ("file.csv", "--by", "nobody@example.test"),
            "Nobody with this email address is known to the portal.",
        ),
        (
            ("file.csv", "--by", "operations@example.test"),
            "Whoever imports must hold a role in which conferences are run.",
        ),
        (
            ("file.csv", "--by", "conference.chair@example.test"),
            "Row 1, column “external_reference”: there is no such file.\nNothing was imported.",
        ),
    ],
)
def test_a_command_that_cannot_be_run_says_why(
    people: People, arguments: tuple[str, ...], words: str
) -> None:
    with pytest.raises(CommandError) as refused:
        command(*arguments)
    assert str(refused.value) == words
