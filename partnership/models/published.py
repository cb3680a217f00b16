"""What else do the published arrangements say? Kept until the apps that will own it are built."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from partnership.models.body import Body


class TimetableRowQuerySet(models.QuerySet["TimetableRow"]):
    def by_day(self) -> Self:
        return self.order_by("on", F("starts_at").asc(nulls_first=True), "order", "pk")


class TimetableRow(models.Model):
    """One line of a year's published timetable: a meeting of a body, a stage of work, an event.

    Without times it is a whole month, as its title says. A line with a body holds all that a
    meeting of it begins with.
    """

    year = models.CharField(max_length=20)
    on = models.DateField()
    starts_at = models.TimeField(null=True, blank=True)
    ends_at = models.TimeField(null=True, blank=True)
    title = models.CharField(max_length=200)
    body = models.ForeignKey(
        Body, null=True, blank=True, on_delete=models.PROTECT, related_name="timetable"
    )
    cycle = models.CharField(max_length=200, blank=True)
    stage = models.CharField(max_length=100, blank=True)
    order = models.PositiveIntegerField(default=0)

    objects: ClassVar[models.Manager] = TimetableRowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["on", "starts_at", "title", "body", "cycle"],
                nulls_distinct=False,
                name="timetable_row_once",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True)
                | Q(starts_at__isnull=False, ends_at__gt=F("starts_at")),
                name="timetable_row_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class TrainingActivity(models.Model):
    """One line of the published training offer, until the learning hub has a place for it."""

    activity = models.CharField(max_length=200, unique=True)
    audience_level = models.PositiveSmallIntegerField()
    cadence = models.CharField(max_length=100, blank=True)
    recommendation = models.CharField(max_length=300, blank=True)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(audience_level__gte=1, audience_level__lte=4),
                name="training_level_1_to_4",
            )
        ]

    def __str__(self) -> str:
        return self.activity


class PublishedPolicy(models.Model):
    """One line of the public policy page, until the policy library has a place for it."""

    section = models.CharField(max_length=200)
    title = models.CharField(max_length=300)
    edition = models.CharField(max_length=100, blank=True)
    kind = models.CharField(max_length=60)
    source = models.CharField(max_length=200, blank=True)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["section", "title", "edition"], name="published_policy_once"
            )
        ]

    def __str__(self) -> str:
        return self.title
