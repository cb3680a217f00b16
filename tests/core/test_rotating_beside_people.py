"""Keys are replaced beside a portal in use: whoever writes meanwhile waits, and nobody fails."""

import threading
import uuid
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from cryptography.fernet import Fernet
from django.db import connection

from incidents.models import Child, Incident
from shield.core import sealing
from tests.journeys.portal import wait_for
from tests.personas import People

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def children(people: People, at: Any, settings: Any) -> list[int]:
    """The ids of two children, under a key that is to go."""
    lead = people.health_lead
    saved = {"saved_at": at, "saved_by": lead}
    incident = Incident.objects.create(
        agency=people.agencies.health,
        notifier=lead,
        form_token=uuid.uuid4(),
        created_at=at,
        **saved,
    )
    made = [
        Child.objects.create(
            incident=incident, form_token=uuid.uuid4(), first_names="Zebulonia", **saved
        ).pk
        for _ in range(2)
    ]
    settings.SHIELD_DATA_KEYS = [Fernet.generate_key().decode(), *settings.SHIELD_DATA_KEYS]
    return made


@pytest.fixture
def somebody() -> Iterator["psycopg.Connection[Any]"]:
    """Another connection, within a transaction."""
    there = connection.settings_dict
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST"}
    facts = {key: there[name] for key, name in names.items()}
    with psycopg.connect(**facts, port=there["PORT"] or None) as made:
        yield made


class Rotation(threading.Thread):
    """Seals the table of children anew."""

    done: list[int] | None = None
    failed: Exception | None = None

    def run(self) -> None:
        [table] = [one for one in sealing.tables() if one.name == "incidents_child"]
        try:
            self.done = list(sealing.reseal(table))
        except Exception as error:
            self.failed = error
        finally:
            connection.close()


def waits_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() "
            "AND wait_event_type = 'Lock'"
        )
        return cursor.fetchone() is not None


@pytest.mark.parametrize(
    "first",
    [
        "UPDATE incidents_child SET legal_status = 'x' WHERE id = %s",
        "SELECT 1 FROM incidents_child WHERE id = %s FOR UPDATE",
    ],
)
def test_somebody_who_writes_meanwhile_is_waited_for(
    children: list[int], somebody: "psycopg.Connection[Any]", first: str
) -> None:
    low, high = children
    somebody.execute(first, [high])
    rotation = Rotation()
    rotation.start()
    wait_for(waits_for_a_lock, seconds=60, what=lambda: "the rotation to wait", pause=0.02)

    somebody.execute("UPDATE incidents_child SET legal_status = 'y' WHERE id = %s", [low])
    somebody.commit()

    rotation.join(timeout=60)
    assert (rotation.failed, sum(rotation.done or [])) == (None, 2)
    assert Child.objects.get(pk=low).legal_status == "y"
