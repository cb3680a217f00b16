"""Small figures are hidden, and nobody finds them by taking shown ones from each other."""

from collections.abc import Hashable, Mapping, Sequence
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conferences.services.timeliness import ALL, STATES, sums_of
from conferences.suppression import SMALL, Sum, hidden

Figures = dict[Hashable, int]


def table(agencies: Sequence[Sequence[int]], split: Sequence[int]) -> tuple[Figures, list[Sum]]:
    """Agencies by states, and the same reports by month: `split` says which month each row is of.

    With the sum of the totals, which follows from the others, and which an attacker has too.
    """
    names, months = [f"a{n}" for n in range(len(agencies))], ["m0", "m1"]
    found: Figures = {}
    for place, column in enumerate((*STATES, ALL)):
        values = [row[place] if column != ALL else sum(row) for row in agencies]
        for name, value in zip(names, values, strict=True):
            found["agency", name, column] = value
        for n, month in enumerate(months):
            mine = [one for one, of in zip(values, split, strict=True) if of == n]
            found["month", month, column] = sum(mine)
        found[ALL, ALL, column] = sum(values)
    total = Sum((ALL, ALL, ALL), tuple((ALL, ALL, state) for state in STATES))
    return found, [*sums_of(names, months), total]


def found_by_subtraction(
    figures: Mapping[Hashable, int], sums: Sequence[Sum], kept: frozenset[Hashable]
) -> set[Hashable]:
    """What an attacker finds who solves all the sums exactly, over the fractions."""
    names = sorted(kept, key=str)
    rows = []
    for one in sums:
        signs = {one.total: -1} | dict.fromkeys(one.parts, 1)
        rows.append([Fraction(signs.get(name, 0)) for name in names])
    lead = 0
    for column in range(len(names)):
        pivot = next((n for n in range(lead, len(rows)) if rows[n][column]), None)
        if pivot is None:
            continue
        rows[lead], rows[pivot] = rows[pivot], rows[lead]
        rows[lead] = [value / rows[lead][column] for value in rows[lead]]
        for n, row in enumerate(rows):
            if n != lead and row[column]:
                rows[n] = [a - row[column] * b for a, b in zip(row, rows[lead], strict=True)]
        lead += 1
    alone = [row for row in rows if sum(1 for value in row if value) == 1]
    return {names[next(n for n, value in enumerate(row) if value)] for row in alone}


def found_by_bounds(
    figures: Mapping[Hashable, int], sums: Sequence[Sum], kept: frozenset[Hashable]
) -> set[Hashable]:
    """What an attacker finds who knows that no hidden figure is a nought, and narrows each down."""
    top = 10 * sum(figures.values()) + 1
    low = {name: 1 if name in kept else number for name, number in figures.items()}
    high = {name: top if name in kept else number for name, number in figures.items()}
    before: object = None
    while before != (before := (dict(low), dict(high))):
        for one in sums:
            least, most = (sum(of[part] for part in one.parts) for of in (low, high))
            low[one.total] = max(low[one.total], least)
            high[one.total] = min(high[one.total], most)
            for part in one.parts:
                low[part] = max(low[part], low[one.total] - (most - high[part]))
                high[part] = min(high[part], high[one.total] - (least - low[part]))
                least, most = (sum(of[each] for each in one.parts) for of in (low, high))
    return {name for name in kept if low[name] == high[name]}


tables = st.integers(1, 6).flatmap(
    lambda size: st.tuples(
        st.lists(
            st.lists(
                st.integers(0, 3) | st.integers(0, 30), min_size=len(STATES), max_size=len(STATES)
            ),
            min_size=size,
            max_size=size,
        ),
        st.lists(st.integers(0, 1), min_size=size, max_size=size),
    )
)


# How long a busy machine takes says nothing of what is hidden.
AT_LEISURE = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@AT_LEISURE
@given(tables)
def test_no_small_figure_is_shown_or_found_by_subtraction(
    drawn: tuple[list[list[int]], list[int]],
) -> None:
    figures, sums = table(*drawn)
    kept = hidden(figures, sums[:-1])
    small = {name for name, number in figures.items() if 0 < number < SMALL}
    assert small <= kept
    assert found_by_subtraction(figures, sums, kept) == set()
    assert found_by_bounds(figures, sums, kept) == set()
    # Noughts are shown in every table: that each hidden figure is one at least is true, and known.
    assert 0 not in {figures[name] for name in kept}


