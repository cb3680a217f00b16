"""One line for each request and each task, in which nobody's words are found."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from celery import shared_task
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse

from shield.core import logs
from shield.core.lines import HEADER
from shield.reporting import views
from tests.incidents.browsing import as_
from tests.personas import People

CHILD = "Wren Fairweather"
PARTS = ("Wren", "Fairweather")


class Said:
    """What the log holds since the test began."""

    def __init__(self) -> None:
        self.stream = io.StringIO()
        self.handler = logging.StreamHandler(self.stream)
        self.handler.setFormatter(logs.AsJson())

    @property
    def text(self) -> str:
        return self.stream.getvalue()

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.text.splitlines()]

    def of(self, message: str) -> list[dict[str, Any]]:
        return [line for line in self.lines if line["message"] == message]

    def leaks(self) -> list[str]:
        return [part for part in PARTS if part in self.text]


@pytest.fixture
def said() -> Iterator[Said]:
    found, root = Said(), logging.getLogger()
    level = root.level
    root.addHandler(found.handler)
    root.setLevel(logging.INFO)
    yield found
    root.removeHandler(found.handler)
    root.setLevel(level)


def break_front(monkeypatch: pytest.MonkeyPatch) -> None:
    def get(self: Any, request: HttpRequest) -> None:
        raise ValueError(CHILD)

    monkeypatch.setattr(views.Front, "get", get)


@pytest.mark.django_db
def test_a_request_has_one_line(people: People, said: Said) -> None:
    answer = as_(people.health_lead).get(reverse("home"))
    (line,) = said.lines
    assert isinstance(line.pop("ms"), int)
    assert line.pop("time").endswith("+00:00")
    assert line == {
        "level": "INFO",
        "logger": "shield.core.lines",
        "message": "request",
        "request_id": answer[HEADER],
        "method": "GET",
        "page": "home",
        "status": 200,
        "user": people.health_lead.pk,
    }


@pytest.mark.django_db
def test_a_stranger_has_no_number(said: Said) -> None:
    Client().get("/")
    assert "user" not in said.of("request")[0]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "page"),
    [
        ("/no/Wren/Fairweather/", "none"),
        ("/static/Wren/Fairweather.css", "static"),
        ("/home/?q=Wren+Fairweather", "home"),
        ("/accounts/reset/Wren-Fairweather/", "account_reset_password_from_key"),
    ],
)
def test_an_address_is_not_told(said: Said, path: str, page: str) -> None:
    Client().get(path)
    assert said.of("request")[0]["page"] in (page, "none")
    assert said.leaks() == []


@pytest.mark.django_db
def test_what_was_typed_is_not_told(people: People, said: Said) -> None:
    Client(enforce_csrf_checks=True).post(reverse("account_login"), {"login": CHILD})
    Client().post(reverse("account_login"), {"login": CHILD, "password": CHILD})
    assert [line["status"] for line in said.of("request")] == [403, 200]
    assert said.leaks() == []


@pytest.mark.django_db
def test_headers_and_methods_are_not_told(said: Said) -> None:
    Client().get("/", headers={"Host": "Wren.Fairweather.example"})
    Client().get("/", headers={"User-Agent": CHILD, "Referer": CHILD, HEADER: "Wren-Fairweather"})
    Client().generic("WREN", "/")
    assert [line["status"] for line in said.of("request")] == [400, 200, 405]
    assert said.of("request")[2]["method"] == "other"
    assert said.leaks() == []


@pytest.mark.django_db
def test_an_error_is_told_without_its_words(monkeypatch: Any, said: Said) -> None:
    break_front(monkeypatch)
    answer = Client(raise_request_exception=False).get("/?q=Wren+Fairweather")
    failed = next(line for line in said.lines if line["level"] == "ERROR")
    assert "ValueError" in failed["trace"]
    assert "test_lines.py" in failed["trace"]
    assert failed["request_id"] == answer[HEADER]
    assert said.of("request")[0]["status"] == 500
    assert said.leaks() == []


@pytest.mark.django_db
def test_django_itself_would_tell_it(monkeypatch: Any) -> None:
    """What the formatter keeps from the log is there without it."""
    break_front(monkeypatch)
    root, plain = logging.getLogger(), io.StringIO()
    handler = logging.StreamHandler(plain)
    handler.setFormatter(logging.Formatter("{name} {message}", style="{"))
    root.addHandler(handler)
    try:
        Client(raise_request_exception=False).get("/")
    finally:
        root.removeHandler(handler)
    assert f"ValueError: {CHILD}" in plain.getvalue()


# --- Which request --------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("given", ["0af76519" * 4, "0af76519-16cd-43dd-8448-eb211c80319c"])
def test_the_number_of_a_proxy_is_kept(said: Said, given: str) -> None:
    assert Client().get("/", headers={HEADER: given})[HEADER] == given
    assert said.of("request")[0]["request_id"] == given


@pytest.mark.django_db
@pytest.mark.parametrize("given", ["", "abc", CHILD, "a" * 65, "0af7651916cd43dd\x85", "x" * 32])
def test_anything_else_is_not(given: str) -> None:
    made = Client().get("/", headers={HEADER: given})[HEADER]
    assert made != given
    assert len(made) == 32


@pytest.mark.django_db
def test_each_request_has_a_number_of_its_own(said: Said) -> None:
    client = Client()
    assert client.get("/")[HEADER] != client.get("/")[HEADER]
    logging.getLogger("shield.tests").info("afterwards")
    assert "request_id" not in said.of("afterwards")[0]


# --- Tasks ----------------------------------------------------------------------------------------


@shared_task(name="tests.lines")
def work(*, name: str, fail: bool) -> str:
    logging.getLogger("shield.tests").info("at work")
    if fail:
        raise ValueError(name)
    return name


@pytest.mark.parametrize(("fail", "outcome"), [(False, "success"), (True, "failure")])
def test_a_task_has_one_line(db: None, said: Said, fail: bool, outcome: str) -> None:
    ended = work.apply(kwargs={"name": CHILD, "fail": fail})
    (line,) = said.of("task")
    assert (line["task"], line["task_id"], line["outcome"]) == ("tests.lines", ended.id, outcome)
    assert isinstance(line["ms"], int)
    assert line.get("error") == ("ValueError" if fail else None)
    assert said.of("at work")[0]["task_id"] == ended.id
    assert said.leaks() == []
