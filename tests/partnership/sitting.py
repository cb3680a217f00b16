"""What tests of a meeting that goes on do again and again."""

from datetime import datetime
from typing import Any

from partnership import services
from partnership.models import Attendance, Meeting, Sat
from tests.partnership.conftest import Structure
from tests.personas import People

PRESENT, DEPUTY = Attendance.State.PRESENT, Attendance.State.DEPUTY
APOLOGIES, ABSENT = Attendance.State.APOLOGIES, Attendance.State.ABSENT


def take(
    found: Meeting, people: People, at: datetime, *rows: Sat, guests: Any = (), **more: Any
) -> Any:
    given = {"by": people.operations, **more}
    return services.take_attendance(meeting=found, rows=rows, guests=guests, at=at, **given)


def all_seats(seated: Structure, police: str = PRESENT, authority: str = PRESENT) -> list[Sat]:
    return [
        Sat(seated.authority.pk, authority),
        Sat(seated.police.pk, police),
        Sat(seated.health.pk, ABSENT),
    ]


def recorded(found: Meeting) -> list[tuple[str, str, str]]:
    return [
        (one.seat.post if one.seat else "guest", one.state, str(one.user or "nobody"))
        for one in services.attended(found)
    ]
