"""A case page that cannot be written down is not shown; a change that cannot does not happen."""

import uuid
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from incidents.models import Incident
from incidents.services.options import load_options
from shield.audit import services as audit
from shield.audit.models import Entry
from tests.incidents import filling
from tests.incidents.browsing import as_
from tests.personas import People, make_people
from tests.register import load_register

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people() -> People:
    load_options()
    load_register()
    return make_people()


@pytest.fixture
def incident(people: People) -> Incident:
    return filling.submitted(people, timezone.now())


@pytest.fixture
def nobody_writes(incident: Incident, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Somebody else holds the end of the chain and does not let go."""
    monkeypatch.setattr(audit, "PATIENCE", "50ms")
    known = connection.get_connection_params()
    names = ("host", "port", "user", "password", "dbname")
    with psycopg.connect(**{name: known[name] for name in names if known.get(name)}) as other:
        other.execute("SELECT pg_advisory_xact_lock(%s)", [audit.END_OF_CHAIN])
        yield


@pytest.fixture
def lead(people: People) -> Client:
    return as_(people.health_lead)


def test_a_case_page_is_shown_once_it_is_written_down(incident: Incident, lead: Client) -> None:
    before = Entry.objects.count()
    answer = lead.get(incident.get_absolute_url())
    assert (answer.status_code, Entry.objects.count()) == (200, before + 1)


def test_a_case_page_that_cannot_be_written_down_is_not_shown(
    incident: Incident, lead: Client, nobody_writes: None
) -> None:
    before = Entry.objects.count()
    answer: Any = lead.get(incident.get_absolute_url())
    body = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert str(incident.reference) not in body
    assert "injuries that nobody" not in body
    assert Entry.objects.count() == before


def test_a_change_that_cannot_be_written_down_does_not_happen(
    incident: Incident, lead: Client, nobody_writes: None
) -> None:
    said = {"text": "The date was wrong", "form_token": str(uuid.uuid4())}
    answer = lead.post(f"{incident.get_absolute_url()}correct/", said)
    assert answer.status_code == 503
    assert not incident.corrections.exists()
