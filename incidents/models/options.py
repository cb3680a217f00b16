"""What can be chosen in the notification's questions? Data: partnerships word these differently."""

from collections.abc import Mapping
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q


class OptionQuerySet(models.QuerySet["Option"]):
    def offered(self) -> Self:
        """What may be chosen today, in the order of the form."""
        return self.filter(is_offered=True).order_by("list", "position")

    def labels(self) -> Mapping[str, Mapping[str, str]]:
        """{list: {code: label}} of every option, also of those no longer offered."""
        found: dict[str, dict[str, str]] = {}
        for name, code, label in self.order_by("list", "position").values_list(
            "list", "code", "label"
        ):
            found.setdefault(name, {})[code] = label
        return found

    def statutory_codes(self) -> set[str]:
        """The criteria that make notifying the national Panel a legal duty."""
        return self._criteria(is_statutory=True)

    def death_codes(self) -> set[str]:
        """The criteria that say that a child died."""
        return self._criteria(is_death=True)

    def _criteria(self, **which: bool) -> set[str]:
        return set(self.filter(list="criterion", **which).values_list("code", flat=True))


class Option(models.Model):
    """One answer to choose, in one list of answers."""

    list = models.SlugField(max_length=40)
    code = models.SlugField(max_length=60)
    label = models.CharField(max_length=200)
    hint = models.CharField(max_length=300, blank=True)
    position = models.PositiveSmallIntegerField()
    is_offered = models.BooleanField(default=True)
    is_statutory = models.BooleanField(default=False)
    # Whether choosing this criterion says that a child died.
    is_death = models.BooleanField(default=False)

    objects: ClassVar[models.Manager] = OptionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["list", "code"], name="option_once"),
            models.CheckConstraint(
                condition=Q(is_statutory=False) | Q(list="criterion"),
                name="option_only_criteria_are_statutory",
            ),
        ]

    def __str__(self) -> str:
        return self.label
