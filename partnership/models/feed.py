"""By which secret address does a calendar follow somebody's meetings?"""

from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q

from partnership.models.body import Body
from shield.accounts.models import User


class FeedTokenQuerySet(models.QuerySet["FeedToken"]):
    def live(self) -> Self:
        """Those that were not ended."""
        return self.filter(revoked_at=None)

    def of(self, user: Any) -> Self:
        """Somebody's own, the newest first."""
        return self.filter(user_id=user.pk).order_by("-created_at", "-pk")


class FeedToken(models.Model):
    """Whoever shows the token reads the days of one person's meetings, of one body or of all.

    What it opens is asked of the person anew each time; the token itself is not kept, only a hash.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(Body, null=True, on_delete=models.PROTECT, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    # The day is enough to see whether anybody still asks.
    last_used_on = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager] = FeedTokenQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(token_hash__regex=r"^[0-9a-f]{64}$"),  # noqa: S106  no password
                name="feed_token_is_hashed",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True) | Q(revoked_at__gte=F("created_at")),
                name="feed_revoked_after_it_was_made",
            ),
        ]
        indexes = [models.Index(fields=["user", "-created_at"], name="feed_of_user")]

    def __str__(self) -> str:
        return self.words

    @property
    def words(self) -> str:
        """Whose meetings it shows."""
        return f"Meetings of {self.body}" if self.body else "All meetings that you read"

    def is_from_before(self, since: datetime | None) -> bool:
        """Whether it was made before its person left and came back."""
        return since is not None and self.created_at < since
