"""The embedded database comes up again after whatever happened to it."""

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from shield.local.postgres import FAST, Cluster
from shield.local.processes import until

pytestmark = pytest.mark.fault


@pytest.fixture
def home() -> Iterator[Path]:
    """A folder for clusters, short and open enough that every user's server reaches it."""
    folder = Path(tempfile.mkdtemp(prefix="shield-"))
    folder.chmod(0o711)
    yield folder
    for one in folder.rglob("postgres"):
        Cluster(one, password="stop").stop()
    shutil.rmtree(folder)


def cluster(folder: Path) -> Cluster:
    return Cluster(folder / "postgres", password="secret", settings=FAST)


def ask(one: Cluster, question: str) -> str:
    with psycopg.connect(one.url, autocommit=True) as connection:
        row = connection.execute(question).fetchone()
    assert row is not None
    return str(row[0])


def test_it_starts_once_however_often_it_is_asked_for(home: Path) -> None:
    one = cluster(home)

    assert one.ensure()
    assert not one.ensure()
    assert not cluster(home).ensure()


def test_it_listens_on_no_port(home: Path) -> None:
    one = cluster(home)
    one.ensure()

    assert ask(one, "SHOW listen_addresses") == ""


def test_it_starts_again_after_its_postmaster_was_killed_and_keeps_what_was_committed(
    home: Path,
) -> None:
    one = Cluster(home / "postgres", password="secret")  # one that may lose nothing
    one.ensure()
    with psycopg.connect(one.url, autocommit=True) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS n")
    before = one.pid()
    assert before is not None
    os.kill(before.pid, signal.SIGKILL)
    assert until(lambda: one.pid() is None, seconds=5)

    assert one.ensure()
    assert ask(one, "SELECT n FROM kept") == "7"


def test_a_stale_pid_file_that_names_a_living_stranger_does_not_hinder(home: Path) -> None:
    one = cluster(home)
    one.ensure()
    lines = (one.data / "postmaster.pid").read_text().splitlines()
    one.stop()
    (one.data / "postmaster.pid").write_text("\n".join([str(os.getpid()), *lines[1:]]))

    assert one.ensure()
    assert ask(one, "SELECT 1") == "1"


def test_a_half_made_cluster_is_made_anew(home: Path) -> None:
    one = cluster(home)
    half = one.home / "data.half"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("17")

    assert one.ensure()


def test_two_data_folders_run_side_by_side(home: Path) -> None:
    first, second = cluster(home / "a"), cluster(home / "b")
    for one in (first, second):
        one.home.parent.mkdir(mode=0o711)
        one.ensure()
    with psycopg.connect(first.url, autocommit=True) as connection:
        connection.execute("CREATE TABLE of_the_first ()")

    assert ask(second, "SELECT to_regclass('of_the_first') IS NULL") == "True"
    first.stop()
    assert ask(second, "SELECT 1") == "1"


def test_a_data_folder_that_is_deep_or_closed_to_the_servers_user_works(tmp_path: Path) -> None:
    deep = tmp_path / "with a space" / ("deep" * 15) / ("deeper" * 10)
    deep.mkdir(parents=True)
    (tmp_path / "with a space").chmod(0o700)
    one = cluster(deep)
    try:
        assert one.ensure()
        assert ask(one, "SELECT 1") == "1"
    finally:
        one.stop()
        for place in (one.socket, one.base):
            shutil.rmtree(place)
