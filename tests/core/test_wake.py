"""Waking a worker: after commit, and without waiting for a broker that is down."""

import logging
import socket
from pathlib import Path

import pytest
from celery import current_app
from django.db import transaction
from kombu import Connection

from shield.core import wake as room


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "_broker", room._Broker())


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, dict[str, int]]]:
    """What would have reached the broker."""
    calls: list[tuple[str, dict[str, int]]] = []
    monkeypatch.setattr(
        current_app, "send_task", lambda task, kwargs, **options: calls.append((task, kwargs))
    )
    return calls


def broker(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setattr(current_app, "connection_for_write", lambda: Connection(url))


@pytest.mark.django_db(transaction=True)
def test_a_worker_is_woken_after_the_commit(sent: list[tuple[str, dict[str, int]]]) -> None:
    with transaction.atomic():
        room.wake("some.task", record_id=3)
        assert sent == []
    assert sent == [("some.task", {"record_id": 3})]


@pytest.mark.django_db(transaction=True)
def test_nobody_is_woken_when_the_transaction_rolls_back(
    sent: list[tuple[str, dict[str, int]]],
) -> None:
    with transaction.atomic():
        room.wake("some.task", record_id=3)
        transaction.set_rollback(True)
    assert sent == []


@pytest.mark.parametrize(
    "url", ["redis+socket:///tmp/shield-absent.sock?virtual_host=0", "redis://:pw@127.0.0.1:1/0"]
)
def test_a_broker_that_is_down_is_left_alone(
    url: str,
    monkeypatch: pytest.MonkeyPatch,
    sent: list[tuple[str, dict[str, int]]],
    caplog: pytest.LogCaptureFixture,
) -> None:
    broker(monkeypatch, url)
    with caplog.at_level(logging.WARNING):
        room._send("some.task", {"record_id": 3})
    assert sent == []
    assert "waits for the sweeper" in caplog.text


def test_after_a_failure_the_broker_is_not_asked_again_for_a_while(
    monkeypatch: pytest.MonkeyPatch, sent: list[tuple[str, dict[str, int]]]
) -> None:
    broker(monkeypatch, "redis://127.0.0.1:1/0")
    room._send("some.task", {"record_id": 3})
    broker(monkeypatch, "memory://")
    room._send("some.task", {"record_id": 4})
    assert sent == []
    room._broker.quiet_until = 0.0
    room._send("some.task", {"record_id": 5})
    assert sent == [("some.task", {"record_id": 5})]


def test_a_broker_behind_a_socket_file_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sent: list[tuple[str, dict[str, int]]]
) -> None:
    path = Path(f"/tmp/shield-wake-{tmp_path.name[-12:]}.sock")  # noqa: S108  paths of sockets are short
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(str(path))
        door.listen()
        broker(monkeypatch, f"redis+socket://{path}?virtual_host=0")
        room._send("some.task", {"record_id": 3})
    path.unlink()
    assert sent == [("some.task", {"record_id": 3})]
