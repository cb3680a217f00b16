"""Whoever is shown what a notification says is written down, by whichever request."""

import pytest
from django.test import Client

from incidents.models import Incident
from shield.audit.models import Entry
from tests.incidents.filling import add_row, filled, now, submitted
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


@pytest.fixture
def filed(ground: People) -> Incident:
    return submitted(ground, now())


def consulted(people: People) -> list[str]:
    """The pages of which a lead's reading was written down, in their order."""
    rows = Entry.objects.filter(verb="consulted", actor_id=people.operations.pk)
    return list(rows.order_by("position").values_list("facts__page", flat=True))


@pytest.mark.parametrize("page", ["correct", "panel", "history", "files"])
def test_each_page_of_what_was_filed_is_written_down(
    ground: People, client: Client, filed: Incident, page: str
) -> None:
    client.force_login(ground.operations, BACKEND)
    words = {"files": "attachments"}.get(page, page)
    assert client.get(f"/incidents/{filed.pk}/{page}/").status_code == 200
    assert consulted(ground) == [words]
    if page in ("correct", "panel"):  # refused, and shown again
        assert client.post(f"/incidents/{filed.pk}/{page}/", {}).status_code == 200
        assert consulted(ground) == [words, words]


def test_what_shows_nothing_of_the_case_is_no_consultation(
    ground: People, client: Client, filed: Incident
) -> None:
    client.force_login(ground.operations, BACKEND)
    clock = filed.panel_clock
    assert clock is not None
    for address in (f"/incidents/{filed.pk}/pdf/progress/", clock.get_absolute_url()):
        shown = client.get(address).content.decode()
        for said in ("Found with injuries", "The kitchen at home", REASON):
            assert said not in shown
    assert consulted(ground) == []


# --- Lists ----------------------------------------------------------------------------------------

REASON = "seriously harmed"


def listed(people: People) -> list[dict[str, int]]:
    rows = Entry.objects.filter(actor_id=people.operations.pk, verb="incidents.listed")
    return list(rows.values_list("facts", flat=True))


def test_the_list_says_why_only_where_it_is_asked_and_that_is_written_down(
    ground: People, client: Client, filed: Incident
) -> None:
    client.force_login(ground.operations, BACKEND)
    plain = client.get("/incidents/").content.decode()
    assert filed.label in plain
    assert REASON not in plain
    assert listed(ground) == []

    asked = client.get("/incidents/", {"criterion": "seriously-harmed"}).content.decode()
    table = asked.split("<tbody", 1)[1]
    assert filed.label in table
    assert REASON in table
    assert listed(ground) == [{"rows": 1}]


def test_a_list_taken_away_says_why_and_is_written_down(
    ground: People, client: Client, filed: Incident
) -> None:
    client.force_login(ground.operations, BACKEND)
    answer = client.get("/incidents/", {"format": "csv"})
    text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    assert REASON in text
    assert Entry.objects.filter(verb="incidents.exported").count() == 1
