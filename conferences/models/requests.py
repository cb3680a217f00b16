"""Which agency was asked for a report, who writes it, and how far is it?"""

from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from conferences.models.conference import TO_COME, Conference
from conferences.permissions import Perm
from shield.accounts.access import Access, roles, visible
from shield.accounts.models import Agency, Membership, User
from shield.accounts.reach import Path, Reach
from shield.clocks.models import Clock
from shield.core.fields import EncryptedTextField
from shield.core.links import numbered


class RequestStatus(models.TextChoices):
    ASKED = "asked", "Asked"
    WRITING = "writing", "Being written"
    CHECKING = "checking", "With a manager"
    RETURNED = "returned", "Returned with comments"
    AGREED = "agreed", "Agreed by a manager"
    REPORTED = "reported", "Reported"
    DECLINED = "declined", "No report: nil return"
    WITHDRAWN = "withdrawn", "No longer asked"


EDITABLE = frozenset({RequestStatus.ASKED.value, RequestStatus.WRITING.value,
                      RequestStatus.RETURNED.value})  # fmt: skip
OPEN = EDITABLE | {RequestStatus.CHECKING.value, RequestStatus.AGREED.value}
ANSWERED = frozenset({RequestStatus.REPORTED.value, RequestStatus.DECLINED.value})


def reporting(on: date) -> models.QuerySet[Membership]:
    """Where somebody works on a day in a role in which reports are written."""
    able = [role.id for role in roles().values() if Perm.REPORT in role.perms]
    rows: models.QuerySet[Membership] = Membership.objects.current(on).filter(
        user__is_active=True, role__in=able
    )
    return rows


class MemberQuerySet(models.QuerySet["RequestMember"]):
    def current(self) -> Self:
        return self.filter(ended_at__isnull=True)

    def record_ids_of(self, access: Access) -> Any:
        """The requests in which somebody is named now, in agencies in which they may report."""
        rows = self.current().filter(
            user_id=access.user_id,
            record__agency__in=access.agencies_with(Perm.REPORT),
            duty__in=self.model.DUTIES,
        )
        if access.since is not None:
            rows = rows.filter(added_at__gte=access.since)
        return rows.values_list("record", flat=True)


class ReportRequestQuerySet(models.QuerySet["ReportRequest"]):
    def visible_to(self, user: Any) -> Self:
        """What a person's own agency was asked, as far as they write, check or lead there."""
        return visible(self, user, Perm.READ_REQUEST)  # type: ignore[return-value]

    def open(self) -> Self:
        return self.filter(status__in=sorted(OPEN))

    def awaited(self) -> Self:
        """Those that are still to be answered: for a conference that is over none is."""
        return self.open().filter(conference__status__in=TO_COME)

    def answered(self) -> Self:
        return self.filter(status__in=sorted(ANSWERED))

    def reported(self) -> Self:
        """Those whose report was sent."""
        return self.filter(status=RequestStatus.REPORTED)

    def standing(self) -> Self:
        """Those that were not withdrawn."""
        return self.exclude(status=RequestStatus.WITHDRAWN)

    def overdue(self, on: date) -> Self:
        """Still to come, and the day on which it was due has passed."""
        return self.awaited().filter(clock__due_on__lt=on, clock__cancelled_at=None)

    def unheld(self, on: date) -> Self:
        """Still to come, and nobody named works there any more."""
        works = reporting(on).filter(user=OuterRef("user"), agency=OuterRef("record__agency"))
        there = RequestMember.objects.current().filter(
            Exists(works), record=OuterRef("pk"), duty=Duty.AUTHOR
        )
        return self.awaited().filter(~Exists(there))

    def waiting_for(self, user: Any) -> Self:
        """What somebody is named to write, or to check now that it is written; soonest first."""
        to_do = Q(duty=Duty.AUTHOR) | Q(duty=Duty.CHECKER, record__status=RequestStatus.CHECKING)
        mine = RequestMember.objects.current().filter(to_do, user_id=user.pk)
        found = self.visible_to(user).awaited().for_list().filter(pk__in=mine.values("record"))
        # A clock that was cancelled stands for no day: what waits for one comes last.
        no_day = F("clock__cancelled_at").asc(nulls_first=True)
        return found.order_by(no_day, F("clock__due_on").asc(nulls_last=True), "pk")

    def by_agency(self) -> Self:
        return self.select_related("agency").order_by("agency__name", "pk")

    def soonest_first(self) -> Self:
        return self.order_by(F("conference__starts_at").asc(nulls_last=True), "pk")

    def for_list(self) -> Self:
        """With all that a list shows, in one query; nothing is unsealed for it."""
        return self.select_related(
            "agency", "practitioner", "clock", "conference", "conference__kind"
        ).only(
            "status", "is_late", "agency__name", "practitioner__full_name", "clock__due_on",
            "clock__met_at", "clock__cancelled_at", "conference__reference",
            "conference__starts_at", "conference__status", "conference__kind__name",
        )  # fmt: skip


