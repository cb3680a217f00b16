"""What is true of the days on which the list of bank holidays is not the last word?"""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from shield.core.working_days import Override, Overrides


class HolidayOverride(models.Model):
    """One day that is, or is not, a working day, whatever the list of bank holidays says."""

    day = models.DateField(unique=True)
    is_working = models.BooleanField()
    name = models.CharField(max_length=100)
    source = models.CharField(max_length=300)

    objects: ClassVar[models.Manager] = models.Manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(source=""), name="holiday_override_says_why"
            )
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.name}"


def overrides() -> Overrides:
    """The whole table, read once: a handful of one-off days."""
    known = {
        row.day: Override(is_working=row.is_working, name=row.name)
        for row in HolidayOverride.objects.all()
    }
    return known.get
