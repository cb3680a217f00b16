"""What a backup takes along beside a portal in use, wherever its files lie; and what it refuses."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from shield.audit import heads
from shield.audit import services as audit
from shield.audit.checking import check as check_chain
from shield.core.refusals import Refusal
from shield.documents import checking, services
from shield.documents.models import Upload, kept_name
from shield.management import backup
from tests.core.fake_s3 import Bucket, bucket
from tests.personas import People


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    """Where files lie: an empty folder."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


@pytest.fixture
def in_s3(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bucket]:
    """Files lie in a bucket, by the settings that a server has."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "not used")
    bare: Any = django_settings.IN_S3
    with bucket() as server:
        options = bare["OPTIONS"] | {
            "bucket_name": "bucket",
            "endpoint_url": server.url,
            "region_name": "eu-west-2",
        }
        settings.STORAGES = settings.STORAGES | {"default": bare | {"OPTIONS": options}}
        yield server


def keep(*names: str) -> None:
    for name in names:
        default_storage.save(name, ContentFile(name.encode()))


def test_a_bucket_is_packed_and_unpacked(in_s3: Bucket, tmp_path: Path) -> None:
    names = ["documents/2026/a.pdf", "quarantine/b", "uploads/2026/c"]
    keep(*names)
    assert set(in_s3.sealed.values()) == {"AES256"}

    assert backup.pack(tmp_path / "files.tar") == 3
    whole = dict(in_s3.held)
    in_s3.held.clear()
    in_s3.held["uploads/2026/c"] = b"torn"
    backup.unpack(tmp_path / "files.tar")

    assert in_s3.held == whole == {name: name.encode() for name in names}


def test_an_empty_bucket_is_packed(in_s3: Bucket, tmp_path: Path) -> None:
    assert backup.pack(tmp_path / "files.tar") == 0


def test_a_portal_without_any_file_is_packed(folder: Path, tmp_path: Path) -> None:
    assert backup.pack(tmp_path / "files.tar") == 0


@pytest.mark.parametrize("where", ["folder", "in_s3"])
def test_a_file_that_goes_meanwhile_is_passed_over(
    where: str, request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    request.getfixturevalue(where)
    keep("quarantine/gone", "uploads/2026/a")
    plain = backup.stored

    def stored(within: str = "") -> Iterator[str]:
        for name in plain(within):
            default_storage.delete("quarantine/gone")
            yield name

    monkeypatch.setattr(backup, "stored", stored)
    assert backup.pack(tmp_path / "files.tar") == 1


def test_a_file_that_cannot_be_read_ends_the_backup(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep("uploads/2026/a")

    def broken(*_: object) -> None:
        raise OSError("the disk")

    monkeypatch.setattr(backup.shutil, "copyfileobj", broken)
    with pytest.raises(OSError, match="the disk"):
        backup.pack(tmp_path / "files.tar")


# --- The heads of the audit -----------------------------------------------------------------------


@pytest.fixture
def noted(tmp_path: Path, settings: Any) -> Path:
    settings.SHIELD_AUDIT_HEADS = str(tmp_path / "heads")
    return tmp_path / "heads"


def test_heads_noted_while_the_database_is_read_are_not_taken_along(
    db: None, folder: Path, noted: Path, tmp_path: Path, at: datetime, monkeypatch: Any
) -> None:
    heads.note(1, "a" * 64, at)

    def dump(*_: str) -> None:
        heads.note(2, "b" * 64, at)

    monkeypatch.setattr(backup, "program", dump)
    backup.back_up(tmp_path / "kept", at=at)
    assert heads.noted(tmp_path / "kept" / backup.HEADS) == {1: "a" * 64}


@pytest.mark.django_db(transaction=True)
def test_heads_beyond_the_restored_end_are_left_behind(
    people: People, noted: Path, tmp_path: Path, at: datetime
) -> None:
    """As of a backup whose heads were copied last, its last line torn."""
    audit.record("test.done", people.auditor, by=None, at=at)
    [known] = heads.noted(noted)
    backup_of_heads = tmp_path / "kept"
    noted.rename(backup_of_heads)
    [file] = backup_of_heads.iterdir()
    file.write_text(file.read_text() + f"{known + 1} {'c' * 64}\n{known + 2} cc")

    backup.bring_heads(backup_of_heads, at=at)
    assert check_chain(noted).problem == ""

    audit.record("test.again", people.auditor, by=None, at=at)
    assert (check_chain(noted).problem, max(heads.noted(noted))) == ("", known + 1)


def test_heads_noted_since_stay_as_evidence_and_their_folder_in_its_place(
    db: None, noted: Path, tmp_path: Path, at: datetime
) -> None:
    """The folder may be a mount: it is the same one before and after."""
    heads.note(1, "a" * 64, at)
    place = noted.stat().st_ino
    (tmp_path / "kept").mkdir()

    backup.bring_heads(tmp_path / "kept", at=at)

    [aside] = noted.iterdir()
    assert (noted.stat().st_ino, heads.noted(noted)) == (place, {})
    assert heads.noted(aside) == {1: "a" * 64}


# --- A folder that is not ours --------------------------------------------------------------------


def test_a_folder_that_cannot_be_made_is_refused_with_words(tmp_path: Path, at: datetime) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Refusal, match="cannot be written to"):
        backup.back_up(tmp_path / "file" / "backup", at=at)


def test_a_folder_of_somebody_else_is_refused_with_words(
    tmp_path: Path, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(**_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(backup, "TemporaryFile", denied)
    with pytest.raises(Refusal, match=r"Permission denied.*must belong to the user"):
        backup.back_up(tmp_path / "backup", at=at)


def test_a_backup_that_cannot_be_read_is_refused_with_words(tmp_path: Path) -> None:
    (tmp_path / backup.MANIFEST).mkdir()
    with pytest.raises(Refusal, match="cannot be read"):
        backup.read_manifest(tmp_path)


# --- What was in quarantine -----------------------------------------------------------------------


@pytest.mark.django_db
def test_what_left_quarantine_during_a_backup_is_put_back_or_said_to_be_lost(
    people: People, folder: Path, at: datetime
) -> None:
    def bring() -> Upload:
        file = SimpleUploadedFile("a.txt", b"What was known")
        return services.receive(file=file, reference="SIN-1", by=people.health_lead, at=at)

    lies_there, was_cleared, was_refused = bring(), bring(), bring()
    storage = was_cleared.file.storage
    storage.save(kept_name(was_cleared), ContentFile(b"The harmless copy"))
    for upload in (was_cleared, was_refused):
        storage.delete(str(upload.file.name))

    assert services.bring_back(at=at + timedelta(hours=1)) == 1

    for upload in (lies_there, was_cleared, was_refused):
        checking.check(upload_id=upload.pk, at=at + timedelta(hours=2))
        upload.refresh_from_db()
    states = [(one.state, one.refusal) for one in (lies_there, was_cleared, was_refused)]
    assert states == [("clean", ""), ("clean", ""), ("refused", "lost")]
    with was_cleared.file.open("rb") as file:
        assert file.read() == b"The harmless copy"


# --- What is refused ------------------------------------------------------------------------------


@pytest.fixture
def made(tmp_path: Path, at: datetime) -> Path:
    """A backup as far as its manifest tells."""
    place = tmp_path / "made"
    place.mkdir()
    for name in (backup.DATABASE, backup.FILES):
        (place / name).write_bytes(name.encode())
    digests = {one.name: backup.digest(one) for one in backup.parts(place)}
    facts = backup.Manifest(at.isoformat(), 0, 0, 0, digests, backup.key_digests())
    (place / backup.MANIFEST).write_text(json.dumps(asdict(facts)))
    return place


def test_a_whole_backup_is_read(made: Path) -> None:
    assert backup.read_manifest(made).files == 0


@pytest.mark.parametrize("name", [backup.DATABASE, backup.FILES])
def test_a_damaged_backup_is_refused(made: Path, name: str) -> None:
    data = (made / name).read_bytes()
    (made / name).write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    with pytest.raises(Refusal, match=f"The backup is damaged: {name}"):
        backup.read_manifest(made)


def test_other_keys_are_refused(made: Path, settings: Any) -> None:
    settings.SHIELD_AUDIT_KEY = "another"
    with pytest.raises(Refusal, match="under other keys: set SHIELD_AUDIT_KEY"):
        backup.read_manifest(made)


def test_half_a_backup_is_refused(made: Path) -> None:
    (made / backup.MANIFEST).unlink()
    with pytest.raises(Refusal, match="no whole backup"):
        backup.read_manifest(made)


def test_a_folder_that_is_not_empty_is_refused(made: Path, at: datetime) -> None:
    with pytest.raises(Refusal, match="is not empty"):
        backup.back_up(made, at=at)


def test_programs_reach_the_database_as_the_portal_does(monkeypatch: pytest.MonkeyPatch) -> None:
    options = {"sslmode": "verify-full", "sslrootcert": "/ca.pem"}
    monkeypatch.setitem(connection.settings_dict, "OPTIONS", options)
    monkeypatch.setitem(connection.settings_dict, "PASSWORD", "not used")
    found = backup.surroundings()
    assert (found["PGSSLMODE"], found["PGSSLROOTCERT"]) == ("verify-full", "/ca.pem")
    assert (found["PGPASSWORD"], found["PGDATABASE"]) == (
        "not used",
        connection.settings_dict["NAME"],
    )
