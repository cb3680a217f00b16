"""Each hostile and each innocent file, brought with a notification as people bring them."""

import uuid
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from incidents.models import Attachment, Incident
from shield.documents import checking
from shield.documents.allowed import KINDS, REFUSALS
from shield.documents.models import Upload
from tests import tally
from tests.documents.made_files import HOSTILE, INNOCENT
from tests.documents.made_parts import Made
from tests.documents.measuring import Measured, measured
from tests.incidents import filling
from tests.incidents.browsing import address, as_, page
from tests.personas import People

BY_ENDING: dict[str, dict[str, Made]] = {}
for _name, _made in INNOCENT.items():
    BY_ENDING.setdefault(_name.lower().rpartition(".")[2], {})[_name] = _made
# Fewer at a time than a notification holds.
AT_ONCE = 15


def in_portions(groups: dict[str, dict[str, Made]]) -> dict[str, dict[str, Made]]:
    found = {}
    for group, files in groups.items():
        names = list(files)
        for start in range(0, len(names), AT_ONCE):
            portion = names[start : start + AT_ONCE]
            found[f"{group} from {start + 1}"] = {name: files[name] for name in portion}
    return found


BAD, GOOD = in_portions(HOSTILE), in_portions(BY_ENDING)
# What the process that looks into a file may take, whatever is in the file.
MOST = 512 * 1024 * 1024


@pytest.fixture
def looking(monkeypatch: pytest.MonkeyPatch) -> Iterator[Measured]:
    """The process that looks into files, with the memory that it took."""
    with measured() as found:
        monkeypatch.setattr(checking, "subprocess", found.module)
        yield found


@pytest.fixture
def lead(ground: People) -> Any:
    return as_(ground.health_lead)


@pytest.fixture
def incident(ground: People, at: datetime) -> Incident:
    return filling.submitted(ground, at)


def bring(client: Any, incident: Incident, name: str, data: bytes) -> tuple[str, Upload | None]:
    """The page that answers, and the file as it is held: nothing where it was not even taken."""
    before = Upload.objects.count()
    said = {"form_token": uuid.uuid4(), "file": SimpleUploadedFile(name, data)}
    answer = client.post(address("attachment_list", incident), said)
    if Upload.objects.count() == before:
        return page(answer), None
    return "", Upload.objects.latest("pk")


def fetch(client: Any, incident: Incident, upload: Upload) -> Any:
    row = Attachment.objects.get(upload=upload)
    return client.get(address("attachment_file", incident, row=row.pk))


def check(upload: Upload) -> None:
    checking.check(upload_id=upload.pk, at=upload.uploaded_at)
    upload.refresh_from_db()


def test_there_are_as_many_as_we_say() -> None:
    hostile = sum(len(files) for files in HOSTILE.values())
    assert (len(HOSTILE), hostile, len(INNOCENT)) == (15, 135, 68)


@pytest.mark.parametrize("group", BAD)
def test_nobody_ever_gets_a_hostile_file(
    lead: Any, incident: Incident, looking: Measured, group: str
) -> None:
    words, held = [], 0
    for name, made in BAD[group].items():
        shown, upload = bring(lead, incident, name, made())
        if upload:
            before = fetch(lead, incident, upload).status_code
            check(upload)
            after = fetch(lead, incident, upload).status_code
            assert (name, before, after, upload.file.name) == (name, 404, 404, "")
            words.append(upload.refusal_words)
            held += 1
        else:
            assert (name, any(said in shown for said in REFUSALS.values())) == (name, True)
    shown = page(lead.get(address("attachment_list", incident)))
    assert [said in shown for said in words] == [True] * held
    count = len(BAD[group])
    tally.add("files brought", hostile=count, refused=count, refused_at_once=count - held)
    assert looking.most < MOST


@pytest.mark.parametrize("group", GOOD)
def test_every_innocent_file_is_handed_out_to_be_saved(
    lead: Any, incident: Incident, looking: Measured, group: str
) -> None:
    for name, made in GOOD[group].items():
        _, upload = bring(lead, incident, name, made())
        assert upload, name
        assert (name, fetch(lead, incident, upload).status_code) == (name, 404)
        check(upload)
        assert (name, upload.state, upload.refusal) == (name, "clean", "")
        answer = fetch(lead, incident, upload)
        assert answer["Content-Disposition"].startswith("attachment;")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Type"] == KINDS[upload.kind].content_type
        assert len(answer.getvalue()) == upload.size
        tally.add("files brought", innocent=1, handed_out=1)
    assert looking.runs == len(GOOD[group])
    assert looking.most < MOST


def test_what_takes_more_is_measured(looking: Measured) -> None:
    """The negative control of the measure."""
    much = ["python3", "-c", "bytearray(600 * 1024 * 1024)"]
    looking.run(much, cwd="/", env={"PATH": "/usr/bin:/bin:/usr/local/bin"})
    assert looking.most > MOST
