"""What does the partnership set out to do, and how will it know?"""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from shield.accounts.models import Agency
from shield.core.links import numbered


class PriorityQuerySet(models.QuerySet["Priority"]):
    def in_order(self) -> Self:
        return self.order_by("order", "pk")


class Priority(models.Model):
    """One priority of one year of the plan; `year` counts the plan's years from 1."""

    year = models.PositiveSmallIntegerField("year of the plan")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300)
    order = models.PositiveIntegerField(default=0)

    objects: ClassVar[models.Manager] = PriorityQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="priority_number_once_a_year"),
            models.CheckConstraint(
                condition=Q(year__gte=1, number__gte=1), name="priority_counted_from_one"
            ),
        ]

    def __str__(self) -> str:
        return f"Priority {self.number}: {self.title}"

    def get_absolute_url(self) -> str:
        return numbered("priority_detail", self.pk)


class PriorityLead(models.Model):
    """An agency that leads a priority, in the order in which they are named."""

    priority = models.ForeignKey(Priority, on_delete=models.PROTECT, related_name="leads")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["priority", "agency"], name="priority_led_once"),
            models.UniqueConstraint(fields=["priority", "order"], name="priority_lead_order_once"),
        ]

    def __str__(self) -> str:
        return f"Lead {self.pk}"


class Measure(models.Model):
    """How the partnership will know that a priority made a difference. Words, since many are."""

    priority = models.ForeignKey(Priority, on_delete=models.PROTECT, related_name="measures")
    order = models.PositiveSmallIntegerField()
    measure = models.CharField(max_length=300)
    baseline = models.CharField(max_length=100, blank=True)
    target = models.CharField(max_length=100, blank=True)
    latest = models.CharField(max_length=100, blank=True)
    latest_on = models.DateField(null=True, blank=True)
    how_known = models.CharField("how it is known", max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["priority", "measure"], name="measure_once"),
            models.CheckConstraint(
                condition=Q(latest="", latest_on__isnull=True)
                | (~Q(latest="") & Q(latest_on__isnull=False)),
                name="measure_latest_has_its_day",
            ),
        ]

    def __str__(self) -> str:
        return self.measure
