"""What is true of a clock: what is due when, by which rule, who holds it, and was it met?"""

from datetime import date
from itertools import count
from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse

from shield.accounts.access import Access, access_of, roles
from shield.accounts.models import Agency, Membership, User
from shield.accounts.reach import Path, Reach
from shield.clocks.models.rule import RuleVersion
from shield.clocks.permissions import Perm
from shield.core.london import london_day
from shield.core.working_days import Day

# The state in words, and the colour in which lists and pages show it.
STATE_TAGS = {
    "Open": "blue",
    "Said to be done": "purple",
    "Due today": "orange",
    "Overdue": "red",
    "Met": "green",
    "Met late": "yellow",
    "Cancelled": "grey",
}


def _agencies_of(access: Access) -> models.QuerySet[Any]:
    """Ids of the agencies in which a person works today, in whatever role."""
    current = Membership.objects.current(london_day(access.at))
    return current.filter(Q(user_id=access.user_id)).values("agency")


def _own(access: Access) -> Q:
    return Q(holder_id=access.user_id) & (
        Q(agency__isnull=True) | Q(agency__in=_agencies_of(access))
    )


class ClockQuerySet(models.QuerySet["Clock"]):
    def visible_to(self, user: Any) -> Self:
        """The clocks a person may see: their own, their agency's, or everybody's, as permitted."""
        access = access_of(user)
        if not access.roles:
            return self.none()
        me = [access.user_id]
        rows = self.exclude(closed_to__contains=me).filter(
            Q(open_to__isnull=True) | Q(open_to__contains=me)
        )
        if Perm.READ_ALL in access.partnership:
            return rows
        led = access.agencies_with(Perm.READ_AGENCY)
        return rows.filter(
            _own(access)
            | Q(started_by_id=access.user_id, origin__in=_agencies_of(access))
            | Q(agency__in=led)
            | Q(origin__in=led)
        )

    def held_by(self, user: Any) -> Self:
        """A person's own clocks, of agencies in which they still work."""
        access = access_of(user)
        return self.filter(_own(access)) if access.roles else self.none()

    def of_agencies_of(self, user: Any) -> Self:
        """The clocks of the agencies whose deadlines this person keeps."""
        return self.filter(agency__in=access_of(user).agencies_with(Perm.READ_AGENCY))

    def open(self) -> Self:
        return self.filter(met_at__isnull=True, cancelled_at__isnull=True)

    def met(self) -> Self:
        return self.filter(met_at__isnull=False)

    def met_late(self) -> Self:
        """Met on a London day after the due day."""
        return self.filter(met_at__date__gt=models.F("due_on"))

    def cancelled(self) -> Self:
        return self.filter(cancelled_at__isnull=False)

    def overdue(self, on: date) -> Self:
        """Open, and the due day has passed; what waits to be accepted is late at most."""
        return self.running().filter(due_on__lt=on)

    def running(self) -> Self:
        """Open, and nobody has said yet that it is done."""
        return self.open().filter(waits_since__isnull=True)

    def due_by(self, day: date) -> Self:
        """Due on that day or before."""
        return self.filter(due_on__lte=day)

    def due_first(self) -> Self:
        """What is due soonest comes first."""
        return self.order_by("due_on", "pk")

    def for_list(self) -> Self:
        """With all that a list shows, in one query."""
        return self.select_related("rule_version__rule", "holder", "agency").defer("working")

    def for_lines(self) -> Self:
        """With what a line says of each, in one query."""
        return self.select_related("rule_version__rule", "holder", "agency").only(
            *("reference", "due_on", "met_at", "cancelled_at", "holder__full_name"),
            *("agency__name", "rule_version__national", "rule_version__rule__name"),
            *("trigger_at", "rule_version__unit", "waits_since"),
        )

    def with_working(self) -> Self:
        """With all that the clock's own page shows, in one query."""
        return self.select_related(
            "rule_version__rule", "rule_version__national", "holder", "agency", "met_by"
        )


