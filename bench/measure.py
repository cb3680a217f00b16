"""What a request costs: CPU of this process and of the database's, queries, calls, bytes."""

import gzip
import io
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from types import FrameType
from typing import Any
from urllib.parse import urlsplit

import psutil
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.module_loading import import_string

from shield.accounts.models import User


class NotServed(Exception):
    """A page that was to be measured did not answer 200."""


@dataclass(frozen=True)
class Cost:
    """CPU milliseconds of one request."""

    app: float
    database: float

    @property
    def total(self) -> float:
        return self.app + self.database


def browsers() -> Callable[[str], "Browser"]:
    """A browser for each account of the demo, signed in once."""

    @cache
    def of(account: str) -> Browser:
        return Browser(User.objects.get(email=f"{account}@demo.example"))

    return of


class Browser:
    """One signed-in person's requests, handed to the WSGI application without a network."""

    def __init__(self, user: User) -> None:
        self.application = get_wsgi_application()
        engine = import_string(f"{settings.SESSION_ENGINE}.SessionStore")
        session = engine()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.save()
        self.cookie = f"{settings.SESSION_COOKIE_NAME}={session.session_key}"

    def get(self, address: str) -> bytes:
        """The page's bytes; raises NotServed."""
        parts = urlsplit(address)
        said: list[str] = []

        def start(status: str, headers: list[tuple[str, str]], problem: Any = None) -> Any:
            said.append(status)

        answer = self.application(
            {
                "REQUEST_METHOD": "GET",
                "PATH_INFO": parts.path,
                "QUERY_STRING": parts.query,
                "SERVER_NAME": "localhost",
                "SERVER_PORT": "80",
                "HTTP_HOST": "localhost",
                "REMOTE_ADDR": "127.0.0.1",
                "SERVER_PROTOCOL": "HTTP/1.1",
                "HTTP_COOKIE": self.cookie,
                "wsgi.input": io.BytesIO(),
                "wsgi.errors": sys.stderr,
                "wsgi.url_scheme": "http",
            },
            start,
        )
        try:
            body = b"".join(answer)
        finally:
            close = getattr(answer, "close", None)
            if close:
                close()
        if not said[0].startswith("200"):
            raise NotServed(f"{address}: {said[0]}")
        return body


def database_cpu() -> Callable[[], float]:
    """A stopwatch on the database process of this connection, in CPU seconds."""
    connection.ensure_connection()
    assert connection.connection is not None
    pid = connection.connection.info.backend_pid
    exact = Path(f"/proc/{pid}/schedstat")
    if exact.exists():  # nanoseconds; elsewhere hundredths of a second have to do
        return lambda: int(exact.read_text().split()[0]) / 1e9
    process = psutil.Process(pid)
    return lambda: sum(process.cpu_times()[:2])


def cost(work: Callable[[], Any], times: int) -> Cost:
    """The mean of so many times."""
    watch = database_cpu()
    app, database = time.process_time(), watch()
    for _ in range(times):
        work()
    return Cost(
        app=(time.process_time() - app) * 1000 / times,
        database=(watch() - database) * 1000 / times,
    )


def queries(work: Callable[[], Any]) -> list[str]:
    """The SQL that some work sends, savepoints and settings left out."""
    with CaptureQueriesContext(connection) as found:
        work()
    asked = (str(query["sql"]) for query in found.captured_queries)
    return [sql for sql in asked if not sql.startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))]


def calls(work: Callable[[], Any]) -> int:
    """How many Python functions are entered: the same on every machine."""
    count = 0

    def entered(frame: FrameType, event: str, argument: Any) -> None:
        nonlocal count
        count += event == "call"

    sys.setprofile(entered)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


class Elements(HTMLParser):
    """Counts the elements of a page."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.count = 0
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.count += 1


def compressed(page: bytes) -> int:
    """Bytes on the wire."""
    return len(gzip.compress(page, 6))
