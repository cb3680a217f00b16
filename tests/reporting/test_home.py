"""The public front page, and the home page of each persona."""

import uuid
from typing import Any

import pytest
from django.test import Client

from incidents import services
from incidents.models import Incident
from incidents.services.options import load_options
from tests.incidents import filling
from tests.incidents.browsing import address, as_, page, text
from tests.incidents.filling import now
from tests.personas import People
from tests.register import load_register


@pytest.fixture
def ground(people: People) -> People:
    load_register()
    load_options()
    return people


# --- the front ------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_anybody_reads_the_front_page() -> None:
    answer = Client().get("/")
    found = text(answer)
    assert answer.status_code == 200
    assert "worried about a child" in found.lower()
    assert "999" in found
    assert address("account_login") in page(answer)


@pytest.mark.django_db
def test_home_asks_for_sign_in() -> None:
    answer = Client().get("/home/")
    assert answer["Location"] == f"{address('account_login')}?next=/home/"


# --- home -----------------------------------------------------------------------------------------

DOORS = {
    "notification_start": {
        "health_practitioner", "health_colleague", "health_lead", "police_practitioner",
        "police_lead", "authority_practitioner", "authority_lead", "icb_lead",
        "school_practitioner",
    },
    "people_list": {"agency_administrator", "system_administrator"},
    "agency_list": {"system_administrator"},
    "audit_search": {"auditor"},
    "timeliness": {
        "health_lead", "police_lead", "authority_lead", "icb_lead", "operations", "scrutineer",
        "board_member", "conference_chair", "other_chair",
    },
    "failed_list": {"operations"},
    "document_failed_list": {"operations"},
}  # fmt: skip


@pytest.mark.parametrize("door", DOORS)
def test_each_persona_finds_their_doors(ground: People, door: str) -> None:
    personas = {name: user for name, user in ground.named().items() if name != "leaver"}
    found = {
        name
        for name, user in personas.items()
        if f'href="{address(door)}"' in page(as_(user).get("/home/")).partition("<main")[2]
    }
    assert found == DOORS[door]


def test_every_persona_has_a_home(ground: People) -> None:
    found = {
        name: as_(user).get("/home/").status_code
        for name, user in ground.named().items()
        if name != "leaver"
    }
    assert set(found.values()) == {200}


def test_a_leaver_has_none(ground: People) -> None:
    filling.submitted(ground, now())
    answer = as_(ground.leaver).get("/home/")
    assert "SIN-" not in page(answer)
    assert answer.status_code == 403


def test_what_waits_for_a_notifier(ground: People) -> None:
    draft, filed = filling.filled(ground, now()), filling.submitted(ground, now())
    source = page(as_(ground.health_practitioner).get("/home/"))
    assert address("notification_tasks", draft) in source
    assert address("notification_detail", filed) in source
    assert address("clock_detail", pk=draft.partnership_clock_id) in source
    assert f"{filed.reference} has been submitted" in source


def test_nothing_of_it_waits_for_a_stranger(ground: People) -> None:
    draft, filed = filling.filled(ground, now()), filling.submitted(ground, now())
    for stranger in (ground.police_lead, ground.health_colleague, ground.scrutineer):
        source = page(as_(stranger).get("/home/"))
        assert str(filed.reference) not in source
        assert f"/incidents/{draft.pk}/" not in source


def test_what_is_overdue_says_so_in_words(ground: People) -> None:
    dates = {
        "happened": "approximate",
        "happened_roughly": "In the spring",
        "agency_aware_at": filling.day_before(now(), 30),
    }
    filling.filled(ground, now(), changes={"dates": dates})
    assert "Overdue" in text(as_(ground.health_practitioner).get("/home/"))


def bare_drafts(people: People, number: int) -> None:
    for _ in range(number):
        incident = services.start(
            agency=people.agencies.health, token=uuid.uuid4(), by=people.health_lead, at=now()
        )
        filling.answer(
            incident,
            "dates",
            people.health_lead,
            now(),
            agency_aware_at=filling.day_before(now(), 2),
        )


# Session, person, memberships; offers, whether a body is asked something, clocks, meetings, reports
# to conferences, drafts, filed, messages; unread ones for the menu.
QUERIES = 16


@pytest.mark.parametrize("number", [1, 3, 30])
def test_home_costs_the_same_for_any_number(
    ground: People, django_assert_num_queries: Any, number: int
) -> None:
    bare_drafts(ground, number)
    client = as_(ground.health_lead)
    with django_assert_num_queries(QUERIES):
        client.get("/home/")
    assert Incident.objects.count() == number
