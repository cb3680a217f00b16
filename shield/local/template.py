"""One database with every table in it, from which each database of a test is copied.

Making the tables takes half a minute, a copy a tenth of a second. The template is named after the
migrations and the packages that it was made by, so that a change of either makes another.
"""

import fcntl
import hashlib
import os
import subprocess
import sys

import psycopg
from psycopg import sql

from shield.local import environment

ROOT = environment.ROOT
# Under this name tests and measurements find it (`tests/conftest.py`, `bench/settings.py`).
VARIABLE = "SHIELD_TEST_TEMPLATE"
# And under this one the folder for a whole portal to be copied (`tests/journeys/portal.py`).
SEED = "SHIELD_TEST_SEED"
PREFIX = "shield_tables_"


def ensure() -> str:
    """The name of the template in the server of DATABASE_URL, made if it is not there.

    One of older migrations is removed. Raises CalledProcessError where the tables cannot be made.
    """
    name = PREFIX + digest()
    with (environment.data_folder() / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if name not in (known := _known()):
            for one in known:
                _ask(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(one)))
            # Under another name until it is whole: what was interrupted is never copied from.
            half = PREFIX + "half"
            _ask(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(half)))
            subprocess.run(
                [sys.executable, "manage.py", "migrate", "--verbosity", "0", "--no-input"],
                cwd=ROOT,
                env=os.environ | {"DATABASE_URL": _address(half)},
                stdin=subprocess.DEVNULL,
                check=True,
            )
            rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
            _ask(rename.format(sql.Identifier(half), sql.Identifier(name)))
    os.environ[VARIABLE] = name
    return name


def digest() -> str:
    """What the tables follow from: our migrations, and the versions of everybody else's."""
    found = hashlib.sha256()
    files = [*ROOT.glob("*/migrations/*.py"), *ROOT.glob("shield/*/migrations/*.py")]
    for file in (*sorted(files), *sorted((ROOT / "requirements").glob("*.txt"))):
        found.update(f"{file.relative_to(ROOT)}\n".encode())
        found.update(file.read_bytes())
    return found.hexdigest()[:16]


def _known() -> list[str]:
    """Every template that is there, half a one included."""
    rows = _ask(
        sql.SQL("SELECT datname FROM pg_database WHERE starts_with(datname, {})").format(PREFIX)
    )
    return [name for (name,) in rows]


def _ask(words: sql.Composed) -> list[tuple[str]]:
    with psycopg.connect(_address("postgres"), autocommit=True) as database:
        done = database.execute(words)
        return done.fetchall() if done.description else []


def _address(database: str) -> str:
    """Where a database of the tests' server is reached."""
    return f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{database}"
