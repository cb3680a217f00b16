"""Who may see one notification, beside roles: named, shut out, or let in at need?"""

from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from incidents.models.incident import Incident
from incidents.permissions import Perm
from shield.accounts.access import roles
from shield.accounts.models import CaseExclusion, CaseGrant, CaseOpening, Membership, User
from shield.accounts.reach import Path, Reach
from shield.core.fields import EncryptedTextField
from shield.core.links import numbered
from shield.core.london import london_day


def carrying(perm: str, scope: str) -> list[str]:
    """The roles of a scope that carry a permission."""
    return [one.id for one in roles().values() if one.scope == scope and perm in one.perms]


class GrantQuerySet(models.QuerySet["IncidentGrant"]):
    def keeping(self, at: datetime) -> Self:
        """Those that let in somebody whose role then decides who sees the notification."""
        lasts = Q(ends_at__isnull=True) | Q(ends_at__gt=at)
        decides, anywhere = (carrying(Perm.MANAGE_ACCESS, one) for one in ("agency", "partnership"))
        here = Q(role__in=decides, agency=OuterRef("record__agency"))
        holds = Membership.objects.current(london_day(at)).filter(
            here | Q(role__in=anywhere), user=OuterRef("user"), user__is_active=True
        )
        shut_out = IncidentExclusion.objects.filter(
            lasts, record=OuterRef("record"), user=OuterRef("user")
        )
        return self.filter(lasts, Exists(holds), ~Exists(shut_out))


class IncidentGrant(CaseGrant):
    """One person may do one thing with one notification (a scrutineer, for example)."""

    record = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="grants")

    objects: ClassVar[models.Manager] = GrantQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["user", "perm"]),
            models.Index(
                fields=["ends_at"],
                condition=Q(ends_at__isnull=False, settled_at__isnull=True),
                name="incident_grant_to_settle",
            ),
        ]


class IncidentExclusion(CaseExclusion):
    """One person may not see one notification: it may be about their own family."""

    record = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="exclusions")


class IncidentRestriction(models.Model):
    """A notification is kept to those named: who said so, when and why, and who ended it.

    Beside the grants: why somebody was named, and why the whole is restricted, are two reasons.
    Who restricted it is unknown where that was before this was kept: the audit says it.
    """

    record = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="restrictions")
    reason = EncryptedTextField(blank=True)
    restricted_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    restricted_at = models.DateTimeField(null=True, blank=True)
    lift_reason = EncryptedTextField(blank=True)
    lifted_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(restricted_at__isnull=True, restricted_by__isnull=True)
                | Q(restricted_at__isnull=False, restricted_by__isnull=False),
                name="incident_restricted_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["record"], condition=Q(lifted_at=None), name="incident_restricted_once"
            ),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True, lifted_by__isnull=True)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="incident_restriction_lifted_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"Restriction {self.pk}"


class IncidentOpening(CaseOpening):
    """Somebody opened a notification that they may not see, in an emergency."""

    record = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="openings")

    reach: ClassVar[Reach] = Reach(paths=(Path("partnership"),))

    def __str__(self) -> str:
        return f"Opening {self.pk}"

    @property
    def reference(self) -> str:
        return self.record.label

    def get_absolute_url(self) -> str:
        return numbered("opening_detail", self.pk)
