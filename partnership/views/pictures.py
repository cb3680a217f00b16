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
