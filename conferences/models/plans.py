"""Which child protection plan does a child have, and who carries it out?"""

from collections.abc import Collection
from typing import ClassVar, Self

from django.db import connection, models
from django.db.models import Q

from conferences.models.conference import Conference
from conferences.models.people import Child, Removable
from conferences.models.tables import Category
from shield.accounts.models import Agency, User
from shield.clocks.models import Clock
from shield.core.fields import EncryptedCharField, EncryptedTextField
from shield.core.london import moment_words

# From each of these children back along `before`; UNION stops where a chain would go in circles.
LINES = """
    WITH RECURSIVE line (start, id, before_id) AS (
        SELECT id, id, before_id FROM conferences_child WHERE id = ANY(%s)
        UNION
        SELECT line.start, child.id, child.before_id
        FROM line JOIN conferences_child child ON child.id = line.before_id
    )
    SELECT start, id FROM line
"""


def lines_of(children: Collection[Child]) -> dict[int, set[int]]:
    """Child -> that child and the same one in all conferences before; one query for any number."""
    with connection.cursor() as cursor:
        cursor.execute(LINES, [[one.pk for one in children]])
        found: dict[int, set[int]] = {}
        for start, row in cursor.fetchall():
            found.setdefault(start, set()).add(row)
    return found


class PlanQuerySet(models.QuerySet["Plan"]):
    def running(self) -> Self:
        return self.filter(ended_at__isnull=True)

    def of_conference(self, conference: Conference) -> Self:
        """The plans that this conference decided last."""
        return self.filter(child__conference=conference).order_by("child")

    def in_full(self) -> Self:
        """With all that is shown of each, in one query."""
        return self.select_related(
            "child__conference", "category", "lead_agency", "lead_user", "began_with__conference"
        )


class Plan(models.Model):
    """A child's child protection plan, from the conference that made it until it ends.

    It goes from conference to conference along `Child.before`.
    """

    # The child in the conference that made the plan, or where that was before the portal knew of
    # it in the first that continued it; and in the last conference that decided of it.
    began_with = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="plans")
    is_from_before = models.BooleanField(default=False)
    category = models.ForeignKey(
        Category, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    lead_name = EncryptedCharField("Lead social worker", max_length=200, blank=True)
    lead_agency = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # Where the lead social worker has an account; holds what is due for the child.
    lead_user = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    began_at = models.DateTimeField()
    began_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_because = EncryptedTextField(blank=True)

    objects: ClassVar[models.Manager] = PlanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["child"], condition=Q(ended_at__isnull=True), name="conf_one_plan_a_child"
            ),
            models.UniqueConstraint(fields=["began_with"], name="conf_plan_begins_once"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True, ended_because="")
                | (Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(ended_because="")),
                name="conf_plan_ended_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=models.F("began_at")),
                name="conf_plan_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(lead_name="", lead_agency__isnull=True, lead_user__isnull=True)
                | (~Q(lead_name="") & Q(lead_agency__isnull=False)),
                name="conf_lead_works_somewhere",
            ),
        ]

    def __str__(self) -> str:
        return f"Plan {self.pk}"

    @property
    def is_running(self) -> bool:
        return self.ended_at is None


class Due(models.TextChoices):
    CORE_GROUP = "core_group", "Core group"
    REVIEW = "review", "Review conference"


class PlanClock(models.Model):
    """What is or was due for a child's plan: one clock follows the other."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="clocks")
    due = models.CharField(max_length=20, choices=Due)
    clock = models.OneToOneField(Clock, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.get_due_display()} of {self.plan}"


class CoreGroupMember(Removable):
    """Somebody who carries out the plans of a conference's children: of an agency or the family."""

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="core_group")
    agency = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    name = EncryptedCharField("Name", max_length=200)
    role = EncryptedCharField("Role, or relationship to the children", max_length=200, blank=True)
    user = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "form_token"], name="conf_core_member_once"
            ),
            models.CheckConstraint(
                condition=Q(user__isnull=True) | Q(agency__isnull=False),
                name="conf_core_member_with_account_works_somewhere",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def of_words(self) -> str:
        parts = [self.role, str(self.agency) if self.agency else "Family"]
        return ", ".join(one for one in parts if one)


class CoreGroupMeeting(models.Model):
    """A core group that is planned or was held: who came, what was done."""

    conference = models.ForeignKey(
        Conference, on_delete=models.PROTECT, related_name="core_group_meetings"
    )
    planned_at = models.DateTimeField(null=True, blank=True)
    held_at = models.DateTimeField(null=True, blank=True)
    # Who of the members came stands in rows; who else in words.
    others_came = EncryptedTextField("Who else came?", blank=True)
    done = EncryptedTextField("What has been done, and what is to be done next?", blank=True)
    form_token = models.UUIDField()
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "form_token"], name="conf_core_meeting_once"
            ),
            models.UniqueConstraint(
                fields=["conference"],
                condition=Q(held_at__isnull=True),
                name="conf_one_core_meeting_planned",
            ),
            models.CheckConstraint(
                condition=Q(
                    held_at__isnull=True,
                    planned_at__isnull=False,
                    recorded_at__isnull=True,
                    recorded_by__isnull=True,
                    done="",
                )
                | (
                    Q(held_at__isnull=False, recorded_at__isnull=False, recorded_by__isnull=False)
                    & ~Q(done="")
                ),
                name="conf_core_meeting_held_by_record",
            ),
        ]

    def __str__(self) -> str:
        return f"Core group {self.pk}"

    @property
    def when_words(self) -> str:
        moment = self.held_at or self.planned_at
        return moment_words(moment) if moment else ""


class CoreGroupCame(models.Model):
    """A member who was at a core group."""

    meeting = models.ForeignKey(CoreGroupMeeting, on_delete=models.PROTECT, related_name="came")
    member = models.ForeignKey(CoreGroupMember, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "member"], name="conf_came_once"),
        ]

    def __str__(self) -> str:
        return str(self.member)
