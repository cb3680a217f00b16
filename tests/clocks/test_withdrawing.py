"""A version yet to come is withdrawn, once, by those who may, and stays known."""

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import Error, transaction

from shield.clocks import services
from shield.clocks.models import RuleVersion
from tests.clocks.test_amending import FROM, amend, standing, withdraw
from tests.personas import People


def test_it_is_withdrawn_once(rules: None, people: People, at: datetime) -> None:
    made = amend(people, at)
    withdraw(made, people, at)
    with pytest.raises(services.CannotWithdraw, match="was withdrawn before"):
        withdraw(made, people, at)


def test_the_later_one_is_withdrawn_first(rules: None, people: People, at: datetime) -> None:
    first = amend(people, at)
    amend(people, at, amount=4, valid_from=FROM + timedelta(days=7))
    with pytest.raises(services.CannotWithdraw, match="Withdraw version 3 first"):
        withdraw(first, people, at)


def test_nobody_but_the_operations_team_withdraws(
    rules: None, people: People, at: datetime
) -> None:
    made = amend(people, at)
    for user in people:
        if user != people.operations:
            with pytest.raises(PermissionDenied):
                withdraw(made, people, at, by=user)
    assert len(standing()) == 2


def test_the_database_keeps_what_was_withdrawn(rules: None, people: People, at: datetime) -> None:
    made = amend(people, at)
    withdraw(made, people, at)
    rows = RuleVersion.objects.filter(pk=made.pk)
    for change in ({"withdrawn_at": None, "withdrawn_by": None}, {"amount": 4}):
        with pytest.raises(Error, match="was withdrawn"), transaction.atomic():
            rows.update(**change)
