"""Kills and restarts everything, seeded, under a stream of mails, reminders, documents and files.

`python -m tests.fault.harness --runs 20` prints a line of figures for each run and their sum.
Every run has a database of its own on one cluster, a broker, a worker, a beat and a mail server
that takes, refuses, goes away after it took a mail, or goes away with it, and a virus scanner that
falls silent. `--unlocked` is the negative control: mails are sent without mark and lock, and files
are not scanned.
"""

import argparse
import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

import psutil
import psycopg

from shield.local import environment
from shield.local.postgres import Cluster
from shield.local.processes import end
from shield.local.valkey import Server
from tests.documents.fake_clamd import clamd
from tests.fault.mail import mail_server

ROOT = environment.ROOT
EVENTS, SECONDS, CLOCKS = 60, 8.0, 15
# Bounded: what has not arrived after this never will.
PATIENCE = 90.0


@dataclass
class Figures:
    """What became of one run."""

    seed: int
    mails: int = 0  # that had to arrive
    lost: int = 0  # did not arrive, and nobody knows
    doubled: int = 0  # arrived more than once, and nobody knows
    uncertain: int = 0  # counted as perhaps sent
    twice: int = 0  # of these, arrived twice
    open: int = 0  # given up, or waits for a person to decide
    documents_lost: int = 0
    documents_doubled: int = 0
    files: int = 0
    files_lost: int = 0  # not checked in the end, or their clean copy not there
    files_wrong: int = 0  # hostile and not refused, innocent and refused, or handed out too early
    reminders_wrong: int = 0  # not given, or given more than once
    faults: int = 0
    latest: float = 0.0  # seconds from the event to the mail


