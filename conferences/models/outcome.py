"""What happened at a conference: who was there, what was decided of each child, and the plan?"""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from conferences.models.conference import Conference
from conferences.models.people import Child, FamilyGuest, Removable
from conferences.models.tables import Category
from conferences.quorum import Quoracy
from shield.accounts.models import Agency, User
from shield.core.fields import EncryptedCharField, EncryptedDateField, EncryptedTextField
from shield.core.london import short_day
from shield.documents.models import Document


class How(models.TextChoices):
    IN_PERSON = "in_person", "In person"
    ONLINE = "online", "Online"
    APOLOGIES = "apologies", "Absent, with apologies"
    REPORT_ONLY = "report_only", "Absent, sent a report only"


THERE = (How.IN_PERSON, How.ONLINE)


class ThereQuerySet(models.QuerySet["Attendance"]):
    def of_day(self, day: date | None) -> Self:
        """What was recorded for that day: a conference that moved begins anew."""
        return self.filter(removed_at__isnull=True, on=day)

    def there(self) -> Self:
        return self.filter(how__in=THERE)

    def in_order(self) -> Self:
        """Agencies by their names, then the family, then whoever else."""
        return self.select_related("agency__kind", "guest", "recorded_by").order_by(
            models.F("agency__name").asc(nulls_last=True), models.F("guest").asc(nulls_last=True),
            "pk",
        )  # fmt: skip


class Attendance(models.Model):
    """One person who was at a conference or was missed there: of an agency, the family or else."""

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="attendance")
    # The day of the conference for which this was recorded.
    on = models.DateField()
    agency = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    guest = models.ForeignKey(
        FamilyGuest, null=True, blank=True, on_delete=models.PROTECT, related_name="attendance"
    )
    name = EncryptedCharField("Name", max_length=200, blank=True)
    role = EncryptedCharField("Role", max_length=200, blank=True)
    how = models.CharField("How did they take part?", max_length=20, choices=How)
    deputy_for = EncryptedCharField("For whom did they come?", max_length=200, blank=True)
    form_token = models.UUIDField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects: ClassVar[models.Manager] = ThereQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "form_token"], name="conf_attendance_once"
            ),
            models.UniqueConstraint(
                fields=["conference", "on", "guest"],
                condition=Q(removed_at__isnull=True),
                name="conf_guest_attends_once",
            ),
            models.CheckConstraint(
                condition=Q(guest__isnull=False, agency__isnull=True, name="")
                | (Q(guest__isnull=True) & ~Q(name="")),
                name="conf_attendance_names_somebody",
            ),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True, removed_by__isnull=True)
                | Q(removed_at__isnull=False, removed_by__isnull=False),
                name="conf_attendance_removed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(self.guest)

    @property
    def of_words(self) -> str:
        """Whom they came for."""
        if self.guest is not None:
            return self.guest.relationship
        return str(self.agency) if self.agency else ""

    @property
    def how_words(self) -> str:
        return str(How(self.how).label)

    @property
    def is_there(self) -> bool:
        return self.how in THERE


class Outcome(models.Model):
    """What a conference came to: the chair's summary, and the parts of the outline plan."""

    conference = models.OneToOneField(Conference, on_delete=models.PROTECT, related_name="outcome")
    summary = EncryptedTextField("Chair’s summary", blank=True)
    must_change = EncryptedTextField("What must change for the children?", blank=True)
    if_not = EncryptedTextField("What happens if it does not change?", blank=True)
    # Why the chair went on although the conference was not quorate, and for which of its days.
    inquorate_reason = EncryptedTextField(
        "Why does the conference go on although it is not quorate?", blank=True
    )
    inquorate_on = models.DateField(null=True, blank=True)
    # How quorum was worked out, as it stood when the conference was held or ended inquorate.
    quorum = models.JSONField(null=True, blank=True)
    # Counts what is saved, so that nobody writes over what they have not read.
    version = models.PositiveIntegerField(default=0)
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(inquorate_reason="", inquorate_on__isnull=True)
                | (~Q(inquorate_reason="") & Q(inquorate_on__isnull=False)),
                name="conf_went_on_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(recorded_at__isnull=True, recorded_by__isnull=True)
                | Q(recorded_at__isnull=False, recorded_by__isnull=False, quorum__isnull=False),
                name="conf_outcome_recorded_with_quorum",
            ),
        ]

    def __str__(self) -> str:
        return f"Outcome of {self.conference}"

    @property
    def quoracy(self) -> Quoracy:
        """How quorum was worked out when the conference was over."""
        kept = self.quorum or {}
        return Quoracy(bool(kept.get("is_quorate")), tuple(kept.get("lines", ())))


