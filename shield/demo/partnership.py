"""How do a partnership's published arrangements get in? CSV files, whole or not at all."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.utils.text import slugify

from shield.accounts.models import Agency, AgencyKind

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
NOTIFYING_KIND = "local authority"


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
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise BadRow(path.name, 1, columns[0], "there is no such file") from None
    except UnicodeDecodeError:
        raise BadRow(path.name, 1, columns[0], "the file is not UTF-8 text") from None
    reader = csv.DictReader(text.splitlines())
    for name in columns:
        if name not in (reader.fieldnames or ()):
            raise BadRow(path.name, 1, name, "the column is missing")
    for row in reader:
        line = reader.line_num
        if None in row:
            raise BadRow(path.name, line, columns[-1], "the line has too many cells")
        for name in columns:
            if row[name] is None:
                raise BadRow(path.name, line, name, "the line has too few cells")
        yield line, {name: row[name].strip() for name in columns}


def read_agencies(folder: Path) -> list[AgencyRow]:
    """Every row of `agencies.csv`, checked; raises BadRow for the first that is wrong."""
    file, seen, found = folder / "agencies.csv", dict[str, int](), []
    for line, cells in rows_of(file, AGENCY_COLUMNS):
        for name in ("agency", "kind"):
            if not cells[name]:
                raise BadRow(file.name, line, name, "it is empty")
        longest = Agency._meta.get_field("name").max_length or 0
        if len(cells["agency"]) > longest:
            raise BadRow(file.name, line, "agency", f"it is longer than {longest} characters")
        if cells["statutory_partner"] not in ("yes", "no"):
            raise BadRow(file.name, line, "statutory_partner", "it must be “yes” or “no”")
        if (before := seen.setdefault(cells["agency"].casefold(), line)) != line:
            raise BadRow(file.name, line, "agency", f"the agency stands on line {before} too")
        found.append(AgencyRow(cells["agency"], cells["kind"], cells["statutory_partner"] == "yes"))
    return found


def load_partnership(folder: Path) -> Loaded:
    """Load a folder of CSV files as far as the models reach; again changes nothing.

    Raises BadRow, and then nothing is changed.
    """
    rows = read_agencies(folder)
    counts = {"added": 0, "changed": 0, "unchanged": 0}
    with transaction.atomic():
        for row in rows:
            counts[_put(row)] += 1
    aside = tuple(name for name in LATER if (folder / name).exists())
    return Loaded(**counts, left_aside=aside)


def _put(row: AgencyRow) -> str:
    kind, _ = AgencyKind.objects.get_or_create(
        code=slugify(row.kind), defaults={"name": row.kind.capitalize()}
    )
    facts = {
        "kind": kind,
        "is_statutory_partner": row.is_statutory,
        "notifies_panel": row.is_statutory and row.kind == NOTIFYING_KIND,
    }
    agency, is_new = Agency.objects.get_or_create(name=row.name, defaults=facts)
    if is_new:
        return "added"
    changes = {name: value for name, value in facts.items() if getattr(agency, name) != value}
    if not changes:
        return "unchanged"
    for name, value in changes.items():
        setattr(agency, name, value)
    agency.save(update_fields=list(changes))
    return "changed"
