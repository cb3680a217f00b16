"""Lists as Excel files: what a spreadsheet finds in the cells."""

import io
import xml.etree.ElementTree as ET  # ours, as it was written a moment ago
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from shield.core import xlsx

pytestmark = pytest.mark.django_db  # an answer that ends closes what the request had open
SPACE = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
LONGEST = 32_767  # letters in a cell, by the format


def written(*rows: list[Any]) -> bytes:
    answer: Any = xlsx.response("list", ["What", "When"], rows)
    try:
        return b"".join(answer.streaming_content)
    finally:
        answer.close()


def cells(*rows: list[Any]) -> list[list[tuple[str | None, str]]]:
    """(kind, content) of each cell, row by row."""
    with zipfile.ZipFile(io.BytesIO(written(*rows))) as archive:
        sheet = ET.fromstring(archive.read("xl/worksheets/sheet1.xml"))  # noqa: S314  ours
    return [
        [(cell.get("t"), "".join(cell.itertext())) for cell in row.iterfind("m:c", SPACE)]
        for row in sheet.iterfind(".//m:row", SPACE)
    ]


def test_headings_come_first() -> None:
    assert cells() == [[("inlineStr", "What"), ("inlineStr", "When")]]


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("a & <b>", ("inlineStr", "a & <b>")),
        ("=1+1", ("inlineStr", "'=1+1")),
        (" @SUM(A1)", ("inlineStr", "' @SUM(A1)")),
        ("bell\x07", ("inlineStr", "bell_x0007_")),  # as the format writes it
        (True, ("inlineStr", "Yes")),
        (-5, (None, "-5")),
        (Decimal("10.50"), (None, "10.50")),
        (date(2026, 1, 1), (None, "46023")),
        (datetime(2026, 7, 1, 11, tzinfo=UTC), (None, "46204.5")),
    ],
)
def test_a_value_is_kept_as_what_it_is_and_never_as_a_formula(
    value: Any, found: tuple[str | None, str]
) -> None:
    assert cells([value])[1] == [found]


def test_a_list_of_any_length_is_a_whole_file() -> None:
    found = cells(*([f"row {number}", number] for number in range(3000)))
    assert found[-1] == [("inlineStr", "row 2999"), (None, "2999")]
    assert len(found) == 3001


@pytest.mark.parametrize("value", [None, ""])
def test_nothing_is_an_empty_cell(value: str | None) -> None:
    assert cells([value, 1])[1] == [(None, "1")]


def test_a_long_text_ends_where_a_cell_ends() -> None:
    assert len(cells(["a" * 40_000])[1][0][1]) == LONGEST
