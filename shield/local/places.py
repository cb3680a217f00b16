"""Where embedded servers keep their sockets, whose paths have to be short."""

import hashlib
import os
import stat
import tempfile
from pathlib import Path

from shield.local.setup import CannotSetUp

# A Unix socket's whole path fits 103 bytes on macOS, 107 on Linux; the longest name takes 20.
LONGEST_SOCKET_FOLDER = 80


class PlaceTaken(CannotSetUp):
    """Somebody else owns a folder in the shared temporary folder that is named like ours."""


def key(folder: Path) -> str:
    """A short name of a folder, different for each."""
    return hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]


def socket_folder(base: Path, *, owner: int) -> Path:
    """A folder of `owner`'s alone for sockets, made if need be; under /tmp where `base` is long."""
    folder = base / "socket"
    if len(os.fsencode(folder)) > LONGEST_SOCKET_FOLDER:
        folder = Path(tempfile.gettempdir()) / f"shield-{key(base)}"
        if len(os.fsencode(folder)) > LONGEST_SOCKET_FOLDER:  # macOS gives each user a long one
            folder = Path("/tmp") / folder.name  # noqa: S108  owner and mode are checked below
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if found.st_uid not in {owner, os.geteuid()} or not stat.S_ISDIR(found.st_mode):
        raise PlaceTaken(f"{folder} belongs to somebody else; remove it and start again")
    if found.st_uid != owner:
        os.chown(folder, owner, -1)
    folder.chmod(0o700)
    return folder
