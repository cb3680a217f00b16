"""Nobody gets a file before it was scanned and looked into; without an answer it stays away."""

import hashlib
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.http import Http404
from django.utils import timezone

from shield.core.refusals import Refusal
from shield.documents import checking, http, scanning, services, tasks
from shield.documents.making import Outcome
from shield.documents.models import Upload
from shield.documents.scanning import TRIED_WITH
from tests.documents.fake_clamd import clamd
from tests.documents.made_files import HOSTILE, INNOCENT
from tests.personas import People

pytestmark = pytest.mark.django_db
TEXT = b"What was known, and when."


@pytest.fixture
def at() -> datetime:
    return timezone.now()


def bring(people: People, at: datetime, data: bytes = TEXT, name: str = "a.txt") -> Upload:
    return services.receive(
        file=SimpleUploadedFile(name, data), reference="SIN-1", by=people.health_lead, at=at
    )


def check(upload: Upload, at: datetime) -> Upload:
    checking.check(upload_id=upload.pk, at=at)
    upload.refresh_from_db()
    return upload


def test_a_file_waits_in_quarantine_under_a_name_that_tells_nothing(
    people: People, at: datetime
) -> None:
    upload = bring(people, at, name="Amy Example.txt")
    assert upload.state == "quarantined"
    assert upload.file.name == f"quarantine/{upload.storage_key.hex}"
    assert upload.received_sha256 == hashlib.sha256(TEXT).hexdigest()
    with pytest.raises(Http404):
        http.download_upload(upload)


def test_a_harmless_file_is_kept_and_served_as_an_attachment(
    people: People, at: datetime, django_capture_on_commit_callbacks: Any
) -> None:
    upload = bring(people, at, name="known.at that time")
    quarantined = upload.file.name
    with django_capture_on_commit_callbacks(execute=True):
        check(upload, at)
    assert (upload.state, upload.kind, upload.scanner) == ("clean", "txt", scanning.STAND_IN)
    assert not default_storage.exists(str(quarantined))
    answer = http.download_upload(upload)
    assert answer["Content-Disposition"] == 'attachment; filename="known.at that time.txt"'
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "no-store"
    assert answer.getvalue() == TEXT
    assert answer.file_to_stream
    answer.file_to_stream.close()


def test_a_hostile_file_is_refused_and_removed(
    people: People, at: datetime, django_capture_on_commit_callbacks: Any
) -> None:
    upload = bring(people, at, HOSTILE["scripts in pdf"]["a.pdf"](), "a.pdf")
    quarantined = upload.file.name
    with django_capture_on_commit_callbacks(execute=True):
        check(upload, at)
    assert (upload.state, upload.refusal, upload.file.name) == ("refused", "active", "")
    assert not default_storage.exists(str(quarantined))
    with pytest.raises(Http404):
        http.download_upload(upload)


def test_what_is_no_kind_that_we_take_is_refused_at_once(people: People, at: datetime) -> None:
    with pytest.raises(Refusal, match="cannot be added"):
        bring(people, at, b"MZ\x00\x01", "letter.pdf")
    assert not Upload.objects.exists()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("letter.exe", TEXT),
        ("letter.pdf", TEXT),
        ("Letter.HTML", TEXT),
        ("letter.docx", TEXT),
        ("letter.docx", b"%PDF-1.7"),
        ("letter.txt", b"\xff\xd8\xff"),
        ("letter.png", b"\xff\xd8\xff"),
        ("letter.pdf", b"PK\x03\x04"),
        ("letter.txt.exe", TEXT),
        ("letter.exe. ", TEXT),
    ],
)
def test_a_name_that_says_something_else_than_the_file_is_refused_at_once(
    people: People, at: datetime, name: str, data: bytes
) -> None:
    with pytest.raises(services.FileRefused, match="does not fit"):
        bring(people, at, data, name)
    assert not Upload.objects.exists()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("letter", TEXT),
        ("minutes 3.2 final", TEXT),
        ("figures.CSV", TEXT),
        ("a photo.JPEG", b"\xff\xd8\xff"),
        ("scan", b"%PDF-1.7"),
        ("plan.exe.pdf", b"%PDF-1.7"),
        ("plan.odt", b"PK\x03\x04"),
    ],
)
def test_a_name_that_fits_or_says_nothing_is_taken(
    people: People, at: datetime, name: str, data: bytes
) -> None:
    assert bring(people, at, data, name).state == "quarantined"


