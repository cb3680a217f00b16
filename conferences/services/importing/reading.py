"""Which rows belong to one conference, and do they agree? The first time through a file.

Of each row only its place is kept, so that a long file costs little memory.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from conferences.models import Child, Conference
from conferences.services.importing.cells import Known, Said, agency_names, plain, read
from conferences.services.importing.table import AGENCIES, OF_CONFERENCE, Place, Row, Table, Wrongs

REFERENCE: Any = Conference._meta.get_field("external_fingerprint")
CHILD_REFERENCE: Any = Child._meta.get_field("external_fingerprint")
NHS_NUMBER: Any = Child._meta.get_field("nhs_fingerprint")
# So many children are never one family's: a reference was filled down a column.
MOST_CHILDREN = 30
# What is compared without regard to capitals, as it is when it is looked up.
ADDRESSES = frozenset({"chair_email", "administrator_email"})


@dataclass(slots=True)
class Group:
    """The rows of one conference: where they stand, and whether one of them is wrong."""

    places: list[Place]
    says: int
    # Fingerprints of references and of NHS numbers of its children: in which row each stands.
    children: dict[str, int] = field(default_factory=dict)
    nhs_numbers: dict[str, int] = field(default_factory=dict)
    is_bad: bool = False

    def said(self, table: Table, known: Known) -> list[Said]:
        """What its rows say, read again."""
        return [read(table.at(place), known, Wrongs()) for place in self.places]


def group(table: Table, known: Known, wrongs: Wrongs) -> dict[str, Group]:
    """The conferences of a file by the fingerprint of their reference, in the file's order."""
    groups: dict[str, Group] = {}
    for row in table.rows(wrongs):
        said = read(row, known, wrongs)
        if "external_reference" not in said.conference:
            continue
        mark = REFERENCE.seek(said.conference["external_reference"])
        found = groups.get(mark)
        if found is None:
            found = groups[mark] = Group([], _digest(row))
        elif found.says != _digest(row):
            first = table.at(found.places[0])
            found.is_bad = True
            for column in _differences(first, row):
                reason = f"it is not what row {first.number} says of the same conference"
                wrongs.add(row.number, column, reason)
        if len(found.places) == MOST_CHILDREN:
            found.is_bad = True
            reason = f"more than {MOST_CHILDREN} rows are of the same conference"
            wrongs.add(row.number, "external_reference", reason)
            continue
        found.places.append(row.place)
        repeated = list(_twice(found, said))
        for column, before in repeated:
            wrongs.add(row.number, column, f"the same child of this conference is in row {before}")
        found.is_bad |= said.is_bad or bool(repeated)
    return groups


def _compared(row: Row) -> Iterable[tuple[str, Any]]:
    for column in OF_CONFERENCE:
        cell = row.cells[column]
        if column == "external_reference":
            continue  # the fingerprint goes by it, whatever its spaces and capitals
        yield column, plain(cell) if column in ADDRESSES else cell
    yield AGENCIES, tuple(sorted(agency_names(row.cells[AGENCIES])))


def _digest(row: Row) -> int:
    return hash(tuple(_compared(row)))


def _differences(first: Row, row: Row) -> list[str]:
    pairs = zip(_compared(first), _compared(row), strict=True)
    return [column for (column, one), (_, other) in pairs if one != other]


def _twice(group: Group, said: Said) -> Iterator[tuple[str, int]]:
    """The columns by which a child stands in an earlier row too, with that row."""
    for column, field_, marks, seen in (
        ("child_reference", "external_reference", CHILD_REFERENCE, group.children),
        ("child_nhs_number", "nhs_number", NHS_NUMBER, group.nhs_numbers),
    ):
        value = said.child.get(field_)
        if value:
            before = seen.setdefault(marks.seek(value), said.row)
            if before != said.row:
                yield column, before
