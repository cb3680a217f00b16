"""Who was at a meeting, in which seat, and could the body decide?"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from partnership.models.invited import Answer
from partnership.models.meeting import Meeting
from partnership.models.seat import Seat
from shield.accounts.models import User


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    def present(self) -> Self:
        return self.filter(state__in=(Attendance.State.PRESENT, Attendance.State.DEPUTY))


class Attendance(models.Model):
    """One seat, or one guest without a seat, at one meeting: who sat there, or that nobody did."""

    class State(models.TextChoices):
        PRESENT = "present", "Present"
        DEPUTY = "deputy", "A deputy was present"
        APOLOGIES = "apologies", "Apologies"
        ABSENT = "absent", "Absent"

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendance")
    seat = models.ForeignKey(Seat, null=True, on_delete=models.PROTECT, related_name="attendance")
    state = models.CharField(max_length=20, choices=State)
    # Who was there; of apologies and absence whoever holds the seat, None of a vacant one.
    user = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    objects: ClassVar[models.Manager] = AttendanceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "seat"], name="attendance_of_a_seat_once"),
            # Nobody sits in two seats at once, so nobody stands for two agencies.
            models.UniqueConstraint(
                fields=["meeting", "user"],
                condition=Q(state__in=("present", "deputy")),
                name="attendance_of_a_person_once",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("present", "deputy")) | Q(user__isnull=False),
                name="attendance_is_somebody",
            ),
            models.CheckConstraint(
                condition=Q(seat__isnull=False) | Q(user__isnull=False, state="present"),
                name="attendance_of_a_guest",
            ),
        ]

    def __str__(self) -> str:
        return f"Attendance {self.pk}"

    @property
    def state_words(self) -> str:
        return str(self.State(self.state).label)


@dataclass(frozen=True)
class Sat:
    """What is recorded of one seat: `user` is whoever was there; nobody of other states."""

    seat: int
    state: str
    user: User | None = None


@dataclass(frozen=True)
class SeatThere:
    """One seat on a meeting's day: who held it, who may stand in, what was answered, recorded."""

    seat: Seat
    holder: User | None
    deputies: tuple[User, ...]
    answer: str
    recorded: Attendance | None

    @property
    def answered_deputy(self) -> User | None:
        """The deputy whom the holder named in their answer comes first of `deputies`."""
        return self.deputies[0] if self.answer == Answer.DEPUTY and self.deputies else None


# So many vacant seats are named one by one.
FEW = 3


def groups_of(rows: Iterable[Attendance], visitors: str = "") -> list[tuple[str, list[str]]]:
    """What is recorded, as headings with lines: present, guests, apologies, absent.

    `visitors` are guests without an account, a line each.
    """
    state = Attendance.State
    found: dict[str, list[str]] = {
        "Present": [], "Guests": [], "Apologies": [], "Absent": [], "Vacant seats": [],
    }  # fmt: skip
    for row in rows:
        if row.seat is None:
            found["Guests"].append(str(row.user))
        elif row.state == state.PRESENT:
            found["Present"].append(f"{row.user}: {row.seat}")
        elif row.state == state.DEPUTY:
            found["Present"].append(f"{row.user} (deputy): {row.seat}")
        elif row.user is None:
            found["Vacant seats"].append(str(row.seat))
        else:
            name = "Apologies" if row.state == state.APOLOGIES else "Absent"
            found[name].append(f"{row.user}: {row.seat}")
    found["Guests"] += [line.strip() for line in visitors.splitlines() if line.strip()]
    # Which these are stands on the page of the body; many would bury who was there.
    if len(found["Vacant seats"]) > FEW:
        found["Vacant seats"] = [str(len(found["Vacant seats"]))]
    return [(name, lines) for name, lines in found.items() if lines]