def lines_of(figures: Figures, number: int) -> list[set[Hashable]]:
    """What each agency knows: its own line."""
    columns = (*STATES, ALL)
    return [
        {name for name in figures if name in {("agency", f"a{n}", one) for one in columns}}
        for n in range(number)
    ]


@AT_LEISURE
@given(tables)
def test_no_agency_finds_a_figure_of_another_by_its_own(
    drawn: tuple[list[list[int]], list[int]],
) -> None:
    figures, sums = table(*drawn)
    own = lines_of(figures, len(drawn[0]))
    kept = hidden(figures, sums[:-1], own)
    for known in own:
        left, others = frozenset(kept - known), set().union(*own) - known
        assert found_by_subtraction(figures, sums, left) & others == set()
        assert found_by_bounds(figures, sums, left) & others == set()
    assert 0 not in {figures[name] for name in kept}


def test_an_agency_would_find_another_by_its_own_line() -> None:
    """The control: seven late, three of them one's own, and the rest are of one other."""
    rows = [[30, 3, 3, 9], [20, 4, 4, 8], [20, 0, 0, 9], [20, 0, 0, 9]]
    figures, sums = table(rows, [0, 0, 1, 1])
    own = lines_of(figures, len(rows))
    outside = hidden(figures, sums[:-1])
    found = found_by_subtraction(figures, sums, frozenset(outside - own[0]))
    assert ("agency", "a1", "late") in found
    inside = hidden(figures, sums[:-1], own)
    assert len(inside) > len(outside)
    for known in own:
        left = frozenset(inside - known)
        assert not found_by_subtraction(figures, sums, left) & (set().union(*own) - known)


def test_hiding_small_figures_alone_would_be_found() -> None:
    """The control: what the attacker does to a table of which only the small ones are hidden."""
    figures, sums = table([[9, 7, 3, 8], [20, 11, 12, 9]], [0, 1])
    small = frozenset(name for name, number in figures.items() if 0 < number < SMALL)
    assert found_by_subtraction(figures, sums, small) == small
    assert len(hidden(figures, sums[:-1])) > len(small)


def test_ones_that_add_up_to_their_number_would_be_found() -> None:
    """The control: what cannot be subtracted is found by who knows that noughts are shown."""
    sums = [Sum(ALL, tuple(range(5))), Sum("of others", (5, ALL))]
    figures: Figures = dict.fromkeys(range(5), 1) | {5: 40, ALL: 5, "of others": 45}
    ones = frozenset(range(5))
    assert found_by_subtraction(figures, sums, ones) == set()
    assert found_by_bounds(figures, sums, ones) == ones
    kept = hidden(figures, sums)
    assert kept > ones
    assert found_by_bounds(figures, sums, kept) == set()


def test_figures_that_stand_in_more_sums_than_can_be_followed_are_refused() -> None:
    with pytest.raises(ValueError, match="does not stand in two sums"):
        hidden({"x": 1, "y": 9}, [Sum("y", ("x",))] * 3)


def test_nothing_is_hidden_of_large_figures_and_noughts() -> None:
    figures, sums = table([[9, 7, 0, 8], [20, 11, 12, 0]], [0, 1])
    assert hidden(figures, sums[:-1]) == frozenset()


@settings(AT_LEISURE, max_examples=15)
@given(
    st.lists(st.integers(0, 6), min_size=3, max_size=3),
    st.lists(st.integers(0, 6), min_size=3, max_size=3),
)
def test_a_hidden_figure_could_be_another(first: list[int], second: list[int]) -> None:
    """Whoever tries every number but nought is left with more than one for each small figure."""
    rows = {"x": first, "y": second}
    figures: Figures = {(row, n): value for row, values in rows.items() for n, value in
                        enumerate(values)}  # fmt: skip
    sums = [Sum((row, ALL), tuple((row, n) for n in range(3))) for row in rows]
    sums += [Sum((ALL, n), tuple((row, n) for row in rows)) for n in range(3)]
    for one in sums:
        figures[one.total] = sum(figures[part] for part in one.parts)
    kept = hidden(figures, sums)
    cells = [name for name in kept if ALL not in name]  # type: ignore[operator]
    left: dict[Hashable, set[int]] = {name: set() for name in cells}
    for tried in product(range(1, 9), repeat=len(cells)):
        guess = {**figures, **dict(zip(cells, tried, strict=True))}
        if all(
            one.total in kept or sum(guess[part] for part in one.parts) == figures[one.total]
            for one in sums
        ):
            for name, value in zip(cells, tried, strict=True):
                left[name].add(value)
    small = {name for name in cells if 0 < figures[name] < SMALL}
    assert [name for name in small if len(left[name]) < 2] == []
