"""What was added to a notification after it had been submitted?"""

from django.db import models

from incidents.models.incident import Incident
from shield.accounts.models import User
from shield.core.fields import EncryptedTextField


class Correction(models.Model):
    """A dated addition to a notification that was submitted; the notification itself stays."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="corrections")
    text = EncryptedTextField("What needs to be added or corrected?")
    authority_aware_at = models.DateTimeField(
        "When the local authority became aware, if that was recorded wrongly",
        null=True,
        blank=True,
    )
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    # A page sent twice adds one correction.
    form_token = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["incident", "form_token"], name="correction_once")
        ]

    def __str__(self) -> str:
        return f"Correction {self.pk}"
