"""When was an agenda published, as which packs, and who has opened it?"""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from partnership.models.agenda import AgendaItem
from partnership.models.meeting import Meeting
from shield.accounts.access import keys_of
from shield.accounts.models import User
from shield.core.roles_apart import only_grows
from shield.documents.models import Document


class PublicationQuerySet(models.QuerySet["Publication"]):
    def visible_to(self, user: Any) -> Self:
        """Those that are about everything, and those about an item that a person reads."""
        return self.filter(Q(item=None) | Q(item__in=keys_of(AgendaItem, user)))

    def latest_first(self) -> Self:
        return self.order_by("-number")


class Publication(models.Model):
    """An agenda was published, for the first time or again; it never changes.

    One that is about a single item, such as for a paper that was replaced, is not there for those
    who do not read the item: each reader counts the editions that they see.
    """

    append_only: ClassVar[bool] = True
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="publications")
    item = models.ForeignKey(
        AgendaItem, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    number = models.PositiveSmallIntegerField()
    what_changed = models.CharField(max_length=500, blank=True)
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField()

    objects: ClassVar[models.Manager] = PublicationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="publication_once"),
            models.CheckConstraint(
                condition=Q(number=1) | ~Q(what_changed=""), name="publication_again_says_why"
            ),
            models.CheckConstraint(
                condition=Q(item__isnull=True) | Q(number__gt=1), name="publication_first_is_whole"
            ),
        ]
        triggers = only_grows()

    def __str__(self) -> str:
        return f"Agenda, edition {self.number}"


class Pack(models.Model):
    """The pack of one publication for one set of items: everybody who may read the same gets it."""

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="packs")
    # The key by which readers share a pack: a digest of all that they read (`services/packs.py`).
    reads = models.CharField(max_length=500)
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="pack")
    requested_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["publication", "reads"], name="pack_once")]

    def __str__(self) -> str:
        return f"Pack {self.pk}"


class Opened(models.Model):
    """A person has opened a published agenda or its pack: when first."""

    append_only: ClassVar[bool] = True
    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="opened")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=10, choices=[("agenda", "Agenda"), ("pack", "Pack")])
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["publication", "user", "what"], name="opened_once")
        ]
        triggers = only_grows()

    def __str__(self) -> str:
        return f"Opening {self.pk}"
