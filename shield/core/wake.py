"""Tell a worker that there is something to do, after commit; losing the call loses nothing."""

import logging
from functools import partial

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

log = logging.getLogger(__name__)


def wake(task: str, **ids: int) -> None:
    """After the transaction commits, ask a worker to run the named task with these ids.

    If the broker is down this only logs: PostgreSQL is the queue of record and the sweepers find
    whatever waits there.
    """
    transaction.on_commit(partial(_send, task, ids))


def _send(task: str, ids: dict[str, int]) -> None:
    try:
        current_app.send_task(task, kwargs=ids, retry=False, ignore_result=True)
    except (OperationalError, OSError):
        log.warning("the broker is down; %s %s waits for the sweeper", task, ids)
