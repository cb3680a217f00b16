"""The chain: how an entry is tied to the one before it, and what a broken tie looks like.

Each entry's digest is an HMAC over its own row and the digest before it, under a key that is not
in the database. Whoever alters, removes, adds or moves an entry without that key breaks the chain
at that place. What no chain shows by itself is that its end was cut off or the whole of it put back
to an earlier state: for that every head (position and digest) is also written to a file outside the
database (`heads.py`), and the check compares both.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.conf import settings

START = "0" * 64  # what the first entry is tied to


class Link(NamedTuple):
    """One entry as the chain sees it, in the order of the table's columns."""

    position: int
    digest: str
    at: datetime
    actor_id: int | None
    actor: str
    agencies: list[int]
    verb: str
    subject_model: str
    subject_id: int | None
    reference: str
    facts: dict[str, Any]


@dataclass(frozen=True)
class Verified:
    """What a check found: how far the chain reaches, and the first thing that is wrong with it."""

    entries: int
    digest: str
    problem: str = ""

    @property
    def is_whole(self) -> bool:
        return not self.problem


def canonical(link: Link) -> bytes:
    """The row as bytes: the same before and after it went through the database or a dump."""
    row = link._asdict()
    del row["digest"]
    row["at"] = link.at.astimezone(UTC).isoformat(timespec="microseconds")
    return json.dumps(row, sort_keys=True, separators=(",", ":")).encode()


def digest_of(link: Link, before: str) -> str:
    """The digest that an entry has if the entry before it has the digest `before`."""
    key = settings.SHIELD_AUDIT_KEY.encode()
    return hmac.new(key, before.encode() + canonical(link), hashlib.sha256).hexdigest()


def verify(links: Iterable[Link], heads: Mapping[int, str]) -> Verified:
    """Read the whole chain in order and name the first entry that is not as it was written.

    `links` come in the order of their positions; `heads` is {position: digest} as noted outside
    the database. Needs the memory of one entry and of the heads.
    """
    places = {digest: position for position, digest in heads.items()}
    position, before = 0, START
    for link in links:
        position += 1
        if link.position != position:
            gone = "entry" if link.position == position + 1 else "entries from"
            problem = f"{gone} {position} is missing: the next one there is {link.position}"
            if link.position < position:
                problem = f"entry {link.position} stands where entry {position} belongs"
            return Verified(position - 1, before, problem)
        if not hmac.compare_digest(link.digest, digest_of(link, before)):
            return Verified(position - 1, before, _what_happened(link, heads, places))
        noted = heads.get(position)
        if noted is not None and noted != link.digest:
            problem = (
                f"entry {position} is not the one that was written: the chain was put back to an "
                "earlier state, or written anew with its key, and went on from there"
            )
            return Verified(position - 1, before, problem)
        before = link.digest
    newest = max(heads, default=0)
    if newest > position:
        problem = (
            f"entry {position + 1} is missing: the chain ends at {position} and once reached "
            f"{newest}, so its end was cut off or it was put back to an earlier state"
        )
        return Verified(position, before, problem)
    return Verified(position, before)


def _what_happened(link: Link, heads: Mapping[int, str], places: Mapping[str, int]) -> str:
    """In words, for an entry whose digest does not follow from its row and the one before."""
    stood = places.get(link.digest)
    if stood == link.position:
        return f"entry {link.position} was altered after it was written"
    if stood is not None:
        return f"entry {stood} was moved to the place of entry {link.position}"
    if link.position in heads:
        return f"entry {link.position} was replaced by another, or its digest was altered"
    return f"entry {link.position} was added, moved or altered without the chain's key"
