"""Who may see one conference, beside those who run it: named, shut out, or let in at need?"""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from conferences.models.conference import Conference
from shield.accounts.models import CaseExclusion, CaseGrant, CaseOpening, User
from shield.accounts.reach import Path, Reach
from shield.core.fields import EncryptedTextField
from shield.core.links import numbered


class ConferenceGrant(CaseGrant):
    """One person may read one conference; of a restricted one these are its access list."""

    record = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="grants")


class ConferenceExclusion(CaseExclusion):
    """One person may not see one conference, nor any request inside it."""

    record = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="exclusions")


class ConferenceOpening(CaseOpening):
    """Somebody opened a conference that they may not see, in an emergency."""

    record = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="openings")

    reach: ClassVar[Reach] = Reach(paths=(Path("partnership"),))

    def __str__(self) -> str:
        return f"Opening {self.pk}"

    @property
    def reference(self) -> str:
        return self.record.label

    def get_absolute_url(self) -> str:
        return numbered("conference_opening_detail", self.pk)


class ConferenceRestriction(models.Model):
    """A conference is kept to those named: who said so, when and why, and who ended it."""

    record = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="restrictions")
    reason = EncryptedTextField()
    restricted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    restricted_at = models.DateTimeField()
    lift_reason = EncryptedTextField(blank=True)
    lifted_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["record"], condition=Q(lifted_at=None), name="conference_restricted_once"
            ),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True, lifted_by__isnull=True)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="conference_restriction_lifted_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"Restriction {self.pk}"
