"""What is true of a child protection conference?"""

from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.apps import apps
from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, Greatest

from conferences.models.kinds import ConferenceKind
from conferences.permissions import Perm
from shield.accounts.access import visible
from shield.accounts.models import Agency, User
from shield.accounts.reach import Path, Reach
from shield.clocks.models import Clock
from shield.core.fields import EncryptedCharField, EncryptedTextField, FingerprintField
from shield.core.links import numbered
from shield.core.london import moment_words

RUNS = frozenset({Perm.READ, Perm.MANAGE, Perm.MANAGE_ACCESS})


class Status(models.TextChoices):
    SCHEDULED = "scheduled", "Scheduled"
    POSTPONED = "postponed", "Postponed"
    HELD = "held", "Held"
    INQUORATE = "inquorate", "Inquorate"
    CANCELLED = "cancelled", "Cancelled"


TO_COME = (Status.SCHEDULED, Status.POSTPONED)


def number(rows: models.QuerySet[Any]) -> Coalesce:
    """How many rows there are of each row around them."""
    counted = rows.order_by().values("conference").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)


class ConferenceQuerySet(models.QuerySet["Conference"]):
    def visible_to(self, user: Any) -> Self:
        """The conferences that a person chairs or administers, or was named in."""
        return visible(self, user, Perm.READ)  # type: ignore[return-value]

    def managed_by(self, user: Any) -> Self:
        return visible(self, user, Perm.MANAGE)  # type: ignore[return-value]

    def to_come(self) -> Self:
        return self.filter(status__in=TO_COME)

    def unerased(self) -> Self:
        """Those of which there is still something to read."""
        return self.filter(erased_at=None)

    def from_case_system(self, reference: str) -> Self:
        """The conference of exactly this reference in the case-management system."""
        mark: Any = self.model._meta.get_field("external_fingerprint")
        return self.filter(external_fingerprint=mark.seek(reference))

    def of_family(self, reference: str) -> Self:
        """The conferences of exactly this family reference."""
        mark: Any = self.model._meta.get_field("family_fingerprint")
        return self.filter(family_fingerprint=mark.seek(reference))

    def for_list(self) -> Self:
        """With all that a list shows, in one query; nothing is unsealed for it."""
        return self.select_related("kind", "chair", "administrator", "clock").only(
            "reference", "status", "starts_at", "is_restricted", "kind__name",
            "chair__full_name", "administrator__full_name", "clock__due_on", "clock__met_at",
            "clock__cancelled_at", "clock__waits_since",
        )  # fmt: skip

    def with_reports(self) -> Self:
        """How many agencies are `asked`, and how many of them have `answered`."""
        requests = apps.get_model("conferences", "ReportRequest").objects
        of_it = {"conference": OuterRef("pk")}
        return self.annotate(
            asked=number(requests.standing().filter(**of_it)),
            answered=number(requests.answered().filter(**of_it)),
        )

    def with_distance(self, at: datetime) -> Self:
        """To list what is to come, soonest first and without a day before all, then what was."""
        now = Value(at, models.DateTimeField())
        to_come = Q(status__in=[one.value for one in TO_COME])
        from_now = Greatest(F("starts_at") - now, now - F("starts_at"))
        return self.annotate(
            is_over=~to_come,
            distance=Coalesce(from_now, Value(timedelta(), models.DurationField())),
        )


