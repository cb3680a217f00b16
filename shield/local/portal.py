"""What `./run` does once the packages are there: data, servers, processes, and who may sign in."""

import contextlib
import fcntl
import os
import signal
import socket
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import TextIO

from shield.local import environment, places, supervisor
from shield.local.processes import end, marked, process, until
from shield.local.setup import CannotSetUp, digest, options, spoken
from shield.local.supervisor import Child

ROOT = environment.ROOT
STATIC_STAMP = ROOT / "build" / "static.stamp"
# Set while the portal is to end; the loops below look at it.
stopping = threading.Event()


def main() -> None:
    wanted = options(sys.argv[1:])
    folder = environment.data_folder()
    if wanted.stop:
        stop_everything(folder)
        return
    keys = environment.keys_of(folder)  # makes the folder, closed to others
    (folder / "media").mkdir(mode=0o700, exist_ok=True)
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, ask_to_stop)
    with only_one(folder) as note:
        servers = Servers(folder)
        children: list[Child] = []
        try:
            # What a killed ./run has left.
            end(marked(mark_of(folder)), grace=supervisor.GRACE)
            if not wanted.setup_only:
                refuse_taken(wanted.port)
            os.environ.setdefault("SHIELD_BASE_URL", f"http://localhost:{wanted.port}")
            # With DATABASE_URL alone nothing is invented elsewhere; this folder has keys.
            environment.set_unset({name: keys[name] for name in environment.SECRETS})
            servers.watch(say=lambda _: None)
            prepare_portal()
            if wanted.setup_only:
                print("Set up. ./run starts the portal.")
                return
            if stopping.is_set():
                return
            children += children_of(folder, wanted.port)
            for child in children:
                child.start()
            if wait_until_healthy(children, folder, wanted.port):
                note.write(f"\nhttp://localhost:{wanted.port}\n")
                note.flush()
                welcome(wanted.port, folder)
            watched: list[Child | Servers] = [*children, servers]
            while not stopping.wait(0.5):
                for part in watched:
                    part.watch(say=tell)
        finally:
            for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(name, signal.SIG_IGN)  # the end itself is bounded in time
            if children:
                tell("Stopping …")
            supervisor.stop(children)
            servers.stop()


def ask_to_stop(number: int, frame: FrameType | None) -> None:
    """Ctrl-C and SIGTERM: the first ends in order, the second ends now."""
    if stopping.is_set():
        raise KeyboardInterrupt
    stopping.set()


class Servers:
    """The embedded servers of a data folder, as far as the environment names no others."""

    def __init__(self, folder: Path) -> None:
        self.cluster = None if os.environ.get("DATABASE_URL") else environment.cluster_of(folder)
        self.broker = None if os.environ.get("REDIS_URL") else environment.broker_of(folder)
        self.looked = 0.0
        if self.broker:
            os.environ["REDIS_URL"] = self.broker.url

    def watch(self, say: Callable[[str], None]) -> None:
        """Start what is down; looked at every two seconds."""
        if time.monotonic() - self.looked < 2:
            return
        self.looked = time.monotonic()
        if self.cluster and self.cluster.ensure():
            say("PostgreSQL was down; it is started again.")
        if self.broker and self.broker.ensure():
            say("Valkey was down; it is started again.")

    def stop(self) -> None:
        """Both, whoever started them: after Ctrl-C nothing of this portal is left running."""
        if self.broker:
            self.broker.stop()
        if self.cluster:
            self.cluster.stop()


