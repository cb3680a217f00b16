"""A portal as somebody at home starts it: `./run` on a data folder of its own, ended by its id.

Where `./test` names a folder for it, the first portal sets up one with the demo there, and each
begins with a copy: to make the tables and the demo takes longer than most of what is tried on them.
"""

import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import psutil

from shield.local import environment, places, template
from shield.local.supervisor import die_with_parent

ROOT = environment.ROOT
# What a portal makes for itself where nobody has set it; the tests' own values must not leak in.
OWN = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "DJANGO_SETTINGS_MODULE", "PYTEST_CURRENT_TEST")


class PortalFailed(Exception):
    """The portal did not come up, or left something behind."""


class Portal:
    """One running portal; `with Portal() as portal:` starts and ends it."""

    def __init__(self, settings: Mapping[str, str] | None = None) -> None:
        # Short, for the sockets in it, and open to pass through for the database's own user.
        self.folder = Path(tempfile.mkdtemp(prefix="shield-")).resolve()
        self.folder.chmod(0o711)
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.settings = dict(settings or {})
        self.launcher: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Portal":
        try:
            self.copy_seed()
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def copy_seed(self) -> None:
        """Begin with what a first start makes, where it was made already; once for all portals."""
        if not (place := os.environ.get(template.SEED)):
            return
        seed = Path(place) / "portal"
        with (Path(place) / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not seed.exists():
                half = Path(place) / "half"
                half.mkdir(mode=0o711)
                subprocess.run(
                    [str(ROOT / "run"), "--setup-only"],
                    cwd=ROOT,
                    env=self.environment | {"SHIELD_DATA_DIR": str(half)},
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    check=True,
                    timeout=600,
                )
                half.rename(seed)
        # With owners and modes: the database's files are its own user's.
        subprocess.run(["cp", "-a", f"{seed}/.", str(self.folder)], check=True)
        (self.folder / "postgres" / "place").unlink()

    @property
    def environment(self) -> dict[str, str]:
        """The environment of `./run`, and of whatever looks into this portal's database."""
        kept = {
            name: value
            for name, value in os.environ.items()
            if name not in OWN and not name.startswith(("SHIELD_", "PYTEST_XDIST"))
        }
        here = {"SHIELD_DATA_DIR": str(self.folder), "SHIELD_BASE_URL": self.url}
        return kept | here | self.settings

    def start(self, seconds: float = 180) -> None:
        """`./run` until it says where the portal is."""
        with self.output.open("wb") as out:
            self.launcher = subprocess.Popen(
                [str(ROOT / "run"), "--port", str(self.port)],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=die_with_parent if sys.platform == "linux" else None,
            )
        launcher = self.launcher
        wait_for(
            lambda: launcher.poll() is not None or self.url in self.said(),
            seconds=seconds,
            what=lambda: f"the portal to start; it said:\n{self.said()}",
        )
        if launcher.poll() is not None:
            raise PortalFailed(f"./run ended with code {launcher.returncode}:\n{self.said()}")

    def stop(self) -> None:
        """SIGTERM to the launcher alone, as Ctrl-C does; then nothing may be left of it."""
        launcher, self.launcher = self.launcher, None
        try:
            if launcher and launcher.poll() is None:
                launcher.send_signal(signal.SIGTERM)
                launcher.wait(timeout=60)
            left = self.processes()
            for one in left:
                one.kill()
            if left:
                raise PortalFailed(f"left after the end: {[command(one) for one in left]}")
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def output(self) -> Path:
        return self.folder / "run.out"

    def said(self) -> str:
        """What `./run` has printed so far."""
        return self.output.read_text(errors="replace") if self.output.exists() else ""

    def processes(self) -> list[psutil.Process]:
        """Every live process of this portal: by folder or name in its command, or environment."""
        marks = (
            str(self.folder),
            f"portal-{places.key(self.folder)}",
            f"shield-{places.key(self.folder / 'postgres')}",
        )
        found = []
        for one in psutil.process_iter():
            try:
                if one.status() == psutil.STATUS_ZOMBIE or one.pid == os.getpid():
                    continue
                if any(mark in command(one) for mark in marks) or (
                    one.environ().get("SHIELD_DATA_DIR") == str(self.folder)
                ):
                    found.append(one)
            except psutil.Error:
                continue
        return found

    def run(self, module: str, *arguments: str, seconds: float = 180) -> Any:
        """Run a module with this portal's database, as an operator would; its JSON answer."""
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "-m", module, *arguments],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=seconds,
        )
        if done.returncode:
            raise PortalFailed(f"{module} failed:\n{done.stdout}\n{done.stderr}")
        return json.loads(done.stdout)


def command(one: psutil.Process) -> str:
    """Its command line; nothing for one that has gone meanwhile."""
    try:
        return " ".join(one.cmdline())
    except (psutil.NoSuchProcess, psutil.ZombieProcess):
        return ""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(
    done: Callable[[], object], *, seconds: float, what: Callable[[], str], pause: float = 0.2
) -> None:
    """Wait until something is so; TimeoutError says what was waited for."""
    last = time.monotonic() + seconds
    while not done():
        if time.monotonic() > last:
            raise TimeoutError(f"waited {seconds:g} s for {what()}")
        time.sleep(pause)
