"""What can happen to priorities, measures, duties and the pooled budget."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from partnership import services
from partnership.models import Budget, Measure, Priority
from shield.audit.models import Entry
from tests.partnership.conftest import Structure
from tests.personas import People

pytestmark = pytest.mark.django_db


@pytest.fixture
def priority(people: People, at: datetime) -> Priority:
    return services.add_priority(
        by=people.operations,
        year=1,
        number=1,
        title="Fewer missing",
        leads=[people.agencies.police, people.agencies.authority],
        at=at,
    )


def leads(priority: Priority) -> list[str]:
    rows = priority.leads.order_by("order").select_related("agency")
    return [lead.agency.name for lead in rows]


def edited(priority: Priority, people: People, at: datetime, **more: Any) -> Priority:
    said = {"year": 1, "number": 1, "title": "Fewer missing", "leads": [], **more}
    return services.edit_priority(by=people.operations, priority=priority, at=at, **said)


def test_leads_keep_the_order_in_which_they_were_named(
    priority: Priority, people: People, at: datetime
) -> None:
    agencies = people.agencies
    edited(priority, people, at, leads=[agencies.authority, agencies.health, agencies.police])
    assert leads(priority) == [
        "Northshire Police",
        "Northshire Council",
        "Riverside Health Trust",
    ]


def test_a_number_is_used_once_a_year(priority: Priority, people: People, at: datetime) -> None:
    with pytest.raises(services.NumberTaken):
        services.add_priority(
            by=people.operations, year=1, number=1, title="Other", leads=[], at=at
        )
    assert Priority.objects.count() == 1


def measure(**more: Any) -> Any:
    empty = {"baseline": "", "target": "", "latest": "", "latest_on": None, "how_known": ""}
    return {"measure": "Episodes", **empty, **more}


def test_a_measure_gets_its_latest_figure(priority: Priority, people: People, at: datetime) -> None:
    made = services.add_measure(by=people.operations, priority=priority, at=at, **measure())
    services.edit_measure(
        by=people.operations,
        record=made,
        at=at,
        **measure(latest="4", latest_on=date(2026, 11, 1)),
    )
    assert Measure.objects.values_list("measure", "latest", "latest_on").get() == (
        "Episodes",
        "4",
        date(2026, 11, 1),
    )


def test_a_measure_stands_there_once(priority: Priority, people: People, at: datetime) -> None:
    services.add_measure(by=people.operations, priority=priority, at=at, **measure())
    with pytest.raises(services.MeasureTwice):
        services.add_measure(by=people.operations, priority=priority, at=at, **measure())


@pytest.fixture
def budget(structure: Structure, people: People, at: datetime) -> Budget:
    return services.add_budget(
        by=people.operations,
        year="2026-27",
        body=structure.board,
        budgeted=Decimal(100),
        contributors="",
        at=at,
    )


def test_nothing_is_spent_on_a_day_to_come(budget: Budget, people: People, at: datetime) -> None:
    given: Any = {"by": people.operations, "budget": budget, "what": "Room", "at": at}
    with pytest.raises(services.NotSpentYet):
        services.record_spend(spent_on=at.date() + timedelta(days=1), amount=Decimal(1), **given)
    services.record_spend(spent_on=at.date(), amount=Decimal(1), **given)
    assert budget.sums().spent == 1


def test_money_comes_and_goes(budget: Budget, people: People, at: datetime) -> None:
    line = services.add_contribution(
        by=people.operations,
        budget=budget,
        agency=people.agencies.police,
        contributor="",
        promised=Decimal("60.10"),
        received=Decimal(0),
        at=at,
    )
    services.edit_contribution(
        by=people.operations,
        contribution=line,
        agency=people.agencies.police,
        contributor="",
        promised=Decimal("60.10"),
        received=Decimal("60.10"),
        at=at,
    )
    services.record_spend(
        by=people.operations,
        budget=budget,
        spent_on=at.date(),
        what="Room",
        amount=Decimal("0.20"),
        at=at,
    )
    assert budget.sums().balance == Decimal("59.90")
    assert list(Entry.objects.order_by("position").values_list("verb", flat=True)) == [
        "budget.added",
        "contribution.added",
        "contribution.changed",
        "spend.recorded",
    ]


def test_a_year_has_one_budget(budget: Budget, people: People, at: datetime) -> None:
    with pytest.raises(services.YearTaken):
        services.add_budget(
            by=people.operations,
            year="2026-27",
            body=None,
            budgeted=Decimal(1),
            contributors="",
            at=at,
        )


def test_a_contributor_has_one_line(budget: Budget, people: People, at: datetime) -> None:
    def add() -> None:
        services.add_contribution(
            by=people.operations,
            budget=budget,
            agency=None,
            contributor="Probation",
            promised=Decimal(1),
            received=Decimal(0),
            at=at,
        )

    add()
    with pytest.raises(services.ContributesTwice):
        add()


def test_whoever_only_reads_the_money_spends_none(
    budget: Budget, people: People, at: datetime
) -> None:
    with pytest.raises(PermissionDenied):
        services.record_spend(
            by=people.scrutineer,
            budget=budget,
            spent_on=at.date(),
            what="Room",
            amount=Decimal(1),
            at=at,
        )
    assert not budget.spends.exists()
