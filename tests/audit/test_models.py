"""Entries of the audit are added and nothing else: the database says so."""

import pytest
from django.db import DatabaseError, connection, transaction

from shield.accounts.models import User
from shield.audit import services as audit
from shield.audit.models import Entry


@pytest.fixture
def entry(people, at):
    return audit.record("test.done", people.auditor, by=people.operations, at=at, count=1)


def test_an_entry_is_not_changed(entry):
    with pytest.raises(DatabaseError, match="only ever added: UPDATE"), transaction.atomic():
        Entry.objects.filter(pk=entry.pk).update(actor="somebody else")
    entry.refresh_from_db()
    assert entry.actor == "Olive Operations <operations@example.test>"


def test_an_entry_is_not_deleted(entry):
    with pytest.raises(DatabaseError, match="only ever added: DELETE"), transaction.atomic():
        Entry.objects.filter(pk=entry.pk).delete()
    assert Entry.objects.filter(pk=entry.pk).exists()


def test_the_audit_is_not_emptied(entry):
    with pytest.raises(DatabaseError, match="only ever added: TRUNCATE"), transaction.atomic():
        connection.cursor().execute("TRUNCATE audit_entry")
    assert Entry.objects.filter(pk=entry.pk).exists()


def test_it_is_the_trigger_that_refuses(entry):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER audit_insert_only")
    assert Entry.objects.filter(pk=entry.pk).update(actor="somebody else") == 1
    assert Entry.objects.filter(pk=entry.pk).delete()[0] == 1


def test_an_entry_says_who_what_where_and_when(people, at):
    made = audit.record("role.given", people.champion, by=people.health_lead, at=at, count=3)
    found = Entry.objects.values().get(pk=made.pk)
    found.pop("id")
    assert (found.pop("position"), len(found.pop("digest"))) == (1, 64)
    assert found == {
        "at": at,
        "actor_id": people.health_lead.pk,
        "actor": "Harriet Lead <health.lead@example.test>",
        "agencies": [people.agencies.health.pk],
        "verb": "role.given",
        "subject_model": "accounts.user",
        "subject_id": people.champion.pk,
        "reference": "",
        "facts": {"count": 3},
    }


def test_the_system_itself_has_no_id(people, at):
    made = audit.record("role.given", people.champion, by=None, at=at)
    assert (made.actor, made.actor_id, made.agencies) == ("system", None, [])


def test_reading_is_written_down(people, at):
    made = audit.seen(people.champion, by=people.health_lead, at=at, page="person")
    assert (made.verb, made.facts) == ("consulted", {"page": "person"})


def test_the_longest_name_and_address_are_written_down(people, at):
    longest = User.objects.create_user(f"{'e' * 241}@example.test", full_name="n" * 200)
    assert (len(longest.email), len(longest.full_name)) == (254, 200)
    made = audit.record("role.given", longest, by=longest, at=at)
    assert made.actor == f"{longest.full_name} <{longest.email}>"
