"""Who of the family may be a relative of somebody who works here, and what was found?"""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from conferences.models.conference import Conference
from conferences.models.people import Child, FamilyGuest
from shield.accounts.models import User
from shield.core.fields import EncryptedTextField


class RelativeFlagQuerySet(models.QuerySet["RelativeFlag"]):
    def open(self) -> Self:
        """Those of which nobody has said yet whether it is so."""
        return self.filter(decided_at=None)

    def shown_to(self, user: Any) -> Self:
        """Never to the person whom a flag is about, whatever they run."""
        return self.exclude(user=user.pk)


class RelativeFlag(models.Model):
    """Somebody of a conference bears a name of a member of staff: so, or not so, and who said it.

    One for each person of the family and each member of staff: what was dismissed stays dismissed.
    """

    class By(models.TextChoices):
        NAME = "name", "The same first name and surname"
        OTHER_NAME = "other_name", "Another name used by the child"

    class Decision(models.TextChoices):
        CONFIRMED = "confirmed", "Confirmed"
        DISMISSED = "dismissed", "Dismissed"

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="relatives")
    child = models.ForeignKey(
        Child, null=True, blank=True, on_delete=models.PROTECT, related_name="relatives"
    )
    guest = models.ForeignKey(
        FamilyGuest, null=True, blank=True, on_delete=models.PROTECT, related_name="relatives"
    )
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    by = models.CharField(max_length=20, choices=By)
    raised_at = models.DateTimeField()
    decision = models.CharField(max_length=20, choices=Decision, blank=True)
    reason = EncryptedTextField(blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects: ClassVar[models.Manager] = RelativeFlagQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["child", "user"], name="conf_relative_child_once"),
            models.UniqueConstraint(fields=["guest", "user"], name="conf_relative_guest_once"),
            models.CheckConstraint(
                condition=Q(child__isnull=True, guest__isnull=False)
                | Q(child__isnull=False, guest__isnull=True),
                name="conf_relative_of_one_person",
            ),
            models.CheckConstraint(
                condition=Q(decision="", decided_at__isnull=True, decided_by__isnull=True)
                | (~Q(decision="") & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="conf_relative_decided_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"Flag {self.pk}"

    @property
    def person(self) -> Child | FamilyGuest:
        found = self.child or self.guest
        assert found is not None
        return found
