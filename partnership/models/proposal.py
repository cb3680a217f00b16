"""What is asked to be put on a body's agenda, and what came of it?"""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from partnership.models.agreement import may_open
from partnership.models.body import Body, StandingItem, chaired_by
from partnership.models.meeting import Meeting
from partnership.permissions import Perm
from shield.accounts.access import access_of
from shield.accounts.models import User
from shield.core.links import numbered

Purpose = StandingItem.Purpose


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def visible_to(self, user: Any) -> Self:
        """One's own, and those to the bodies whose agendas one keeps or chairs.

        A restricted one besides only by name, as the item that comes of it; and none whose item is
        kept from them.
        """
        from partnership.models.agenda import proposals_kept_from

        access = access_of(user)
        own = Q(proposed_by=access.user_id)
        if not access.allows(Perm.OPEN):
            return self.none()
        led = Q()
        if not access.allows(Perm.KEEP):
            led = Q(body__in=chaired_by(user))
        named = ProposalReader.objects.filter(user_id=access.user_id or 0)
        if access.since is not None:
            named = named.filter(proposal__proposed_at__gte=access.since)
        open_to = Q(is_restricted=False) | (
            Q(pk__in=named.values("proposal")) & Q(body__in=may_open(access))
        )
        return self.filter(own | (led & open_to & ~Q(pk__in=proposals_kept_from(user))))

    def waiting(self) -> Self:
        return self.filter(answered_at=None)

    def aimed_at(self, meeting: Meeting) -> Self:
        """Those meant for a meeting, or for whichever of its body."""
        rows = self.filter(Q(meeting=meeting) | Q(meeting=None))
        return rows.filter(body=meeting.body_id)


class Proposal(models.Model):
    """Somebody, or another part of the portal, asks for an item on a body's agenda."""

    class Answer(models.TextChoices):
        TAKEN = "taken", "On an agenda"
        DECLINED = "declined", "Not taken"
        WITHDRAWN = "withdrawn", "Withdrawn"

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="proposals")
    # The meeting that it is meant for; None leaves that to whoever keeps the agenda.
    meeting = models.ForeignKey(
        Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="proposals"
    )
    title = models.CharField(max_length=200)
    purpose = models.CharField(max_length=20, choices=Purpose)
    minutes = models.PositiveSmallIntegerField("minutes wanted", null=True, blank=True)
    asks = models.TextField("what the body is asked", max_length=5000)
    # Where it comes from, when another part of the portal proposes it: a record and its page.
    source_kind = models.CharField(max_length=60, blank=True)
    source_reference = models.CharField(max_length=80, blank=True)
    source_url = models.CharField(max_length=300, blank=True)
    is_restricted = models.BooleanField(default=False)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    answer = models.CharField(max_length=20, choices=Answer, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    answered_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager] = ProposalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True, answered_by__isnull=True)
                | (~Q(answer="") & Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="proposal_answered_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(answer="declined") | ~Q(reason=""),
                name="proposal_declined_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return numbered("proposal_detail", self.pk)

    @property
    def purpose_words(self) -> str:
        return str(Purpose(self.purpose).label)

    @property
    def answer_words(self) -> str:
        return str(Proposal.Answer(self.answer).label) if self.answer else "Waits for an answer"


class ProposalReader(models.Model):
    """Somebody who reads a restricted proposal, and the restricted item that comes of it."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="readers")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["proposal", "user"], name="proposal_reader_once")
        ]

    def __str__(self) -> str:
        return f"Reader {self.pk} of a proposal"