class Run:
    """One seeded run."""

    def __init__(self, cluster: Cluster, folder: Path, seed: int, *, unlocked: bool) -> None:
        self.cluster, self.seed, self.unlocked = cluster, seed, unlocked
        name = f"run{seed}{'unlocked' if unlocked else ''}"
        self.folder = folder / name
        self.folder.mkdir()
        self.chance = random.Random(seed)
        self.broker = Server(self.folder / "valkey")
        self.database = name
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.figures = Figures(seed)

    def run(self) -> Figures:
        self.sql(f"CREATE DATABASE {self.database} TEMPLATE stage", "postgres")
        self.broker.ensure()
        with mail_server() as mail, clamd() as scanner:
            self.mail, self.scanner = mail, scanner
            mail.once = "goes away"  # whatever chance brings: one mail of which nobody can be sure
            try:
                self.start("worker")
                self.start("beat")
                stream = self.process("tests.fault.stream", str(EVENTS), str(SECONDS))
                self.break_things(until=time.monotonic() + SECONDS)
                mail.mode, scanner.answer = "takes", None
                stream.wait(timeout=PATIENCE)
                assert stream.returncode == 0, f"the stream ended with {stream.returncode}"
                self.settle()
                self.judge()
            finally:
                for name in list(self.running):
                    self.kill(name)
                self.broker.stop()
        return self.figures

    # --- Faults -----------------------------------------------------------------------------------

    def break_things(self, until: float) -> None:
        faults = [self.worker, self.child, self.beat, self.valkey, self.postgres]
        faults += [self.letterbox, self.silence]
        # Two beats at once, for the whole of some runs.
        if self.seed % 3 == 0:
            self.start("beat2")
        while (left := until - time.monotonic()) > 0:
            time.sleep(min(left, self.chance.uniform(0.2, 1.2)))
            self.chance.choice(faults)()
            self.figures.faults += 1
            self.revive()

    def worker(self) -> None:
        self.kill("worker")
        time.sleep(self.chance.uniform(0, 0.6))

    def child(self) -> None:
        """One of the worker's own processes, while it works."""
        for one in psutil.Process(self.running["worker"].pid).children():
            one.kill()
            return

    def beat(self) -> None:
        self.kill("beat")

    def valkey(self) -> None:
        if found := self.broker.pid():
            found.kill()
        time.sleep(self.chance.uniform(0, 0.5))

    def postgres(self) -> None:
        """The postmaster and all that belong to it, as when the power goes."""
        if found := self.cluster.pid():
            for one in (found, *found.children(recursive=True)):
                with_patience(one.kill)
        time.sleep(self.chance.uniform(0, 0.3))

    def letterbox(self) -> None:
        self.mail.mode = self.chance.choice(["refuses", "goes away", "vanishes", "takes"])
        time.sleep(self.chance.uniform(0.2, 1.0))
        self.mail.mode = "takes"

    def silence(self) -> None:
        """The virus scanner gives no answer."""
        self.scanner.answer = b""
        time.sleep(self.chance.uniform(0.2, 1.0))
        self.scanner.answer = None

    def revive(self) -> None:
        """What a supervisor would do."""
        self.cluster.ensure()
        self.broker.ensure()
        for name in ("worker", "beat"):
            if name not in self.running or self.running[name].poll() is not None:
                self.start(name)

    # --- Processes --------------------------------------------------------------------------------

    def start(self, name: str) -> None:
        celery = ("celery", "-A", "tests.fault.quick")
        if name == "worker":
            more = ["worker", "--concurrency", "4" if self.unlocked else "2", "--without-gossip"]
            more += ["--without-mingle", "--hostname", f"worker@fault{self.seed}"]
        else:
            schedule = self.folder / f"{name}.schedule"
            schedule.unlink(missing_ok=True)
            more = ["beat", "--schedule", str(schedule), "--pidfile=", "--max-interval", "1"]
        self.running[name] = self.process(*celery, *more, "--loglevel", "ERROR")

    def process(self, module: str, *arguments: str) -> subprocess.Popen[bytes]:
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-W", "ignore", "-m", module, *arguments],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def kill(self, name: str) -> None:
        """-9, its children as well."""
        one = self.running.pop(name, None)
        if one is None:
            return
        try:
            family = [*psutil.Process(one.pid).children(recursive=True)]
        except psutil.NoSuchProcess:
            family = []
        one.kill()
        for child in family:
            with_patience(child.kill)
        one.wait()

    @property
    def environment(self) -> dict[str, str]:
        return {
            **settings_for(self.url, self.folder),
            "REDIS_URL": self.broker.url,
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": str(self.mail.server_address[1]),
            "SHIELD_CLAMAV": self.scanner.address,
            **({"SHIELD_FAULT_UNLOCKED": "1"} if self.unlocked else {}),
        }

    # --- The end ----------------------------------------------------------------------------------

    def settle(self) -> None:
        """Until nothing waits any more, or for as long as anybody would."""
        self.revive()
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            self.revive()
            waiting = self.sql(
                "SELECT (SELECT count(*) FROM notifications_notification "
                "WHERE next_attempt_at IS NOT NULL OR state = 'sending') "
                "+ (SELECT count(*) FROM documents_document WHERE status = 'waiting') "
                "+ (SELECT count(*) FROM documents_upload WHERE state = 'quarantined'), "
                "(SELECT count(DISTINCT split_part(key, ':', 2)) FROM notifications_notification "
                "WHERE key LIKE 'clock:%')"
            )
            if waiting == [(0, CLOCKS)]:
                return
            time.sleep(0.3)

    def judge(self) -> None:
        found, figures = Counter(mail["Message-ID"] for mail in self.mail.mails), self.figures
        rows = self.sql(
            "SELECT id, state, uncertain_count, key, created_at, sent_at "
            "FROM notifications_notification"
        )
        copies = {int(name.split(".")[1]): count for name, count in found.items()}
        figures.mails = len(rows)
        # What PostgreSQL promised to keep and has not is lost as well.
        figures.lost = 3 * EVENTS - sum(key.startswith("stream:") for _, _, _, key, _, _ in rows)
        for pk, state, uncertain, _, created_at, sent_at in rows:
            count = copies.get(pk, 0)
            figures.uncertain += uncertain > 0
            figures.twice += uncertain > 0 and count > 1
            figures.doubled += uncertain == 0 and count > 1
            known = state in ("dead", "uncertain")
            figures.open += known
            figures.lost += count == 0 and not known
            if sent_at is not None:
                figures.latest = max(figures.latest, (sent_at - created_at).total_seconds())
        # One reminder for each clock, whoever is told of it; each person once, by a constraint.
        reminders = {key for _, _, _, key, _, _ in rows if key.startswith("clock:")}
        given = Counter(key.split(":")[1] for key in reminders)
        figures.reminders_wrong = CLOCKS - sum(count == 1 for count in given.values())
        documents = self.sql("SELECT reference, status, sha256 FROM documents_document")
        kept = Counter(reference for reference, status, digest in documents if digest)
        figures.documents_lost = EVENTS - len(kept)
        figures.documents_doubled = sum(count > 1 for count in kept.values())
        self.judge_files()

    def judge_files(self) -> None:
        rows = self.sql("SELECT reference, state, file, sha256 FROM documents_upload")
        figures = self.figures
        figures.files = len(rows)
        figures.files_lost = EVENTS // 2 - len({reference for reference, *_ in rows})
        figures.files_wrong = len(json.loads((self.folder / "stream.json").read_text()))
        for reference, state, name, digest in rows:
            wanted = "refused" if reference.startswith("bad") else "clean"
            figures.files_wrong += state in ("refused", "clean") and state != wanted
            figures.files_lost += state not in ("refused", "clean")
            if state == "clean":
                file = self.folder / "media" / name
                kept = file.is_file() and hashlib.sha256(file.read_bytes()).hexdigest() == digest
                figures.files_lost += not kept

    @property
    def url(self) -> str:
        return f"{self.cluster.url.rpartition('/')[0]}/{self.database}"

    def sql(self, words: str, database: str = "") -> list[tuple[Any, ...]]:
        return ask(self.cluster, words, database or self.database)


