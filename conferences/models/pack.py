"""Which packs were made of a conference's reports, and with which agencies were they shared?"""

from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from conferences.models.conference import Conference, Status
from conferences.models.requests import ReportRequest, RequestStatus
from shield.accounts.access import keys_of
from shield.accounts.models import Agency, User
from shield.core.fields import EncryptedTextField
from shield.documents.models import Document
from shield.documents.workflow import FAILED, READY, WAITING


class PackQuerySet(models.QuerySet["Pack"]):
    def visible_to(self, user: Any) -> Self:
        """Those of the conferences that somebody may read; what is shared is seen by its share."""
        return self.filter(conference__in=keys_of(Conference, user))

    def newest_first(self) -> Self:
        return self.select_related("document", "annex", "made_by").order_by("-number")


class Pack(models.Model):
    """All that agencies had reported to a conference at one moment, as one PDF.

    What must be kept from the family stands apart, in the annex; none where nothing is. It never
    changes: what comes later is in a pack that is made later.
    """

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="packs")
    number = models.PositiveSmallIntegerField()
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="+")
    annex = models.OneToOneField(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    form_token = models.UUIDField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar[models.Manager] = PackQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conference", "number"], name="conf_pack_number_once"),
            models.UniqueConstraint(fields=["conference", "form_token"], name="conf_pack_once"),
        ]

    def __str__(self) -> str:
        return f"Pack {self.number}"

    @property
    def slowest(self) -> Document:
        """The part by which the whole is judged: one that was given up, then one that waits."""
        parts = [one for one in (self.document, self.annex) if one is not None]
        return min(parts, key=lambda one: (FAILED, WAITING, READY).index(one.status))

    @property
    def status(self) -> str:
        """Ready once all of it is; failed as soon as a part of it is given up."""
        return str(self.slowest.status)

    @property
    def is_ready(self) -> bool:
        return self.status == READY


class PackShareQuerySet(models.QuerySet["PackShare"]):
    def current(self) -> Self:
        return self.filter(ended_at__isnull=True)

    def visible_to(self, user: Any) -> Self:
        """Those by which somebody reads a pack now, since they read what their agency was asked.

        An agency that is no longer asked reads none, nor does anybody of a cancelled conference.
        """
        return (
            self.current()
            .filter(request__in=keys_of(ReportRequest, user))
            .exclude(request__status=RequestStatus.WITHDRAWN)
            .exclude(pack__conference__status=Status.CANCELLED)
        )

    def in_full(self) -> Self:
        return self.select_related(
            "pack__conference", "pack__document", "pack__annex", "request__agency", "agency",
            "shared_by", "ended_by",
        )  # fmt: skip


class PackShare(models.Model):
    """An agency that was asked reads a pack: since when, by whose word, until when and why."""

    pack = models.ForeignKey(Pack, on_delete=models.PROTECT, related_name="shares")
    request = models.ForeignKey(ReportRequest, on_delete=models.PROTECT, related_name="packs")
    # Which agency that was: the request may go over to another one (`services/successors.py`).
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    with_annex = models.BooleanField(default=False)
    shared_at = models.DateTimeField()
    shared_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    # Nobody, where the agency has ended.
    ended_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_because = EncryptedTextField("Why does the agency read it no longer?", blank=True)

    objects: ClassVar[models.Manager] = PackShareQuerySet.as_manager()

    class Meta:
        constraints = [
            # An agency reads one pack of a conference: the one that it was given last.
            models.UniqueConstraint(
                fields=["request"], condition=Q(ended_at__isnull=True), name="conf_pack_shared_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True, ended_because="")
                | (Q(ended_at__isnull=False) & ~Q(ended_because="")),
                name="conf_pack_share_ended_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"Share {self.pk}"

    def end(self, *, by: User | None, because: str, at: datetime) -> None:
        self.ended_at, self.ended_by, self.ended_because = at, by, because
        self.save(update_fields=["ended_at", "ended_by", "ended_because"])
