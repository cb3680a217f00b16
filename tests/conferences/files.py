"""Files of a case-management system, as the tests need them."""

import csv
import io
from datetime import datetime
from pathlib import Path

from conferences.services import importing
from conferences.services.importing import Report
from conferences.services.importing.table import COLUMNS
from shield.accounts.models import User

# Of these no report, message or log may hold anything.
CANARIES = (
    "Zebulonia", "Quillfeathery", "Thimblewick", "2019-03-04", "9434765919", "943 476 5919",
    "Wobblestone", "Crankleton", "CASE-1", "CASE-2", "KID-1", "FAM-7731", "Somalian", "ramp",
)  # fmt: skip
CELLS = {
    "external_reference": "CASE-1",
    "kind": "initial",
    "family_reference": "FAM-7731",
    "starts_at": "2026-12-15T10:00",
    "minutes": "90",
    "place": "Wobblestone House",
    "link": "https://meet.example/crankleton",
    "triggered_at": "2026-11-20T09:00",
    "chair_email": "conference.chair@example.test",
    "administrator_email": "conference.chair@example.test",
    "interpreter": "Somalian",
    "access_needs": "A ramp",
    "child_reference": "KID-1",
    "child_first_names": "Zebulonia",
    "child_last_name": "Quillfeathery",
    "child_birth_date": "2019-03-04",
    "child_expected_date": "",
    "child_sex": "Female",
    "child_nhs_number": "943 476 5919",
    "child_school": "Crankleton Nursery",
    "child_gp": "Wobblestone Surgery",
    "child_address": "Thimblewick Lane",
    "child_address_confidential": "no",
    "agencies": "Northshire Police; Riverside Health Trust",
}


def row(**cells: str) -> dict[str, str]:
    """The row of one child, otherwise than usual in some cells."""
    assert set(cells) <= set(COLUMNS)
    return {**CELLS, **cells}


def sibling(**cells: str) -> dict[str, str]:
    """Another child of the same conference."""
    other = {"child_reference": "KID-2", "child_first_names": "Zoltan", "child_nhs_number": ""}
    return row(**{**other, **cells})


def text(*rows: dict[str, str]) -> str:
    found = io.StringIO(newline="")
    writer = csv.DictWriter(found, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return found.getvalue()


def write(folder: Path, *rows: dict[str, str]) -> Path:
    path = folder / "export.csv"
    path.write_text(text(*rows), encoding="utf-8", newline="")
    return path


def load(path: Path, by: User, at: datetime, *, is_trial: bool = False) -> Report:
    return importing.import_conferences(
        path=path, is_trial=is_trial, by=User.objects.get(pk=by.pk), at=at
    )
