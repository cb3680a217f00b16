"""Over what do agencies differ, at which stage is it, who has answered, and how did it end?"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from partnership.clocks import after_quarter
from partnership.models.meeting import day_starts
from partnership.models.request import DecisionRequest
from partnership.permissions import Perm
from shield.accounts.access import access_of
from shield.accounts.models import Agency, User
from shield.clocks.models import Clock
from shield.core.links import numbered
from shield.core.roles_apart import only_grows


class EscalationStatus(models.TextChoices):
    OPEN = "open", "Open"
    ARBITRATION = "arbitration", "In arbitration"
    RESOLVED = "resolved", "Resolved"
    WITHDRAWN = "withdrawn", "Withdrawn"


STATUS_TAGS = {
    EscalationStatus.OPEN: "blue",
    EscalationStatus.ARBITRATION: "orange",
    EscalationStatus.RESOLVED: "green",
    EscalationStatus.WITHDRAWN: "grey",
}


class EscalationThemeQuerySet(models.QuerySet["EscalationTheme"]):
    def offered(self) -> Self:
        """Those that can be chosen."""
        return self.filter(is_offered=True)

    def in_order(self) -> Self:
        return self.order_by("order", "pk")


class EscalationTheme(models.Model):
    """What differences are about, in the partnership's own words."""

    name = models.CharField(max_length=100, unique=True)
    order = models.PositiveIntegerField(default=0)
    # One that is no longer chosen stays with what was counted under it.
    is_offered = models.BooleanField(default=True)

    objects: ClassVar[models.Manager] = EscalationThemeQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class EscalationQuerySet(models.QuerySet["Escalation"]):
    def visible_to(self, user: Any) -> Self:
        """Those of the agencies concerned, for their safeguarding leads; all, for who reads all."""
        access = access_of(user)
        if Perm.READ_ESCALATIONS in access.partnership:
            return self
        return self.concerning(access.agencies_with(Perm.READ_ESCALATIONS))

    def concerning(self, agencies: Iterable[int]) -> Self:
        """Those that some agencies raised, or that were raised with them."""
        raised_with = EscalationParty.objects.filter(agency__in=agencies)
        return self.filter(Q(agency__in=agencies) | Q(pk__in=raised_with.values("escalation")))

    def raised_between(self, start: datetime, end: datetime) -> Self:
        """Those raised from one moment on and before another."""
        return self.filter(raised_at__gte=start, raised_at__lt=end)


class Escalation(models.Model):
    """A difference between agencies about a child or family, told without saying which.

    It goes from stage to stage until it is resolved; what the last stage leaves open is arbitrated.
    """

    reference = models.CharField(max_length=20, unique=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="escalations")
    theme = models.ForeignKey(EscalationTheme, on_delete=models.PROTECT, related_name="escalations")
    what = models.TextField("what the difference is about", max_length=3000)
    tried = models.TextField("what the agencies did under their own policies", max_length=3000)
    status = models.CharField(
        max_length=20, choices=EscalationStatus, default=EscalationStatus.OPEN
    )
    # The stage it is at, or at which it ended.
    stage = models.PositiveSmallIntegerField(default=1)
    # When the last stage was over and somebody else had to decide; null before.
    arbitrated_at = models.DateTimeField(null=True, blank=True)
    request = models.OneToOneField(
        DecisionRequest,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="escalation",
    )
    raised_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    closed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.TextField("how it ended", max_length=3000, blank=True)

    objects: ClassVar[models.Manager] = EscalationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    status__in=("open", "arbitration"),
                    closed_at__isnull=True,
                    closed_by__isnull=True,
                    outcome="",
                )
                | (
                    Q(
                        status__in=("resolved", "withdrawn"),
                        closed_at__isnull=False,
                        closed_by__isnull=False,
                    )
                    & ~Q(outcome="")
                ),
                name="escalation_ended_by_somebody_somehow",
            ),
            models.CheckConstraint(
                condition=~Q(status="arbitration") | Q(arbitrated_at__isnull=False),
                name="escalation_in_arbitration_since",
            ),
            models.CheckConstraint(condition=Q(stage__gte=1), name="escalation_stage_from_one"),
        ]
        indexes = [models.Index(fields=["agency", "-raised_at"], name="escalation_by_agency")]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return numbered("escalation_detail", self.pk)

    @property
    def is_open(self) -> bool:
        return self.status in (EscalationStatus.OPEN, EscalationStatus.ARBITRATION)

    @property
    def status_words(self) -> str:
        return str(EscalationStatus(self.status).label)

    @property
    def stage_words(self) -> str:
        """`Stage 2`, or that it went as far as it can."""
        return "Arbitration" if self.went_to_arbitration else f"Stage {self.stage}"

    @property
    def went_to_arbitration(self) -> bool:
        return self.arbitrated_at is not None


