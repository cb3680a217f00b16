"""The web server as it is started: one shape of log, without addresses; one sum of all numbers."""

import json
import os
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection

from shield.local import checks, environment
from shield.local.processes import until

pytestmark = [pytest.mark.fault, pytest.mark.django_db]

TOKEN = environment.new_secrets()["SECRET_KEY"]
CHILD = "Wren-Fairweather"


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port: int = door.getsockname()[1]
        return port


@dataclass
class Web:
    port: int
    log: Path
    process: subprocess.Popen[bytes]

    def ask(self, path: str, **headers: str) -> tuple[int, str]:
        told = {"Host": "shield.example", "X-Forwarded-Proto": "https", **headers}
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", headers=told)
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310  our own server
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read().decode()

    def is_up(self) -> bool:
        try:
            return self.ask("/healthz/")[0] == 200
        except OSError:
            return False

    def numbers(self) -> str:
        return self.ask("/metrics/", Authorization=f"Bearer {TOKEN}")[1]

    def lines(self) -> list[str]:
        return self.log.read_text().splitlines()


@pytest.fixture
def web(tmp_path: Path) -> Iterator[Web]:
    """Two processes on the tests' database, as on a server."""
    there, port, log = connection.settings_dict, free_port(), tmp_path / "web.log"
    host = quote(str(there["HOST"]), safe="")
    address = f"{there['USER']}:{there['PASSWORD']}@{host}:{there['PORT'] or ''}"
    told = {
        "PATH": os.environ.get("PATH", ""),
        **checks.PRODUCTION,
        "DATABASE_URL": f"postgresql://{address.rstrip(':')}/{there['NAME']}",
        "SHIELD_DATA_DIR": str(tmp_path),
        "SHIELD_METRICS_TOKEN": TOKEN,
        "TMPDIR": str(tmp_path),
    }
    # A page of a server, the refusal too, links its style by a name that collecting gives it.
    # Asked of the launcher, which waits where another test's portal collects into the same folder.
    collect = (
        "import django; django.setup(); from shield.local import portal; portal.static_files()"
    )
    of_portal = {**told, "DJANGO_SETTINGS_MODULE": "shield.settings"}
    subprocess.run(
        [sys.executable, "-c", collect],
        cwd=environment.ROOT,
        env=of_portal,
        check=True,
        timeout=120,
    )
    with log.open("wb") as out:
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "gunicorn", "shield.wsgi:application", "--workers", "2"),
                *("--bind", f"127.0.0.1:{port}", "--worker-class", "gthread"),
                *("--config", "python:shield.gunicorn", "--no-control-socket"),
            ],
            cwd=environment.ROOT,
            env=told,
            stdout=out,
            stderr=out,
        )
    found = Web(port, log, process)
    try:
        assert until(found.is_up, seconds=60), log.read_text()
        yield found
    finally:
        process.terminate()
        process.wait(timeout=30)


def test_logs_are_json_without_addresses_and_numbers_are_of_all_processes(web: Web) -> None:
    for one in range(20):
        assert web.ask(f"/no/{CHILD}/{one}/?q={CHILD}")[0] == 404
    with socket.create_connection(("127.0.0.1", web.port), timeout=10) as door:
        door.sendall(f"GET /{CHILD} {CHILD}\r\n\r\n".encode())
        door.recv(1024)  # gunicorn refuses this itself

    found = web.numbers()

    assert 'shield_requests_total{method="GET",page="none",status="404"} 20.0' in found
    assert 'shield_mails{state="waiting"} 0.0' in found
    assert "pid=" not in found
    lines = [json.loads(line) for line in web.lines()]
    assert len([line for line in lines if line.get("page") == "none"]) == 20
    assert {line["logger"] for line in lines} >= {"gunicorn.error", "shield.core.lines"}
    assert CHILD not in web.log.read_text()
    assert CHILD not in found


def test_its_numbers_end_with_it(web: Web) -> None:
    folders = set(web.log.parent.glob("shield-*"))
    assert len(folders) == 1
    web.process.terminate()
    web.process.wait(timeout=30)
    assert [folder for folder in folders if folder.exists()] == []
