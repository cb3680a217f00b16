"""What keeps conferences from being erased, though their time is over?"""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from conferences.models.chains import chain_of
from conferences.models.conference import Conference
from conferences.permissions import Perm
from shield.accounts import kept
from shield.accounts.access import visible
from shield.accounts.models import User
from shield.accounts.reach import Path, Reach
from shield.core.fields import EncryptedTextField
from shield.core.links import numbered


class LegalHoldQuerySet(models.QuerySet["LegalHold"]):
    def visible_to(self, user: Any) -> Self:
        """The holds that a person keeps, but those of families from which they are shut out."""
        rows: Any = visible(self, user, Perm.HOLD)
        shut = kept.shut_out(Conference, user).values_list("pk", flat=True)
        found: Self = rows.exclude(conference__in=chain_of(shut))
        return found

    def standing(self) -> Self:
        return self.filter(lifted_at=None)

    def for_list(self) -> Self:
        return self.select_related("conference", "placed_by", "lifted_by")


class LegalHold(models.Model):
    """Nothing said of a conference's children is erased while it stands: of this one, or of all.

    It is about a conference and with it those before and after it of the same family; without one
    about every conference there is, as a public inquiry may ask.
    """

    reach: ClassVar[Reach] = Reach(paths=(Path("partnership"),))

    conference = models.ForeignKey(
        Conference, null=True, blank=True, on_delete=models.PROTECT, related_name="holds"
    )
    reason = EncryptedTextField("Why must it be kept?")
    placed_at = models.DateTimeField()
    placed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    lift_reason = EncryptedTextField("Why may it be lifted?", blank=True)
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    form_token = models.UUIDField(unique=True)

    objects: ClassVar[models.Manager] = LegalHoldQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True, lifted_by__isnull=True, lift_reason="")
                | (Q(lifted_at__isnull=False, lifted_by__isnull=False) & ~Q(lift_reason="")),
                name="conference_hold_lifted_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"Hold {self.pk}"

    @property
    def of_words(self) -> str:
        return self.conference.reference if self.conference else "Every conference"

    def get_absolute_url(self) -> str:
        return numbered("legal_hold_detail", self.pk)
