"""The frame around pages: who is offered what, and what it costs."""

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from shield.core import frame
from tests.core.html import elements, text
from tests.personas import People

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.core.urls")]


def menu(client: Client) -> list[str]:
    html = client.get("/agencies/").content.decode()
    if "govuk-service-navigation__list" not in html:
        return []
    inside = html.split("govuk-service-navigation__list")[1].split("</ul>")[0]
    return [text("<a" + part.split("</a>")[0]) for part in inside.split("<a")[1:]]


def test_a_stranger_is_offered_to_sign_in(client: Client) -> None:
    html = client.get("/agencies/").content.decode()

    assert menu(client) == []
    assert "/accounts/login/" in [one["href"] for one in elements(html, "a")]


@pytest.mark.parametrize(
    ("persona", "entries"),
    [
        ("agency_administrator", ["Home", "People", "Rules"]),
        ("health_practitioner", ["Home", "Rules"]),
        ("leaver", ["Home", "Rules"]),
    ],
)
def test_the_menu_holds_what_the_person_may_open(
    people: People, client: Client, persona: str, entries: list[str]
) -> None:
    client.force_login(getattr(people, persona), backend=settings.AUTHENTICATION_BACKENDS[0])

    assert menu(client) == entries


def test_the_current_page_is_marked(people: People, client: Client) -> None:
    client.force_login(people.health_lead, backend=settings.AUTHENTICATION_BACKENDS[0])
    html = client.get("/agencies/").content.decode()

    assert [one["href"] for one in elements(html, "a") if one.get("aria-current") == "page"] == [
        "/agencies/"
    ]


def test_a_number_stands_beside_its_entry_and_costs_a_stranger_nothing(
    people: People, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []

    def unread(user: object) -> int:
        asked.append(user)
        return 3

    monkeypatch.setitem(frame.COUNTS, "home", unread)
    menu(client)
    assert asked == []

    client.force_login(people.health_lead, backend=settings.AUTHENTICATION_BACKENDS[0])

    assert menu(client)[0] == "Home (3)"


def test_a_public_page_costs_a_stranger_only_its_own_queries(client: Client) -> None:
    with CaptureQueriesContext(connection) as asked:
        client.get("/agencies/")

    assert ["accounts_agency" in one["sql"] for one in asked.captured_queries] == [True]


def test_pages_are_never_kept_by_a_browser(client: Client) -> None:
    assert client.get("/agencies/")["Cache-Control"] == "no-store"


def test_a_demo_says_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "DEMO", True)
    assert "Everything here is invented" in client.get("/agencies/").content.decode()

    monkeypatch.setattr(settings, "DEMO", False)
    assert "Everything here is invented" not in client.get("/agencies/").content.decode()


def test_the_frame_is_ours(client: Client) -> None:
    html = client.get("/agencies/").content.decode()

    assert next(one["href"] for one in elements(html, "a")) == "#main-content"
    assert [word for word in ("GOV.UK", "crown", "crest") if word in html] == []
