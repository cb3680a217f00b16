"""What do the partners put into the pooled budget, and what is it spent on? Pounds throughout."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q, Sum

from partnership.models.body import Body
from partnership.permissions import Perm
from shield.accounts.access import access_of, keys_of
from shield.accounts.models import Agency, User
from shield.core.links import numbered

NOTHING = Decimal(0)


def pounds(**options: Any) -> models.DecimalField:
    """An amount of money; eight figures before the point are more than any partnership has."""
    return models.DecimalField(max_digits=10, decimal_places=2, **options)


class BudgetQuerySet(models.QuerySet["Budget"]):
    def visible_to(self, user: Any) -> Self:
        """The budgets of the bodies that a person reads, or all."""
        if access_of(user).allows(Perm.READ_ALL):
            return self
        return self.filter(body__in=keys_of(Body, user))

    def newest_first(self) -> Self:
        return self.order_by("-year")


@dataclass(frozen=True)
class Sums:
    promised: Decimal
    received: Decimal
    spent: Decimal

    @property
    def balance(self) -> Decimal:
        return self.received - self.spent


class Budget(models.Model):
    """The pooled budget of one year, such as 2019-20, and the body that answers for it."""

    year = models.CharField(max_length=20, unique=True)
    body = models.ForeignKey(
        Body, null=True, blank=True, on_delete=models.PROTECT, related_name="budgets"
    )
    budgeted = pounds(verbose_name="budgeted expenditure")
    contributors = models.CharField("contributors as published", max_length=500, blank=True)
    order = models.PositiveIntegerField(default=0)

    objects: ClassVar[models.Manager] = BudgetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(budgeted__gte=0), name="budget_not_below_nothing")
        ]

    def __str__(self) -> str:
        return f"Pooled budget {self.year}"

    def get_absolute_url(self) -> str:
        return numbered("budget_detail", self.pk)

    def sums(self) -> Sums:
        """What was promised, received and spent."""
        came = self.contributions.aggregate(promised=Sum("promised"), received=Sum("received"))
        went = self.spends.aggregate(spent=Sum("amount"))
        return Sums(
            came["promised"] or NOTHING, came["received"] or NOTHING, went["spent"] or NOTHING
        )


class Contribution(models.Model):
    """What one contributor promised and what came: an agency, or somebody who is none."""

    budget = models.ForeignKey(Budget, on_delete=models.PROTECT, related_name="contributions")
    agency = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    contributor = models.CharField(max_length=200, blank=True)
    promised = pounds()
    received = pounds(default=NOTHING)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(agency__isnull=False, contributor="")
                | (Q(agency__isnull=True) & ~Q(contributor="")),
                name="contribution_is_from_one",
            ),
            models.CheckConstraint(
                condition=Q(promised__gte=0, received__gte=0),
                name="contribution_not_below_nothing",
            ),
            models.UniqueConstraint(
                fields=["budget", "agency", "contributor"],
                nulls_distinct=False,
                name="contribution_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.agency) if self.agency else self.contributor


class Spend(models.Model):
    """Money that was spent; taken back, if need be, by a line below nothing."""

    budget = models.ForeignKey(Budget, on_delete=models.PROTECT, related_name="spends")
    spent_on = models.DateField()
    what = models.CharField(max_length=200)
    amount = pounds()
    recorded_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(amount=0), name="spend_is_not_nothing"),
        ]

    def __str__(self) -> str:
        return self.what