class PlanStep(Removable):
    """Who does what by when, for all of the children or for one."""

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="plan_steps")
    child = models.ForeignKey(
        Child, null=True, blank=True, on_delete=models.PROTECT, related_name="plan_steps"
    )
    what = EncryptedTextField("What is to be done?")
    who = EncryptedCharField("Who does it?", max_length=200)
    due = EncryptedDateField("By when?", null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conference", "form_token"], name="conf_step_once"),
        ]

    def __str__(self) -> str:
        return f"Step {self.pk}"

    @property
    def due_words(self) -> str:
        return short_day(self.due) if self.due else "No day set"


class Decided(models.TextChoices):
    PLAN = "plan", "A child protection plan is made"
    NO_PLAN = "no_plan", "No child protection plan is needed"
    CONTINUES = "continues", "The child protection plan continues"
    ENDS = "ends", "The child protection plan ends"
    UNDECIDED = "undecided", "Nothing was decided"


WITH_PLAN = (Decided.PLAN, Decided.CONTINUES)


class ChildDecisionQuerySet(models.QuerySet["ChildDecision"]):
    def of_day(self, day: date | None) -> Self:
        """What was decided on that day: a conference that moved decides anew."""
        return self.filter(on=day)


class ChildDecision(models.Model):
    """What a conference decided of one child; siblings and twins apart."""

    child = models.OneToOneField(Child, on_delete=models.PROTECT, related_name="decision")
    on = models.DateField()
    decided = models.CharField("What was decided?", max_length=20, choices=Decided)
    category = models.ForeignKey(
        Category, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = EncryptedTextField("Why?")
    version = models.PositiveIntegerField(default=1)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar[models.Manager] = ChildDecisionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decided__in=[one.value for one in WITH_PLAN], category__isnull=False)
                | (
                    ~Q(decided__in=[one.value for one in WITH_PLAN]) & Q(category__isnull=True)
                ),
                name="conf_plan_has_a_category",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="conf_decided_for_a_reason"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"Decision {self.pk}"

    @property
    def words(self) -> str:
        return str(Decided(self.decided).label)


class Dissent(Removable):
    """An agency did not agree with what was decided of a child, and why."""

    decision = models.ForeignKey(ChildDecision, on_delete=models.PROTECT, related_name="dissents")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    reason = EncryptedTextField("Why did the agency not agree?")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "agency"],
                condition=Q(removed_at__isnull=True),
                name="conf_dissents_once",
            ),
        ]

    def __str__(self) -> str:
        return f"Dissent {self.pk}"


class OutcomeAddition(models.Model):
    """What is put right or added after a conference was held; what was recorded stays."""

    conference = models.ForeignKey(
        Conference, on_delete=models.PROTECT, related_name="outcome_additions"
    )
    # Whom it is about, where it is about one child alone.
    child = models.ForeignKey(
        Child, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    text = EncryptedTextField("What was wrong or is missing, and how is it?")
    form_token = models.UUIDField()
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "form_token"], name="conf_outcome_addition_once"
            ),
        ]

    def __str__(self) -> str:
        return f"Addition {self.pk}"


class OutcomeLetter(models.Model):
    """A letter that tells one person or agency what was decided of some of the children."""

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="letters")
    guest = models.ForeignKey(
        FamilyGuest, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    agency = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    name = EncryptedCharField("Name", max_length=200, blank=True)
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="+")
    form_token = models.UUIDField()
    requested_at = models.DateTimeField()
    requested_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conference", "form_token"], name="conf_letter_once"),
            models.CheckConstraint(
                condition=Q(guest__isnull=False, agency__isnull=True, name="")
                | (Q(guest__isnull=True) & ~Q(name="")),
                name="conf_letter_addressed_to_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"Letter {self.pk}"

    @property
    def to_words(self) -> str:
        if self.guest is not None:
            return f"{self.guest}, {self.guest.relationship}"
        return f"{self.name}, {self.agency}" if self.agency else self.name
