"""What can happen to the pooled budget?"""

from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction

from partnership.models import Body, Budget, Contribution, Spend
from partnership.permissions import Perm
from partnership.services.bodies import next_order
from shield.accounts.access import require
from shield.accounts.models import Agency, User
from shield.audit import services as audit
from shield.core.london import london_day
from shield.core.refusals import Refusal


class YearTaken(Refusal):
    """There is a budget of this year."""


class NotSpentYet(Refusal):
    """A payment is written down once it was made."""


class ContributesTwice(Refusal):
    """The contributor has a line in this budget."""


@transaction.atomic
def add_budget(
    *, by: User, year: str, body: Body | None, budgeted: Decimal, contributors: str, at: datetime
) -> Budget:
    """Add the pooled budget of a year. Raises YearTaken."""
    require(by, Perm.KEEP)
    budget = Budget(year=year, body=body, budgeted=budgeted, contributors=contributors)
    budget.order = next_order(Budget.objects)
    _put_budget(budget)
    audit.record("budget.added", budget, by=by, at=at)
    return budget


@transaction.atomic
def edit_budget(
    *,
    by: User,
    budget: Budget,
    year: str,
    body: Body | None,
    budgeted: Decimal,
    contributors: str,
    at: datetime,
) -> Budget:
    """Change a budget, and which body answers for it. Raises YearTaken."""
    require(by, Perm.KEEP)
    budget.year, budget.body = year, body
    budget.budgeted, budget.contributors = budgeted, contributors
    _put_budget(budget)
    audit.record("budget.changed", budget, by=by, at=at)
    return budget


def _put_budget(budget: Budget) -> None:
    try:
        with transaction.atomic():
            budget.save()
    except IntegrityError as error:
        raise YearTaken(f"There is a budget of {budget.year} already.") from error


@transaction.atomic
def add_contribution(
    *,
    by: User,
    budget: Budget,
    agency: Agency | None,
    contributor: str,
    promised: Decimal,
    received: Decimal,
    at: datetime,
) -> Contribution:
    """Write down what one contributor promised and paid. Raises ContributesTwice."""
    require(by, Perm.KEEP)
    line = Contribution(
        budget=budget,
        agency=agency,
        contributor=contributor,
        promised=promised,
        received=received,
    )
    _put_contribution(line)
    audit.record("contribution.added", line, by=by, at=at, budget=budget.pk)
    return line


@transaction.atomic
def edit_contribution(
    *,
    by: User,
    contribution: Contribution,
    agency: Agency | None,
    contributor: str,
    promised: Decimal,
    received: Decimal,
    at: datetime,
) -> Contribution:
    """Change a contribution, such as what has come by now. Raises ContributesTwice."""
    require(by, Perm.KEEP)
    contribution.agency, contribution.contributor = agency, contributor
    contribution.promised, contribution.received = promised, received
    _put_contribution(contribution)
    budget = contribution.budget_id
    audit.record("contribution.changed", contribution, by=by, at=at, budget=budget)
    return contribution


def _put_contribution(contribution: Contribution) -> None:
    try:
        with transaction.atomic():
            contribution.save()
    except IntegrityError as error:
        raise ContributesTwice("This contributor has a line in this budget already.") from error


@transaction.atomic
def record_spend(
    *, by: User, budget: Budget, spent_on: date, what: str, amount: Decimal, at: datetime
) -> Spend:
    """Write down what money was spent on; what came back is an amount below nothing.

    Raises NotSpentYet.
    """
    require(by, Perm.KEEP)
    if spent_on > london_day(at):
        raise NotSpentYet("The day must be today or in the past.")
    spend = Spend.objects.create(
        budget=budget, spent_on=spent_on, what=what, amount=amount, recorded_by=by, recorded_at=at
    )
    audit.record("spend.recorded", spend, by=by, at=at, budget=budget.pk)
    return spend
