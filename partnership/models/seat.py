"""Which seats does a body have, and who holds each from when to when?"""

from datetime import date
from typing import Any, ClassVar, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q, Value

from partnership.models.body import Body
from partnership.permissions import Perm
from shield.accounts.access import Access, roles, visible
from shield.accounts.models import ONE_DAY, Agency, Membership, User
from shield.accounts.reach import Path, Reach
from shield.core.links import numbered
from shield.core.london import london_day

# The heading of rows that appoint many people at once.
APPOINTMENT_COLUMNS = ("body", "agency", "post", "email", "from", "to", "deputy")
# The days from the first to the last, as PostgreSQL compares them.
DAYS = Func(
    F("starts_on"),
    F("ends_on") + ONE_DAY,
    Value("[)"),
    function="daterange",
    output_field=DateRangeField(),
)


def sitting_roles() -> list[str]:
    """The roles with which somebody opens the partnership's business, and so may sit in a body."""
    return [role.id for role in roles().values() if Perm.OPEN in role.perms]


def able_to_sit(on: date) -> models.QuerySet[Membership]:
    """Where somebody holds one of them on a day."""
    rows: models.QuerySet[Membership] = Membership.objects.current(on).filter(
        role__in=sitting_roles()
    )
    return rows


def lasts(on: date) -> Q:
    """That something has begun by a day and not ended before it; the last day still counts."""
    return Q(starts_on__lte=on) & (Q(ends_on__isnull=True) | Q(ends_on__gte=on))


class SeatRole(models.TextChoices):
    JOINT_CHAIR = "joint-chair", "Joint chair"
    CHAIR = "chair", "Chair"
    DEPUTY_CHAIR = "deputy-chair", "Deputy chair"
    MEMBER = "member", "Member"
    OPERATIONS = "operations", "Operations"
    SCRUTINEER = "scrutineer", "Scrutineer"


# Who chairs a body, and so keeps its agenda beside the operations team.
CHAIRS = (SeatRole.JOINT_CHAIR, SeatRole.CHAIR, SeatRole.DEPUTY_CHAIR)
# Who counts when it is asked whether a body may decide.
MEMBERS = (*CHAIRS, SeatRole.MEMBER)


class SeatQuerySet(models.QuerySet["Seat"]):
    def present(self, on: date) -> Self:
        """The seats that a body has on a day."""
        return self.filter(
            Q(starts_on__isnull=True) | Q(starts_on__lte=on),
            Q(ends_on__isnull=True) | Q(ends_on__gte=on),
        )

    def in_order(self) -> Self:
        return self.order_by("order", "pk")

    def changeable_by(self, user: Any) -> Self:
        """The seats of a person's own agencies, of which they say who holds them."""
        return visible(self, user, Perm.NOTIFY_CHANGE)  # type: ignore[return-value]


class Seat(models.Model):
    """A place in a body that belongs to an agency and a post, whoever holds it.

    A seat that nobody holds today is vacant. Without dates it is there from the beginning.
    """

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="seats")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="seats")
    post = models.CharField(max_length=200)
    role = models.CharField(max_length=20, choices=SeatRole, default=SeatRole.MEMBER)
    order = models.PositiveIntegerField(default=0)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    reach: ClassVar[Reach] = Reach(
        paths=(
            Path("partnership", gives=frozenset({Perm.KEEP, Perm.READ_ALL})),
            Path("agency", agency="agency", gives=frozenset({Perm.NOTIFY_CHANGE})),
        )
    )
    objects: ClassVar[models.Manager] = SeatQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["body", "agency", "post"],
                condition=Q(ends_on__isnull=True),
                name="seat_of_a_post_once",
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=F("starts_on") - ONE_DAY),
                name="seat_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post}, {self.agency}"

    @property
    def role_words(self) -> str:
        return str(SeatRole(self.role).label)


