"""How gunicorn's processes write their logs and add up what each of them counts.

How many there are and where they listen is said where they are started.
"""

import os
import shutil
import tempfile
from logging.config import dictConfig
from pathlib import Path
from typing import Any

from environs import Env
from gunicorn.glogging import Logger

from shield.core import logs

as_json = not Env().bool("SHIELD_DEMO", default=False)
# Each process writes its numbers into a file there; whichever is asked adds them up. Set before the
# library of the metrics is imported, which looks once.
_numbers = Path(os.environ.get("PROMETHEUS_MULTIPROC_DIR") or tempfile.mkdtemp(prefix="shield-"))
os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(_numbers)


class Lines(Logger):
    """Gunicorn's own lines in the portal's shape, and no log of addresses."""

    access_log_enabled = False

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        dictConfig(logs.config(as_json=as_json))


logger_class = Lines


def child_exit(server: Any, worker: Any) -> None:
    """A process that ended holds nothing open any more; what it counted stays counted."""
    from prometheus_client import multiprocess

    multiprocess.mark_process_dead(worker.pid)


def on_exit(server: Any) -> None:
    """The numbers end with the server that counted them."""
    shutil.rmtree(_numbers, ignore_errors=True)