class Conference(models.Model):
    """One conference about the children of one family.

    Its chair and its administrator run it. An agency that is asked for a report sees its own
    request (`ReportRequest`) and never this record.
    """

    reach: ClassVar[Reach] = Reach(
        paths=(
            Path("owner", owner="chair", owner_needs=Perm.CHAIR, gives=RUNS),
            Path("owner", owner="administrator", owner_needs=Perm.CHAIR, gives=RUNS),
        ),
        grants=lambda: apps.get_model("conferences", "ConferenceGrant"),
        exclusions=lambda: apps.get_model("conferences", "ConferenceExclusion"),
        openings=lambda: apps.get_model("conferences", "ConferenceOpening"),
        glass_gives=frozenset({Perm.READ}),
        glass_needs=Perm.BREAK_GLASS,
    )
    # What other rooms call it (`accounts/kept.py`).
    known_as: ClassVar[tuple[Any, ...]] = ("reference",)

    reference = models.CharField(max_length=20, unique=True)
    kind = models.ForeignKey(
        ConferenceKind,
        verbose_name="What kind of conference is it?",
        on_delete=models.PROTECT,
        related_name="+",
    )
    # The authority that holds it, in which its chair or its administrator works.
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=20, choices=Status, default=Status.SCHEDULED)
    chair = models.ForeignKey(
        User,
        verbose_name="Who chairs it?",
        on_delete=models.PROTECT,
        related_name="conferences_chaired",
    )
    administrator = models.ForeignKey(
        User,
        verbose_name="Who administers it?",
        on_delete=models.PROTECT,
        related_name="conferences_administered",
    )
    # The family's number in the case-management system, by which its conferences are found.
    family_reference = EncryptedCharField("Family reference", max_length=60)
    family_fingerprint = FingerprintField(of="family_reference")
    # The conference's own number there, where it was loaded from there.
    external_reference = EncryptedCharField("Reference elsewhere", max_length=60, blank=True)
    external_fingerprint = FingerprintField(of="external_reference")
    # From when it must be held within so many days; the kind says of what this is the moment.
    triggered_at = models.DateTimeField(
        "From when does the time run in which it must be held?", null=True, blank=True
    )
    # None while it is postponed without a new day.
    starts_at = models.DateTimeField("When does it start?", null=True, blank=True)
    minutes = models.PositiveSmallIntegerField("How many minutes is it to last?", default=120)
    place = EncryptedCharField("Where is it held?", max_length=200, blank=True)
    link = EncryptedCharField("Link for taking part online", max_length=500, blank=True)
    interpreter = EncryptedCharField(
        "Which languages need an interpreter, sign language included?", max_length=200, blank=True
    )
    access_needs = EncryptedTextField(
        "What do the people coming need, to get there and take part?", blank=True
    )
    # Admits those alone whom a grant names.
    is_restricted = models.BooleanField(default=False)
    # The inquorate conference that this one holds again.
    reconvenes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="reconvened"
    )
    # By when it must be held.
    clock = models.OneToOneField(
        Clock, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    form_token = models.UUIDField(unique=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    closed_because = EncryptedTextField(blank=True)
    # When what was said of and at it was erased (`services/erasing.py`).
    erased_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager] = ConferenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["external_fingerprint"],
                condition=~Q(external_fingerprint=""),
                name="conference_from_elsewhere_once",
            ),
            models.CheckConstraint(
                condition=Q(status=Status.POSTPONED, starts_at__isnull=True)
                | Q(status=Status.CANCELLED)
                | (
                    ~Q(status__in=(Status.POSTPONED, Status.CANCELLED)) & Q(starts_at__isnull=False)
                ),
                name="conference_has_a_day_unless_postponed",
            ),
            models.CheckConstraint(
                condition=Q(
                    status__in=[one.value for one in TO_COME],
                    closed_at__isnull=True,
                    closed_by__isnull=True,
                )
                | (
                    ~Q(status__in=[one.value for one in TO_COME])
                    & Q(closed_at__isnull=False, closed_by__isnull=False)
                ),
                name="conference_closed_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=(Status.CANCELLED, Status.INQUORATE))
                | ~Q(closed_because=""),
                name="conference_not_held_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) | Q(closed_at__lt=F("erased_at")),
                name="conference_erased_once_it_is_over",
            ),
        ]
        indexes = [
            models.Index(fields=["chair", "-starts_at"]),
            models.Index(fields=["administrator", "-starts_at"]),
            models.Index(fields=["family_fingerprint"], name="conference_by_family"),
            # Few are restricted, and lists of other rooms ask which (`accounts/kept.py`).
            models.Index(
                fields=["id"], condition=Q(is_restricted=True), name="conference_restricted"
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def label(self) -> str:
        """How it is called where no content may stand."""
        return self.reference

    @property
    def title(self) -> str:
        """What it is called on its own pages and its requests'."""
        return f"{self.kind} conference {self.reference}"

    @property
    def is_to_come(self) -> bool:
        return self.status in TO_COME

    @property
    def is_scheduled(self) -> bool:
        return self.status == Status.SCHEDULED

    @property
    def when_words(self) -> str:
        return moment_words(self.starts_at) if self.starts_at else "No day is set"

    @property
    def status_words(self) -> str:
        return str(Status(self.status).label)

    def get_absolute_url(self) -> str:
        return numbered("conference_detail", self.pk)


class ConferenceMove(models.Model):
    """A conference was put on another day, or on none yet: from when to when, why, by whom."""

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="moves")
    was = models.DateTimeField(null=True)
    now = models.DateTimeField(null=True)
    why = EncryptedTextField()
    moved_at = models.DateTimeField()
    moved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(was__isnull=False) | Q(now__isnull=False),
                name="conference_moved_from_or_to_a_day",
            )
        ]

    def __str__(self) -> str:
        return f"Move {self.pk}"

    @property
    def words(self) -> str:
        def worded(moment: datetime | None) -> str:
            return moment_words(moment) if moment else "no day set"

        return f"From {worded(self.was)} to {worded(self.now)}"
