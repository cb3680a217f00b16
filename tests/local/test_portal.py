"""The launcher: ports, one at a time, and children that come back."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from shield.local import places, portal, supervisor
from shield.local.processes import end, marked, process, until
from shield.local.setup import CannotSetUp
from shield.local.supervisor import Child
from shield.local.valkey import Server


def sleeper(folder: Path, mark: str = "sleeper") -> Child:
    """A child that does nothing, with a fork that would outlive it."""
    code = "import os, time; os.fork(); time.sleep(60)"
    mark = f"{mark}@{folder}"
    command = [sys.executable, "-c", code, mark]
    return Child(name="sleeper", mark=mark, command=command, log=folder / "sleeper.log")


@pytest.fixture
def child(tmp_path: Path) -> Iterator[Child]:
    one = sleeper(tmp_path)
    one.start()
    yield one
    supervisor.stop([one])


def test_a_taken_port_is_refused_plainly() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(CannotSetUp) as told:
            portal.refuse_taken(port)

    assert str(told.value) == (
        f"Port {port} is taken or not allowed. Choose another: ./run --port {port + 1}"
    )
    portal.refuse_taken(port)


def test_a_second_launcher_on_the_same_data_is_told_who_holds_it(tmp_path: Path) -> None:
    with (
        portal.only_one(tmp_path),
        pytest.raises(CannotSetUp, match=f"already .*{os.getpid()}"),
        portal.only_one(tmp_path),
    ):
        pass
    with portal.only_one(tmp_path):
        pass


def test_a_killed_child_starts_again_and_its_forks_are_gone(child: Child) -> None:
    said: list[str] = []
    first = child.process
    assert first is not None
    assert until(lambda: len(marked(child.mark)) == 2, seconds=10)
    os.kill(first.pid, signal.SIGKILL)
    first.wait()

    child.watch(said.append)
    assert marked(child.mark) == []
    time.sleep(supervisor.BACK_OFF[0])
    child.watch(said.append)
    assert child.is_alive()

    assert [line.split(";")[0] for line in said] == [
        "The sleeper ended (killed by signal 9)",
        "The sleeper is started again.",
    ]


def test_a_child_that_keeps_dying_is_started_later_each_time(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "raise SystemExit(3)"]
    one = Child("brief", "brief@nowhere", command, tmp_path / "log")
    said: list[str] = []
    for _ in range(3):
        one.start()
        assert one.process is not None
        one.process.wait()
        one.watch(said.append)

    assert [line.split("; ")[1].split(". ")[0] for line in said] == [
        "it starts again in 0.5 s",
        "it starts again in 2 s",
        "it starts again in 5 s",
    ]


def test_stopping_leaves_neither_child_nor_fork(child: Child) -> None:
    assert until(lambda: len(marked(child.mark)) == 2, seconds=10)

    supervisor.stop([child])

    assert marked(child.mark) == []


def test_what_a_killed_launcher_left_is_found_by_its_mark(child: Child) -> None:
    assert until(lambda: len(marked(child.mark)) == 2, seconds=10)

    end(marked(child.mark), grace=5)

    assert marked(child.mark) == []


def test_marks_of_two_data_folders_differ() -> None:
    assert portal.mark_of(Path("/a")) != portal.mark_of(Path("/b"))


def test_a_zombie_counts_as_gone() -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    time.sleep(0.5)  # it has ended, and nobody has asked for its exit code

    assert process(dead.pid) is None
    dead.wait()


def test_a_reused_process_id_is_not_ours() -> None:
    assert process(os.getpid(), mark="surely not in this command line") is None
    assert process(os.getpid(), created=0) is None
    assert process(os.getpid()) is not None


def test_a_deep_folder_gets_a_short_one_for_sockets_of_its_owners_alone(tmp_path: Path) -> None:
    deep = tmp_path / ("x" * 60) / ("y" * 60)

    folder = places.socket_folder(deep, owner=os.geteuid())

    assert len(str(folder)) <= places.LONGEST_SOCKET_FOLDER
    assert folder.stat().st_mode & 0o777 == 0o700
    folder.rmdir()


@pytest.mark.fault
def test_the_broker_starts_again_after_it_was_killed_and_keeps_its_messages(tmp_path: Path) -> None:
    import redis

    broker = Server(tmp_path / "valkey")
    try:
        assert broker.ensure()
        with redis.Redis(unix_socket_path=str(broker.socket)) as client:
            client.rpush("celery", "a message")
            time.sleep(1.1)  # its file is written every second
        killed = broker.pid()
        assert killed is not None
        killed.kill()
        assert until(lambda: not broker.is_up(), seconds=5)

        assert broker.ensure()
        with redis.Redis(unix_socket_path=str(broker.socket)) as client:
            assert client.lrange("celery", 0, -1) == [b"a message"]
    finally:
        broker.stop()
