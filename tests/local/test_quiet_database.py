"""The embedded database's log tells of failures, never of what somebody wrote."""

import shutil
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from shield.local.postgres import FAST, Cluster

pytestmark = pytest.mark.fault
CHILD = "Wren Fairweather"


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    folder = Path(tempfile.mkdtemp(prefix="shield-"))
    folder.chmod(0o711)
    one = Cluster(folder / "postgres", password="secret", settings=FAST)
    one.ensure()
    yield one
    one.stop()
    shutil.rmtree(folder)


def test_what_failed_is_not_quoted_and_the_log_is_its_owners_alone(cluster: Cluster) -> None:
    with psycopg.connect(cluster.url, autocommit=True) as connection:
        connection.execute("CREATE TABLE t (name text UNIQUE CHECK (name <> 'x'))")
        insert = f"INSERT INTO t VALUES ('{CHILD}')"  # noqa: S608  as Django writes it
        connection.execute(insert)
        with pytest.raises(psycopg.errors.UniqueViolation, match=CHILD):
            connection.execute(insert)
    log = cluster.log.read_text()
    assert "duplicate key value violates unique constraint" in log
    assert CHILD not in log
    assert stat.S_IMODE(cluster.log.stat().st_mode) == 0o600
