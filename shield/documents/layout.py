"""How answers are laid out: short ones in tables, long ones over the full width of the page."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

# A long table is slow to lay out, and a row must not be higher than a page.
MOST_ROWS = 100
LONG_TEXT = 1200
LINE = 60


@dataclass(frozen=True)
class Block:
    """Some rows for one table, or one question whose answer is too long for a table."""

    rows: list[tuple[str, str]]
    is_long: bool = False


def is_long(text: str) -> bool:
    """Whether a text would make too high a row; an empty line costs as much as a full one."""
    return len(text) + LINE * text.count("\n") > LONG_TEXT


def blocks(rows: Iterable[Sequence[str]]) -> Iterator[Block]:
    """Question and answer pairs in their order, as blocks to be drawn one after another."""
    short: list[tuple[str, str]] = []
    for question, answer in rows:
        if short and (is_long(answer) or len(short) == MOST_ROWS):
            yield Block(short)
            short = []
        if is_long(answer):
            yield Block([(question, answer)], is_long=True)
        else:
            short.append((question, answer))
    if short:
        yield Block(short)
