"""How do a partnership's published arrangements get in and out? CSV files, whole or not at all."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Model

from partnership.models import Body, Priority, PriorityLead, TimetableRow
from partnership.services.tables.agencies import (
    AGENCIES,
    AGENCY_COLUMNS,
    BODIES,
    BODY_COLUMNS,
    Counted,
    agency_rows,
    body_rows,
    change,
    load_agencies,
    load_bodies,
)
from partnership.services.tables.kinds import TABLES, Known, Table, leads_of
from partnership.services.tables.meetings import load_meetings
from partnership.services.tables.rows import Row, rows_of
from shield.accounts.models import Agency
from shield.audit import services as audit
from shield.core.refusals import Refusal


class FilesThere(Refusal):
    """A folder already holds a file that an export would write."""


@dataclass(frozen=True)
class Loaded:
    """What a load did with each table; and the files of which nothing is known."""

    tables: tuple[Counted, ...]
    left_aside: tuple[str, ...]

    @property
    def changed_nothing(self) -> bool:
        return not any(one.added or one.changed for one in self.tables)


@transaction.atomic
def load_partnership(folder: Path, *, at: datetime) -> Loaded:
    """Load a folder of CSV files: `agencies.csv`, and whatever else of the arrangements it holds.

    Rows are added and changed, never taken away; a second run changes nothing. Raises BadRow, and
    then nothing is changed. A set-up command's work: the audit names the system.
    """
    counted = [load_agencies(folder, at=at)]
    if (folder / BODIES).exists():
        counted.append(load_bodies(folder, at=at))
    known = Known(
        agencies={agency.name: agency for agency in Agency.objects.all()},
        bodies={body.name: body for body in Body.objects.all()},
    )
    loaded = {AGENCIES, BODIES}
    for table in TABLES:
        files = table.files(folder)
        loaded |= {file.name for file in files}
        if files:
            rows = [row for file in files for row in rows_of(file, table.columns)]
            counted.append(_put(table, rows, known, at))
        if files and table.model is TimetableRow:
            counted.append(load_meetings(at=at))
    others = {file.name for file in folder.iterdir() if file.suffix == ".csv"} - loaded
    return Loaded(tuple(counted), tuple(sorted(others)))


def _key(table: Table, record: Model) -> tuple[Any, ...]:
    names = (table.model._meta.get_field(name).attname for name in table.key)  # type: ignore[union-attr]
    return tuple(getattr(record, name) for name in names)


def _put(table: Table, rows: list[Row], known: Known, at: datetime) -> Counted:
    """Add and change the records of one table; one entry in the audit says how many."""
    counted, seen = Counted(table.title), dict[tuple[Any, ...], Row]()
    # What has ended comes first, so that what lasts is found in its place.
    found = {_key(table, record): record for record in table.model._default_manager.all()}
    found |= {_key(table, record): record for record in table.rows()}
    added, touched = list[Any](), list[Any]()
    for order, row in enumerate(rows, start=1):
        facts = {**table.read(row, known), "order": order}
        key = _key(table, table.model(**facts))
        if (before := seen.setdefault(key, row)) is not row:
            raise row.bad(table.named, f"it stands on line {before.line} of {before.file} too")
        if key not in found:
            found[key] = table.model(**table.begins_with(known), **facts)
            added.append(found[key])
            counted.count("added")
        else:
            changed = change(found[key], facts)
            touched += [found[key]] if changed else []
            counted.count("changed" if changed else "unchanged")
    table.model._default_manager.bulk_create(added)
    if table.model is Priority:
        for priority in _put_leads(seen, found, known):
            if priority not in (*added, *touched):
                touched.append(priority)
                counted.unchanged -= 1
                counted.changed += 1
    if added or touched:
        facts = {"table": table.title, "added": counted.added, "changed": counted.changed}
        audit.record("table.loaded", (added or touched)[0], by=None, at=at, **facts)
    return counted


def _put_leads(
    seen: dict[tuple[Any, ...], Row], found: dict[tuple[Any, ...], Any], known: Known
) -> Iterator[Priority]:
    """The priorities that the file has led by others than the portal, now put right."""
    for key, row in seen.items():
        wanted, priority = leads_of(row, known), found[key]
        held = priority.leads.order_by("order").values_list("agency_id", flat=True)
        if list(held) != [agency.pk for agency in wanted]:
            priority.leads.all().delete()
            PriorityLead.objects.bulk_create(
                PriorityLead(priority=priority, agency=agency, order=order)
                for order, agency in enumerate(wanted, start=1)
            )
            yield priority


def export_partnership(folder: Path) -> list[str]:
    """Write every table back as it is loaded; the names of the files.

    Raises FilesThere where one of them is there already; then none is written.
    """
    files: dict[str, tuple[tuple[str, ...], list[list[str]]]] = {
        AGENCIES: (AGENCY_COLUMNS, list(agency_rows())),
        BODIES: (BODY_COLUMNS, list(body_rows())),
    }
    for table in TABLES:
        if "[" not in table.pattern:  # written even when it has no row
            files[table.pattern.replace("\\", "")] = (table.columns, [])
        for record in table.rows():
            name = table.file_name(record)
            files.setdefault(name, (table.columns, []))[1].append(table.write(record))
    folder.mkdir(parents=True, exist_ok=True)
    there = sorted(name for name in files if (folder / name).exists())
    if there:
        raise FilesThere(f"{', '.join(there)}: there already in this folder. Nothing was written.")
    for name, (columns, rows) in files.items():
        _write(folder / name, columns, rows)
    return sorted(files)


def _write(path: Path, columns: Iterable[str], rows: Iterable[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
