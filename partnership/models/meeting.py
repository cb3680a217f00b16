"""When does a body meet, and what became of each meeting?"""

from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Greatest

from partnership.models.body import Body
from partnership.models.invited import Invited
from partnership.models.published import TimetableRow
from partnership.permissions import Perm
from shield.accounts.access import access_of, keys_of
from shield.accounts.models import User
from shield.core.links import numbered
from shield.core.london import LONDON, london_day
from shield.core.roles_apart import only_grows


class MeetingStatus(models.TextChoices):
    PROPOSED = "proposed", "Proposed"
    CONFIRMED = "confirmed", "Confirmed"
    HELD = "held", "Held"
    CANCELLED = "cancelled", "Cancelled"


def day_starts(day: date) -> datetime:
    """The first moment of a day, by London's clock."""
    return datetime.combine(day, time(), LONDON)


def hours_words(starts_at: datetime, ends_at: datetime) -> str:
    """`14:00 to 16:30`, by London's clock."""
    return f"{starts_at.astimezone(LONDON):%H:%M} to {ends_at.astimezone(LONDON):%H:%M}"


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, user: Any) -> Self:
        """The meetings of the bodies that a person reads, and those to which they alone are asked.

        Proposals are for whoever plans.
        """
        access = access_of(user)
        opened = Q(body__in=keys_of(Body, user))
        if access.allows(Perm.OPEN):
            guest = access.keys(Invited, lambda: Invited.objects.guests(access).values("meeting"))
            opened |= Q(pk__in=guest)
        rows = self.filter(opened)
        if access.allows(Perm.KEEP):
            return rows
        return rows.exclude(status=MeetingStatus.PROPOSED)

    def proposed(self) -> Self:
        return self.filter(status=MeetingStatus.PROPOSED)

    def standing(self) -> Self:
        """Those that take place, are to, or did."""
        return self.exclude(status=MeetingStatus.CANCELLED)

    def between(self, first: date, last: date) -> Self:
        """Those that start from one day to another, both included."""
        until = day_starts(last + timedelta(days=1))
        return self.filter(starts_at__gte=day_starts(first), starts_at__lt=until)

    def in_year(self, year: int) -> Self:
        return self.between(date(year, 1, 1), date(year, 12, 31))

    def with_distance(self, at: datetime) -> Self:
        """Whether each is past, and how far from now: to list what comes next, then what was."""
        now = Value(at, models.DateTimeField())
        return self.annotate(
            is_past=Q(ends_at__lte=at),
            distance=Greatest(F("starts_at") - now, now - F("starts_at")),
        )

    def by_day(self) -> Self:
        return self.order_by("starts_at", "pk")


