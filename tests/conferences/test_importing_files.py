"""Which files are no export of a case-management system, and what spreadsheets may do to one."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from conferences.models import Conference
from conferences.services.importing import table
from conferences.services.lists import load_lists
from tests.conferences.files import load, row, sibling, text
from tests.personas import People

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules")]
Refused = Callable[..., list[str]]
GOOD = text(row()).encode()
HEADER, _, BODY = GOOD.partition(b"\n")
NO_HEADER = (
    "Row 1, column “external_reference”: the first row must be the header, with commas between: "
    "see --template."
)


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        (b"", ["Row 1, column “external_reference”: the file is empty."]),
        (b"\xef\xbb\xbf", ["Row 1, column “external_reference”: the file is empty."]),
        (
            HEADER + b"\n",
            ["Row 2, column “external_reference”: there is no row below the header."],
        ),
        (
            HEADER + b"\n\n" + b"," * 23 + b"\n",
            ["Row 2, column “external_reference”: there is no row below the header."],
        ),
        (BODY, [NO_HEADER]),
        (GOOD.replace(b",", b";"), [NO_HEADER]),
        (text(row()).encode("utf-16"), [NO_HEADER]),
        (
            GOOD.replace(b"minutes,", b"length,"),
            [
                "Row 1, column “length”: no such column is known.",
                "Row 1, column “minutes”: the column is missing.",
            ],
        ),
        (
            GOOD.replace(b"minutes,", b"place,"),
            [
                "Row 1, column “minutes”: the column is missing.",
                "Row 1, column “place”: the column stands there twice.",
            ],
        ),
        (
            GOOD.replace(b"minutes,", b"minutes,=cmd|' /C calc'!A0,"),
            ["Row 1, column “?”: no such column is known."],
        ),
        (
            GOOD + b"CASE-2,initial\n",
            [
                "Row 3, column “family_reference”: the row has too few cells: 2 instead of 24.",
            ],
        ),
        (
            GOOD + BODY.rstrip() + b",more\n",
            ["Row 3, column “agencies”: the row has too many cells: 25 instead of 24."],
        ),
        (
            GOOD + b'"CASE-2,initial\n',
            ["Row 3, column “external_reference”: it is no CSV (unexpected end of data)."],
        ),
        (
            GOOD.replace(b"Wobblestone House", b"Wobblestone Caf\xe9"),
            [
                "Row 2, column “place”: it is not UTF-8 text: save the file as “CSV UTF-8”.",
            ],
        ),
    ],
)
def test_a_file_that_is_none(refused: Refused, data: bytes, lines: list[str]) -> None:
    assert refused(data) == lines


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf" + GOOD,
        GOOD.replace(b"\n", b"\r\n"),
        b"\xef\xbb\xbf" + GOOD.replace(b"\n", b"\r\n").rstrip(),
        GOOD + b"\r\n" + b"," * 23 + b"\r\n",
    ],
)
def test_what_spreadsheets_do_to_a_file_does_no_harm(
    tmp_path: Path, people: People, at: datetime, data: bytes
) -> None:
    load_lists()
    path = tmp_path / "export.csv"
    path.write_bytes(data)
    assert load(path, people.conference_chair, at).new == 1
    assert Conference.objects.get().external_reference == "CASE-1"


def test_rows_are_counted_as_spreadsheets_do_with_lines_in_a_cell(refused: Refused) -> None:
    address = "Thimblewick Lane\nWobblestone\n"
    assert refused(
        row(child_address=address), sibling(child_address=address, child_sex="S" * 61)
    ) == ["Row 3, column “child_sex”: it is longer than 60 characters."]


def test_columns_may_stand_in_any_order(tmp_path: Path, people: People, at: datetime) -> None:
    load_lists()
    path = tmp_path / "export.csv"
    cells = dict(sorted(row().items()))
    path.write_text(",".join(cells) + "\n" + ",".join(f'"{cell}"' for cell in cells.values()))
    assert load(path, people.conference_chair, at).new == 1


def test_a_file_with_too_many_rows(refused: Refused, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "MOST_ROWS", 2)
    rows = [row(external_reference=f"CASE-{number}") for number in range(3)]
    assert refused(*rows) == [
        "Row 4, column “external_reference”: a file has 2 rows at most: divide it."
    ]


def test_a_file_that_is_too_large(refused: Refused, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "MOST_BYTES", 1)
    assert refused(row()) == [
        "Row 1, column “external_reference”: the file is larger than 0 MB."
    ]  # fmt: skip


def test_where_everything_is_wrong_reading_ends(
    refused: Refused, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table, "MOST_BAD", 3)
    lines = refused(*[row(kind="", minutes="-")] * 5)
    assert (len(lines), lines[-1]) == (4, "There may be more.")
