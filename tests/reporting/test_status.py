"""The page that says whether everything runs, and the two that machines ask."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from shield.audit import tasks as audit_tasks
from shield.documents import tasks as document_tasks
from shield.notifications import services
from shield.notifications.models import Notification
from shield.reporting import beats, status
from shield.reporting.models import Beat
from tests.incidents.browsing import as_, page
from tests.notifications.mailers import MESSAGE
from tests.personas import People

pytestmark = pytest.mark.django_db


@pytest.fixture
def at() -> datetime:
    return timezone.now()


def state_of(what: str, at: datetime) -> tuple[str, bool]:
    return next((one.state, one.wrong) for one in status.lines(at) if one.what == what)


def test_what_never_ran_is_wrong(at: datetime) -> None:
    assert state_of("Send reminders", at) == ("Has not run yet", True)


def test_a_run_is_noted_and_becomes_late(at: datetime) -> None:
    beats.ended(sender=document_tasks.sweep)
    assert state_of("Render waiting documents", at) == ("Runs", False)
    assert state_of("Render waiting documents", at + timedelta(minutes=2)) == ("Late", True)


def test_a_failure_is_noted_without_words_and_ends_with_the_next_run(at: datetime) -> None:
    beats.ended(sender=document_tasks.sweep)
    beats.failed(sender=document_tasks.sweep, exception=ValueError("Amy"))
    assert state_of("Render waiting documents", at) == ("Failed: ValueError", True)
    beats.ended(sender=document_tasks.sweep)
    assert state_of("Render waiting documents", at) == ("Runs", False)


def test_only_what_runs_by_the_clock_is_noted() -> None:
    beats.ended(sender=document_tasks.render)
    assert not Beat.objects.exists()


def test_a_worker_notes_its_runs(at: datetime) -> None:
    """By Celery's own signals, not by our calling."""
    document_tasks.sweep.apply()
    assert Beat.objects.get().task == "documents.sweep"


def test_a_broken_audit_fails_the_nightly_check(at: datetime, settings: Any, tmp_path: Any) -> None:
    settings.SHIELD_AUDIT_HEADS = str(tmp_path)
    audit_tasks.verify()
    (tmp_path / "2026-01-a.heads").write_text(f"7 {'0' * 64}\n")
    with pytest.raises(audit_tasks.ChainBroken):
        audit_tasks.verify()


def test_mail_that_waits_is_wrong_after_a_while(people: People, at: datetime) -> None:
    services.notify(recipients=[people.health_lead], key="k", message=MESSAGE, at=at)
    assert state_of("Emails that wait", at) == ("1", False)
    assert state_of("Emails that wait", at + timedelta(minutes=6)) == ("1", True)
    Notification.objects.update(state="uncertain", uncertain_count=1, next_attempt_at=None)
    assert state_of("Emails that may have been sent", at) == ("1", True)


def test_the_page_shows_it_to_whoever_keeps_the_portal(people: People) -> None:
    shown = page(as_(people.operations).get("/status/"))
    assert "things need a look" in shown
    assert "Has not run yet" in shown
    assert as_(people.health_lead).get("/status/").status_code == 404


def test_it_costs_the_same_however_much_waits(
    people: People, at: datetime, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(7):
        status.lines(at)
    for number in range(20):
        services.notify(recipients=people, key=str(number), message=MESSAGE, at=at)
    with django_assert_num_queries(7):
        status.lines(at)


def test_ready_once_the_database_fits(client: Client) -> None:
    assert client.get("/readyz/").content == b"ok\n"


@pytest.mark.django_db(transaction=True)
def test_not_ready_while_migrations_wait(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, app, name, applied FROM django_migrations WHERE app='reporting'")
        row = cursor.fetchone()
        cursor.execute("DELETE FROM django_migrations WHERE id = %s", [row[0]])
        try:
            answer = client.get("/readyz/")
        finally:
            cursor.execute("INSERT INTO django_migrations VALUES (%s, %s, %s, %s)", row)
    assert (answer.status_code, answer.content) == (503, b"the database waits for migrations\n")
