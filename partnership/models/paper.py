"""Which papers belong to an item of an agenda?"""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from partnership.models.agenda import AgendaItem
from shield.accounts.models import User
from shield.documents.models import Upload


def is_link(text: str) -> bool:
    """Whether a text leads to a secure page, or to a page of this portal."""
    is_ours = text.startswith("/") and not text.startswith(("//", "/\\"))
    return text.startswith("https://") or is_ours


class PaperQuerySet(models.QuerySet["Paper"]):
    def current(self) -> Self:
        """Those that were neither replaced nor taken back."""
        return self.filter(withdrawn_at=None, replaced_by=None)

    def in_order(self) -> Self:
        return self.order_by("order", "pk")


class Paper(models.Model):
    """A paper of an item: a file that was brought, or a link to a record or a page.

    One that replaces another keeps the old edition, which is readable still.
    """

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="papers")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    upload = models.OneToOneField(
        Upload, null=True, blank=True, on_delete=models.PROTECT, related_name="paper"
    )
    link = models.CharField(max_length=500, blank=True)
    edition = models.PositiveSmallIntegerField(default=1)
    replaces = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager] = PaperQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(upload__isnull=False, link="")
                | (
                    Q(upload__isnull=True)
                    & (Q(link__startswith="https://") | Q(link__startswith="/"))
                    & ~Q(link__startswith="//")
                ),
                name="paper_is_a_file_or_a_link",
            ),
            models.CheckConstraint(
                condition=Q(replaces__isnull=True, edition=1)
                | Q(replaces__isnull=False, edition__gt=1),
                name="paper_edition_replaces",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="paper_withdrawn_by_somebody",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title
