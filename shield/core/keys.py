"""What else lets somebody read without signing in? Shown on the page of their own security.

Apps register what they give out (`AppConfig.ready`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True)
class Key:
    """One secret that somebody holds: what it opens, since when, and the day of its last use."""

    words: str
    created_at: datetime
    last_used_on: date | None


@dataclass(frozen=True)
class KeyRing:
    """One kind of secret: what it is called, the page on which it is ended, whose there are."""

    name: str
    page: str
    of: Callable[[Any], Sequence[Key]]


KEYS: dict[str, KeyRing] = {}
