"""A day that hangs on bank holidays which nobody knows yet says so on the notification's pages."""

from datetime import datetime

import pytest
from django.urls import reverse

from incidents.models import Incident
from shield.clocks import services as clocks
from shield.clocks.models.rule import MAY_MOVE
from shield.core.london import LONDON
from shield.core.working_days import KNOWN_UNTIL
from tests.incidents import filling
from tests.incidents.browsing import as_
from tests.personas import People

LAST_NOON = datetime(KNOWN_UNTIL, 12, 31, 12, tzinfo=LONDON)


def page(name: str, incident: Incident, people: People) -> str:
    response = as_(people.health_practitioner).get(reverse(name, kwargs={"pk": incident.pk}))
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("name", ["notification_submitted", "notification_detail"])
def test_a_notification_that_was_submitted_warns(name: str, ground: People, at: datetime) -> None:
    incident = filling.submitted(ground, at)
    assert MAY_MOVE not in page(name, incident, ground)
    assert incident.panel_clock is not None
    clocks.correct_trigger(
        clock=incident.panel_clock, trigger=LAST_NOON, why="Wrong", by=None, at=at
    )
    assert page(name, incident, ground).count(MAY_MOVE) == 1


@pytest.mark.parametrize("name", ["notification_tasks", "notification_check"])
def test_a_draft_warns(name: str, ground: People, at: datetime) -> None:
    draft = filling.filled(ground, at)
    assert MAY_MOVE not in page(name, draft, ground)
    assert draft.partnership_clock is not None
    clocks.correct_trigger(
        clock=draft.partnership_clock, trigger=LAST_NOON, why="Wrong", by=None, at=at
    )
    assert page(name, draft, ground).count(MAY_MOVE) == 1