class EscalationParty(models.Model):
    """An agency with which a difference was raised."""

    escalation = models.ForeignKey(Escalation, on_delete=models.PROTECT, related_name="parties")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["escalation", "agency"], name="escalation_party_once")
        ]

    def __str__(self) -> str:
        return str(self.agency)


class EscalationStage(models.Model):
    """One stage that an escalation entered."""

    escalation = models.ForeignKey(Escalation, on_delete=models.PROTECT, related_name="stages")
    number = models.PositiveSmallIntegerField()
    why = models.TextField("why it went on to this stage", max_length=3000, blank=True)
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["escalation", "number"], name="escalation_stage_once"),
            models.CheckConstraint(
                condition=Q(number=1) | (Q(number__gt=1) & ~Q(why="")),
                name="escalation_went_on_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"Stage {self.number}"


class StageClock(models.Model):
    """By when one of the other agencies is to resolve it, at one stage."""

    stage = models.ForeignKey(EscalationStage, on_delete=models.PROTECT, related_name="clocks")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    clock = models.OneToOneField(Clock, on_delete=models.PROTECT, related_name="stage_clock")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stage", "agency"], name="stage_clock_once")]

    def __str__(self) -> str:
        return f"{self.stage}, {self.agency}"


class EscalationAnswer(models.Model):
    """What one of the agencies concerned says at a stage; said once and not altered."""

    append_only: ClassVar[bool] = True
    stage = models.ForeignKey(EscalationStage, on_delete=models.PROTECT, related_name="answers")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(max_length=3000)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="escalation_answer_says_something")
        ]
        triggers = only_grows()

    def __str__(self) -> str:
        return f"Answer {self.pk}"


# --- Quarterly returns ----------------------------------------------------------------------------


class EscalationReturnQuerySet(models.QuerySet["EscalationReturn"]):
    def visible_to(self, user: Any) -> Self:
        """A lead's own agency's; all, for whoever reads all escalations."""
        access = access_of(user)
        if Perm.READ_ESCALATIONS in access.partnership:
            return self
        return self.filter(agency__in=access.agencies_with(Perm.READ_ESCALATIONS))

    def made(self) -> Self:
        return self.filter(returned_at__isnull=False)


class EscalationReturn(models.Model):
    """What one agency says of one quarter: its differences, or that there were none."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="escalation_returns")
    quarter = models.DateField()  # its first day
    clock = models.OneToOneField(Clock, on_delete=models.PROTECT, related_name="escalation_return")
    is_nil = models.BooleanField(null=True, blank=True)
    learning = models.TextField("what was learnt", max_length=3000, blank=True)
    returned_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    returned_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager] = EscalationReturnQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "quarter"], name="return_once_a_quarter"),
            models.CheckConstraint(
                condition=Q(quarter__day=1, quarter__month__in=(1, 4, 7, 10)),
                name="return_of_a_quarter",
            ),
            models.CheckConstraint(
                condition=Q(returned_at__isnull=True, returned_by__isnull=True, is_nil__isnull=True)
                | Q(returned_at__isnull=False, returned_by__isnull=False, is_nil__isnull=False),
                name="return_made_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency}, {self.quarter_words}"

    def get_absolute_url(self) -> str:
        return numbered("return_detail", self.pk)

    @property
    def reference(self) -> str:
        """What people quote: lists of what is due lead here by it."""
        return f"RET-{self.pk:04d}"

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """When the quarter begins, and when the next one does."""
        return day_starts(self.quarter), day_starts(after_quarter(self.quarter))

    @property
    def quarter_words(self) -> str:
        """`January to March 2027`."""
        last = self.quarter.replace(month=self.quarter.month + 2)
        return f"{self.quarter:%B} to {last:%B %Y}"

    @property
    def is_late(self) -> bool:
        return self.clock.is_late


class ReturnLine(models.Model):
    """How many differences of one theme an agency settled outside the portal in a quarter."""

    escalation_return = models.ForeignKey(
        EscalationReturn, on_delete=models.PROTECT, related_name="lines"
    )
    theme = models.ForeignKey(EscalationTheme, on_delete=models.PROTECT, related_name="lines")
    number = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["escalation_return", "theme"], name="return_line_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="return_line_counts_some"),
        ]

    def __str__(self) -> str:
        return f"{self.theme}: {self.number}"
