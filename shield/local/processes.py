"""Which of our processes are alive: ids are reused and the dead linger, so both are asked."""

import contextlib
import signal
import time
from collections.abc import Callable, Iterable

import psutil


def process(pid: int, *, mark: str = "", created: float | None = None) -> psutil.Process | None:
    """The live process of that id, if its command line holds `mark` and it began at `created`.

    A zombie counts as gone: a killed server may stay one for seconds where nobody collects it.
    """
    try:
        found = psutil.Process(pid)
        if found.status() == psutil.STATUS_ZOMBIE or mark not in " ".join(found.cmdline()):
            return None
        if created is not None and abs(found.create_time() - created) > 1:
            return None
    except psutil.Error:
        return None
    return found


def marked(mark: str) -> list[psutil.Process]:
    """Every live process whose command line holds `mark`."""
    return [found for pid in psutil.pids() if (found := process(pid, mark=mark))]


def end(processes: Iterable[psutil.Process], *, by: int = signal.SIGTERM, grace: float) -> None:
    """Ask processes to end, wait `grace` seconds, then kill what is left."""
    processes = list(processes)
    for one in processes:
        with contextlib.suppress(psutil.Error):
            one.send_signal(by)
    # Zombies of another parent never answer `wait_procs`; they hold nothing, so they do not count.
    if not until(lambda: not any(process(one.pid) for one in processes), seconds=grace):
        for one in processes:
            with contextlib.suppress(psutil.Error):
                one.kill()


def until(done: Callable[[], object], *, seconds: float) -> bool:
    """Wait for something to become true, for that many seconds at most; whether it did."""
    last = time.monotonic() + seconds
    while not done():
        if time.monotonic() > last:
            return False
        time.sleep(0.03)
    return True
