"""What do members of a body promise about confidentiality, and who has?"""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.expressions import RawSQL

from partnership.models.body import Body
from shield.accounts.access import Access
from shield.accounts.models import User
from shield.core.roles_apart import only_grows


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def newest_first(self) -> Self:
        return self.order_by("-number")

    def current_of(self, body: Body) -> "Agreement | None":
        """The edition in force; None before the first."""
        return self.filter(body=body).newest_first().first()


class Agreement(models.Model):
    """One edition of a body's confidentiality agreement; an edition never changes.

    A new edition asks everybody to sign again.
    """

    append_only: ClassVar[bool] = True
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="agreements")
    number = models.PositiveSmallIntegerField()
    text = models.TextField(max_length=20_000)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    objects: ClassVar[models.Manager] = AgreementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["body", "number"], name="agreement_edition_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="agreement_counted_from_one"),
        ]
        triggers = only_grows()

    def __str__(self) -> str:
        return f"Confidentiality agreement, edition {self.number}"

    def is_signed_by(self, user: User) -> bool:
        return Signing.objects.filter(agreement=self, user=user).exists()


class Signing(models.Model):
    """A person signed one edition of an agreement, once."""

    append_only: ClassVar[bool] = True
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="signings")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreement", "user"], name="agreement_signed_once")
        ]
        triggers = only_grows()

    def __str__(self) -> str:
        return f"Signing {self.pk}"


def may_open(access: Access) -> RawSQL:
    """The keys of the bodies whose agreement in force a person has signed, or that need none."""

    def rows() -> models.QuerySet[Any, Any]:
        has_one = Agreement.objects.filter(body=OuterRef("pk"))
        latest_signed = has_one.filter(
            ~Exists(Agreement.objects.filter(body=OuterRef("body"), number__gt=OuterRef("number"))),
            signings__user_id=access.user_id or 0,
        )
        needs_none = Q(needs_agreement=None) | Q(needs_agreement=False)
        opened = Q(Exists(latest_signed)) | needs_none & ~Q(Exists(has_one))
        return Body.objects.filter(opened).values("pk")

    return access.keys("agreements", rows)
