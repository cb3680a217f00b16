"""Whoever is shown what a notification says is written down, by whichever request."""

import pytest
from django.test import Client

from incidents.models import Incident
from shield.audit.models import Entry
from tests.incidents.filling import add_row, filled, now
from tests.personas import People

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def draft(ground: People) -> Incident:
    made = filled(ground, now())
    add_row(made, "family", ground.health_practitioner, now(), name="Martha Fairweather")
    return made


@pytest.mark.parametrize(
    ("page", "shown"),
    [
        ("check", "Found with injuries"),
        ("family", "Martha Fairweather"),
        ("incident", "Found with injuries"),
    ],
)
def test_a_refused_submission_shows_and_is_written_down(
    ground: People, client: Client, draft: Incident, page: str, shown: str
) -> None:
    client.force_login(ground.health_lead, BACKEND)
    sent = {"facts": "something else", "household_notes": "\x00"}
    answer = client.post(f"/incidents/{draft.pk}/{page}/", sent)
    assert shown in answer.content.decode()
    seen = Entry.objects.filter(verb="consulted", actor_id=ground.health_lead.pk)
    assert list(seen.values_list("subject_id", "facts__page")) == [(draft.pk, page)]


def test_autosave_shows_nothing_and_writes_no_consultation(
    ground: People, client: Client, draft: Incident
) -> None:
    client.force_login(ground.health_lead, BACKEND)
    client.post(f"/incidents/{draft.pk}/incident/", {"facts": "x"}, headers={"X-Autosave": "1"})
    assert not Entry.objects.filter(verb="consulted").exists()
