"""Finding notifications by NHS number: the whole number, what one may read, never in an address."""

from datetime import datetime

import pytest

from incidents import services
from incidents.models import Child, Incident
from incidents.sections import CHILDREN
from shield.accounts.models import User
from shield.audit.models import Entry
from tests.incidents import filling
from tests.incidents.browsing import as_, page
from tests.personas import People

FIND = "/incidents/find/"
NUMBER = "485 777 3457"
NONE = "No notification that you may read names a child with this NHS number."


@pytest.fixture
def filed(ground: People, at: datetime) -> Incident:
    return filling.submitted(ground, at)


def found(user: User, number: str = NUMBER) -> str:
    return page(as_(user).post(FIND, {"nhs_number": number}))


def test_a_lead_finds_the_notifications_of_a_child(filed: Incident, ground: People) -> None:
    assert f'href="/incidents/{filed.pk}/">{filed.reference}</a>' in found(ground.health_lead)


def test_another_number_finds_nothing(filed: Incident, ground: People) -> None:
    assert NONE in found(ground.health_lead, "943 476 5919")


@pytest.mark.parametrize("persona", ["police_lead", "health_colleague", "scrutineer"])
def test_who_may_not_read_it_does_not_learn_that_it_is_there(
    persona: str, filed: Incident, ground: People
) -> None:
    source = found(ground.named()[persona])
    assert NONE in source
    assert str(filed.reference) not in source


def test_a_child_taken_off_the_draft_is_not_found(ground: People, at: datetime) -> None:
    draft = filling.filled(ground, at)
    services.set_row_removed(
        incident=draft,
        section=CHILDREN,
        row=Child.objects.get(),
        removed=True,
        by=ground.health_lead,
        at=at,
    )
    assert NONE in found(ground.health_lead)


def test_a_number_that_is_none_is_said_beside_the_field(filed: Incident, ground: People) -> None:
    source = found(ground.health_lead, "485 777 3456")
    assert "NHS number must be a valid NHS number" in source
    assert NONE not in source


def test_the_audit_knows_that_somebody_looked_but_not_for_whom(
    filed: Incident, ground: People
) -> None:
    found(ground.health_lead)
    entry = Entry.objects.get(verb="incidents.looked_up")
    assert (entry.actor_id, entry.facts) == (ground.health_lead.pk, {"found": 1})


def test_an_address_with_the_number_finds_nothing(filed: Incident, ground: People) -> None:
    source = page(as_(ground.health_lead).get(FIND, {"nhs_number": NUMBER}))
    assert str(filed.reference) not in source
    assert "485" not in source
