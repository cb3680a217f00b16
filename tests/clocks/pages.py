"""What tests of the clocks' pages share."""

import re
from datetime import date, timedelta

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from shield.accounts.models import User
from shield.clocks import services
from shield.clocks.models import HolidayOverride, Rule, RuleVersion
from tests.personas import People


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def shown(client: Client, name: str, query: str = "", **path: int) -> str:
    response = client.get(reverse(name, kwargs=path or None) + query)
    assert response.status_code == 200
    return response.content.decode()


def amendment(**given: str) -> dict[str, str]:
    start = timezone.localdate() + timedelta(days=1)
    return {
        "amount": "3",
        "unit": "working_days",
        "remind_unit": "calendar_days",
        "remind_before": "5, 2, 1, 0",
        "remind_after": "",
        "source": "Executive",
        "valid_from_0": str(start.day),
        "valid_from_1": str(start.month),
        "valid_from_2": str(start.year),
    } | given


def seen(html: str) -> dict[str, str]:
    """What says that the effect on a page was seen."""
    found = re.search(r'name="seen"[^>]*value="([^"]*)"', html)
    assert found
    return {"seen": found.group(1)}


def one_off_day(people: People, day: date) -> HolidayOverride:
    services.override_day(
        day=day,
        is_working=False,
        name="State funeral",
        source="Proclamation",
        by=people.operations,
        at=timezone.now(),
    )
    found: HolidayOverride = HolidayOverride.objects.standing().get(day=day)
    return found


def to_come(people: People, rule: Rule) -> RuleVersion:
    """A version of the rule that is yet to come into force."""
    return services.amend_rule(
        rule=rule,
        amount=3,
        unit="working_days",
        source="Executive",
        valid_from=timezone.localdate() + timedelta(days=1),
        by=people.operations,
        at=timezone.now(),
    )
