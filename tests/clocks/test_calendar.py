from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from shield.audit.models import Entry
from shield.clocks import services
from shield.clocks.models import Clock, HolidayOverride
from tests.personas import People

Start = Callable[..., Clock]


def funeral(people: People, at: datetime, **given: Any) -> int:
    facts: dict[str, Any] = {
        "day": date(2026, 11, 26),
        "is_working": False,
        "by": people.operations,
    } | given
    return services.override_day(name="State funeral", source="Proclamation", at=at, **facts)


def test_open_clocks_are_counted_again(start: Start, people: People, at: datetime) -> None:
    clock = start()
    assert funeral(people, at) == 1
    clock.refresh_from_db()
    assert clock.due_on == date(2026, 12, 2)
    assert clock.days[2].reason == "override: State funeral"
    assert Entry.objects.get(verb="clock.recounted").facts == {
        "was": "2026-12-01",
        "due_on": "2026-12-02",
    }


def test_closed_clocks_keep_the_day_they_were_judged_by(
    start: Start, people: People, at: datetime
) -> None:
    clock = start()
    services.complete(clock=clock, met_at=at, by=None, at=at)
    assert funeral(people, at) == 0
    clock.refresh_from_db()
    assert clock.due_on == date(2026, 12, 1)
    assert clock.days[2].reason == "working day 2"


def test_clocks_that_count_months_stay(start: Start, people: People, at: datetime) -> None:
    start(rule="review.complete")
    assert funeral(people, at) == 0


def test_saying_it_again_moves_back(start: Start, people: People, at: datetime) -> None:
    clock = start()
    funeral(people, at)
    funeral(people, at, is_working=True)
    clock.refresh_from_db()
    assert clock.due_on == date(2026, 12, 1)
    assert HolidayOverride.objects.count() == 1


def test_nobody_but_the_operations_team_says_so(rules: None, people: People, at: datetime) -> None:
    for user in people:
        if user != people.operations:
            with pytest.raises(PermissionDenied):
                funeral(people, at, by=user)
    assert HolidayOverride.objects.count() == 0
