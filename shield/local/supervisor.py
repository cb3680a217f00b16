"""The portal's processes: started, watched, started again when they die, ended together."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from shield.local.processes import end, marked

LARGEST_LOG = 10 * 1024 * 1024
# Seconds to wait before the first, second … start after a death; a long life forgets them.
BACK_OFF = (0.5, 2, 5, 15, 30)
LONG_LIFE = 60
GRACE = 10


@dataclass
class Child:
    """One process of the portal. `mark` stands in its command line and in those of its forks."""

    name: str
    mark: str
    command: list[str]
    log: Path
    process: subprocess.Popen[bytes] | None = None
    deaths: int = 0
    began: float = 0
    due: float = 0
    ready: bool = field(default=False)

    def start(self) -> None:
        """Start it in a session of its own, so that Ctrl-C reaches it through us alone."""
        if self.log.exists() and self.log.stat().st_size > LARGEST_LOG:
            self.log.replace(self.log.with_suffix(".old.log"))
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603  our own program and arguments
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=die_with_parent if sys.platform == "linux" else None,
            )
        self.began = time.monotonic()

    def is_alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def watch(self, say: Callable[[str], None]) -> None:
        """Start it again if it has died, later each time."""
        if self.is_alive():
            return
        now = time.monotonic()
        if self.process is not None:
            code = self.process.returncode
            self.deaths = 0 if now - self.began > LONG_LIFE else self.deaths + 1
            wait = BACK_OFF[min(self.deaths, len(BACK_OFF)) - 1 if self.deaths else 0]
            self.due = now + wait
            self.process = None
            say(f"The {self.name} ended ({how(code)}); it starts again in {wait:g} s. {self.log}")
            end(marked(self.mark), by=signal.SIGKILL, grace=2)  # forks that outlived it
        elif now >= self.due:
            self.start()
            say(f"The {self.name} is started again.")


def stop(children: list[Child]) -> None:
    """End all of them and whatever they forked; none outlives `GRACE` seconds."""
    started = [child.process for child in children if child.process]
    end([psutil.Process(one.pid) for one in started if one.poll() is None], grace=GRACE)
    for one in started:
        one.wait()
    for child in children:
        end(marked(child.mark), by=signal.SIGKILL, grace=2)


def how(code: int) -> str:
    """How a process ended, for people."""
    return f"killed by signal {-code}" if code < 0 else f"exit code {code}"


def die_with_parent() -> None:
    """Linux: have this process asked to end when the one that started it is killed."""
    parent = os.getppid()
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG
    if os.getppid() != parent:
        os._exit(1)
