"""Lists as CSV files that a spreadsheet opens as text: no cell is ever a formula."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.http import StreamingHttpResponse

from shield.core.london import LONDON

RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")
BYTE_ORDER_MARK = "\ufeff"  # Excel reads UTF-8 only when told


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def cell(value: Any) -> str:
    """A value as the text of a cell; what a spreadsheet would take for a formula gets a quote."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        return f"{value.astimezone(LONDON):%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float):
        return str(value)
    text = str(value)
    # Spreadsheets trim before they look, so outer space must not hide a formula.
    return f"'{text}" if text.lstrip().startswith(RISKY) or text.startswith(RISKY) else text


def lines(headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """The file, piece by piece."""
    writer = csv.writer(_Echo())
    yield BYTE_ORDER_MARK + writer.writerow([cell(heading) for heading in headings])
    for row in rows:
        yield writer.writerow([cell(value) for value in row])


def response(
    name: str, headings: Sequence[str], rows: Iterable[Sequence[Any]]
) -> StreamingHttpResponse:
    """A download named `name`.csv, written while it is sent: its length costs no memory."""
    sent = StreamingHttpResponse(lines(headings, rows), content_type="text/csv; charset=utf-8")
    sent["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    sent["X-Content-Type-Options"] = "nosniff"
    sent["Cache-Control"] = "no-store"
    return sent
