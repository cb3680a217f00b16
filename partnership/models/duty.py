"""What does each body owe to whom, how often, and what was sent?"""

import re
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from partnership.models.body import Body
from shield.accounts.models import User
from shield.clocks.models import Clock
from shield.core.links import numbered

# `Partnership Board (impact of training)`: to whom, and about what.
ABOUT = re.compile(r"(.+) \(([^()]+)\)")


class ReportingDutyQuerySet(models.QuerySet["ReportingDuty"]):
    def in_order(self) -> Self:
        return self.order_by("order", "pk")


class ReportingDuty(models.Model):
    """A body reports so many times a year to another of the portal, or to one outside it."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="duties")
    to_body = models.ForeignKey(
        Body, null=True, blank=True, on_delete=models.PROTECT, related_name="is_told"
    )
    to_outside = models.CharField(max_length=200, blank=True)
    about = models.CharField(max_length=200, blank=True)
    times_a_year = models.PositiveSmallIntegerField()
    order = models.PositiveIntegerField(default=0)
    # The clock that runs now; none while no day is known on which the next report is due.
    clock = models.OneToOneField(
        Clock, null=True, blank=True, on_delete=models.PROTECT, related_name="duty"
    )

    objects: ClassVar[models.Manager] = ReportingDutyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(to_body__isnull=False, to_outside="")
                | (Q(to_body__isnull=True) & ~Q(to_outside="")),
                name="duty_is_owed_to_one",
            ),
            models.CheckConstraint(condition=Q(times_a_year__gte=1), name="duty_is_owed_at_all"),
            models.UniqueConstraint(
                fields=["body", "to_body", "to_outside", "about"],
                nulls_distinct=False,
                name="duty_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body} to {self.to_words}"

    def get_absolute_url(self) -> str:
        return numbered("duty_detail", self.pk)

    @property
    def reference(self) -> str:
        """What people quote: lists of what is due lead here by it."""
        return f"DUTY-{self.pk:04d}"

    @property
    def due(self) -> Clock | None:
        """The clock of the next report, if a day is known for it."""
        return self.clock if self.clock is not None and self.clock.is_open else None

    @property
    def to_words(self) -> str:
        """To whom and about what, as it was published."""
        to = str(self.to_body) if self.to_body else self.to_outside
        return f"{to} ({self.about})" if self.about else to

    @property
    def often_words(self) -> str:
        return {1: "Once a year", 2: "Twice a year"}.get(
            self.times_a_year, f"{self.times_a_year} times a year"
        )


class ReportSent(models.Model):
    """A report that met a duty; written down once and not altered."""

    duty = models.ForeignKey(ReportingDuty, on_delete=models.PROTECT, related_name="reports")
    sent_on = models.DateField()
    what = models.CharField(max_length=300)
    recorded_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    # The clock that it met; none if it was sent before a day was known.
    clock = models.OneToOneField(
        Clock, null=True, blank=True, on_delete=models.PROTECT, related_name="report_sent"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["duty", "sent_on", "what"], name="report_sent_once")
        ]

    def __str__(self) -> str:
        return self.what
