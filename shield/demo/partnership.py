"""How do a partnership's published arrangements get in? CSV files, whole or not at all."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from shield.accounts.models import Agency, AgencyKind
from shield.audit import services as audit

# Files of a partnership's data that no model here reaches yet; named so that nobody thinks they
# were loaded.
LATER = (
    "groups.csv",
    "group_members.csv",
    "reporting_duties.csv",
    "timetable_2019_20.csv",
    "priorities.csv",
    "policy_library.csv",
    "training_offer.csv",
    "budget_2019_20.csv",
)
AGENCY_COLUMNS = ("agency", "kind", "statutory_partner")
# The kind of agency on which the law lays the duty to notify the national Panel.
NOTIFYING_KIND = "local-authority"


class BadRow(Exception):
    """A file cannot be loaded: which, where in it, and why. Nothing was changed."""

    def __init__(self, file: str, line: int, column: str, reason: str) -> None:
        super().__init__(f"{file}, line {line}, column “{column}”: {reason}. Nothing was loaded.")


@dataclass(frozen=True)
class AgencyRow:
    name: str
    kind: str
    is_statutory: bool


@dataclass(frozen=True)
class Loaded:
    """What a load did: how many agencies are new, changed or as before; the files left aside."""

    added: int
    changed: int
    unchanged: int
    left_aside: tuple[str, ...]


def rows_of(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, Mapping[str, str]]]:
    """(line, cells) of a CSV file that has exactly these columns; raises BadRow."""
    reader = csv.reader(io.StringIO(_text_of(path, columns[0]), newline=""), strict=True)
    heading = _next(reader, path, columns[0]) or []
    for name in columns:
        if heading.count(name) != 1:
            how = "is missing" if name not in heading else "stands there twice"
            raise BadRow(path.name, 1, name, f"the column {how}")
    for name in heading:
        if name not in columns:
            raise BadRow(path.name, 1, name, "nothing is known of such a column")
    line = reader.line_num + 1
    while (row := _next(reader, path, columns[0])) is not None:
        if row:
            yield line, _cells(path, line, heading, row)
        line = reader.line_num + 1


def _text_of(path: Path, column: str) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise BadRow(path.name, 1, column, "the file is not UTF-8 text") from None
    except FileNotFoundError:
        raise BadRow(path.name, 1, column, "there is no such file") from None
    except OSError:
        raise BadRow(path.name, 1, column, "the file cannot be read") from None


def _next(reader: Any, path: Path, column: str) -> list[str] | None:
    """The next row, None after the last."""
    try:
        row: list[str] | None = next(reader, None)
    except csv.Error as error:
        raise BadRow(path.name, reader.line_num, column, f"it is no CSV ({error})") from None
    return row


def _cells(path: Path, line: int, heading: list[str], row: list[str]) -> Mapping[str, str]:
    if len(row) != len(heading):
        some = "few" if len(row) < len(heading) else "many"
        column = heading[min(len(row), len(heading) - 1)]
        raise BadRow(path.name, line, column, f"the line has too {some} cells")
    cells = {name: cell.strip() for name, cell in zip(heading, row, strict=True)}
    for name, cell in cells.items():
        if not cell.isprintable():
            raise BadRow(path.name, line, name, "it holds a character that is not text")
    return cells


def read_agencies(folder: Path) -> list[AgencyRow]:
    """Every row of `agencies.csv`, checked; raises BadRow for the first that is wrong."""
    file, seen, found = folder / "agencies.csv", dict[str, int](), []
    for line, cells in rows_of(file, AGENCY_COLUMNS):
        for name in ("agency", "kind"):
            if not cells[name]:
                raise BadRow(file.name, line, name, "it is empty")
        if not slugify(cells["kind"]):
            raise BadRow(file.name, line, "kind", "it needs letters from a to z")
        for name, field in (
            ("agency", Agency._meta.get_field("name")),
            ("kind", AgencyKind._meta.get_field("code")),
        ):
            if len(cells[name]) > (field.max_length or 0):
                raise BadRow(
                    file.name, line, name, f"it is longer than {field.max_length} characters"
                )
        if cells["statutory_partner"] not in ("yes", "no"):
            raise BadRow(file.name, line, "statutory_partner", "it must be “yes” or “no”")
        if (before := seen.setdefault(cells["agency"].casefold(), line)) != line:
            raise BadRow(file.name, line, "agency", f"the agency stands on line {before} too")
        found.append(AgencyRow(cells["agency"], cells["kind"], cells["statutory_partner"] == "yes"))
    return found


def load_partnership(folder: Path, *, at: datetime) -> Loaded:
    """Load a folder of CSV files as far as the models reach; again changes nothing.

    Raises BadRow, and then nothing is changed. A set-up command's work: the audit names the system.
    """
    rows = read_agencies(folder)
    counts = {"added": 0, "changed": 0, "unchanged": 0}
    with transaction.atomic():
        for row in rows:
            counts[_put(row, at)] += 1
    aside = tuple(name for name in LATER if (folder / name).exists())
    return Loaded(**counts, left_aside=aside)


def _put(row: AgencyRow, at: datetime) -> str:
    code = slugify(row.kind)
    kind, _ = AgencyKind.objects.get_or_create(code=code, defaults={"name": row.kind.capitalize()})
    facts = {
        "kind": kind,
        "is_statutory_partner": row.is_statutory,
        "notifies_panel": row.is_statutory and code == NOTIFYING_KIND,
    }
    agency, is_new = Agency.objects.get_or_create(name=row.name, defaults=facts)
    if is_new:
        audit.record("agency.added", agency, by=None, at=at)
        return "added"
    changes = {name: value for name, value in facts.items() if getattr(agency, name) != value}
    if not changes:
        return "unchanged"
    for name, value in changes.items():
        setattr(agency, name, value)
    agency.save(update_fields=list(changes))
    audit.record("agency.changed", agency, by=None, at=at, fields=sorted(changes))
    return "changed"
