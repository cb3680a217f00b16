"""A clock to try things on."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from shield.clocks import services
from shield.clocks.models import Clock, Rule
from tests.personas import People


@pytest.fixture
def start(rules: None, people: People, at: datetime) -> Callable[..., Clock]:
    """Start a clock of the health trust, held by its practitioner unless told otherwise."""

    def started(**given: Any) -> Clock:
        facts: dict[str, Any] = {
            "rule": "incident.notify_partnership",
            "trigger": at,
            "subject": "Serious incident notification SIN-2026-0001",
            "reference": "SIN-2026-0001",
            "url": "/incidents/1/",
            "holder": people.health_practitioner,
            "agency": people.agencies.health,
            "by": people.health_practitioner,
            "at": at,
        }
        return services.start(**(facts | given))

    return started


@pytest.fixture
def panel(rules: None) -> Rule:
    return Rule.objects.get(slug="incident.notify_panel")
