"""How is a CSV file read? Line by line, cell by cell; what is wrong is named with its place."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")


class BadRow(Exception):
    """A file cannot be loaded: which, where in it, and why. Nothing was changed."""

    def __init__(self, file: str, line: int, column: str, reason: str) -> None:
        self.what = f"line {line}, column “{column}”: {reason}"
        super().__init__(f"{file}, {self.what}. Nothing was loaded.")


@dataclass(frozen=True)
class Row:
    """One line of a file. Each reading gives a clean value or raises BadRow with the column."""

    file: str
    line: int
    cells: Mapping[str, str]

    def bad(self, column: str, reason: str) -> BadRow:
        return BadRow(self.file, self.line, column, reason)

    def text(self, column: str, longest: int, *, needed: bool = True) -> str:
        found = self.cells[column]
        if needed and not found:
            raise self.bad(column, "it is empty")
        if len(found) > longest:
            raise self.bad(column, f"it is longer than {longest} characters")
        return found

    def whole(self, column: str, *, most: int = 999) -> int:
        found = self.text(column, 9)
        if not re.fullmatch(r"[1-9][0-9]*", found) or int(found) > most:
            raise self.bad(column, f"it must be a whole number from 1 to {most}")
        return int(found)

    def one_of(self, column: str, known: Mapping[str, T], else_: str) -> T:
        """What the cell stands for; `else_` says what is wrong with one that stands for nothing."""
        found = self.text(column, 400)
        if found not in known:
            raise self.bad(column, else_)
        return known[found]

    def day(self, column: str, *, is_typed: bool = False) -> date:
        """A day of ISO 8601; where people have typed it, also as spreadsheets here write it."""
        found = self.text(column, 10)
        parts = re.fullmatch(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", found)
        numbers = [int(part) for part in parts.groups()] if parts else []
        if is_typed and (parts := re.fullmatch(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})", found)):
            numbers = [int(part) for part in reversed(parts.groups())]
        try:
            return date(*numbers)
        except (TypeError, ValueError):
            like = "31/01/2026 or 2026-01-31" if is_typed else "2026-01-31"
            raise self.bad(column, f"it must be a day, like {like}") from None

    def time(self, column: str) -> time | None:
        found = self.cells[column]
        if not found:
            return None
        if not re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", found):
            raise self.bad(column, "it must be a time of day, like 09:30")
        return time.fromisoformat(found)

    def pounds(self, column: str) -> Decimal:
        found = self.text(column, 20)
        if not re.fullmatch(r"[0-9]{1,8}(\.[0-9]{2})?", found):
            raise self.bad(column, "it must be an amount in pounds, like 276550 or 276550.50")
        return Decimal(found)


def rows_of(path: Path, columns: tuple[str, ...]) -> Iterator[Row]:
    """The rows of a CSV file that has exactly these columns; raises BadRow."""
    return rows_in(_text_of(path, columns[0]), columns, file=path.name)


def rows_in(text: str, columns: tuple[str, ...], *, file: str) -> Iterator[Row]:
    """The rows of a text that is such a file."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    heading = _next(reader, file, columns[0]) or []
    for name in columns:
        if heading.count(name) != 1:
            how = "is missing" if name not in heading else "stands there twice"
            raise BadRow(file, 1, name, f"the column {how}")
    for name in heading:
        if name not in columns:
            raise BadRow(file, 1, name, "nothing is known of such a column")
    line = reader.line_num + 1
    while (row := _next(reader, file, columns[0])) is not None:
        if row:
            yield Row(file, line, _cells(file, line, heading, row))
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


def _next(reader: Any, file: str, column: str) -> list[str] | None:
    """The next row, None after the last."""
    try:
        row: list[str] | None = next(reader, None)
    except csv.Error as error:
        raise BadRow(file, reader.line_num, column, f"it is no CSV ({error})") from None
    return row


def _cells(file: str, line: int, heading: list[str], row: list[str]) -> Mapping[str, str]:
    if len(row) != len(heading):
        some = "few" if len(row) < len(heading) else "many"
        column = heading[min(len(row), len(heading) - 1)]
        raise BadRow(file, line, column, f"the line has too {some} cells")
    cells = {name: cell.strip() for name, cell in zip(heading, row, strict=True)}
    for name, cell in cells.items():
        if not cell.isprintable():
            raise BadRow(file, line, name, "it holds a character that is not text")
    return cells
