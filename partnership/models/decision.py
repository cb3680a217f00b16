"""What was decided, at a meeting or between meetings, by whom, and who dissented?"""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from partnership.models.agenda import AgendaItem
from partnership.models.body import Body
from partnership.models.meeting import Meeting
from partnership.models.priority import Priority
from partnership.permissions import Perm
from shield.accounts.access import access_of, visible
from shield.accounts.models import Agency, User
from shield.clocks.models import Clock
from shield.core.links import numbered
from shield.core.roles_apart import only_grows


class RequestStatus(models.TextChoices):
    OPEN = "open", "Open"
    AGREED = "agreed", "Agreed by all"
    REFUSED = "refused", "Not agreed"
    LAPSED = "lapsed", "Lapsed without every answer"
    WITHDRAWN = "withdrawn", "Withdrawn"


class DecisionRequestQuerySet(models.QuerySet["DecisionRequest"]):
    def visible_to(self, user: Any) -> Self:
        """Those to the bodies that a person reads."""
        return self.filter(body__in=Body.objects.visible_to(user))

    def open(self) -> Self:
        return self.filter(status=RequestStatus.OPEN)


class DecisionRequest(models.Model):
    """Between meetings, a body is asked: decided only once each statutory partner has agreed."""

    reference = models.CharField(max_length=20, unique=True)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="requests")
    title = models.CharField(max_length=200)
    question = models.TextField("what is to be decided", max_length=5000)
    why_now = models.CharField("why it cannot wait for the meeting", max_length=500)
    status = models.CharField(max_length=20, choices=RequestStatus, default=RequestStatus.OPEN)
    # The partners that had to answer when it was asked, as ids of agencies.
    partners = models.ManyToManyField(Agency, related_name="+")
    clock = models.OneToOneField(Clock, on_delete=models.PROTECT, related_name="+")
    requested_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_because = models.CharField(max_length=500, blank=True)

    objects: ClassVar[models.Manager] = DecisionRequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status="open", closed_at__isnull=True)
                | (~Q(status="open") & Q(closed_at__isnull=False)),
                name="decision_request_closed_at",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference}: {self.title}"

    def get_absolute_url(self) -> str:
        return numbered("decision_request_detail", self.pk)


class RequestAnswer(models.Model):
    """The answer of one statutory partner, by one person, who answers for no other."""

    class Answer(models.TextChoices):
        AGREE = "agree", "Agrees"
        DISAGREE = "disagree", "Does not agree"

    append_only: ClassVar[bool] = True
    request = models.ForeignKey(DecisionRequest, on_delete=models.PROTECT, related_name="answers")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=20, choices=Answer)
    reasons = models.TextField(max_length=2000, blank=True)
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "agency"], name="request_answered_once"),
            models.UniqueConstraint(fields=["request", "user"], name="request_answered_for_one"),
            models.CheckConstraint(
                condition=Q(answer="agree") | ~Q(reasons=""), name="request_refused_with_reasons"
            ),
        ]
        triggers = only_grows()

    def __str__(self) -> str:
        return f"Answer {self.pk}"


class RequestConflict(models.Model):
    """A person has a conflict of interest in a request, and so does not answer it."""

    append_only: ClassVar[bool] = True
    request = models.ForeignKey(DecisionRequest, on_delete=models.PROTECT, related_name="conflicts")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=500)
    declared_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "user"], name="request_conflict_once")
        ]
        triggers = only_grows()

    def __str__(self) -> str:
        return f"Conflict {self.pk}"


class DecisionQuerySet(models.QuerySet["Decision"]):
    def visible_to(self, user: Any) -> Self:
        """The decisions of the bodies that a person reads; those on an item as far as the item.

        What stands in draft minutes is for those who keep or chair them.
        """
        access = access_of(user)
        if not access.allows(Perm.OPEN):
            return self.none()
        read = Body.objects.visible_to(user)
        rows = self.filter(
            Q(item=None, body__in=read) | Q(item__in=AgendaItem.objects.visible_to(user))
        )
        if access.allows(Perm.KEEP):
            return rows
        chaired = visible(Body.objects.all(), user, Perm.CHAIR)
        return rows.filter(
            Q(meeting=None)
            | Q(meeting__minutes__distributed_at__isnull=False)
            | Q(body__in=chaired)
        )

    def standing(self) -> Self:
        return self.filter(withdrawn_at=None)


class Decision(models.Model):
    """One decision of a body, or one recommendation of a body that could not decide."""

    reference = models.CharField(max_length=20, unique=True)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="decisions")
    meeting = models.ForeignKey(
        Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="decisions"
    )
    item = models.ForeignKey(
        AgendaItem, null=True, blank=True, on_delete=models.PROTECT, related_name="decisions"
    )
    request = models.OneToOneField(
        DecisionRequest, null=True, blank=True, on_delete=models.PROTECT, related_name="decision"
    )
    is_recommendation = models.BooleanField(default=False)
    text = models.TextField("what was decided", max_length=5000)
    reasons = models.TextField(max_length=5000, blank=True)
    # Who agreed and who did not, as agencies or posts with their words.
    agreed = models.JSONField(default=list, blank=True)  # ["Northshire Police: Superintendent"]
    dissent = models.TextField(max_length=2000, blank=True)
    # Whether the body could decide then, with its working, as `quorum.Working` writes it.
    quorum = models.JSONField(default=dict, blank=True)
    priority = models.ForeignKey(
        Priority, null=True, blank=True, on_delete=models.PROTECT, related_name="decisions"
    )
    decided_on = models.DateField()
    recorded_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    # Taken back while the minutes were a draft; the number is not given again.
    withdrawn_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager] = DecisionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(meeting__isnull=False, item__isnull=False, request__isnull=True)
                | Q(meeting__isnull=True, item__isnull=True, request__isnull=False),
                name="decision_of_a_meeting_or_a_request",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="decision_withdrawn_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["body", "-decided_on"], name="decision_by_body"),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return numbered("decision_detail", self.pk)
