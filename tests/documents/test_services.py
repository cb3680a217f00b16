"""A document is asked for in a transaction, and made once."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.http import Http404

from shield.audit.models import Entry
from shield.core import wake
from shield.core.workflow import MoveNotAllowed
from shield.documents import http, making, rendering, services, tasks
from shield.documents.making import BACK_OFF, Outcome
from shield.documents.models import Document

PDF = b"%PDF-1.7 in place of a real one"


@pytest.fixture
def drawn(monkeypatch):
    """A renderer that is quick and counts."""
    calls = []

    def render(**asked):
        calls.append(asked)
        return rendering.Rendered(data=PDF, pages=3)

    monkeypatch.setattr(rendering, "render", render)
    monkeypatch.setattr(making, "verify", lambda *made, **facts: None)  # there are no pages
    return calls


@pytest.fixture
def broken(monkeypatch):
    """A renderer that fails, naming a child."""

    def render(**asked):
        raise ValueError("Juniper")

    monkeypatch.setattr(rendering, "render", render)


def ask(at, **changes):
    facts = {
        "template": "documents/layout.html",
        "content": {"rows": [["Question", "Answer"]]},
        "title": "Serious incident notification SIN-2026-0001",
        "reference": "SIN-2026-0001",
        "marking": "OFFICIAL-SENSITIVE",
        "at": at,
    }
    return services.request(**{**facts, **changes})


def failed(at):
    document = ask(at)
    Document.objects.update(status="failed", next_attempt_at=None, attempts=5, error="ValueError")
    document.refresh_from_db()
    return document


def test_a_document_waits_with_its_content_frozen(db, at):
    content = {"rows": [["Question", "Answer"]]}
    document = ask(at, content=content)
    content["rows"].append(["Later", "change"])
    document.refresh_from_db()
    assert (document.status, document.content) == ("waiting", {"rows": [["Question", "Answer"]]})


def test_a_worker_is_woken_after_commit(db, at, monkeypatch, django_capture_on_commit_callbacks):
    sent = []
    monkeypatch.setattr(wake, "_send", lambda task, ids: sent.append((task, ids)))
    with django_capture_on_commit_callbacks(execute=True):
        document = ask(at)
        assert sent == []
    assert sent == [("documents.render", {"document_id": document.pk})]


def test_a_real_document_is_made_and_kept(db, at):
    document = ask(at)
    assert making.make(document_id=document.pk, at=at + timedelta(seconds=2)) is Outcome.DONE
    document.refresh_from_db()
    with document.file.open() as file:
        data = file.read()
    assert data.startswith(b"%PDF-")
    assert document.sha256 == hashlib.sha256(data).hexdigest()
    assert (document.status, document.pages, document.next_attempt_at) == ("ready", 1, None)
    assert document.rendered_at == at + timedelta(seconds=2)
    assert document.file.name == f"documents/2026/{document.storage_key.hex}.pdf"


def test_a_ready_document_is_never_made_again(db, at, drawn):
    document = ask(at)
    outcomes = [making.make(document_id=document.pk, at=at) for _ in range(2)]
    assert outcomes == [Outcome.DONE, Outcome.NOTHING_TO_DO]
    assert len(drawn) == 1


def test_a_failed_attempt_waits_longer_each_time_and_ends(db, at, broken):
    document, moment, waits = ask(at), at, []
    for _ in BACK_OFF:
        assert making.make_next(at=moment) is Outcome.FAILED
        document.refresh_from_db()
        waits.append(document.next_attempt_at - moment)
        moment = document.next_attempt_at
    assert tuple(waits) == BACK_OFF
    assert making.make_next(at=moment) is Outcome.FAILED
    document.refresh_from_db()
    assert (document.status, document.attempts, document.next_attempt_at, document.error) == (
        "failed",
        len(BACK_OFF) + 1,
        None,
        "ValueError",
    )


def test_an_error_is_written_down_without_its_text(db, at, broken, caplog):
    document = ask(at)
    making.make(document_id=document.pk, at=at)
    document.refresh_from_db()
    assert document.error == "ValueError"
    assert "Juniper" not in caplog.text


def test_one_bad_document_never_blocks_the_rest(db, at):
    long_ago = at - timedelta(days=400)
    bad, good = ask(long_ago, template="documents/absent.html"), ask(long_ago)
    tasks.sweep(added_by_a_later_version=1)
    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.status, bad.attempts, good.status) == ("waiting", 1, "ready")


def test_a_task_makes_one(db, at, drawn):
    first, second = ask(at - timedelta(days=400)), ask(at - timedelta(days=400))
    tasks.render(document_id=second.pk, added_by_a_later_version=1)
    assert list(Document.objects.due(at)) == [first]


class Killed(BaseException):
    """The end of a worker: no handler sees it."""


def test_a_worker_killed_before_commit_leaves_one_file(db, at, drawn, monkeypatch, settings):
    document = ask(at - timedelta(days=400))

    def die(*args, **facts):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(type(making.RENDERING), "advance", die)
        with pytest.raises(Killed):
            making.make(document_id=document.pk, at=at)
    tasks.sweep()
    document.refresh_from_db()
    assert document.status == "ready"
    folder = Path(settings.MEDIA_ROOT) / "documents"
    assert [path.name for path in folder.rglob(f"{document.storage_key.hex}*")] == [
        f"{document.storage_key.hex}.pdf"
    ]


def test_operations_try_again(people, at):
    document = failed(at)
    services.retry(document=document, by=people.operations, at=at)
    document.refresh_from_db()
    assert (document.status, document.attempts, document.next_attempt_at) == ("waiting", 0, at)
    entry = Entry.objects.get()
    assert (entry.verb, entry.reference) == ("document.retried", "SIN-2026-0001")


@pytest.mark.parametrize("persona", ["health_lead", "police_lead", "system_administrator"])
def test_nobody_else_tries_again(people, at, persona):
    document = failed(at)
    with pytest.raises(PermissionDenied):
        services.retry(document=document, by=getattr(people, persona), at=at)
    document.refresh_from_db()
    assert (document.status, Entry.objects.count()) == ("failed", 0)


def test_a_second_press_is_told_that_the_first_was_enough(people, at):
    document = failed(at)
    services.retry(document=document, by=people.operations, at=at)
    with pytest.raises(MoveNotAllowed):
        services.retry(document=document, by=people.operations, at=at)


@pytest.mark.parametrize(
    "facts",
    [
        {"next_attempt_at": None},
        {"sha256": "0" * 64},
        {"status": "ready", "next_attempt_at": None},
        {"status": "failed"},
    ],
)
def test_the_database_refuses_states_without_their_facts(db, at, facts):
    ask(at)
    with pytest.raises(IntegrityError):
        Document.objects.update(**facts)


# --- What owning apps show ------------------------------------------------------------------------


def test_progress_says_where_it_stands(db, at, drawn):
    document = ask(at)
    before = http.progress(document)
    making.make(document_id=document.pk, at=at)
    document.refresh_from_db()
    assert before.content == (
        b'{"status": "waiting", "text": "The PDF is being made. This takes up to a minute."}'
    )
    assert http.progress(document).content == b'{"status": "ready", "text": "Download the PDF"}'
    assert before["Cache-Control"] == "no-store"


def test_a_download_is_an_attachment_that_nothing_keeps(db, at, drawn):
    document = ask(at)
    making.make(document_id=document.pk, at=at)
    document.refresh_from_db()
    answer = http.download(document, "SIN-2026-0001.pdf")
    assert answer.getvalue() == PDF
    answer.close()
    assert {name: answer[name] for name in ("Content-Disposition", "Content-Type")} == {
        "Content-Disposition": 'attachment; filename="SIN-2026-0001.pdf"',
        "Content-Type": "application/pdf",
    }
    assert (answer["Cache-Control"], answer["X-Content-Type-Options"]) == ("no-store", "nosniff")


def test_there_is_no_download_before_it_is_ready(db, at):
    with pytest.raises(Http404):
        http.download(ask(at), "SIN-2026-0001.pdf")


# --- Several workers ------------------------------------------------------------------------------


def at_once(workers, work):
    start = Barrier(workers)

    def one(_):
        try:
            start.wait(10)
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(one, range(workers)))


@pytest.mark.django_db(transaction=True)
def test_workers_at_once_make_each_document_once(at, drawn):
    for _ in range(8):
        ask(at)

    def sweep():
        count = 0
        while making.make_next(at=at) is Outcome.DONE:
            count += 1
        return count

    assert sum(at_once(3, sweep)) == 8
    assert len(drawn) == 8
    assert set(Document.objects.values_list("status", flat=True)) == {"ready"}


@pytest.mark.django_db(transaction=True)
def test_a_document_being_made_is_passed_by(at, drawn):
    document = ask(at)
    with transaction.atomic():
        Document.objects.select_for_update().get(pk=document.pk)
        assert at_once(1, lambda: making.make(document_id=document.pk, at=at)) == [
            Outcome.NOTHING_TO_DO
        ]
    assert making.make(document_id=document.pk, at=at) is Outcome.DONE
