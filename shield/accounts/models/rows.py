"""What is true of each of several rows that a long form asks about?"""

from typing import ClassVar, Self, TypeVar

from django.db import models

from shield.accounts.models.people import User

R = TypeVar("R", bound="Row")


class RowQuerySet(models.QuerySet[R]):
    def present(self) -> Self:
        """The rows that have not been removed, in the order they were added."""
        return self.filter(removed_at__isnull=True).order_by("pk")


class Row(models.Model):
    """One of several: removing is undoable while the form is a draft.

    Abstract: each app has concrete tables with a foreign key to the record that is asked about,
    and a unique constraint on that key and `form_token`.
    """

    # The page that adds a row carries a token, so that sending it twice adds one row.
    form_token = models.UUIDField()
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar[models.Manager] = RowQuerySet.as_manager()

    class Meta:
        abstract = True
