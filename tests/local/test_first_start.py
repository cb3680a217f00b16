"""What docker-compose.yml does to empty volumes, by its own commands on an embedded server."""

import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from shield.local import checks, environment
from shield.local.postgres import FAST, PORTAL_ROLE, Cluster
from tests.architecture import deployment

pytestmark = pytest.mark.fault

_, COMPOSE, _ = deployment.files_of(environment.ROOT)
SERVICES = deployment.compose(COMPOSE)
PASSWORD = "".join(environment.new_secrets()["SECRET_KEY"].split("-"))


class Server:
    """A database server as the first start finds it: its owner, and an empty database."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.cluster = Cluster(folder / "postgres", password=PASSWORD[:20], settings=FAST)

    def run(self, service: str, **given: str) -> subprocess.CompletedProcess[str]:
        """The command of a service, told what compose tells it."""
        told = {
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            **checks.PRODUCTION,
            "SHIELD_DATA_DIR": str(self.folder / "files"),
            "DATABASE_URL": self.cluster.url_of(PORTAL_ROLE, PASSWORD[20:40]),
        }
        if "SHIELD_OWNER_DATABASE_URL" in deployment.environment(SERVICES[service]):
            told["SHIELD_OWNER_DATABASE_URL"] = self.cluster.url
        return subprocess.run(
            shlex.split(SERVICES[service]["command"]),
            cwd=environment.ROOT,
            env={**told, **given},
            capture_output=True,
            text=True,
            timeout=600,  # a slow machine with other work fails nothing
            check=False,
        )


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("first-start")
    for parent in (folder, folder.parent, folder.parent.parent):
        parent.chmod(0o711)
    found = Server(folder)
    found.cluster.ensure()
    try:
        done = found.run("migrate")
        assert done.returncode == 0, done.stdout + done.stderr
        yield found
    finally:
        found.cluster.stop()


def test_the_portal_starts_as_a_role_that_may_not_alter_what_only_grows(server: Server) -> None:
    done = server.run("check")
    assert done.returncode == 0, done.stdout + done.stderr
    address = server.cluster.url_of(PORTAL_ROLE, PASSWORD[20:40])
    with psycopg.connect(address, autocommit=True) as there:
        there.execute("SELECT count(*) FROM clocks_rule")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            there.execute("DELETE FROM audit_entry")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            there.execute("CREATE TABLE more (id int)")


def test_nothing_starts_as_the_owner(server: Server) -> None:
    done = server.run("check", DATABASE_URL=server.cluster.url)
    assert done.returncode != 0
    assert "the database role in use may" in done.stderr


def test_a_second_start_changes_nothing(server: Server) -> None:
    done = server.run("migrate")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "No migrations to apply" in done.stdout
