"""The restore drill, and what a restore refuses before it changes anything."""

import hashlib
import json
import shutil
from collections.abc import Iterator
from typing import Any

import pytest

from shield.local import environment
from tests import tally
from tests.fault.drill import Drill


@pytest.fixture(scope="module")
def drill() -> Iterator[Drill]:
    with Drill() as ready:
        yield ready


@pytest.fixture(scope="module")
def figures(drill: Drill) -> dict[str, Any]:
    return drill.drill()


def test_everything_is_as_it_was(figures: dict[str, Any]) -> None:
    tally.add(
        "restore drill",
        rows=figures["rows"],
        files=figures["files"],
        damaged=len(figures["damaged"]),
        filed_meanwhile=figures["filed_meanwhile"],
        lost=len(figures["lost_after_restore"]),
        seconds=round(figures["restore_seconds"]),
    )
    assert figures["lost_after_restore"] == []
    # The negative control: the damage was seen.
    assert {"incidents_child", "incidents_incident"} < set(figures["damaged"])
    assert len(figures["damaged"]) == 2 + figures["files"]


def test_nothing_waits_to_be_sent_again(figures: dict[str, Any], drill: Drill) -> None:
    assert figures["waiting_before"] > 20
    assert figures["waiting_after_restore"] == 0
    assert figures["uncertain_after_restore"] >= figures["waiting_before"]
    drill.manage("shell", "-c", "from shield.notifications.tasks import sweep; sweep()")
    assert drill.value("SELECT count(*) FROM notifications_demomail") == 0


def test_what_was_filed_during_the_backup_is_whole_or_not_there(
    figures: dict[str, Any], drill: Drill
) -> None:
    """What was committed before the database was read is kept; no row names a file that is not."""
    assert 1 <= figures["filed_and_kept"] <= figures["filed_meanwhile"]
    assert figures["rows_without_file"] == []


def test_whoever_restores_is_told_who_is_back(figures: dict[str, Any]) -> None:
    assert "people who left or lost a role are back" in figures["said"]


def test_the_audit_says_that_it_was_restored(figures: dict[str, Any], drill: Drill) -> None:
    assert drill.value("SELECT count(*) FROM audit_entry WHERE verb = 'system.restored'") == 1


def test_no_key_is_in_a_backup(figures: dict[str, Any], drill: Drill) -> None:
    keys = environment.keys_of(drill.portal.folder)
    for part in (drill.kept / "1").rglob("*"):
        if part.is_file():
            assert [name for name, key in keys.items() if key.encode() in part.read_bytes()] == []


def refused(drill: Drill, *arguments: str) -> str:
    with pytest.raises(RuntimeError) as found:
        drill.manage(*arguments)
    return str(found.value)


def test_a_database_that_holds_people_is_not_replaced_unasked(
    figures: dict[str, Any], drill: Drill
) -> None:
    assert "holds people" in refused(drill, "restore", str(drill.kept / "1"))


def test_a_running_portal_is_not_replaced(figures: dict[str, Any], drill: Drill) -> None:
    with drill.database():
        said = refused(drill, "restore", str(drill.kept / "1"), "--replace")
    assert "Something uses the database" in said


def test_a_dump_that_cannot_be_read_changes_nothing(figures: dict[str, Any], drill: Drill) -> None:
    copy = drill.kept / "cut"
    shutil.copytree(drill.kept / "1", copy)
    dump, manifest = copy / "database.dump", copy / "manifest.json"
    dump.write_bytes(dump.read_bytes()[: dump.stat().st_size * 2 // 3])
    found = json.loads(manifest.read_text())
    found["digests"]["database.dump"] = hashlib.sha256(dump.read_bytes()).hexdigest()
    manifest.write_text(json.dumps(found))
    before = drill.state()["tables"]
    assert "is as it was" in refused(drill, "restore", str(copy), "--replace")
    assert drill.state()["tables"] == before
