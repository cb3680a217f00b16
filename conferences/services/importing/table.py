"""How is the file read? Row by row, and any row again from its place; never all of them at once."""

import codecs
import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from shield.core.refusals import Refusal

# What is said of the conference, the same in each of its rows; and of one child.
OF_CONFERENCE = (
    "external_reference", "kind", "family_reference", "starts_at", "minutes", "place", "link",
    "triggered_at", "chair_email", "administrator_email", "interpreter", "access_needs",
)  # fmt: skip
OF_CHILD = (
    "child_reference", "child_first_names", "child_last_name", "child_birth_date",
    "child_expected_date", "child_sex", "child_nhs_number", "child_school", "child_gp",
    "child_address", "child_address_confidential",
)  # fmt: skip
AGENCIES = "agencies"
COLUMNS = (*OF_CONFERENCE, *OF_CHILD, AGENCIES)
FIRST = COLUMNS[0]
ORDER = {name: number for number, name in enumerate(COLUMNS)}

MOST_ROWS = 50_000
MOST_BYTES = 100 * 1024 * 1024
# Past so many bad cells reading ends: they have one cause, and memory an end.
MOST_BAD = 10_000


@dataclass(frozen=True)
class Bad:
    """One cell that is wrong: in which row, as a spreadsheet counts them, and why.

    A reason never holds what stands in a cell.
    """

    row: int
    column: str
    reason: str

    def __str__(self) -> str:
        return f"Row {self.row}, column “{self.column}”: {self.reason}"


class BadFile(Refusal):
    """A file is refused whole, with every cell that is wrong. Nothing was changed."""

    def __init__(self, cells: list[Bad]) -> None:
        self.cells = sorted(cells, key=lambda bad: (bad.row, ORDER.get(bad.column, -1)))
        cut = len(self.cells) >= MOST_BAD
        lines = [*(f"{bad}." for bad in self.cells), *(["There may be more."] if cut else [])]
        super().__init__("\n".join([*lines, "Nothing was imported."]))


@dataclass
class Wrongs:
    """The bad cells found so far; raises BadFile once there are too many to go on."""

    cells: list[Bad] = field(default_factory=list)

    def add(self, row: int, column: str, reason: str) -> None:
        self.cells.append(Bad(row, column, reason))
        if len(self.cells) >= MOST_BAD:
            self.refuse()

    def refuse(self) -> None:
        """BadFile if there is any."""
        if self.cells:
            raise BadFile(self.cells)


class Place(NamedTuple):
    """Where a row stands: its number, and at which byte it begins."""

    row: int
    byte: int


@dataclass(frozen=True)
class Row:
    """One row, its cells without outer space."""

    place: Place
    cells: Mapping[str, str]

    @property
    def number(self) -> int:
        return self.place.row


class _Lines:
    """The lines of some bytes from a place on, and how far reading has come.

    What is not UTF-8 becomes half a character (a surrogate), which is found in its cell.
    """

    def __init__(self, data: bytes, start: int) -> None:
        self._file = io.BytesIO(data)  # shares the bytes
        self._file.seek(start)

    @property
    def byte(self) -> int:
        return self._file.tell()

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._file.readline()
        if not line:
            raise StopIteration
        return line.decode("utf-8", errors="surrogateescape")


class Table:
    """A file with exactly these columns, in any order. Raises BadFile where it has not."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        start = len(codecs.BOM_UTF8) if data.startswith(codecs.BOM_UTF8) else 0
        lines = _Lines(data, start)
        try:
            heading = next(csv.reader(lines, strict=True), None)
        except csv.Error as error:
            raise BadFile([Bad(1, FIRST, f"it is no CSV ({error})")]) from None
        if heading is None:
            raise BadFile([Bad(1, FIRST, "the file is empty")])
        self._heading = [name.strip() for name in heading]
        self._begins = lines.byte
        _check(self._heading)

    def rows(self, wrongs: Wrongs) -> Iterator[Row]:
        """Every row that has the right number of cells; the others go to `wrongs`."""
        lines, number, is_empty = _Lines(self._data, self._begins), 1, True
        reader = csv.reader(lines, strict=True)
        while True:
            place = Place(number := number + 1, lines.byte)
            try:
                cells = next(reader, None)
            except csv.Error as error:
                wrongs.add(number, FIRST, f"it is no CSV ({error})")
                return  # where the next row begins, nobody knows
            if cells is None:
                break
            if not any(cell.strip() for cell in cells):
                continue  # spreadsheets leave such rows behind
            is_empty = False
            if number > MOST_ROWS + 1:
                wrongs.add(number, FIRST, f"a file has {MOST_ROWS:,} rows at most: divide it")
                return
            if len(cells) == len(self._heading):
                yield self._row(place, cells)
            else:
                some = "few" if len(cells) < len(self._heading) else "many"
                column = self._heading[min(len(cells), len(self._heading) - 1)]
                wrongs.add(
                    number, column,
                    f"the row has too {some} cells: {len(cells)} instead of {len(self._heading)}",
                )  # fmt: skip
        if is_empty:
            wrongs.add(2, FIRST, "there is no row below the header")

    def at(self, place: Place) -> Row:
        """The row at a place that `rows` gave."""
        return self._row(place, next(csv.reader(_Lines(self._data, place.byte), strict=True)))

    def _row(self, place: Place, cells: list[str]) -> Row:
        pairs: Any = zip(self._heading, (cell.strip() for cell in cells), strict=True)
        return Row(place, dict(pairs))


def table_of(path: Path) -> Table:
    """The table that a file holds; raises BadFile."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise BadFile([Bad(1, FIRST, f"the file is larger than {MOST_BYTES // 1024**2} MB")])
        return Table(path.read_bytes())
    except FileNotFoundError:
        raise BadFile([Bad(1, FIRST, "there is no such file")]) from None
    except OSError:
        raise BadFile([Bad(1, FIRST, "the file cannot be read")]) from None


def _check(heading: list[str]) -> None:
    """BadFile unless each column is there once and no other is."""
    # A file without a header begins with a child: then nothing of its first line is repeated.
    if sum(name in heading for name in COLUMNS) * 2 < len(COLUMNS):
        reason = "the first row must be the header, with commas between: see --template"
        raise BadFile([Bad(1, FIRST, reason)])
    wrong = [
        Bad(1, name, f"the column {'is missing' if name not in heading else 'stands there twice'}")
        for name in COLUMNS
        if heading.count(name) != 1
    ]
    wrong += [
        Bad(1, name if re.fullmatch(r"[\w -]{1,40}", name) else "?", "no such column is known")
        for name in heading
        if name not in COLUMNS
    ]
    if wrong:
        raise BadFile(wrong)
