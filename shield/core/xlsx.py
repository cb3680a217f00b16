"""Lists as Excel files: one sheet of text, numbers and days; no cell is ever a formula."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from tempfile import SpooledTemporaryFile
from typing import Any

from django.http import FileResponse
from xlsxwriter import Workbook

from shield.core import csv
from shield.core.london import LONDON

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
IN_MEMORY = 1_000_000  # bytes of an export; a longer one is kept in a file until it is sent
MOMENT = "yyyy-mm-dd hh:mm"
WIDTH = 24  # of a column, in letters
MOST_COLUMNS = 50
# Rows go to the file one by one, however many there are; nothing that a text looks like is made
# of it.
OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


def response(name: str, headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> FileResponse:
    """A download named `name`.xlsx."""
    # Closed by the answer, which sends it.
    file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
    with Workbook(file, OPTIONS) as book:
        # No moment of making: the files of two equal lists are equal too.
        book.set_properties({"created": datetime(2000, 1, 1, tzinfo=LONDON)})
        bold, day, moment = (
            book.add_format(one)
            for one in ({"bold": True}, {"num_format": "yyyy-mm-dd"}, {"num_format": MOMENT})
        )
        sheet = book.add_worksheet("List")
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, MOST_COLUMNS - 1, WIDTH)
        for column, heading in enumerate(headings):
            sheet.write_string(0, column, csv.cell(heading), bold)
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                _write(sheet, number, column, value, day=day, moment=moment)
    file.seek(0)
    sent = FileResponse(
        file, as_attachment=True, filename=f"{name}.xlsx", content_type=CONTENT_TYPE
    )
    sent["X-Content-Type-Options"] = "nosniff"
    sent["Cache-Control"] = "no-store"
    return sent


def _write(sheet: Any, row: int, column: int, value: Any, *, day: Any, moment: Any) -> None:
    """A value as a cell: numbers and days as such, all else as text that is no formula."""
    if value is None or value == "":
        return
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        sheet.write_number(row, column, value)
    elif isinstance(value, datetime):
        local = value.astimezone(LONDON).replace(tzinfo=None)
        sheet.write_datetime(row, column, local, moment)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, day)
    else:
        # As text it is never worked out here; the quote is for whoever saves the sheet as CSV.
        sheet.write_string(row, column, csv.cell(value))
