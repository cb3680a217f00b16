"""What can be chosen in the questions of a form? Data: partnerships word these differently.

Each app has a table of its own, which it fills from a file of its own.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar, Self, TypeVar

from django.db import models, transaction

O = TypeVar("O", bound="Option")  # noqa: E741  an option


class OptionQuerySet(models.QuerySet[O]):
    def offered(self) -> Self:
        """What may be chosen today, in the order of the form."""
        return self.filter(is_offered=True).order_by("list", "position")

    def by_list(self) -> dict[str, list[O]]:
        """What may be chosen today: {list: options}."""
        found: dict[str, list[O]] = {}
        for option in self.offered():
            found.setdefault(option.list, []).append(option)
        return found

    def labels(self) -> Mapping[str, Mapping[str, str]]:
        """{list: {code: label}} of every option, also of those no longer offered."""
        found: dict[str, dict[str, str]] = {}
        for name, code, label in self.order_by("list", "position").values_list(
            "list", "code", "label"
        ):
            found.setdefault(name, {})[code] = label
        return found


class Option(models.Model):
    """One answer to choose, in one list of answers."""

    list = models.SlugField(max_length=40)
    code = models.SlugField(max_length=60)
    label = models.CharField(max_length=200)
    hint = models.CharField(max_length=300, blank=True)
    position = models.PositiveSmallIntegerField()
    is_offered = models.BooleanField(default=True)

    objects: ClassVar[models.Manager] = OptionQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(fields=["list", "code"], name="%(app_label)s_%(class)s_once")
        ]

    def __str__(self) -> str:
        return self.label


def load_options(model: Any, path: Path) -> int:
    """Add the file's options that are not there yet; returns how many were added.

    The file holds `{list: [{"code": …, "label": …, "hint": …}, …]}`, in the order of the form. An
    option that a partnership has reworded or withdrawn stays as it is.
    """
    lists = json.loads(path.read_text(encoding="utf-8"))
    options = [
        model(list=name, position=position, **row)
        for name, rows in lists.items()
        for position, row in enumerate(rows, start=1)
    ]
    with transaction.atomic():
        before: int = model.objects.count()
        model.objects.bulk_create(options, ignore_conflicts=True)
        return model.objects.count() - before
