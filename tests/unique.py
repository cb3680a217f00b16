"""One dict of several, each name once: of two of one name a test would silently lose one."""

from collections.abc import Mapping
from typing import TypeVar

T = TypeVar("T")


def together(*parts: Mapping[str, T]) -> dict[str, T]:
    """All of them; AssertionError where two have a name in common."""
    found: dict[str, T] = {}
    for part in parts:
        twice = sorted(found.keys() & part.keys())
        assert not twice, f"two are called {twice}"
        found |= part
    return found
