"""What is true of a rule: from what, how long, by whose word, and from which day to which?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Func, Q, Value
from django.urls import reverse

from shield.accounts.access import roles
from shield.accounts.models import User
from shield.core.london import short_day
from shield.core.refusals import Refusal
from shield.core.working_days import KNOWN_UNTIL, Direction, Unit, is_known

UNITS = [(unit.value, unit.value.replace("_", " ")) for unit in Unit]
MAY_MOVE = (
    "This day may move: it counts working days of a year whose bank holidays are not all known "
    f"yet. They are known until the end of {KNOWN_UNTIL}."
)
# A day to which reminders count: every day of the year, or the working days of England.
REMIND_UNITS = [(one.value, one.value) for one in (Unit.CALENDAR_DAYS, Unit.WORKING_DAYS)]
DIRECTIONS = [(way.value, way.value) for way in Direction]


class RuleNotInForce(Refusal):
    """The register knows no such rule, or the rule ended before that day."""


@dataclass(frozen=True)
class Reminders:
    """On which days before and after the due day, and what counts as a day."""

    unit: str
    before: tuple[int, ...]  # the furthest first
    after: tuple[int, ...]  # the nearest first; none named: every so many, as the version says

    @classmethod
    def of(cls, unit: str, before: Iterable[int], after: Iterable[int]) -> Self:
        """In order, each day once."""
        return cls(unit, tuple(sorted(set(before), reverse=True)), tuple(sorted(set(after))))

    @property
    def seen(self) -> str:
        """Says which reminders were shown: `working_days 5,2,1 1,2`."""
        return f"{self.unit} {','.join(map(str, self.before))} {','.join(map(str, self.after))}"


class RuleQuerySet(models.QuerySet["Rule"]):
    def by_name(self) -> Self:
        return self.order_by("name")


class Rule(models.Model):
    """Something that falls due, by a name that stays the same while its versions change."""

    slug = models.CharField(
        max_length=60, unique=True, validators=[RegexValidator(r"^[a-z_]+(\.[a-z0-9_]+)+$")]
    )
    name = models.CharField(max_length=200)

    objects: ClassVar[models.Manager] = RuleQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("rule_detail", kwargs={"pk": self.pk})


class RuleVersionQuerySet(models.QuerySet["RuleVersion"]):
    def in_force(self, slug: str, day: date) -> "RuleVersion":
        """The version of a rule that counts for a day.

        A day before the register begins counts by the first version, and the version says so
        (`began_after`). Raises RuleNotInForce.
        """
        versions = list(
            self.standing()
            .filter(rule__slug=slug)
            .select_related("rule", "national")
            .order_by("valid_from")
        )
        if not versions:
            raise RuleNotInForce(f"There is no rule “{slug}” in the register.")
        if day < versions[0].valid_from:
            return versions[0]
        for version in versions:
            if version.holds_on(day):
                return version
        raise RuleNotInForce(f"No version of the rule “{slug}” was in force on {short_day(day)}.")

    def standing(self) -> Self:
        """The versions that were not withdrawn before they came into force."""
        return self.filter(withdrawn_at__isnull=True)

    def not_ended(self, day: date) -> Self:
        """The versions that hold on a day or will later."""
        return self.standing().filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day))


class RuleVersion(models.Model):
    """How a rule counts between two days. Once a clock counts by it, only its end may be set."""

    class Status(models.TextChoices):
        STATUTORY = "statutory", "Statutory"
        PRACTICE = "practice", "Practice"
        LOCAL = "local", "Local"
        TO_VERIFY = "to verify", "To verify"

    rule = models.ForeignKey(Rule, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=20, choices=UNITS)
    amount = models.PositiveSmallIntegerField()
    direction = models.CharField(max_length=10, choices=DIRECTIONS, default=Direction.FORWARD.value)
    trigger = models.CharField(max_length=200)  # in words: "the local authority becomes aware"
    source = models.CharField(max_length=300)
    source_url = models.URLField(blank=True, max_length=500)
    status = models.CharField(max_length=20, choices=Status)
    # The version whose statutory amount this local one stands in place of.
    national = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)  # the last day on which it holds
    # What a day is to the numbers below: any day, or a working day.
    remind_unit = models.CharField(
        max_length=20, choices=REMIND_UNITS, default=Unit.CALENDAR_DAYS.value
    )
    remind_before = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    remind_after = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    # Where no days after the due day are named: every so many days; 0 is never.
    remind_overdue_every = models.PositiveSmallIntegerField(default=0)
    # Who decided how it reminds, where that is not what the amount rests on.
    remind_source = models.CharField(max_length=300, blank=True)
    escalate_from = models.PositiveSmallIntegerField(
        null=True, blank=True
    )  # days before the due day
    escalate_role = models.CharField(max_length=40, blank=True)
    amended_at = models.DateTimeField(null=True)
    amended_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects: ClassVar[models.Manager] = RuleVersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rule", "number"], name="rule_version_number_once"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="rule_version_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(unit=Unit.FIXED_DATE.value, amount=0)
                | Q(~Q(unit=Unit.FIXED_DATE.value), amount__gte=1, amount__lte=1000),
                name="rule_version_amount_fits_unit",
            ),
            models.CheckConstraint(
                condition=Q(unit__in=[u for u, _ in UNITS]), name="rule_version_unit_known"
            ),
            models.CheckConstraint(
                condition=Q(direction__in=[d for d, _ in DIRECTIONS]),
                name="rule_version_direction_known",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["statutory", "practice", "local", "to verify"]),
                name="rule_version_status_known",
            ),
            models.CheckConstraint(
                condition=Q(national__isnull=True) | Q(status="local"),
                name="rule_version_override_is_local",
            ),
            models.CheckConstraint(
                condition=Q(escalate_from__isnull=True, escalate_role="")
                | Q(~Q(escalate_role=""), escalate_from__isnull=False),
                name="rule_version_escalates_to_somebody",
            ),
            models.CheckConstraint(
                condition=Q(remind_unit__in=[unit for unit, _ in REMIND_UNITS]),
                name="rule_version_remind_unit_known",
            ),
            models.CheckConstraint(
                # The due day itself is none after it.
                condition=~Q(remind_after__contains=[0]),
                name="rule_version_reminds_after_the_day",
            ),
            models.CheckConstraint(
                condition=Q(amended_at__isnull=True, amended_by__isnull=True)
                | Q(amended_at__isnull=False, amended_by__isnull=False),
                name="rule_version_amended_when_and_by",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="rule_version_withdrawn_when_and_by",
            ),
            ExclusionConstraint(
                name="rule_version_one_a_day",
                condition=Q(withdrawn_at__isnull=True),
                expressions=[
                    ("rule", RangeOperators.EQUAL),
                    (
                        Func(
                            "valid_from",
                            "valid_to",
                            Value("[]"),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule.slug} version {self.number}"

    def holds_on(self, day: date) -> bool:
        if self.withdrawn_at is not None:
            return False
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def warning(self, first: date, last: date) -> str:
        """Says so where a count over these days meets years of unknown bank holidays."""
        counts = self.unit == Unit.WORKING_DAYS
        return MAY_MOVE if counts and not is_known(max(first, last)) else ""

    def may_be_withdrawn(self, day: date) -> bool:
        """Whether it is yet to come into force."""
        return self.withdrawn_at is None and self.valid_from > day

    def began_after(self, day: date) -> bool:
        """Whether the register had no version of the rule yet on that day."""
        return day < self.valid_from

    @property
    def quantity(self) -> str:
        """`5 working days`, `2 working days before`, `on the day itself`."""
        if self.unit == Unit.FIXED_DATE:
            return "on the day itself"
        unit = self.unit.replace("_", " ")
        words = f"{self.amount} {unit if self.amount > 1 else unit.removesuffix('s')}"
        return f"{words} before" if self.direction == Direction.BACKWARD else words

    @property
    def status_words(self) -> str:
        return self.Status(self.status).label

    @property
    def is_local_override(self) -> bool:
        """Whether a local amount stands here in place of a statutory one."""
        return self.national_id is not None

    @property
    def source_words(self) -> str:
        """The source; for a local amount also the statutory one that it stands in place of."""
        if self.national is None:
            return self.source
        return f"{self.source} (local; national value: {self.national.quantity})"

    @property
    def validity(self) -> str:
        """`from 29 June 2018`, `29 June 2018 to 1 May 2027`."""
        if self.valid_to is None:
            return f"from {short_day(self.valid_from)}"
        return f"{short_day(self.valid_from)} to {short_day(self.valid_to)}"

    @property
    def reminders(self) -> Reminders:
        """What an amendment may change of how it reminds."""
        return Reminders.of(self.remind_unit, self.remind_before, self.remind_after)

    @property
    def reminds_by_working_days(self) -> bool:
        return self.remind_unit == Unit.WORKING_DAYS

    @property
    def reminds_after(self) -> bool:
        """Whether it says anything once the due day has passed."""
        return bool(self.remind_after or self.remind_overdue_every)

    @property
    def every_words(self) -> str:
        """How often it reminds after the due day if no days are named: `every day`, `never`."""
        every = self.remind_overdue_every
        if every == 0:
            return "never"
        return f"every {self._days(every)}" if every == 1 else f"every {every} {self._days(every)}"

    @property
    def reminder_words(self) -> str:
        """`5, 2, 1 and 0 days before; when overdue every day; from 1 day before also to: …`."""
        said, given = [], self.reminders
        if given.before:
            said.append(f"{_listed(given.before)} {self._days(*given.before)} before")
        if given.after:
            said.append(f"{_listed(given.after)} {self._days(*given.after)} after the due day")
        elif self.remind_overdue_every:
            said.append(f"when overdue {self.every_words}")
        said = said or ["none"]
        role = roles().get(self.escalate_role)
        if role is not None and self.escalate_from is not None:
            days = f"{self.escalate_from} {self._days(self.escalate_from)}"
            said.append(f"from {days} before also to: {role.name}")
        return "; ".join(said)

    def _days(self, *numbers: int) -> str:
        """What these numbers of its reminders count: `day`, `working days`."""
        word = "day" if numbers == (1,) else "days"
        return f"working {word}" if self.reminds_by_working_days else word


def _listed(numbers: tuple[int, ...]) -> str:
    """`5, 2 and 1`."""
    *some, last = map(str, numbers)
    return f"{', '.join(some)} and {last}" if some else last
