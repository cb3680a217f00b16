"""By which tables does a conference decide: categories of harm, and who must be there? Data."""

from datetime import date
from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models


class CategoryQuerySet(models.QuerySet["Category"]):
    def offered(self) -> Self:
        """What may be chosen today, in the order of the form."""
        return self.filter(is_offered=True).order_by("position", "pk")


class Category(models.Model):
    """Under which category a child has a child protection plan; guidance may change them."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=100)
    hint = models.CharField(max_length=300, blank=True)
    position = models.PositiveSmallIntegerField()
    is_offered = models.BooleanField(default=True)

    objects: ClassVar[models.Manager] = CategoryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "categories"

    def __str__(self) -> str:
        return self.name


class QuorumRuleQuerySet(models.QuerySet["QuorumRule"]):
    def in_force(self, day: date) -> "QuorumRule | None":
        """The rule that holds for a conference on a day."""
        return self.filter(valid_from__lte=day).order_by("-valid_from").first()


class QuorumRule(models.Model):
    """Who must be at a conference so that it can decide, from a day on, and who says so."""

    # Codes of kinds of agency (`AgencyKind`), of any one of which an agency must be there.
    agency_kinds = ArrayField(models.SlugField(max_length=60))
    # How that agency is called in the working.
    lead_name = models.CharField(max_length=100)
    # How many other agencies must be there beside it.
    others = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=300)
    valid_from = models.DateField(unique=True)

    objects: ClassVar[models.Manager] = QuorumRuleQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.lead_name} and {self.others} others"
