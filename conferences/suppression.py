"""Which figures are hidden, so that nobody finds a small one, not even by taking others away?

A figure under SMALL is hidden; nothing is hidden of nought, which tells of nobody. Whoever knows a
total and all of its parts but one knows that one too: so further figures are hidden, the smallest
first, until no hidden one follows from those that are shown and the sums that hold between them.
Stated for tables of whole numbers in which each sum is a total and its parts (*complementary
suppression*; Gusfield 1988 for when a hidden figure follows).
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

SMALL = 5


@dataclass(frozen=True)
class Sum:
    """A total and its parts, by their names among the figures."""

    total: Hashable
    parts: tuple[Hashable, ...]


def hidden(figures: Mapping[Hashable, int], sums: Sequence[Sum]) -> frozenset[Hashable]:
    """The names of the figures that are not to be shown."""
    kept = {name for name, number in figures.items() if 0 < number < SMALL}
    while extra := _one_more(figures, sums, kept):
        kept.add(extra)
    return frozenset(kept)


def _one_more(
    figures: Mapping[Hashable, int], sums: Sequence[Sum], kept: set[Hashable]
) -> Hashable | None:
    """A figure that must be hidden too, or None when those are enough."""
    found = following(sums, kept)
    free: set[Hashable] = set()
    for one in sums:
        names = (*one.parts, one.total)
        # Too few to be told apart where they add up to less than a figure that may be shown.
        parts = [name for name in one.parts if name in kept]
        is_tight = parts and one.total not in kept and sum(figures[n] for n in parts) < SMALL
        if is_tight or not found.isdisjoint(names):
            free.update(name for name in names if name not in kept)
    if found and not free:
        # All of its sums are hidden, and it follows still: of others one more is hidden.
        free = set(figures) - kept
    return _least(figures, free) if free else None


def _least(figures: Mapping[Hashable, int], names: Iterable[Hashable]) -> Hashable:
    """The one whose loss is felt least; nought last, since nothing hides behind it."""
    return min(names, key=lambda name: (figures[name] == 0, figures[name], str(name)))


def following(sums: Sequence[Sum], kept: Iterable[Hashable]) -> frozenset[Hashable]:
    """Which of the hidden figures follow from the sums, however they are put together.

    Each figure stands in two sums at most, once in each direction, as in a network: what follows
    over the whole numbers follows over 0 and 1, where a sum is a set of figures.
    """
    order = {name: place for place, name in enumerate(sorted(kept, key=str))}
    reduced: list[int] = []  # sums as bits, each with a first figure that no other has
    for one in sums:
        row = 0
        for name in (*one.parts, one.total):
            if name in order:
                row ^= 1 << order[name]
        for other in reduced:
            row = min(row, row ^ other)
        if row:
            reduced = [min(other, other ^ row) for other in reduced]
            reduced.append(row)
    # Each of these sums begins with a figure that no other holds: one that is alone is found.
    return frozenset(name for name, place in order.items() if 1 << place in reduced)
