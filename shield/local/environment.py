"""The environment that the settings read, made where nobody has set it: embedded servers, secrets.

`manage.py`, the tests and the launcher call this before Django's settings are loaded. Where
DATABASE_URL is set nothing is started and nothing is invented: a real portal brings its own.
"""

import base64
import fcntl
import os
import secrets
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

from shield.local.postgres import FAST, PORTAL_ROLE, Cluster
from shield.local.valkey import Server

ROOT = Path(__file__).resolve().parent.parent.parent
# What the settings ask for and nobody may guess.
SECRETS = ("SECRET_KEY", "SHIELD_DATA_KEYS", "SHIELD_LOOKUP_KEY", "SHIELD_AUDIT_KEY")
# Of the two roles of the embedded database: its owner, and what the portal runs as.
PASSWORDS = ("POSTGRES_PASSWORD", "POSTGRES_PORTAL_PASSWORD")


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
            "DATABASE_URL": cluster.url_of(PORTAL_ROLE, keys["POSTGRES_PORTAL_PASSWORD"]),
            "SHIELD_OWNER_DATABASE_URL": cluster.url,
            "REDIS_URL": broker_of(folder).url,
            **{name: keys[name] for name in SECRETS},
            "SHIELD_DATA_DIR": str(folder),
            "SHIELD_DEMO": "1",
        }
    )


def prepare_tests() -> Cluster | None:
    """The same for tests: a cluster of their own that is faster than safe, and no broker.

    Gives the cluster if this call started it, for the caller to stop.
    """
    set_unset({"REDIS_URL": "memory://", "SHIELD_DEMO": "1", **new_secrets()})
    if os.environ.get("DATABASE_URL"):
        return None
    folder = data_folder() / "test"
    cluster = cluster_of(folder, settings=FAST)
    was_down = cluster.ensure()
    set_unset({"DATABASE_URL": cluster.url})
    return cluster if was_down else None


def cluster_of(folder: Path, settings: tuple[str, ...] = ()) -> Cluster:
    """The embedded database of a data folder."""
    keys = keys_of(folder)
    return Cluster(
        folder / "postgres",
        password=keys["POSTGRES_PASSWORD"],
        portal=keys["POSTGRES_PORTAL_PASSWORD"],
        settings=settings,
    )


def broker_of(folder: Path) -> Server:
    """The embedded broker of a data folder."""
    return Server(folder / "valkey")


def new_secrets() -> dict[str, str]:
    """A secret for each name that the settings ask for, made anew."""
    return {
        "SECRET_KEY": secrets.token_urlsafe(50),
        "SHIELD_DATA_KEYS": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
        "SHIELD_LOOKUP_KEY": secrets.token_urlsafe(50),
        "SHIELD_AUDIT_KEY": secrets.token_urlsafe(50),
    }


def keys_of(folder: Path) -> dict[str, str]:
    """The secrets of a data folder, made on first use and readable by its owner alone.

    A folder of an older version gets those that it lacks.
    """
    # As root the database runs as `nobody`, who passes through the folder without listing it.
    folder.mkdir(parents=True, exist_ok=True, mode=0o711 if os.geteuid() == 0 else 0o700)
    file = folder / "env"
    with (folder / "env.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        known = {}
        if file.exists():
            known = dict(line.split("=", 1) for line in file.read_text().splitlines())
        passwords = {name: secrets.token_urlsafe(24) for name in PASSWORDS}
        wanted = {**new_secrets(), **passwords, **known}
        if wanted != known:
            # Written aside and renamed: whoever reads meanwhile reads the whole of one or other.
            half = folder / "env.new"
            half.touch(mode=0o600)
            half.write_text("".join(f"{name}={value}\n" for name, value in wanted.items()))
            half.replace(file)
    return wanted


def set_unset(values: Mapping[str, str]) -> None:
    """Set each variable that is not set or is empty."""
    for name, value in values.items():
        if not os.environ.get(name):
            os.environ[name] = value