def ask(cluster: Cluster, words: str, database: str) -> list[tuple[Any, ...]]:
    address = f"{cluster.url.rpartition('/')[0]}/{database}"
    with psycopg.connect(address, autocommit=True) as there:
        done = there.execute(words)
        return done.fetchall() if done.description else []


def with_patience(kill: Any) -> None:
    """Kill what may be gone already."""
    try:
        kill()
    except psutil.NoSuchProcess:
        return


def settings_for(url: str, folder: Path) -> dict[str, str]:
    """A portal that is no demo: its mail leaves by SMTP."""
    return {
        "PATH": os.environ.get("PATH", ""),
        "DJANGO_SETTINGS_MODULE": "shield.settings",
        "DATABASE_URL": url,
        "SHIELD_DATA_DIR": str(folder),
        "SHIELD_DEMO": "0",
        "SHIELD_DEV_TOOLS": "0",
        "SHIELD_CLAMAV": "127.0.0.1:1",
        "SHIELD_BASE_URL": "https://shield.example",
        "ALLOWED_HOSTS": "shield.example",
        "REDIS_URL": "memory://",
        **KEYS,
    }


KEYS = environment.new_secrets()


@contextmanager
def cluster() -> Iterator[tuple[Cluster, Path]]:
    """A cluster for all runs, and the database that each begins with."""
    folder = Path(tempfile.mkdtemp(prefix="shield-fault-")).resolve()
    folder.chmod(0o711)
    made = Cluster(folder / "postgres", password="x" * 20, settings=("fsync=off",))
    try:
        made.ensure()
        ask(made, "CREATE DATABASE stage", "postgres")
        url = f"{made.url.rpartition('/')[0]}/stage"
        subprocess.run(
            [sys.executable, "-W", "ignore", "-m", "tests.fault.stage", str(CLOCKS)],
            cwd=ROOT,
            env=settings_for(url, folder),
            check=True,
            timeout=300,
        )
        yield made, folder
    finally:
        if found := made.pid():
            end([found], by=signal.SIGINT, grace=10)
        shutil.rmtree(folder, ignore_errors=True)


def runs(seeds: range, *, unlocked: bool = False) -> Iterator[Figures]:
    with cluster() as (made, folder):
        for seed in seeds:
            yield Run(made, folder, seed, unlocked=unlocked).run()


def summed(found: list[Figures]) -> dict[str, float]:
    """All runs together; of `latest` the latest."""
    names = [field.name for field in fields(Figures) if field.name not in ("seed", "latest")]
    total: dict[str, float] = {name: sum(getattr(one, name) for one in found) for name in names}
    return {"runs": len(found), **total, "latest": max(one.latest for one in found)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--first", type=int, default=1, help="the first seed")
    parser.add_argument("--unlocked", action="store_true", help="the negative control")
    asked = parser.parse_args()
    found = []
    for one in runs(range(asked.first, asked.first + asked.runs), unlocked=asked.unlocked):
        print(json.dumps(asdict(one)), flush=True)
        found.append(one)
    print(json.dumps(summed(found)), flush=True)


if __name__ == "__main__":
    main()