class ReportRequest(models.Model):
    """One agency is asked for its report to one conference.

    This is what an agency sees: never the conference itself, nor what another agency was asked.
    Whom the conference is kept from this is kept from too.
    """

    reach: ClassVar[Reach] = Reach(
        paths=(
            Path(
                "held",
                holdings=lambda: RequestMember,
                owner_needs=Perm.REPORT,
                gives=frozenset({Perm.READ_REQUEST}),
            ),
            Path(
                "held",
                holdings=lambda: Author,
                owner_needs=Perm.REPORT,
                gives=frozenset({Perm.WRITE}),
            ),
            Path(
                "held",
                holdings=lambda: Checker,
                owner_needs=Perm.REPORT,
                gives=frozenset({Perm.CHECK}),
            ),
            Path(
                "agency",
                agency="agency",
                gives=frozenset({Perm.READ_REQUEST, Perm.WRITE, Perm.CHECK, Perm.ASSIGN}),
            ),
        ),
        within="conference",
    )

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="requests")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="report_requests")
    # Who answers for it: named when it was asked, or later by the agency's lead.
    practitioner = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="reports_asked"
    )
    status = models.CharField(max_length=20, choices=RequestStatus, default=RequestStatus.ASKED)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    note = EncryptedTextField("What should the agency know or cover?", blank=True)
    # When the report is due; none while the conference has no day.
    clock = models.OneToOneField(
        Clock, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    checked_at = models.DateTimeField(null=True, blank=True)
    checked_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    # Why it was sent without a check, where nobody of the agency could do it.
    unchecked_because = EncryptedTextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    # Whether the answer came after the day on which it was due.
    is_late = models.BooleanField(default=False)
    decline_reason = models.CharField("Why is there no report?", max_length=60, blank=True)
    decline_details = EncryptedTextField("Details", blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    # Nobody, where the agency has ended and its successor was asked besides.
    withdrawn_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar[models.Manager] = ReportRequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conference", "agency"], name="report_asked_once"),
            models.CheckConstraint(
                condition=Q(
                    status__in=sorted(ANSWERED),
                    answered_at__isnull=False,
                    answered_by__isnull=False,
                )
                | (
                    ~Q(status__in=sorted(ANSWERED))
                    & Q(answered_at__isnull=True, answered_by__isnull=True, is_late=False)
                ),
                name="report_answered_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(status=RequestStatus.DECLINED) | ~Q(decline_reason=""),
                name="report_declined_for_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(status=RequestStatus.AGREED)
                | Q(checked_at__isnull=False, checked_by__isnull=False),
                name="report_agreed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(status=RequestStatus.WITHDRAWN, withdrawn_at__isnull=False)
                | (
                    ~Q(status=RequestStatus.WITHDRAWN)
                    & Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                ),
                name="report_withdrawn_when",
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "status"]),
        ]

    def __str__(self) -> str:
        return f"{self.agency} for {self.conference}"

    @property
    def label(self) -> str:
        """How it is called where no content may stand."""
        return self.conference.reference

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def is_editable(self) -> bool:
        return self.status in EDITABLE

    @property
    def is_answered(self) -> bool:
        return self.status in ANSWERED

    @property
    def is_awaited(self) -> bool:
        """Whether it is still to be answered."""
        return self.is_open and self.conference.is_to_come

    @property
    def due_on(self) -> date | None:
        """None while the conference has no day, and once no report is asked for."""
        if self.clock is None or self.clock.cancelled_at is not None:
            return None
        return self.clock.due_on

    @property
    def status_words(self) -> str:
        return str(RequestStatus(self.status).label)

    def get_absolute_url(self) -> str:
        return numbered("report_request", self.pk)


class Duty(models.TextChoices):
    AUTHOR = "author", "Author"
    CHECKER = "checker", "Checks it"


class RequestMember(models.Model):
    """Somebody of the agency works on its report, since when, and by whose word."""

    DUTIES: ClassVar[tuple[str, ...]] = (Duty.AUTHOR, Duty.CHECKER)

    record = models.ForeignKey(ReportRequest, on_delete=models.PROTECT, related_name="members")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    duty = models.CharField(max_length=10, choices=Duty)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    # Nobody, where the agency became another, in which they do not work.
    ended_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar[models.Manager] = MemberQuerySet.as_manager()

    class Meta:
        constraints = [
            # An author of a report does not check it: somebody has one duty at a time.
            models.UniqueConstraint(
                fields=["record", "user"],
                condition=Q(ended_at__isnull=True),
                name="report_member_has_one_duty",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=False) | Q(ended_by__isnull=True),
                name="report_member_ended_when",
            ),
        ]
        indexes = [
            models.Index(fields=["user", "record"], condition=Q(ended_at__isnull=True),
                         name="report_member_now"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.user}: {self.get_duty_display()}"


class Author(RequestMember):
    """Those of them who write."""

    DUTIES: ClassVar[tuple[str, ...]] = (Duty.AUTHOR,)

    objects: ClassVar[models.Manager] = MemberQuerySet.as_manager()

    class Meta:
        proxy = True


class Checker(RequestMember):
    """Those of them who check."""

    DUTIES: ClassVar[tuple[str, ...]] = (Duty.CHECKER,)

    objects: ClassVar[models.Manager] = MemberQuerySet.as_manager()

    class Meta:
        proxy = True