class Clock(models.Model):
    """One thing due on one day. It keeps the rule version and the working it started with.

    It names its subject by label, reference and address, so it knows no app above it. `subject`
    is free of content: emails and lists show it.
    """

    rule_version = models.ForeignKey(RuleVersion, on_delete=models.PROTECT, related_name="clocks")
    trigger_at = models.DateTimeField()
    due_on = models.DateField()
    working = models.JSONField()  # a list of {date, counted, reason}
    subject = models.CharField(max_length=150)
    reference = models.CharField(max_length=80, blank=True)
    url = models.CharField(max_length=300, blank=True)
    holder = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="clocks")
    agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="clocks")
    holder_role = models.CharField(max_length=40, blank=True)
    # The agency whose act set it going, where another one must keep it: both may follow it.
    origin = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    # Its holder says since then that it is done, and somebody else is to accept that: nobody is
    # reminded meanwhile.
    waits_since = models.DateTimeField(null=True)
    met_at = models.DateTimeField(null=True)
    met_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    cancel_reason = models.CharField(max_length=300, blank=True)
    # Need to know, as the record that owns the clock says (`services.limit`): people who may not
    # see it, and, where that is not null, those who alone may.
    closed_to = ArrayField(models.BigIntegerField(), default=list, blank=True)
    open_to = ArrayField(models.BigIntegerField(), null=True, blank=True)
    # The last reminder given, as days before the due day (negative: overdue by so many days), in
    # the days of its version (`remind_unit`).
    reminded_for = models.SmallIntegerField(null=True)

    reach: ClassVar[Reach] = Reach(
        paths=(
            Path("partnership", gives=frozenset({Perm.READ_ALL})),
            Path("agency", agency="agency", gives=frozenset({Perm.READ_AGENCY})),
            Path("agency", agency="origin", gives=frozenset({Perm.READ_AGENCY})),
        )
    )
    objects: ClassVar[models.Manager] = ClockQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(met_at__isnull=True) | Q(cancelled_at__isnull=True),
                name="clock_met_or_cancelled",
            ),
            models.CheckConstraint(
                condition=Q(met_at__isnull=False) | Q(met_by__isnull=True),
                name="clock_met_when_and_by",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True, cancelled_by__isnull=True, cancel_reason="")
                | (Q(cancelled_at__isnull=False) & ~Q(cancel_reason="")),
                name="clock_cancelled_when_and_why",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on", "id"],
                condition=Q(met_at__isnull=True, cancelled_at__isnull=True),
                name="clock_open_by_due",
            ),
            models.Index(fields=["due_on", "id"], name="clock_by_due"),
            models.Index(fields=["holder", "due_on"], name="clock_by_holder"),
            models.Index(fields=["agency", "due_on"], name="clock_by_agency"),
            models.Index(fields=["reference"], name="clock_by_reference"),
        ]

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        return reverse("clock_detail", kwargs={"pk": self.pk})

    @property
    def is_open(self) -> bool:
        return self.met_at is None and self.cancelled_at is None

    @property
    def is_late(self) -> bool:
        """Whether it was met after its due day."""
        return self.met_at is not None and london_day(self.met_at) > self.due_on

    def is_overdue(self, on: date) -> bool:
        """Whether it is not done after its due day."""
        return self.is_open and self.waits_since is None and on > self.due_on

    def days_left(self, on: date) -> int:
        """Days to the due day; negative when overdue."""
        return (self.due_on - on).days

    def state(self, on: date) -> str:
        """The state in words, as lists and pages show it on a day."""
        if self.cancelled_at is not None:
            return "Cancelled"
        if self.met_at is not None:
            return "Met late" if self.is_late else "Met"
        if self.waits_since is not None:
            return "Said to be done"
        if self.due_on == on:
            return "Due today"
        return "Overdue" if self.is_overdue(on) else "Open"

    def admits(self, person: User) -> bool:
        """Whether the record that owns it is not kept from this person."""
        return person.pk not in self.closed_to and (
            self.open_to is None or person.pk in self.open_to
        )

    def leads(self, user: Any) -> bool:
        """Whether to offer this reader the record's own page; that page decides for itself.

        Only for a clock that the reader may see.
        """
        access = access_of(user)
        led = access.agencies_with(Perm.READ_AGENCY)
        return bool(self.url) and (
            self.holder_id == access.user_id
            # Kept by a role that reaches across the partnership, in no agency of its own.
            or (self.agency_id is None and self.holder_role in access.roles)
            or self.agency_id in led
            or self.origin_id in led
            or (self.origin_id is not None and self.started_by_id == access.user_id)
        )

    def held_by_words(self) -> str:
        """The person, or the role, that keeps it."""
        if self.holder is not None:
            return self.holder.full_name
        role = roles().get(self.holder_role)
        return role.name if role else ""

    @property
    def what(self) -> str:
        """The subject, for lists that have the reference beside it."""
        return self.subject.removesuffix(self.reference).strip() or self.subject

    @property
    def warning(self) -> str:
        """Says so while it counts working days of years whose bank holidays are not all known."""
        if not self.is_open:
            return ""
        return self.rule_version.warning(london_day(self.trigger_at), self.due_on)

    @property
    def numbered_days(self) -> list[tuple[int | None, Day]]:
        """The working with the running number of each day that was counted."""
        numbers = count(1)
        return [(next(numbers) if day.counted else None, day) for day in self.days]

    @property
    def days(self) -> tuple[Day, ...]:
        """The working as it was counted when the clock started."""
        return tuple(
            Day(date.fromisoformat(line["date"]), line["counted"], line["reason"])
            for line in self.working
        )
