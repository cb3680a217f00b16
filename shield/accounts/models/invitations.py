"""What is true of a role that was offered by email?"""

from datetime import datetime
from typing import ClassVar, Self

from django.db import connection, models
from django.db.models import F, Q
from django.urls import reverse

from shield.accounts.access import Role, roles
from shield.accounts.models.people import Agency, User
from shield.accounts.permissions import Perm
from shield.accounts.reach import Path, Reach

ANY_WAITS = (
    "SELECT EXISTS (SELECT FROM accounts_invitation WHERE user_id = %s AND expires_at > %s "
    "AND accepted_at IS NULL AND declined_at IS NULL AND withdrawn_at IS NULL)"
)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def unanswered(self) -> Self:
        """Those that nobody took up, declined or took back, old ones included."""
        return self.filter(accepted_at=None, declined_at=None, withdrawn_at=None)

    def waiting(self, at: datetime) -> Self:
        """Those that can be answered at a moment."""
        return self.unanswered().filter(expires_at__gt=at)

    def any_waits(self, user_id: int, at: datetime) -> bool:
        """Whether somebody has one to answer, in few steps: each home page asks."""
        with connection.cursor() as cursor:
            cursor.execute(ANY_WAITS, [user_id, at])
            return bool(cursor.fetchone()[0])


class Invitation(models.Model):
    """A role in an agency, offered by email: held once the person takes it up.

    Whoever is new chooses a password with it, whoever has an account signs in. What the inviter
    sees is what they wrote themselves, so that nobody learns here who has an account. The token
    itself is never stored. `sent_at` stays empty until a mail server took the email: the inviter
    sees that and sends again.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="invitations")
    full_name = models.CharField(max_length=200, blank=True)
    post = models.CharField(max_length=200, blank=True)
    agency = models.ForeignKey(
        Agency, null=True, on_delete=models.PROTECT, related_name="invitations"
    )
    role = models.CharField(max_length=40, blank=True)
    starts_on = models.DateField(null=True)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="invitations_sent"
    )
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    reach: ClassVar[Reach] = Reach(
        paths=(
            Path("partnership", gives=frozenset({Perm.MANAGE, Perm.MANAGE_ALL})),
            Path("agency", agency="agency", gives=frozenset({Perm.MANAGE})),
        )
    )
    objects: ClassVar[models.Manager] = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "agency", "role"],
                condition=Q(accepted_at=None, declined_at=None, withdrawn_at=None),
                nulls_distinct=False,
                name="invitation_waits_once",
            ),
            models.CheckConstraint(
                condition=Q(declined_at=None, withdrawn_at=None)
                | Q(accepted_at=None, withdrawn_at=None)
                | Q(accepted_at=None, declined_at=None),
                name="invitation_has_one_answer",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("invited_at")),
                name="invitation_expires_after_it_is_sent",
            ),
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("invitation_detail", kwargs={"pk": self.pk})

    def is_open(self, at: datetime) -> bool:
        answers = (self.accepted_at, self.declined_at, self.withdrawn_at)
        return not any(answers) and at < self.expires_at

    @property
    def role_held(self) -> Role | None:
        """What the role means; None for a role that has since been abolished."""
        return roles().get(self.role)
