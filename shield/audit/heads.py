"""Heads of the audit's chain, noted outside the database: what shows that its end was cut off.

One file a month for each machine, a line for each entry: its position and digest, nothing else.
Keep the folder where the database's keeper cannot write (`SHIELD_AUDIT_HEADS`).
"""

import os
import socket
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings


class HeadsUnreadable(Exception):
    """A line of a file of heads is none: the file was damaged or altered."""


def folder() -> Path:
    return Path(settings.SHIELD_AUDIT_HEADS)


def note(position: int, digest: str, at: datetime) -> None:
    """Add a head; called when its transaction has been committed.

    One write of less than a block in append mode, so that the lines of several processes never
    mix.
    """
    place = folder()
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = place / f"{at:%Y-%m}-{socket.gethostname()}.heads"
    handle = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(handle, f"{position} {digest}\n".encode())
    finally:
        os.close(handle)


def noted(place: Path) -> dict[int, str]:
    """{position: digest} of every head under a folder; raises HeadsUnreadable.

    A last line without its end is of a machine that lost power while writing, and is passed over.
    """
    found: dict[int, str] = {}
    for file, line in _lines(place):
        position, _, digest = line.partition(" ")
        if not position.isdigit() or len(digest) != 64:
            raise HeadsUnreadable(f"{file.name} holds a line that is no head")
        if found.setdefault(int(position), digest) != digest:
            raise HeadsUnreadable(f"{file.name} names a second digest for entry {position}")
    return found


def bring(source: Path, place: Path, *, until: int) -> None:
    """Copy the heads under `source` as far as the chain reaches; no line that is torn.

    A head noted later is added to a file that ends with a whole line.
    """
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    kept: dict[str, list[str]] = {}
    for file, line in _lines(source):
        position = line.partition(" ")[0]
        if not position.isdigit() or int(position) <= until:
            kept.setdefault(file.name, []).append(f"{line}\n")
    for name, lines in kept.items():
        (place / name).write_text("".join(lines), encoding="ascii", errors="replace")


def _lines(place: Path) -> Iterator[tuple[Path, str]]:
    for file in sorted(place.glob("*.heads")):
        with file.open(encoding="ascii", errors="replace") as lines:
            yield from ((file, line.rstrip("\n")) for line in lines if line.endswith("\n"))
