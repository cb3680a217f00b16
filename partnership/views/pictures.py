"""Where do the boxes and bars of a picture go? Numbers for an SVG; the text stands beside it."""

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from partnership.models import Body, Contribution

WIDE, HIGH, GAP_X, GAP_Y = 220, 58, 60, 18
LETTERS = 26  # in a line of a box
BAR = 400  # the longest bar


@dataclass(frozen=True)
class Box:
    """A body: its corner, its name in lines, and the path from its parent's box."""

    x: int
    y: int
    lines: tuple[tuple[int, str], ...]
    path: str


@dataclass(frozen=True)
class Branch:
    """A body with what stands below it."""

    body: Body
    below: tuple["Branch", ...]


@dataclass(frozen=True)
class Tree:
    """The whole structure, from left to right."""

    width: int
    height: int
    boxes: tuple[Box, ...]


def branches(bodies: Sequence[Body]) -> tuple[Branch, ...]:
    """The bodies as a tree; one whose parent is not among them stands at the top."""
    here = {body.pk for body in bodies}

    def below(parent: int | None) -> tuple[Branch, ...]:
        return tuple(
            Branch(body, below(body.pk))
            for body in bodies
            if (body.parent_id if body.parent_id in here else None) == parent
        )

    return below(None)


def tree(tops: Iterable[Branch]) -> Tree:
    """Each leaf takes a row; a body stands at the height of the first below it."""
    boxes: list[Box] = []
    row = 0

    def place(branch: Branch, depth: int, parent: tuple[int, int] | None) -> None:
        nonlocal row
        x, y = depth * (WIDE + GAP_X), row * (HIGH + GAP_Y)
        lines = textwrap.wrap(branch.body.name, LETTERS)[:2] or [branch.body.name]
        first = y + HIGH // 2 + 5 - 10 * (len(lines) - 1)
        path = ""
        if parent is not None:
            bend = x - GAP_X // 2
            path = f"M{parent[0]} {parent[1]}H{bend}V{y + HIGH // 2}H{x}"
        boxes.append(Box(x, y, tuple((first + 20 * n, line) for n, line in enumerate(lines)), path))
        for one in branch.below:
            place(one, depth + 1, (x + WIDE, y + HIGH // 2))
        if not branch.below:
            row += 1

    for top in tops:
        place(top, 0, None)
    width = max((box.x for box in boxes), default=0) + WIDE
    return Tree(width, max(row, 1) * (HIGH + GAP_Y) - GAP_Y, tuple(boxes))


@dataclass(frozen=True)
class Bar:
    """What one contributor promised and what came, as lengths."""

    y: int
    name: str
    promised: int
    received: int


def bars(contributions: Sequence[Contribution]) -> tuple[Bar, ...]:
    """Two bars a contributor, all on one scale."""
    most = max((max(one.promised, one.received) for one in contributions), default=Decimal(0))

    def length(amount: Decimal) -> int:
        return int(amount * BAR / most) if most else 0

    return tuple(
        Bar(70 * n, str(one), length(one.promised), length(one.received))
        for n, one in enumerate(contributions)
    )


@dataclass(frozen=True)
class Column:
    """One bar of three: where it stands, how high it is, and its number above it."""

    kind: str  # "open", "overdue", "done": each filled in its own way
    x: int
    y: int
    height: int
    number: int


@dataclass(frozen=True)
class Group:
    """The three bars of a month, and its name below them."""

    x: int
    words: str
    columns: tuple[Column, ...]


KINDS = ("open", "overdue", "done")
COLUMN_WIDE, GROUP_WIDE, TALL = 22, 84, 160


def months_picture(rows: Iterable[tuple[str, tuple[int, int, int]]]) -> tuple[Group, ...]:
    """Three bars a month, all on one scale."""
    given = list(rows)
    most = max((number for _, numbers in given for number in numbers), default=0) or 1
    groups = []
    for n, (words, numbers) in enumerate(given):
        left = n * GROUP_WIDE
        columns = []
        for m, (kind, number) in enumerate(zip(KINDS, numbers, strict=True)):
            height = number * TALL // most
            columns.append(
                Column(kind, left + 6 + m * (COLUMN_WIDE + 2), 20 + TALL - height, height, number)
            )
        groups.append(Group(left + GROUP_WIDE // 2, words, tuple(columns)))
    return tuple(groups)


@dataclass(frozen=True)
class Share:
    """The three bars of an agency, one below the other, with its name above them."""

    y: int
    name: str
    lines: tuple[tuple[str, int, int, int], ...]  # (kind, y, length, number)


def shares(rows: Iterable[tuple[str, tuple[int, int, int]]]) -> tuple[Share, ...]:
    """Three bars an agency, all on one scale."""
    given = list(rows)
    most = max((number for _, numbers in given for number in numbers), default=0) or 1
    found = []
    for n, (name, numbers) in enumerate(given):
        top = 84 * n
        lines = tuple(
            (kind, top + 22 + 18 * m, number * BAR // most, number)
            for m, (kind, number) in enumerate(zip(KINDS, numbers, strict=True))
        )
        found.append(Share(top, name, lines))
    return tuple(found)
