"""The numbers for Prometheus: who gets them, and that they name nobody and no address."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from shield.clocks import services as clocks
from shield.documents import tasks as document_tasks
from shield.documents.models import Document
from shield.notifications import services
from shield.reporting import beats
from shield.reporting.numbers import Numbers
from tests.notifications.mailers import MESSAGE
from tests.personas import People

pytestmark = pytest.mark.django_db

TOKEN = "0123456789abcdefghijklmnopqrstuvwxyz"
SAMPLE = re.compile(r"^(\w+)(?:\{(.*)\})? (\S+)$", re.MULTILINE)


@pytest.fixture(autouse=True)
def token(settings: Any) -> None:
    settings.SHIELD_METRICS_TOKEN = TOKEN


def ask(given: str = f"Bearer {TOKEN}", **how: Any) -> Any:
    return Client().get("/metrics/", headers={"Authorization": given}, **how)


def numbers(text: str) -> dict[str, float]:
    return {f"{name}{{{labels}}}": float(value) for name, labels, value in SAMPLE.findall(text)}


def collected(at: datetime) -> dict[str, float]:
    return {
        " ".join([sample.name, *sample.labels.values()]): sample.value
        for metric in Numbers(at=at).collect()
        for sample in metric.samples
    }


# --- The door -------------------------------------------------------------------------------------


def test_the_operator_reads_them() -> None:
    answer = ask()
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/plain")
    assert answer["Cache-Control"] == "no-store"
    assert 'shield_mails{state="waiting"} 0.0' in answer.content.decode()


@pytest.mark.parametrize(
    "given", ["", "Bearer ", f"Bearer {TOKEN[:-1]}", f"Bearer {TOKEN}x", TOKEN, "Bearer é"]
)
def test_whoever_lacks_the_token_finds_no_page(given: str) -> None:
    answer = ask(given)
    assert answer.status_code == 404
    assert b"shield_mails" not in answer.content


@pytest.mark.parametrize("given", ["", "Bearer ", "Bearer None"])
def test_without_a_token_there_is_no_page(settings: Any, given: str) -> None:
    settings.SHIELD_METRICS_TOKEN = ""
    assert ask(given).status_code == 404


def test_a_person_gets_no_further(people: People) -> None:
    client = Client()
    client.force_login(people.operations)
    assert client.get("/metrics/").status_code == 404


# --- What they say --------------------------------------------------------------------------------


def test_what_waits_is_counted_and_aged(people: People) -> None:
    at = timezone.now()
    services.notify(recipients=[people.health_lead], key="one", message=MESSAGE, at=at)
    Document.objects.create(
        template="documents/layout.html", content={}, requested_at=at, next_attempt_at=at
    )
    found = collected(at + timedelta(seconds=90))
    assert found["shield_mails waiting"] == 1
    assert found["shield_oldest_seconds mail"] == 90
    assert found["shield_documents waiting"] == 1
    assert found["shield_oldest_seconds documents"] == 90
    assert (found["shield_mails dead"], found["shield_uploads quarantine"]) == (0, 0)
    assert found["shield_oldest_seconds quarantine"] == 0


def test_deadlines_that_passed_are_counted(rules: None, people: People, at: datetime) -> None:
    clocks.start(
        rule="incident.notify_partnership",
        trigger=at,
        subject="Serious incident notification SIN-2026-0001",
        reference="SIN-2026-0001",
        url="/incidents/1/",
        holder=people.health_lead,
        agency=people.agencies.health,
        by=people.health_lead,
        at=at,
    )
    assert collected(at)["shield_clocks overdue"] == 0
    assert collected(at + timedelta(days=60))["shield_clocks overdue"] == 1


def test_what_runs_by_the_clock_has_an_age() -> None:
    beats.ended(sender=document_tasks.sweep)
    at = timezone.now()
    found = collected(at)
    assert 0 <= found["shield_task_age_seconds documents.sweep"] < 60
    assert found["shield_task_failing documents.sweep"] == 0
    assert found["shield_task_failing clocks.remind"] == 1
    assert "shield_task_age_seconds clocks.remind" not in found
    beats.failed(sender=document_tasks.sweep, exception=ValueError("Wren"))
    assert collected(at)["shield_task_failing documents.sweep"] == 1


@pytest.mark.parametrize("number", [1, 300])
def test_they_cost_the_same_however_much_waits(
    people: People, django_assert_num_queries: Any, number: int
) -> None:
    at = timezone.now()
    for one in range(number):
        services.notify(recipients=[people.health_lead], key=str(one), message=MESSAGE, at=at)
    with django_assert_num_queries(5):
        collected(at)


def test_no_label_holds_an_address_or_an_invented_word(people: People) -> None:
    client, before = Client(), pages_of(ask().content.decode())
    client.get("/no/Wren/Fairweather/?q=Wren")
    client.get("/accounts/reset/Wren-Fairweather/")
    client.get("/static/Wren.css")
    client.generic("WREN", "/")
    found = ask().content.decode()
    assert "Wren" not in found
    assert "WREN" not in found
    assert {"none", "static", "front"} <= pages_of(found)
    new = pages_of(found) - before  # other tests plant pages without a name
    assert [page for page in new if not re.fullmatch(r"[a-z_:-]+", page)] == []


def pages_of(numbers: str) -> set[str]:
    return set(re.findall(r'page="([^"]*)"', numbers))


def test_a_request_is_counted_by_page_and_status() -> None:
    name = 'shield_requests_total{method="GET",page="home",status="302"}'
    before = numbers(ask().content.decode()).get(name, 0)
    Client().get("/home/?q=Wren")
    assert numbers(ask().content.decode())[name] == before + 1
