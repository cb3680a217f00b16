"""Who is invited to a meeting, and what have they answered?"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q

from partnership.models.seat import Holding, Seat
from partnership.permissions import Perm
from shield.accounts.access import Access, access_of
from shield.accounts.models import User


class Answer(models.TextChoices):
    ATTENDING = "attending", "Attending"
    APOLOGIES = "apologies", "Apologies"
    DEPUTY = "deputy", "Sends a deputy"


class InvitedQuerySet(models.QuerySet["Invited"]):
    def present(self) -> Self:
        """Those who are invited still."""
        return self.filter(withdrawn_at=None)

    def coming_to(self, user: Any, *, at: datetime, most: int) -> Sequence["Invited"]:
        """To which meetings yet to end somebody is asked, as themselves or as a named deputy.

        The first ones by day. Only those that they may read, which is asked where there are any:
        nearly nobody's home page needs it, and `visible_to` would cost it half as much again.
        """
        rows = self.filter(
            Q(user_id=user.pk) | Q(deputy_id=user.pk),
            withdrawn_at=None,
            meeting__status="confirmed",
            meeting__ends_at__gte=at,
        )
        rows = rows.select_related("meeting__body", "deputy")
        found = list(rows.order_by("meeting__starts_at", "meeting_id", "pk")[: most * 4])
        if not found:
            return []
        access = access_of(user)
        since = access.since
        bodies = set(Holding.objects.record_ids_of(access))
        return [one for one in found if one.is_open_to(user.pk, bodies, since)][:most]

    def guests(self, access: Access) -> Self:
        """By which somebody reads a meeting as a co-opted person or a named deputy, until it ends.

        A deputy stands in for the seat still: by standing, or as a colleague of its agency. What
        they were asked before they left and came back is over.
        """
        standing = Holding.objects.of(access).filter(is_deputy=True)
        stands_in = Q(seat__agency__in=access.works_with(Perm.OPEN)) | Q(
            seat__in=standing.values("seat")
        )
        coopted, named = Q(seat=None, user_id=access.user_id), Q(deputy_id=access.user_id)
        if access.since is not None:
            coopted &= Q(invited_at__gte=access.since)
            named &= Q(answered_at__gte=access.since)
        return self.present().filter(
            coopted | named & stands_in,
            meeting__status="confirmed",
            meeting__ends_at__gte=access.at,
        )


class Invited(models.Model):
    """One person is invited to one meeting: for the seat that they hold, or as a guest."""

    meeting = models.ForeignKey(
        "partnership.Meeting", on_delete=models.PROTECT, related_name="invited"
    )
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    seat = models.ForeignKey(Seat, null=True, on_delete=models.PROTECT, related_name="+")
    # A guest of this item alone; None of one who is asked to the whole meeting.
    item = models.ForeignKey(
        "partnership.AgendaItem", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # A standing deputy, who comes when the holder does not.
    is_deputy = models.BooleanField(default=False)
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    # No longer invited: they have left the seat, or the co-option was ended.
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=20, choices=Answer, blank=True)
    deputy = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    answered_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager] = InvitedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "user"], name="invited_once"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True, answered_by__isnull=True)
                | (~Q(answer="") & Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="invited_answered_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(
                    answer=Answer.DEPUTY, deputy__isnull=False, seat__isnull=False, is_deputy=False
                )
                & ~Q(deputy=F("user"))
                | (~Q(answer=Answer.DEPUTY) & Q(deputy__isnull=True)),
                name="invited_sends_a_deputy",
            ),
            models.CheckConstraint(
                condition=Q(item__isnull=True) | Q(seat__isnull=True, is_deputy=False),
                name="invited_guest_of_an_item",
            ),
            models.CheckConstraint(
                condition=Q(is_deputy=False) | Q(seat__isnull=False),
                name="invited_deputy_has_a_seat",
            ),
        ]
        indexes = [models.Index(fields=["deputy"], name="invited_deputy")]

    def __str__(self) -> str:
        return f"Invitation {self.pk}"

    def is_open_to(self, user_id: int, bodies: Collection[int], since: datetime | None) -> bool:
        """Whether somebody reads the meeting by it who has seats in `bodies`, or as its guest."""
        if self.user_id == user_id and self.seat_id is not None:
            return self.meeting.body_id in bodies
        begun = self.invited_at if self.user_id == user_id else self.answered_at
        return since is None or (begun is not None and begun >= since)

    @property
    def as_words(self) -> str:
        """As what they are invited."""
        if self.seat is None:
            return "Co-opted for this meeting"  # for which item is not for everybody to know
        return f"{self.seat}, standing deputy" if self.is_deputy else str(self.seat)

    @property
    def answer_words(self) -> str:
        if not self.answer:
            return "No answer yet"
        words = str(Answer(self.answer).label)
        return f"{words}: {self.deputy}" if self.deputy else words
