"""What was decided, at a meeting or between meetings, by whom, and who dissented?"""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from partnership.models.agenda import AgendaItem
from partnership.models.body import Body, chaired_by
from partnership.models.meeting import Meeting
from partnership.models.priority import Priority
from partnership.models.request import DecisionRequest, apart_from
from partnership.permissions import Perm
from shield.accounts.access import access_of, keys_of
from shield.accounts.models import User
from shield.core.links import numbered


class DecisionQuerySet(models.QuerySet["Decision"]):
    def visible_to(self, user: Any) -> Self:
        """The decisions of the bodies that a person reads; those on an item as far as the item.

        What stands in draft minutes is for those who keep or chair them, and for who wrote it
        down. What was decided on a request in which they have a conflict is not for them.
        """
        access = access_of(user)
        if not access.allows(Perm.OPEN):
            return self.none()
        rows = self.filter(
            Q(item__in=keys_of(AgendaItem, user))
            | Q(item=None, body__in=keys_of(Body, user))
            & ~Q(request__in=apart_from(access.user_id))
        )
        if access.allows(Perm.KEEP):
            return rows
        return rows.filter(
            Q(meeting=None)
            | Q(meeting__minutes__distributed_at__isnull=False, withdrawn_at=None)
            | Q(body__in=chaired_by(user))
            | Q(recorded_by=access.user_id)
        )

    def standing(self) -> Self:
        return self.filter(withdrawn_at=None)

    def newest_first(self) -> Self:
        return self.order_by("-decided_on", "-pk")


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
    # Rises with each change: two do not overwrite.
    version = models.PositiveIntegerField(default=0)
    # Of the form that it came with: a second click records nothing.
    form_token = models.UUIDField(null=True, blank=True, unique=True)

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

    @property
    def kind_words(self) -> str:
        if self.is_recommendation:
            return "Recommendation"
        return "At a meeting" if self.request_id is None else "Between meetings"
