"""Tell a worker that there is something to do, after commit; losing the call loses nothing."""

import logging
import socket
import time
from functools import partial

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

log = logging.getLogger(__name__)
# Nobody waits for a broker that is down: one short try, then quiet for a while. The sweepers look
# more often than anybody would notice.
PROBE_SECONDS = 0.5
QUIET_SECONDS = 5.0
SOCKET = "socket://"


class _Broker:
    """Whether the broker answers, asked at most once in a while when it did not."""

    quiet_until = 0.0

    def is_up(self) -> bool:
        if time.monotonic() < self.quiet_until:
            return False
        try:
            _knock()
        except OSError:
            self.was_down()
            return False
        return True

    def was_down(self) -> None:
        self.quiet_until = time.monotonic() + QUIET_SECONDS


def _knock() -> None:
    """Connect to the broker's address and hang up; OSError when nobody is there."""
    target = current_app.connection_for_write()
    address = target.hostname or ""
    if address.startswith(SOCKET):
        with socket.socket(socket.AF_UNIX) as door:
            door.settimeout(PROBE_SECONDS)
            door.connect(address.removeprefix(SOCKET).partition("?")[0])
    elif target.port:  # without one the broker is inside this process
        socket.create_connection((address, target.port), PROBE_SECONDS).close()


_broker = _Broker()


def wake(task: str, **ids: int) -> None:
    """After the transaction commits, ask a worker to run the named task with these ids.

    If the broker is down this only logs: PostgreSQL is the queue of record and the sweepers find
    whatever waits there. The client library itself would retry for seconds before giving up.
    """
    transaction.on_commit(partial(_send, task, ids))


def _send(task: str, ids: dict[str, int]) -> None:
    if _broker.is_up():
        try:
            current_app.send_task(task, kwargs=ids, retry=False, ignore_result=True)
        except (OperationalError, OSError):
            _broker.was_down()
        else:
            return
    log.warning("the broker is down; %s %s waits for the sweeper", task, ids)