class HoldingQuerySet(models.QuerySet["Holding"]):
    def current(self, on: date) -> Self:
        """Those that count on a day: whoever holds the seat works for its agency, in a role to sit.

        Whoever was appointed although they work elsewhere has such a role anywhere. The agency that
        follows the seat's own counts as it does.
        """
        works = able_to_sit(on).filter(user=OuterRef("user"))
        there = works.filter(
            Q(agency=OuterRef("seat__agency")) | Q(agency=OuterRef("seat__agency__succeeded_by"))
        )
        return self.standing(on).filter(Q(Exists(there)) | Q(Exists(works), is_from_elsewhere=True))

    def standing(self, on: date) -> Self:
        """Those that are written down for a day, in seats and bodies that are still there.

        Also of somebody who has left their agency, until their agency says who comes after them.
        """
        return self.filter(
            lasts(on),
            Q(seat__starts_on__isnull=True) | Q(seat__starts_on__lte=on),
            Q(seat__ends_on__isnull=True) | Q(seat__ends_on__gte=on),
            Q(seat__body__ended_on__isnull=True) | Q(seat__body__ended_on__gte=on),
        )

    def current_or_later(self, on: date) -> Self:
        """Those that have not ended before a day, begun or not."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on))

    def of(self, access: Access) -> Self:
        """Those of one person that count today: `current`, from what is known of them already.

        Without those that they were given before they left and came back.
        """
        works = access.works_with(Perm.OPEN)
        if not works:
            return self.none()
        held = self.standing(london_day(access.at)).filter(
            Q(seat__agency__in=works)
            | Q(seat__agency__succeeded_by__in=works)
            | Q(is_from_elsewhere=True),
            user_id=access.user_id,
        )
        return held if access.since is None else held.filter(appointed_at__gte=access.since)

    def record_ids_of(self, access: Access) -> models.QuerySet[Any, Any]:
        """The bodies in which a person holds a seat, as holder or standing deputy."""
        return self.of(access).values_list("seat__body_id", flat=True)


class Holding(models.Model):
    """A person holds a seat from one day to another, or stands in for whoever does.

    `ends_on` is the last day; access to the body ends with it. One that is ended at once holds
    until the day before; on its first day this leaves no day at all.
    """

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="holdings")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="holdings")
    is_deputy = models.BooleanField(default=False)
    # They were appointed although they did not work for the agency of the seat.
    is_from_elsewhere = models.BooleanField(default=False)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    appointed_at = models.DateTimeField()

    objects: ClassVar[models.Manager] = HoldingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on") - ONE_DAY),
                name="holding_ends_after_it_starts",
            ),
            ExclusionConstraint(
                name="seat_held_by_one_a_day",
                expressions=[("seat", RangeOperators.EQUAL), (DAYS, RangeOperators.OVERLAPS)],
                condition=Q(is_deputy=False),
            ),
            ExclusionConstraint(
                name="seat_held_once_by_a_person",
                expressions=[
                    ("seat", RangeOperators.EQUAL),
                    ("user", RangeOperators.EQUAL),
                    (DAYS, RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes = [models.Index(fields=["user", "starts_on"])]

    def __str__(self) -> str:
        return f"Holding {self.pk}"

    def is_current(self, on: date) -> bool:
        return self.starts_on <= on and (self.ends_on is None or self.ends_on >= on)


class ChairHoldingManager(models.Manager.from_queryset(HoldingQuerySet)):  # type: ignore[misc]
    def get_queryset(self) -> Any:
        return super().get_queryset().filter(seat__role__in=CHAIRS, is_deputy=False)


class ChairHolding(Holding):
    """The holdings by which somebody chairs a body; a standing deputy does not."""

    objects: ClassVar[Any] = ChairHoldingManager()

    class Meta:
        proxy = True


class PersonnelChangeQuerySet(models.QuerySet["PersonnelChange"]):
    def open(self) -> Self:
        """Those that the operations team has yet to look at."""
        return self.filter(answered_at=None)


class PersonnelChange(models.Model):
    """An agency says that its seat changes hands; the operations team confirms it or does not."""

    class Answer(models.TextChoices):
        CONFIRMED = "confirmed", "Confirmed"
        DECLINED = "declined", "Not followed"

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="changes")
    leaver = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    last_day = models.DateField(null=True, blank=True)
    # Whoever takes the seat: known to the portal by their email address, or yet to be invited.
    successor_name = models.CharField(max_length=200, blank=True)
    successor_email = models.EmailField(max_length=254, blank=True)
    from_day = models.DateField(null=True, blank=True)
    notified_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    notified_at = models.DateTimeField()
    answer = models.CharField(max_length=20, choices=Answer, blank=True)
    answered_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    reach: ClassVar[Reach] = Reach(paths=(Path("partnership", gives=frozenset({Perm.KEEP})),))
    objects: ClassVar[models.Manager] = PersonnelChangeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True, answered_by__isnull=True)
                | (~Q(answer="") & Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="personnel_change_answered_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(last_day__isnull=False) | Q(from_day__isnull=False),
                name="personnel_change_changes_something",
            ),
        ]

    def __str__(self) -> str:
        return f"Personnel change {self.pk}"

    def get_absolute_url(self) -> str:
        return numbered("change_answer", self.pk)
