"""The restore drill: back up a portal in use, damage it, bring it back, compare.

`python -m tests.fault.drill` makes a portal of its own in a temporary folder, with the demo's data,
and prints how long each step took and how much there was. Nothing of yours is touched.
"""

import json
import re
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, LiteralString

import psycopg
from psycopg import sql

from shield.local import environment
from tests.journeys.portal import Portal

# Rows that a restore changes on purpose, by table.
CHANGED = {
    "audit_entry": "one entry says that it was restored",
    "notifications_notification": "mails are fenced",
    "people_session": "everybody is signed out",
    "people_passwordreset": "links for new passwords are gone",
    "clocks_clock": "reminders of today count as given",
    "cache": "emptied",
    "django_migrations": "migrations are looked at again",
}
WAITING = "SELECT count(*) FROM notifications_notification WHERE next_attempt_at IS NOT NULL"


class Drill:
    """One portal that is made for the purpose; its servers run, its web server does not."""

    def __init__(self) -> None:
        self.portal = Portal()
        self.figures: dict[str, Any] = {}

    def __enter__(self) -> "Drill":
        run = str(environment.ROOT / "run")
        self.portal.copy_seed()
        self.timed("set_up", lambda: self.command([run, "--setup-only"]))
        return self

    def __exit__(self, *_: object) -> None:
        environment.cluster_of(self.portal.folder).stop()
        shutil.rmtree(self.portal.folder, ignore_errors=True)

    @property
    def kept(self) -> Path:
        """Where the backups lie."""
        return self.portal.folder / "kept"

    def drill(self) -> dict[str, Any]:
        """The whole of it; the figures."""
        # What the worker does where it runs: the demo's PDFs are made. Its mails go on waiting.
        self.manage("shell", "-c", "from shield.documents.tasks import sweep; sweep()")
        self.figures["waiting_before"] = self.value(WAITING)
        before = self.state()
        with self.in_use():
            said = self.timed("backup", lambda: self.manage("backup", str(self.kept / "1")))
        self.figures["backed_up"] = re.sub(r"^.*?: ", "", said, count=1).strip()
        self.timed("damage", self.damage)
        self.figures["damaged"] = self.lost(before, self.state())
        said = self.timed(
            "restore", lambda: self.manage("restore", str(self.kept / "1"), "--replace")
        )
        self.figures["said"] = said
        after = self.state()
        self.figures["lost_after_restore"] = self.lost(before, after)
        self.figures["rows_without_file"] = self.without_file()
        self.figures["filed_and_kept"] = self.value(
            "SELECT count(*) FROM incidents_incident WHERE id = ANY(%s)", self.filed
        )
        self.figures["waiting_after_restore"] = self.value(WAITING)
        self.figures["uncertain_after_restore"] = self.value(
            "SELECT count(*) FROM notifications_notification WHERE state = 'uncertain'"
        )
        self.figures["rows"] = sum(len(rows) for rows in after["tables"].values())
        self.figures["files"] = len(before["files"])
        self.timed("verify", lambda: self.manage("verify_audit"))
        return self.figures

    # --- Steps ------------------------------------------------------------------------------------

    def damage(self) -> None:
        """What a wrong hand or a broken disk does: rows altered and gone, tables and files gone."""
        with self.database() as database:
            database.execute(
                "UPDATE incidents_incident SET reference = 'X' || id WHERE submitted_at < now()"
            )
            database.execute("ALTER TABLE audit_entry DISABLE TRIGGER USER")
            database.execute("DELETE FROM audit_entry WHERE id % 2 = 0")
            database.execute("DROP TABLE incidents_child CASCADE")
        media = self.portal.folder / "media"
        for number, file in enumerate(sorted(media.rglob("*.pdf"))):
            file.write_bytes(b"torn") if number % 2 else file.unlink()

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """Notifications are filed and files checked from before until after."""
        with subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "tests.fault.busy"],
            cwd=environment.ROOT,
            env=self.portal.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as people:
            assert people.stdout
            began = people.stdout.readline().strip()
            if began != "busy":
                raise RuntimeError("nobody could use the portal")
            yield
            if people.poll() is not None:
                raise RuntimeError("the portal could not be used during the backup")
            self.filed: list[int] = json.loads(people.communicate()[0])
            self.figures["filed_meanwhile"] = len(self.filed)

    def state(self) -> dict[str, Any]:
        """Of every table the digests of its rows; of every file a digest."""
        tables = {}
        with self.database() as database:
            names = database.execute(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
            ).fetchall()
            for (name,) in names:
                rows = sql.SQL("SELECT md5(t::text) FROM {} AS t").format(sql.Identifier(name))
                tables[name] = Counter(digest for (digest,) in database.execute(rows))
        media = self.portal.folder / "media"
        files = {
            str(one.relative_to(media)): hash(one.read_bytes())
            for one in media.rglob("*")
            if one.is_file()
        }
        return {"tables": tables, "files": files}

    def lost(self, before: dict[str, Any], after: dict[str, Any]) -> list[str]:
        """Tables that lack a row of before, but for what is to change, and files not the same."""
        tables = [
            name
            for name, rows in before["tables"].items()
            if name not in CHANGED and rows - after["tables"].get(name, Counter())
        ]
        files = [
            name for name, digest in before["files"].items() if after["files"].get(name) != digest
        ]
        return sorted(tables + files)

    def without_file(self) -> list[str]:
        """Files that a row names and that are not there."""
        media = self.portal.folder / "media"
        with self.database() as database:
            named = database.execute(
                "SELECT file FROM documents_document WHERE file <> '' "
                "UNION ALL SELECT file FROM documents_upload WHERE file <> ''"
            ).fetchall()
        return [name for (name,) in named if not (media / name).is_file()]

    # --- What they stand on -----------------------------------------------------------------------

    def timed(self, name: str, step: Any) -> Any:
        began = time.monotonic()
        found = step()
        self.figures[f"{name}_seconds"] = round(time.monotonic() - began, 1)
        return found

    def value(self, question: LiteralString, *about: Any) -> int:
        with self.database() as database:
            found = database.execute(question, about or None).fetchone()
        assert found is not None
        return int(found[0])

    def database(self) -> psycopg.Connection[Any]:
        cluster = environment.cluster_of(self.portal.folder)
        cluster.ensure()
        return psycopg.connect(cluster.url)

    def manage(self, *arguments: str) -> str:
        return self.command([sys.executable, "-W", "ignore", "manage.py", *arguments])

    def command(self, command: list[str]) -> str:
        done = subprocess.run(
            command,
            cwd=environment.ROOT,
            env=self.portal.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{command} failed:\n{done.stdout}\n{done.stderr}")
        return done.stdout


if __name__ == "__main__":
    with Drill() as ready:
        print(json.dumps(ready.drill(), indent=2))
