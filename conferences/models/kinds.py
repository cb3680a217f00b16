"""Which kinds of conference are there, and by which rules do they count? Data, for new ones."""

from typing import ClassVar, Self

from django.db import models


class ConferenceKindQuerySet(models.QuerySet["ConferenceKind"]):
    def offered(self) -> Self:
        """What may be chosen today, in the order of the form."""
        return self.filter(is_offered=True).order_by("position", "pk")


class ConferenceKind(models.Model):
    """Initial, review, pre-birth, transfer-in: a partnership may hold others."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=100)
    hint = models.CharField(max_length=300, blank=True)
    position = models.PositiveSmallIntegerField()
    is_offered = models.BooleanField(default=True)
    # Names of rules in the register: by which it must be held; by which reports are due, back
    # from the conference; by which a child's next review is due.
    hold_rule = models.CharField(max_length=60, blank=True)
    # How is asked from when that counts; empty where no such rule is.
    hold_question = models.CharField(max_length=200, blank=True)
    report_rule = models.CharField(max_length=60)
    next_rule = models.CharField(max_length=60)
    # For how many months what is said there is kept, from when nothing follows on it any more
    # (`services/retention.py`).
    keep_months = models.PositiveSmallIntegerField(default=36)
    # Whether its reports say what has changed since the last conference.
    is_review = models.BooleanField(default=False)

    objects: ClassVar[models.Manager] = ConferenceKindQuerySet.as_manager()

    class Meta:
        constraints = [
            # A typing error must not erase what was said yesterday.
            models.CheckConstraint(
                condition=models.Q(keep_months__gte=12), name="conference_kept_a_year_or_more"
            )
        ]

    def __str__(self) -> str:
        return self.name
