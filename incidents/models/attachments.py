"""Which files were brought along with a notification?"""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F

from incidents.models.incident import Incident
from shield.accounts.models import User
from shield.core.fields import EncryptedTextField
from shield.documents.models import Brought, BroughtQuerySet


class AttachmentQuerySet(BroughtQuerySet["Attachment"]):
    def present(self) -> Self:
        return super().present().select_related("shut__shut_by")

    def number_of(self, incident: Incident) -> int:
        """How many files a notification has."""
        return self.filter(record=incident, removed_at=None).count()


class Attachment(Brought):
    """A file that belongs to one notification."""

    record = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="attachments")

    objects: ClassVar[models.Manager] = AttachmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(F("record"), F("form_token"), name="attachment_added_once"),
            models.CheckConstraint(
                condition=Brought.REMOVED_BY_SOMEBODY, name="attachment_removed_by_somebody"
            ),
        ]

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
