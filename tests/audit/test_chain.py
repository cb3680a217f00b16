"""Whoever alters the audit without its key is found out, whatever they do to it; 200 seeded tries.

The tries are made by the owner of the database, with the triggers switched off.
"""

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from shield.audit import chain, heads
from shield.audit import services as audit
from shield.audit.checking import check
from shield.audit.models import Entry

LENGTH = 40
TRIES = 200
pytestmark = pytest.mark.django_db


@pytest.fixture
def place(settings: Any, tmp_path: Path) -> Path:
    settings.SHIELD_AUDIT_HEADS = str(tmp_path / "heads")
    return tmp_path / "heads"


@pytest.fixture
def entries(
    place: Path, people: Any, at: Any, django_capture_on_commit_callbacks: Any
) -> list[Entry]:
    """A chain of the usual variety; its heads are noted as commits note them."""
    made = []
    with django_capture_on_commit_callbacks(execute=True):
        for number in range(LENGTH):
            made.append(
                audit.record(
                    ("consulted", "incident.submitted", "role.given")[number % 3],
                    people.champion,
                    by=(people.operations, people.health_lead, None)[number % 3],
                    at=at + timedelta(seconds=number, microseconds=number * 7),
                    page=f"page {number}",
                    count=number,
                )
            )
    return made


