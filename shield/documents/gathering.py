"""Gathering: the files that go into a document, fetched and made into pages by another process."""

import json
import logging
import shutil
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from shield.documents import workflow
from shield.documents.allowed import APPENDABLE, PROBLEMS, WAITS
from shield.documents.alone import alone
from shield.documents.appending import Pages
from shield.documents.models import Appendix, Upload

log = logging.getLogger(__name__)

# By the clock, for all files of a document together: a worker's task ends by itself soon after.
PATIENCE = 90
# Of one document: what a mail would not carry, nobody would read, and a disk would mind.
MOST_PAGES = 600
MOST_BYTES = 300 * 1024 * 1024


@dataclass(frozen=True)
class Gathered:
    """What became of one file: its pages, or the code of what is wrong with it."""

    appendix: Appendix
    file: Path
    wide: tuple[bool, ...] = ()
    problem: str = ""

    @property
    def pages(self) -> Pages:
        kind = self.appendix.upload.kind
        told = self.file.with_suffix(".json")
        structure = json.loads(told.read_text()) if told.exists() else None
        is_picture = kind in ("jpeg", "png")
        return Pages(self.file, self.appendix.title, is_picture, structure)

    def as_told(self) -> dict[str, Any]:
        """What the template is told of it: `places` are its pages, `problem` why it has none."""
        return told(self.appendix.key, self.wide, self.problem)


def told(key: str, wide: tuple[bool, ...], problem: str = "") -> dict[str, Any]:
    """A file as templates know it; `wide` has an entry for each of its pages."""
    return {
        "key": key,
        "problem": PROBLEMS.get(problem, ""),
        "places": [
            {"id": f"appended-{key}-{number}", "number": number + 1, "is_wide": is_wide}
            for number, is_wide in enumerate(wide)
        ],
    }


def gather(appendices: list[Appendix], folder: Path) -> list[Gathered]:
    """Every file in its order, as pages in `folder` or with what is wrong with it."""
    said: list[dict[str, Any]] = []
    kinds: list[str] = []
    size = 0
    for appendix in appendices:
        problem = unfit(appendix.upload)
        if not problem and size + (appendix.upload.size or 0) > MOST_BYTES:
            problem = "large"
        if not problem and not fetch(appendix.upload, folder / str(len(kinds))):
            problem = "gone"
        if problem:
            said.append({"problem": problem})
        else:
            size += appendix.upload.size or 0
            said.append({"number": len(kinds)})
            kinds.append(appendix.upload.kind)
    made = prepare(folder, kinds)
    gathered, pages = [], 0
    for appendix, one in zip(appendices, said, strict=True):
        number = one.get("number")
        answer = one if number is None else made[number]
        if pages + answer.get("pages", 0) > MOST_PAGES:
            answer = {"problem": "large"}
        pages += answer.get("pages", 0)
        file = folder / f"{number}.pdf"
        problem, wide = answer.get("problem", ""), tuple(answer.get("wide", ()))
        gathered.append(Gathered(appendix, file, wide, problem))
    return gathered


def unfit(upload: Upload) -> str:
    """Why a file cannot be put into a PDF, as far as its row says; empty where it may be tried."""
    if upload.state == workflow.QUARANTINED:
        return WAITS
    if upload.state != workflow.CLEAN:
        return "refused"
    return "" if upload.kind in APPENDABLE else "kind"


def fetch(upload: Upload, target: Path) -> bool:
    """Copy it out of the store; whether it was there."""
    try:
        with upload.file.open("rb") as source, target.open("wb") as copy:
            shutil.copyfileobj(source, copy)
    except FileNotFoundError:
        log.error("the file of upload %s is not there", upload.pk)
        return False
    return True


def prepare(folder: Path, kinds: list[str]) -> list[dict[str, Any]]:
    """What the process says of each file; the one at which it died is damaged."""
    (folder / "kinds").write_text(json.dumps(kinds))
    said: list[dict[str, Any]] = []
    until = time.monotonic() + PATIENCE
    while len(said) < len(kinds):
        patience = until - time.monotonic()
        if patience <= 0:
            said += [{"problem": "slow"}] * (len(kinds) - len(said))
            break
        # What it prints is kept in a file: what it had said is not lost when it is stopped.
        lines = folder / "said"
        with lines.open("wb") as output:
            run(folder, len(said), patience, output)
        whole = [line for line in lines.read_text().splitlines(True) if line.endswith("\n")]
        said += map(json.loads, whole)
        if len(said) < len(kinds) and time.monotonic() < until:
            said.append({"problem": "damaged"})
            log.warning("a process died over a file that was to be made into pages")
    return said


def run(folder: Path, first: int, patience: float, output: Any) -> None:
    """One process over the files from the first, to its end, its death or that of our patience."""
    with suppress(subprocess.TimeoutExpired):
        subprocess.run(  # noqa: S603  our own module; the files are data to it
            alone("shield.documents.preparing", str(folder), str(first)),
            cwd=settings.BASE_DIR,
            env={"PATH": "", "PYTHONPATH": str(settings.BASE_DIR)},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.DEVNULL,
            timeout=patience,
            check=False,
        )