@contextlib.contextmanager
def only_one(folder: Path) -> Iterator[TextIO]:
    """Hold the data folder: of two launchers the second says so. Gives the note of who holds it."""
    with (folder / "run.lock").open("a+") as note:
        try:
            fcntl.flock(note, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            note.seek(0)
            raise CannotSetUp(
                f"A portal runs on {folder} already (process and address: "
                f"{' '.join(note.read().split())}). ./run --stop stops it."
            ) from None
        note.truncate(0)
        note.write(f"{os.getpid()}\n")
        note.flush()
        yield note


def stop_everything(folder: Path) -> None:
    """`--stop`: the launcher if one holds the folder, what a killed one left, and the servers."""
    lock = folder / "run.lock"
    if lock.exists():
        with lock.open() as note:
            try:
                fcntl.flock(note, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                pid = int(note.readline())
                if launcher := process(pid, mark="shield.local.portal"):
                    end([launcher], grace=3 * supervisor.GRACE)
    end(marked(mark_of(folder)), grace=supervisor.GRACE)
    if (folder / "env").exists():
        Servers(folder).stop()
    print("Stopped.")


def refuse_taken(port: int) -> None:
    """Say plainly that a port is taken, before anything waits for it."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError):
            raise CannotSetUp(
                f"Port {port} is taken or not allowed. Choose another: ./run --port {port + 1}"
            ) from None


# --- Data -----------------------------------------------------------------------------------------


def prepare_portal() -> None:
    """Tables, static files, the rule register, and on first start the demo partnership."""
    environment.prepare()
    os.environ["DJANGO_SETTINGS_MODULE"] = "shield.settings"
    # Tables are the owner's business; what is started afterwards runs as the portal's own role.
    os.environ["SHIELD_AS_OWNER"] = "1"
    import django
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import call_command
    from django.db import OperationalError

    try:
        django.setup()
    except ImproperlyConfigured as problem:
        raise CannotSetUp(str(problem)) from problem
    del os.environ["SHIELD_AS_OWNER"]
    static_files()
    try:
        call_command("migrate", verbosity=0, interactive=False)
    except OperationalError as problem:
        raise CannotSetUp(f"The database does not do its part: {problem}") from problem
    call_command("createcachetable", verbosity=0)
    call_command("keep_roles_apart", verbosity=0)
    for name in ("load_rules", "load_options", "load_conference_lists"):
        call_command(name)
    if settings.DEMO:
        from django.contrib.auth import get_user_model

        if not get_user_model().objects.exists():
            print("Loading the demo partnership …", flush=True)
            call_command("load_demo")


def static_files() -> None:
    """Copy and compress what browsers load, unless nothing of it has changed."""
    from django.core.management import call_command

    from shield.local import assets

    sources = [file for file in sorted((ROOT / "static").rglob("*")) if file.is_file()]
    locks = [ROOT / "package-lock.json", ROOT / "requirements" / "run.txt", Path(assets.__file__)]
    now = "\n".join(f"{file.relative_to(ROOT)} {digest(file)}" for file in (*locks, *sources))
    with STATIC_STAMP.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two portals may start at once
        if STATIC_STAMP.exists() and STATIC_STAMP.read_text() == now:
            return
        assets.build()
        # Nothing is cleared: another portal of this checkout may still serve the files before.
        call_command("collectstatic", verbosity=0, interactive=False)
        STATIC_STAMP.write_text(now)


# --- Processes ------------------------------------------------------------------------------------


def mark_of(folder: Path) -> str:
    """What stands in the command line of each process of a data folder's portal."""
    return f"portal-{places.key(folder)}"


def children_of(folder: Path, port: int) -> list[Child]:
    """Web server, worker and the one beat."""
    mark = mark_of(folder)
    logs = folder / "logs"
    logs.mkdir(exist_ok=True, mode=0o700)
    celery = [sys.executable, "-m", "celery", "-A", "shield"]
    for schedule in folder.glob(
        "beat@*"
    ):  # a kill may have torn it; that it is back is beat's sign
        schedule.unlink()
    commands = {
        "web": [
            *(sys.executable, "-m", "gunicorn", "shield.wsgi:application", "--name", f"web@{mark}"),
            *("--bind", f"127.0.0.1:{port}", "--worker-class", "gthread", "--workers", "2"),
            *("--threads", "4", "--graceful-timeout", "5", "--preload", "--no-control-socket"),
            *("--config", "python:shield.gunicorn"),
        ],
        "worker": [
            *(*celery, "worker", "--hostname", f"worker@{mark}", "--concurrency", "2"),
            *("--without-gossip", "--without-mingle"),
        ],
        "beat": [*celery, "beat", "--schedule", str(folder / f"beat@{mark}"), "--pidfile="],
    }
    return [
        Child(name=name, mark=f"{name}@{mark}", command=command, log=logs / f"{name}.log")
        for name, command in commands.items()
    ]


def wait_until_healthy(children: list[Child], folder: Path, port: int) -> bool:
    """Whether all came up; False when asked to stop meanwhile, an error naming who did not."""
    signs: dict[str, Callable[[], bool]] = {
        "web": lambda: web_answers(port),
        "worker": lambda: worker_answers(folder),
        "beat": lambda: any(folder.glob("beat@*")),
    }
    waiting = list(children)

    def settled() -> bool:
        dead = [child for child in waiting if not child.is_alive()]
        for child in dead:
            raise CannotSetUp(f"The {child.name} did not start; see {child.log}")
        waiting[:] = [child for child in waiting if not signs[child.name]()]
        return not waiting or stopping.is_set()

    if not until(settled, seconds=90):
        slow = ", ".join(f"{child.name} ({child.log})" for child in waiting)
        raise CannotSetUp(f"Not healthy after 90 s: {slow}")
    return not stopping.is_set()


def web_answers(port: int) -> bool:
    """Whether the health page says that web server and database work."""
    from django.conf import settings

    host = settings.ALLOWED_HOSTS[0].lstrip(".*") or "localhost"
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/healthz/", headers={"Host": host, "X-Forwarded-Proto": "https"}
    )
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:  # noqa: S310  our own server
            return bool(answer.status == 200)
    except OSError:
        return False


def worker_answers(folder: Path) -> bool:
    """Whether the worker takes messages from the broker."""
    from kombu.exceptions import OperationalError

    from shield.celery import app

    try:
        name = f"worker@{mark_of(folder)}"
        return bool(app.control.inspect(timeout=0.5, destination=[name]).ping())
    except (OperationalError, OSError):
        return False


# --- Words ----------------------------------------------------------------------------------------


def welcome(port: int, folder: Path) -> None:
    """The address, who may sign in, and where mail is read."""
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    print(f"\nThe portal is at http://localhost:{port}/\n")
    if settings.DEMO:
        call_command("demo_sign_ins")
        connection.close()
        print(f"\nMail that it sends: http://localhost:{port}/demo/mail/")
    else:
        print("This is no demo: it answers through a proxy that speaks TLS (docs/operations.md).")
        print("SHIELD_DEMO=1 ./run makes it one and loads invented people.\n")
    print(f"Logs: {folder / 'logs'}   Ctrl-C stops everything.", flush=True)


def tell(words: str) -> None:
    print(time.strftime("%H:%M:%S"), words, flush=True)


if __name__ == "__main__":
    spoken(main)
