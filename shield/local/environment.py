"""The environment that the settings read, made where nobody has set it: embedded servers, secrets.

`manage.py`, the tests and the launcher call this before Django's settings are loaded. Where
DATABASE_URL is set nothing is started and nothing is invented: a real portal brings its own.
"""

import os
import secrets
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

from shield.local.postgres import FAST, Cluster
from shield.local.valkey import Server

ROOT = Path(__file__).resolve().parent.parent.parent


def data_folder() -> Path:
    """Where all that this portal keeps lies: $SHIELD_DATA_DIR, or `.local` in the checkout."""
    return Path(os.environ.get("SHIELD_DATA_DIR") or ROOT / ".local").resolve()


def prepare() -> None:
    """Set what is unset for the portal of the data folder, and start its database if it is down."""
    set_unset({"SHIELD_DEV_TOOLS": "1" if find_spec("django_linear_migrations") else "0"})
    if os.environ.get("DATABASE_URL"):
        return
    folder = data_folder()
    keys = keys_of(folder)
    cluster = cluster_of(folder)
    cluster.ensure()
    set_unset(
        {
            "DATABASE_URL": cluster.url,
            "REDIS_URL": broker_of(folder).url,
            "SECRET_KEY": keys["SECRET_KEY"],
            "SHIELD_DATA_DIR": str(folder),
            "SHIELD_DEMO": "1",
        }
    )


def prepare_tests() -> Cluster | None:
    """The same for tests: a cluster of their own that is faster than safe, and no broker.

    Gives the cluster if this call started it, for the caller to stop.
    """
    set_unset({"REDIS_URL": "memory://", "SECRET_KEY": "tests-only", "SHIELD_DEMO": "1"})
    if os.environ.get("DATABASE_URL"):
        return None
    folder = data_folder() / "test"
    cluster = cluster_of(folder, settings=FAST)
    was_down = cluster.ensure()
    set_unset({"DATABASE_URL": cluster.url})
    return cluster if was_down else None


def cluster_of(folder: Path, settings: tuple[str, ...] = ()) -> Cluster:
    """The embedded database of a data folder."""
    password = keys_of(folder)["POSTGRES_PASSWORD"]
    return Cluster(folder / "postgres", password=password, settings=settings)


def broker_of(folder: Path) -> Server:
    """The embedded broker of a data folder."""
    return Server(folder / "valkey")


def keys_of(folder: Path) -> dict[str, str]:
    """The secrets of a data folder, made on first use and readable by its owner alone."""
    # As root the database runs as `nobody`, who passes through the folder without listing it.
    folder.mkdir(parents=True, exist_ok=True, mode=0o711 if os.geteuid() == 0 else 0o700)
    file = folder / "env"
    if not file.exists():
        # Written aside and linked, so that of two first starts one wins and both read the same.
        half = folder / f"env.{os.getpid()}"
        half.touch(mode=0o600)
        half.write_text(
            f"SECRET_KEY={secrets.token_urlsafe(50)}\n"
            f"POSTGRES_PASSWORD={secrets.token_urlsafe(24)}\n"
        )
        try:
            file.hardlink_to(half)
        except FileExistsError:
            half.unlink()
        else:
            half.unlink()
    return dict(line.split("=", 1) for line in file.read_text().splitlines())


def set_unset(values: Mapping[str, str]) -> None:
    """Set each variable that is not set or is empty."""
    for name, value in values.items():
        if not os.environ.get(name):
            os.environ[name] = value
