"""Which figures are hidden, so that nobody finds a small one, not even by taking others away?

A figure under SMALL is hidden; nothing is hidden of nought, which tells of nobody. Whoever knows a
total and all of its parts but one knows that one too: so further figures are hidden, the smallest
first, until each hidden one could be another, by all that is shown and the sums that hold. As
noughts are shown, whoever sees the table knows that each hidden figure is one at least: six hidden
figures that add up to six are six ones (*complementary suppression*; Gusfield 1988 for the network
in which a figure may change where a cycle leads through it).

An agency knows its own figures, whatever is hidden. So the same holds for each of them: with its
own line known no hidden figure of another can be reckoned.
"""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

SMALL = 5
LEAST = 1  # What is hidden is no less, and everybody can tell.

Ends = Mapping[Hashable, tuple[int, int]]


@dataclass(frozen=True)
class Sum:
    """A total and its parts, by their names among the figures."""

    total: Hashable
    parts: tuple[Hashable, ...]

    @property
    def names(self) -> tuple[Hashable, ...]:
        return (*self.parts, self.total)


def hidden(
    figures: Mapping[Hashable, int],
    sums: Sequence[Sum],
    insiders: Sequence[Collection[Hashable]] = (),
) -> frozenset[Hashable]:
    """The names of the figures that are not to be shown.

    Each figure stands in two sums at most, once in each direction. `insiders` are the figures that
    some readers know beforehand, each their own: nobody of them finds one of the others'.
    """
    ends = _ends(sums)
    kept = {name for name, number in figures.items() if 0 < number < SMALL}
    lines = frozenset(name for one in insiders for name in one)
    views = [_View(frozenset(), frozenset(figures))]
    views += [_View(frozenset(known), lines) for known in insiders]
    while extra := _one_more(figures, sums, ends, kept, views):
        kept.add(extra)
    return frozenset(kept)


@dataclass
class _View:
    """What a reader knows beforehand, and which hidden figures are known to be safe from them."""

    known: frozenset[Hashable]
    # What may not be found: of everybody all; of who knows a line, the lines of others. A total
    # that is nearly theirs tells them nothing of others but what their lines would.
    guarded: frozenset[Hashable]
    # Hiding more only leaves more open: these stay so.
    safe: set[Hashable] = field(default_factory=set)

    def found(
        self, figures: Mapping[Hashable, int], ends: Ends, kept: set[Hashable]
    ) -> frozenset[Hashable]:
        left = kept - self.known
        asked = (left & self.guarded) - self.safe
        found = fixed(figures, ends, left, asked)
        self.safe |= asked - found
        return found


def _one_more(
    figures: Mapping[Hashable, int],
    sums: Sequence[Sum],
    ends: Ends,
    kept: set[Hashable],
    views: Sequence[_View],
) -> Hashable | None:
    """A figure that must be hidden too, or None when those are enough."""
    shown = {name for name, number in figures.items() if number and name not in kept}
    near: set[Hashable] = set()
    for one in sums:
        # Too few to be told apart where they add up to less than a figure that may be shown.
        parts = [name for name in one.parts if name in kept]
        if parts and one.total not in kept and sum(figures[n] for n in parts) < SMALL:
            near.update(shown.intersection(one.names))
    others: set[Hashable] = set()
    for view in views:
        if found := view.found(figures, ends, kept):
            # What they know already hides nothing from them.
            others |= shown - view.known
            for one in sums:
                if not found.isdisjoint(one.names):
                    near.update((shown - view.known).intersection(one.names))
    # Where all that stands with it is hidden and it is known still, one more of others is hidden.
    return min(near or others, key=lambda name: (figures[name], str(name)), default=None)


def fixed(
    figures: Mapping[Hashable, int],
    ends: Ends,
    kept: Iterable[Hashable],
    asked: Iterable[Hashable],
) -> frozenset[Hashable]:
    """Which of the hidden figures asked for can be no other, so that whoever reckons knows them.

    A figure is a line between the two sums in which it stands, and one more of it one step along
    it, one less a step back, which leads to LEAST and no further. Figures can be others where steps
    lead round and every sum still holds.
    """
    steps: dict[int, list[tuple[int, Hashable]]] = {}
    for name in kept:
        start, end = ends[name]
        steps.setdefault(start, []).append((end, name))
        if figures[name] > LEAST:
            steps.setdefault(end, []).append((start, name))

    def leads(start: int, end: int, without: Hashable) -> bool:
        seen, todo = {start}, [start]
        while todo:
            for place, name in steps.get(todo.pop(), ()):
                if name != without and place not in seen:
                    seen.add(place)
                    todo.append(place)
        return end in seen

    def may_change(name: Hashable) -> bool:
        start, end = ends[name]
        return leads(end, start, name) or (figures[name] > LEAST and leads(start, end, name))

    return frozenset(name for name in asked if not may_change(name))


def _ends(sums: Sequence[Sum]) -> dict[Hashable, tuple[int, int]]:
    """From which sum to which each figure leads; -1 where it stands in one only."""
    stands: dict[Hashable, list[tuple[int, int]]] = {}
    for place, one in enumerate(sums):
        for name in one.names:
            stands.setdefault(name, []).append((place, -1 if name == one.total else 1))
    # Sums are turned round (both sides change places) until no figure stands in two the same way.
    turned: dict[int, int] = {}
    for first in range(len(sums)):
        if first in turned:
            continue
        turned[first], todo = 1, [first]
        while todo:
            at = todo.pop()
            for name in sums[at].names:
                mine = next(sign for place, sign in stands[name] if place == at)
                for other, sign in stands[name]:
                    if other != at and other not in turned:
                        turned[other] = -turned[at] * mine * sign
                        todo.append(other)
    found = {}
    for name, places in stands.items():
        by_way = {sign * turned[place]: place for place, sign in places}
        if len(by_way) != len(places):
            raise ValueError(f"{name} does not stand in two sums, once in each direction")
        found[name] = by_way.get(1, -1), by_way.get(-1, -1)
    return found
