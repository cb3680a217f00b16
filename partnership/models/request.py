"""What is a body asked between its meetings, and what did each statutory partner answer?"""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from partnership.models.body import Body
from partnership.models.priority import Priority
from shield.accounts.access import access_of, keys_of
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


def apart_from(user_id: int | None) -> models.QuerySet[Any, Any]:
    """The requests in which a person has declared a conflict of interest, by their ids."""
    return RequestConflict.objects.filter(Q(user_id=user_id)).values("request")


class DecisionRequestQuerySet(models.QuerySet["DecisionRequest"]):
    def visible_to(self, user: Any) -> Self:
        """Those to the bodies that a person reads.

        One in which they have declared a conflict is not for them, unless they asked it.
        """
        access = access_of(user)
        rows = self.filter(body__in=keys_of(Body, user))
        return rows.filter(Q(requested_by=access.user_id) | ~Q(pk__in=apart_from(access.user_id)))

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
    priority = models.ForeignKey(
        Priority, null=True, blank=True, on_delete=models.PROTECT, related_name="requests"
    )
    # Where it comes from, when another part of the portal asks: a record and its page.
    source_kind = models.CharField(max_length=60, blank=True)
    source_reference = models.CharField(max_length=80, blank=True)
    source_url = models.CharField(max_length=300, blank=True)
    # The partners that had to answer when it was asked.
    partners = models.ManyToManyField(Agency, related_name="+")
    clock = models.OneToOneField(Clock, on_delete=models.PROTECT, related_name="+")
    requested_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    # Whose answer or withdrawal closed it; nobody's where it lapsed.
    closed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    closed_because = models.CharField(max_length=500, blank=True)

    objects: ClassVar[models.Manager] = DecisionRequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status="open", closed_at__isnull=True, closed_by__isnull=True)
                | Q(status="lapsed", closed_at__isnull=False, closed_by__isnull=True)
                | Q(
                    status__in=("agreed", "refused", "withdrawn"),
                    closed_at__isnull=False,
                    closed_by__isnull=False,
                ),
                name="decision_request_closed_at",
            ),
            models.CheckConstraint(
                condition=Q(status="withdrawn", closed_because__gt="")
                | (~Q(status="withdrawn") & Q(closed_because="")),
                name="decision_request_withdrawn_with_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["body", "-requested_at"], name="decision_request_by_body"),
            models.Index(
                fields=["source_kind", "source_reference"],
                condition=~Q(source_reference=""),
                name="decision_request_by_source",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference}: {self.title}"

    def get_absolute_url(self) -> str:
        return numbered("decision_request_detail", self.pk)

    @property
    def is_open(self) -> bool:
        return self.status == RequestStatus.OPEN

    @property
    def status_words(self) -> str:
        return str(RequestStatus(self.status).label)


class RequestAnswer(models.Model):
    """The answer of one statutory partner, by one person, who answers for no other."""

    class Answer(models.TextChoices):
        AGREE = "agree", "Agrees"
        DISAGREE = "disagree", "Does not agree"

    append_only: ClassVar[bool] = True
    request = models.ForeignKey(DecisionRequest, on_delete=models.PROTECT, related_name="answers")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    # As what: the post that gave it, in words, whoever holds that post later.
    post = models.CharField(max_length=500)
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

    @property
    def answer_words(self) -> str:
        return str(self.Answer(self.answer).label)


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