def test_clamav_clears_and_finds(people: People, at: datetime, settings: Any) -> None:
    with clamd() as server:
        settings.SHIELD_CLAMAV = server.address
        clean = check(bring(people, at), at)
        bad = check(bring(people, at, b"See: " + TRIED_WITH), at)
        assert server.scanned == [TEXT, b"See: " + TRIED_WITH]
    assert (clean.state, clean.scanner) == ("clean", "ClamAV 1.4.3")
    assert (bad.state, bad.refusal) == ("refused", "virus")


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"INSTREAM size limit exceeded. ERROR\n",
        b"stream: Heuristics.Limits.Exceeded.MaxScanSize FOUND\n",
        b"stream: Heuristics.Encrypted.PDF FOUND\n",
        b"stream: Can't allocate memory ERROR\n",
        b"nonsense\n",
    ],
)
def test_without_a_whole_answer_it_stays_in_quarantine(
    people: People, at: datetime, settings: Any, answer: bytes
) -> None:
    with clamd() as server:
        settings.SHIELD_CLAMAV, server.answer = server.address, answer
        upload = check(bring(people, at), at)
    assert (upload.state, upload.attempts, upload.error) == ("quarantined", 1, "NotScanned")
    assert upload.next_attempt_at == at + checking.BACK_OFF[0]


def test_a_scanner_that_is_away_is_asked_again_until_it_answers(
    people: People, at: datetime, settings: Any
) -> None:
    settings.SHIELD_CLAMAV = "127.0.0.1:1"
    upload, moment = bring(people, at), at
    for number in range(6):
        check(upload, moment)
        assert (upload.state, upload.attempts) == ("quarantined", number + 1)
        assert upload.next_attempt_at is not None
        moment = upload.next_attempt_at
    with clamd() as server:
        settings.SHIELD_CLAMAV = server.address
        assert check(upload, moment).state == "clean"


def test_a_scanner_that_does_not_answer_in_time(
    people: People, at: datetime, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.SHIELD_CLAMAV = f"127.0.0.1:{silent.getsockname()[1]}"
        settings.SHIELD_CLAMAV_SECONDS = 1
        assert check(bring(people, at), at).error == "NotScanned"


def test_a_sweep_checks_what_waits(people: People, at: datetime) -> None:
    uploads = [bring(people, at - timedelta(days=400)) for _ in range(2)]
    tasks.check_sweep(added_by_a_later_version=1)
    assert set(Upload.objects.values_list("state", flat=True)) == {"clean"}
    assert checking.check(upload_id=uploads[0].pk, at=at) is Outcome.NOTHING_TO_DO


def test_what_is_kept_is_the_copy_that_was_looked_at(people: People, at: datetime) -> None:
    upload = check(bring(people, at, INNOCENT["photo.jpg"](), "photo.jpg"), at)
    assert upload.sha256 != upload.received_sha256
    with upload.file.open("rb") as file:
        assert upload.sha256 == hashlib.sha256(file.read()).hexdigest()


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Post\\amy\\a.txt", "a.txt"),
        ("a\r\nX-Evil: 1.txt", "aX-Evil: 1.txt"),
        ("...", "file"),
        ("x" * 300 + ".txt", "x" * 146 + ".txt"),
    ],
)
def test_a_name_is_kept_without_what_could_harm(name: str, kept: str) -> None:
    assert services.uploads.plain_name(name) == kept


@pytest.mark.parametrize(
    "facts",
    [
        {"state": "clean"},
        {"state": "clean", "next_attempt_at": None, "kind": "txt", "sha256": "0" * 64, "size": 1},
        {"state": "refused"},
        {"next_attempt_at": None},
        {"file": ""},
    ],
)
def test_the_database_refuses_states_without_their_facts(
    people: People, at: datetime, facts: dict[str, Any]
) -> None:
    bring(people, at)
    with pytest.raises(IntegrityError):
        Upload.objects.update(**facts)


def test_whoever_skips_the_scanner_keeps_a_virus(
    people: People, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control of the scan."""
    clear = scanning.Verdict(is_clean=True, scanner="nobody")
    monkeypatch.setattr(scanning, "scan", lambda path: clear)
    assert check(bring(people, at, b"See: " + TRIED_WITH), at).state == "clean"
