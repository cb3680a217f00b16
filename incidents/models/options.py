"""What can be chosen in the notification's questions, and which choices start a legal duty?"""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from shield.core import options


class OptionQuerySet(options.OptionQuerySet["Option"]):
    def statutory_codes(self) -> set[str]:
        """The criteria that make notifying the national Panel a legal duty."""
        return self._criteria(is_statutory=True)

    def death_codes(self) -> set[str]:
        """The criteria that say that a child died."""
        return self._criteria(is_death=True)

    def _criteria(self, **which: bool) -> set[str]:
        return set(self.filter(list="criterion", **which).values_list("code", flat=True))


class Option(options.Option):
    """One answer to choose; in the list of criteria also what follows from it."""

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
