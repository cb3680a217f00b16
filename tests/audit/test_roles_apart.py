"""What only grows can be altered neither by the role of the portal nor, unseen, by its owner."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from shield.audit import services as audit
from shield.audit.models import Entry
from shield.checks import roles_are_apart
from shield.core import roles_apart

pytestmark = pytest.mark.django_db
ROLE = "shield_portal_of_tests"


@pytest.fixture
def portal(people: Any, at: Any) -> Iterator[None]:
    """An entry, and the connection as web and workers have it."""
    audit.record("test.done", people.auditor, by=people.operations, at=at)
    roles_apart.give(ROLE, password="not used")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER USER")  # the role alone refuses
        cursor.execute(f"SET LOCAL ROLE {ROLE}")
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


def tried(statement: str) -> str:
    with pytest.raises(DatabaseError) as refused, transaction.atomic():
        connection.cursor().execute(statement)
    return str(refused.value)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET actor = 'x'",
        "DELETE FROM audit_entry",
        "TRUNCATE audit_entry",
        "UPDATE django_migrations SET name = 'x'",
    ],
)
def test_the_portal_may_not(portal: None, statement: str) -> None:
    assert tried(statement).startswith("permission denied for table")


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE audit_entry DISABLE TRIGGER USER",
        "DROP TABLE audit_entry",
        "DROP TRIGGER audit_insert_only ON audit_entry",
        "SET session_replication_role = replica",
        "ALTER ROLE " + ROLE + " SUPERUSER",
        "CREATE TABLE elsewhere (x int)",
    ],
)
def test_nor_may_it_help_itself(portal: None, statement: str) -> None:
    assert "must be owner" in (said := tried(statement)) or "permission denied" in said


def test_the_portal_adds_and_reads(portal: None, people: Any, at: Any) -> None:
    audit.record("test.again", people.auditor, by=None, at=at)
    assert Entry.objects.count() == 2


def test_the_check_is_content_with_the_portals_role(portal: None, settings: Any) -> None:
    settings.DEMO = False
    assert roles_are_apart(None, databases=["default"]) == []


def test_the_check_names_what_an_owner_may(settings: Any) -> None:
    settings.DEMO = False
    named = [error.msg for error in roles_are_apart(None, databases=["default"])]
    assert "the database role in use may TRUNCATE audit_entry" in named
    assert "the database role in use may own audit_entry" in named


def test_a_table_given_too_much_is_named(portal: None, settings: Any) -> None:
    settings.DEMO = False
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute(f"GRANT DELETE ON audit_entry TO {ROLE}")
        cursor.execute(f"SET LOCAL ROLE {ROLE}")
    named = [error.msg for error in roles_are_apart(None, databases=["default"])]
    assert named == ["the database role in use may DELETE audit_entry"]


# What each bit of `pg_trigger.tgtype` is about.
DELETED, UPDATED, EMPTIED = 8, 16, 32


@pytest.mark.parametrize("table", sorted(roles_apart.append_only()))
def test_the_owner_may_not_alter_or_empty_a_table_that_only_grows(table: str) -> None:
    assert "are only ever added: TRUNCATE refused" in tried(f'TRUNCATE "{table}" CASCADE')
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT bit_or(tgtype) FROM pg_trigger WHERE tgrelid = %s::regclass "
            "AND NOT tgisinternal AND tgenabled = 'O'",
            [table],
        )
        [refused] = cursor.fetchone()
    assert refused & (DELETED | UPDATED | EMPTIED) == DELETED | UPDATED | EMPTIED


def test_there_are_tables_that_only_grow() -> None:
    assert {"audit_entry", "clocks_clockchange", "incidents_incidentevent"} <= set(
        roles_apart.append_only()
    )


def test_without_its_trigger_a_table_is_emptied() -> None:
    """The negative control."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE clocks_clockchange DISABLE TRIGGER USER")
        cursor.execute("TRUNCATE clocks_clockchange")