class Meeting(models.Model):
    """One meeting of a body: proposed in a plan, confirmed, held or cancelled.

    It gets its reference when it is confirmed. Of a published one the arrangements themselves are
    the confirmation, so nobody is named.
    """

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="meetings")
    reference = models.CharField(max_length=20, blank=True)
    title = models.CharField("title, where it has one of its own", max_length=200, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    venue = models.CharField(max_length=200, blank=True)
    link = models.CharField(max_length=500, blank=True)
    status = models.CharField(max_length=20, choices=MeetingStatus, default=MeetingStatus.PROPOSED)
    # The meeting on which its day hangs, and by how many days it was to follow it (-7: before).
    around = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="hanging"
    )
    offset_days = models.SmallIntegerField(null=True, blank=True)
    # Why the plan has it on this day.
    why = models.CharField(max_length=500, blank=True)
    row = models.OneToOneField(
        TimetableRow, null=True, blank=True, on_delete=models.PROTECT, related_name="meeting"
    )
    proposed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    cancelled_at = models.DateTimeField(null=True, blank=True)
    # Its agenda: published, and how often.
    published_at = models.DateTimeField(null=True, blank=True)
    edition = models.PositiveSmallIntegerField("edition of the agenda", default=0)
    # When it was held: whether the body could decide at its end, with the working.
    held_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    held_at = models.DateTimeField(null=True, blank=True)
    # Who took the chair, and who was there without an account in the portal, a line each.
    chaired_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    visitors = models.TextField(max_length=2000, blank=True)
    quorum = models.JSONField("quorum at the end, with its working", default=dict, blank=True)
    # Rises with each change that people's calendars must take over.
    sequence = models.PositiveSmallIntegerField(default=0)
    cancelled_because = models.CharField(max_length=500, blank=True)

    objects: ClassVar[models.Manager] = MeetingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reference"], condition=~Q(reference=""), name="meeting_reference_once"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="meeting_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(link="") | Q(link__startswith="https://"), name="meeting_link_is_https"
            ),
            models.CheckConstraint(
                condition=Q(around__isnull=True, offset_days__isnull=True)
                | (Q(around__isnull=False, offset_days__isnull=False) & ~Q(around=F("id"))),
                name="meeting_hangs_by_days",
            ),
            models.CheckConstraint(
                condition=Q(proposed_by__isnull=False) | Q(row__isnull=False),
                name="meeting_proposed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(
                    status=MeetingStatus.PROPOSED,
                    reference="",
                    confirmed_at__isnull=True,
                    confirmed_by__isnull=True,
                )
                | (
                    ~Q(status=MeetingStatus.PROPOSED)
                    & ~Q(reference="")
                    & Q(confirmed_at__isnull=False)
                    & (Q(confirmed_by__isnull=False) | Q(row__isnull=False))
                ),
                name="meeting_confirmed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(status=MeetingStatus.HELD, held_at__isnull=False)
                | (~Q(status=MeetingStatus.HELD) & Q(held_at__isnull=True, held_by__isnull=True)),
                name="meeting_held_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True, edition=0)
                | Q(published_at__isnull=False, edition__gte=1),
                name="meeting_agenda_published",
            ),
            models.CheckConstraint(
                condition=(
                    Q(
                        status=MeetingStatus.CANCELLED,
                        cancelled_at__isnull=False,
                        cancelled_by__isnull=False,
                    )
                    & ~Q(cancelled_because="")
                )
                | (
                    ~Q(status=MeetingStatus.CANCELLED)
                    & Q(
                        cancelled_at__isnull=True,
                        cancelled_by__isnull=True,
                        cancelled_because="",
                    )
                ),
                name="meeting_cancelled_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["starts_at", "id"], name="meeting_by_day")]

    def __str__(self) -> str:
        return self.title or self.body.name

    def get_absolute_url(self) -> str:
        return numbered("meeting_detail", self.pk)

    @property
    def on(self) -> date:
        """The day on which it starts."""
        return london_day(self.starts_at)

    @property
    def hours(self) -> str:
        return hours_words(self.starts_at, self.ends_at)

    @property
    def status_words(self) -> str:
        return str(MeetingStatus(self.status).label)


class MeetingMove(models.Model):
    """A confirmed meeting was moved: from when to when, why and by whom. It never changes."""

    append_only: ClassVar[bool] = True
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="moves")
    from_starts_at = models.DateTimeField()
    from_ends_at = models.DateTimeField()
    to_starts_at = models.DateTimeField()
    to_ends_at = models.DateTimeField()
    why = models.CharField(max_length=500)
    moved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    moved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(to_ends_at__gt=F("to_starts_at")), name="meeting_move_to_a_time"
            ),
            models.CheckConstraint(condition=~Q(why=""), name="meeting_move_has_a_reason"),
        ]
        triggers = only_grows()

    def __str__(self) -> str:
        return f"Move {self.pk}"

    @property
    def from_words(self) -> str:
        return hours_words(self.from_starts_at, self.from_ends_at)

    @property
    def from_day(self) -> date:
        return london_day(self.from_starts_at)