def owner(sql: str, *parameters: Any) -> None:
    """What the database's owner can do, the triggers out of the way."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(sql, parameters)
        cursor.execute("SET session_replication_role = origin")


# --- Ways of tampering: each says which positions it touched ----------------------------------


def edit(chance: random.Random) -> set[int]:
    position = chance.randint(1, LENGTH)
    sql = chance.choice(
        [
            "actor = 'Nobody <nobody@example.test>'",
            "actor_id = coalesce(actor_id, 0) + 1",
            "at = at + interval '1 microsecond'",
            "verb = 'other'",
            "reference = 'SIN-2026-9999'",
            "subject_id = subject_id + 1",
            "subject_model = 'accounts.agency'",
            "facts = '{}'",
            """facts = facts || '{"count": 0.5}'""",
            "agencies = '[987654]'",
            "digest = repeat('a', 64)",
        ]
    )
    owner(f"UPDATE audit_entry SET {sql} WHERE position = %s", position)  # noqa: S608  ours
    return {position}


def delete(chance: random.Random) -> set[int]:
    gone = chance.sample(range(1, LENGTH + 1), chance.randint(1, 4))
    owner("DELETE FROM audit_entry WHERE position = ANY(%s)", gone)
    return set(gone)


def delete_and_close_the_gap(chance: random.Random) -> set[int]:
    position = chance.randint(1, LENGTH)
    owner("DELETE FROM audit_entry WHERE position = %s", position)
    # By way of numbers that are free: rows are moved in no order, and no two share one.
    owner("UPDATE audit_entry SET position = position + 1000000 WHERE position > %s", position)
    owner("UPDATE audit_entry SET position = position - 1000001 WHERE position > 1000000")
    return {position}


def swap(chance: random.Random) -> set[int]:
    one, other = chance.sample(range(1, LENGTH + 1), 2)
    owner("UPDATE audit_entry SET position = 0 WHERE position = %s", one)
    owner("UPDATE audit_entry SET position = %s WHERE position = %s", one, other)
    owner("UPDATE audit_entry SET position = %s WHERE position = 0", other)
    return {one, other}


def swap_digests(chance: random.Random) -> set[int]:
    one, other = chance.sample(range(1, LENGTH + 1), 2)
    owner(
        "UPDATE audit_entry AS e SET digest = (SELECT digest FROM audit_entry AS other WHERE "
        "other.position = %s - e.position) WHERE position IN (%s, %s)",
        *(one + other, one, other),
    )
    return {one, other}


def forge(chance: random.Random) -> set[int]:
    """An entry of their own at the end, tied with a key that they guessed."""
    owner(
        "INSERT INTO audit_entry (position, digest, at, actor_id, actor, agencies, verb, "
        "subject_model, subject_id, reference, facts) SELECT position + 1, md5(digest) || "
        "md5(digest), at, actor_id, actor, agencies, verb, subject_model, subject_id, reference, "
        "facts FROM audit_entry WHERE position = %s",
        LENGTH,
    )
    return {LENGTH + 1}


def cut_the_end(chance: random.Random) -> set[int]:
    first = chance.randint(1, LENGTH)
    owner("DELETE FROM audit_entry WHERE position >= %s", first)
    return {first}


def roll_back(chance: random.Random) -> set[int]:
    """Put back to an earlier state, after which the portal, unknowing, writes on."""
    first = chance.randint(1, LENGTH)
    owner("DELETE FROM audit_entry WHERE position >= %s", first)
    subject = Entry(pk=1, reference="X")
    for _ in range(chance.randint(1, 3)):
        audit.record("later", subject, by=None, at=datetime(2026, 1, 1, tzinfo=UTC))
    return {first}


def empty(chance: random.Random) -> set[int]:
    owner("DELETE FROM audit_entry")
    return {1}


def tie_anew(chance: random.Random) -> set[int]:
    """Alter an entry and tie all that follow, with a key that they made up."""
    position = chance.randint(1, LENGTH)
    owner("UPDATE audit_entry SET actor = 'Nobody' WHERE position = %s", position)
    owner(
        "WITH RECURSIVE tied AS (SELECT position, encode(sha256(convert_to(digest || actor, "
        "'UTF8')), 'hex') AS digest FROM audit_entry WHERE position = %s UNION ALL SELECT "
        "e.position, encode(sha256(convert_to(t.digest || e.actor, 'UTF8')), 'hex') FROM "
        "audit_entry e JOIN tied t ON e.position = t.position + 1) UPDATE audit_entry SET digest = "
        "tied.digest FROM tied WHERE audit_entry.position = tied.position",
        position,
    )
    return {position}


WAYS: tuple[Callable[[random.Random], set[int]], ...] = (
    *(edit, delete, delete_and_close_the_gap, swap, swap_digests, forge),
    *(cut_the_end, roll_back, empty, tie_anew),
)


def test_every_one_of_two_hundred_tamperings_is_found_and_named(
    entries: list[Entry], place: Path, capsys: Any
) -> None:
    named: dict[str, int] = {}
    for seed in range(TRIES):
        chance, way = random.Random(seed), WAYS[seed % len(WAYS)]
        with transaction.atomic():
            touched = way(chance)
            found = check(place)
            transaction.set_rollback(True)
        assert found.problem, f"{way.__name__}, seed {seed}: not found"
        # The first entry that is wrong is one that was touched, or the one after it.
        assert found.entries + 1 in touched | {one + 1 for one in touched}, (way, found)
        assert str(found.entries + 1) in found.problem, (way.__name__, seed, found.problem)
        named[way.__name__] = named.get(way.__name__, 0) + 1
    assert sum(named.values()) == TRIES
    assert check(place).is_whole
    with capsys.disabled():
        print(f"\nAudit: {TRIES} tamperings in {len(named)} ways, each named; untouched: whole.")


def test_an_untouched_chain_is_whole(entries: list[Entry], place: Path) -> None:
    assert check(place) == chain.Verified(LENGTH, entries[-1].digest)


def test_without_the_heads_a_cut_end_would_not_show(entries: list[Entry], place: Path) -> None:
    owner("DELETE FROM audit_entry WHERE position > 30")

    assert check(place / "elsewhere").is_whole
    assert check(place).problem.startswith("entry 31 is missing: the chain ends at 30")


def test_without_the_key_nothing_can_be_tied(entries: list[Entry], settings: Any) -> None:
    settings.SHIELD_AUDIT_KEY = "another"

    assert check(Path("nowhere")).problem.startswith("entry 1 ")


def test_one_who_has_the_key_and_ties_anew_is_found_by_the_heads(
    entries: list[Entry], place: Path
) -> None:
    owner("UPDATE audit_entry SET actor = 'Nobody' WHERE position = 20")
    before = entries[18].digest
    names = chain.Link._fields
    for row in Entry.objects.filter(position__gte=20).order_by("position").values_list(*names):
        before = chain.digest_of(chain.Link(*row), before)
        owner("UPDATE audit_entry SET digest = %s WHERE position = %s", before, row[0])

    assert check(place).problem.startswith("entry 20 is not the one that was written")


def test_the_command_names_what_is_wrong_and_ends_badly(
    entries: list[Entry], place: Path, capsys: Any
) -> None:
    call_command("verify_audit")
    assert capsys.readouterr().out == f"The audit is whole: {LENGTH} entries.\n"

    owner("UPDATE audit_entry SET verb = 'other' WHERE position = 7")
    with pytest.raises(CommandError, match="entry 7 was altered after it was written"):
        call_command("verify_audit")
    with pytest.raises(SystemExit, match="1"):
        call_command("verify_audit", "--json")


@pytest.mark.parametrize("line", ["7", "x " + "a" * 64, "7 abc", "7 " + "b" * 64])
def test_a_damaged_file_of_heads_is_named(entries: list[Entry], place: Path, line: str) -> None:
    file = next(place.glob("*.heads"))
    with file.open("a") as heads_file:
        heads_file.write(f"{line}\n")

    with pytest.raises(heads.HeadsUnreadable, match="heads"):
        check(place)


def test_a_line_half_written_when_the_power_went_is_passed_over(
    entries: list[Entry], place: Path
) -> None:
    with next(place.glob("*.heads")).open("a") as heads_file:
        heads_file.write("41 abc")

    assert check(place).is_whole


def test_what_is_rolled_back_leaves_no_head(people: Any, place: Path, at: Any) -> None:
    with transaction.atomic():
        audit.record("undone", people.champion, by=None, at=at)
        transaction.set_rollback(True)

    assert not list(place.glob("*.heads"))
