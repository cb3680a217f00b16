"""Which files were brought along with a notification?"""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from incidents.models.incident import Incident
from shield.accounts.models import User
from shield.core.fields import EncryptedTextField
from shield.documents.models import Upload


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def present(self) -> Self:
        """Those that nobody removed, in the order in which they came, with their files."""
        rows = self.filter(removed_at=None).select_related("upload__uploaded_by", "shut__shut_by")
        return rows.order_by("pk")

    def number_of(self, incident: Incident) -> int:
        """How many files a notification has."""
        return self.filter(record=incident, removed_at=None).count()


class Attachment(models.Model):
    """A file that belongs to one notification; whoever reads the one may read the other."""

    record = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="attachments")
    upload = models.OneToOneField(Upload, on_delete=models.PROTECT, related_name="+")
    form_token = models.UUIDField()
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects: ClassVar[models.Manager] = AttachmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(F("record"), F("form_token"), name="attachment_added_once"),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True, removed_by__isnull=True)
                | Q(removed_at__isnull=False, removed_by__isnull=False),
                name="attachment_removed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"Attachment {self.pk}"

    @property
    def shut_away(self) -> "ShutFile | None":
        """Who shut it away, when and why, if somebody did."""
        found: ShutFile | None = getattr(self, "shut", None)
        return found


class ShutFile(models.Model):
    """A file of what was submitted should not have been there: it is kept, and handed out no more.

    The file itself stays, as what was submitted does; nobody gets it through the portal.
    """

    attachment = models.OneToOneField(Attachment, on_delete=models.PROTECT, related_name="shut")
    reason = EncryptedTextField()
    shut_at = models.DateTimeField()
    shut_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"Shut file {self.pk}"
