"""What pages of attendance and minutes are sent: answers that are good."""

from collections.abc import Callable
from typing import Any

from partnership.services import attended, mark_of
from tests.trust.things import Thing
from tests.trust.world import World

Data = dict[str, Any]


def attendance(world: World, persona: str, thing: Thing) -> Data:
    """Nothing but what stood there, so that the page is known to be no old one."""
    return {"seen": mark_of(attended(thing.record), thing.record) if thing.record else ""}


SENT: dict[str, Callable[[World, str, Thing], Data]] = {
    "attendance_edit": attendance,
    "minute_edit": lambda world, persona, thing: {"text": "Said now", "fingerprint": "0"},
    "minutes_correct": lambda world, persona, thing: {"text": "Not so"},
}
