"""What is true of the days on which the list of bank holidays is not the last word?"""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from shield.accounts.models import User
from shield.core.london import day_words, london_day, short_day
from shield.core.working_days import Override, Overrides


class HolidayOverrideQuerySet(models.QuerySet["HolidayOverride"]):
    def standing(self) -> Self:
        """What counts today: nothing that was taken back."""
        return self.filter(removed_at__isnull=True)

    def unsettled(self) -> Self:
        """Said, or taken back, and not every clock has followed yet."""
        return self.filter(settled_at__isnull=True)


class HolidayOverride(models.Model):
    """One day that is, or is not, a working day, whatever the list of bank holidays says.

    Taken back it stays, so that a clock's "why" can be read later.
    """

    day = models.DateField()
    is_working = models.BooleanField()
    name = models.CharField(max_length=100)
    source = models.CharField(max_length=300)
    added_at = models.DateTimeField(null=True)
    added_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True)
    removed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    # When the open clocks had been counted again, after it was said and after it was taken back.
    settled_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager] = HolidayOverrideQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(source=""), name="holiday_override_says_why"
            ),
            models.UniqueConstraint(
                fields=["day"],
                condition=Q(removed_at__isnull=True),
                name="holiday_override_one_a_day",
            ),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True, removed_by__isnull=True)
                | Q(removed_at__isnull=False, removed_by__isnull=False),
                name="holiday_override_removed_when_and_by",
            ),
        ]
        indexes = [
            models.Index(
                fields=["id"], condition=Q(settled_at__isnull=True), name="holiday_unsettled"
            )
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("holiday_remove", kwargs={"pk": self.pk})

    @property
    def kind(self) -> str:
        return "A working day" if self.is_working else "Not a working day"

    @property
    def standing_words(self) -> str:
        """Whether it counts, and since when and by whose word it does not."""
        if self.removed_at is None:
            return "Counts"
        return f"Taken back on {short_day(london_day(self.removed_at))} by {self.removed_by}"

    @property
    def effect(self) -> str:
        """Why a clock moved because of it, in words."""
        day = day_words(self.day)
        if self.removed_at is not None:
            return f"What was said of {day} ({self.name}) was taken back"
        return f"{day} is {'' if self.is_working else 'not '}a working day: {self.name}"


def overrides() -> Overrides:
    """The whole table, read once: a handful of one-off days."""
    known = {
        row.day: Override(is_working=row.is_working, name=row.name)
        for row in HolidayOverride.objects.standing()
    }
    return known.get
