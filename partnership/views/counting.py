"""How many differences were there, of what kind? Numbers for a page and for its picture."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from partnership.clocks import after_quarter, quarter_ended, quarter_of
from partnership.models import (
    Escalation,
    EscalationReturn,
    EscalationTheme,
    ReturnLine,
    day_starts,
)

LONGEST = 400  # of a bar
QUARTERS = 8  # that are offered, back from now


@dataclass(frozen=True)
class Quarter:
    """A quarter that can be chosen."""

    first: date

    @property
    def key(self) -> str:
        return self.first.isoformat()

    def __str__(self) -> str:
        return EscalationReturn(quarter=self.first).quarter_words


@dataclass(frozen=True)
class Bar:
    """One row of the table, and how long its bar is."""

    y: int
    name: str
    raised: int
    elsewhere: int
    length: int

    @property
    def total(self) -> int:
        return self.raised + self.elsewhere


@dataclass(frozen=True)
class Counts:
    """What there was in a quarter, or at all."""

    total: int
    themes: tuple[Bar, ...]
    tables: tuple[tuple[str, tuple[tuple[str, int], ...]], ...]
    asked: int
    returned: int
    late: int
    waiting: tuple[str, ...]


def quarters(today: date) -> list[Quarter]:
    """This quarter and those before it."""
    first, found = quarter_of(today), []
    for _ in range(QUARTERS):
        found.append(Quarter(first))
        first, _last = quarter_ended(first)
    return found


def counts_of(quarter: Quarter | None) -> Counts:
    """The numbers of one quarter, or of all."""
    rows, lines = Escalation.objects.all(), ReturnLine.objects.all()
    returns = EscalationReturn.objects.all()
    if quarter is not None:
        start, end = day_starts(quarter.first), day_starts(after_quarter(quarter.first))
        rows = rows.raised_between(start, end)
        returns = returns.filter(quarter=quarter.first)
        lines = lines.filter(escalation_return__quarter=quarter.first)
    found = list(rows.select_related("agency").prefetch_related("parties__agency"))
    raised = Counter(one.theme_id for one in found)
    elsewhere: Counter[int] = Counter()
    for theme, number in lines.values_list("theme_id", "number"):
        elsewhere[theme] += number
    asked = list(returns.select_related("agency", "clock").order_by("agency__name", "quarter"))
    return Counts(
        total=len(found) + elsewhere.total(),
        themes=_bars(raised, elsewhere),
        tables=(
            ("Furthest stage", _table(one.stage_words for one in found)),
            ("How it stands", _table(one.status_words for one in found)),
            ("Raised by", _table(one.agency.name for one in found)),
            (
                "Raised with",
                _table(party.agency.name for one in found for party in one.parties.all()),
            ),
        ),
        asked=len(asked),
        returned=sum(one.returned_at is not None for one in asked),
        late=sum(one.is_late for one in asked),
        waiting=tuple(str(one) for one in asked if one.returned_at is None),
    )


def _bars(raised: Counter[int], elsewhere: Counter[int]) -> tuple[Bar, ...]:
    themes = [
        theme
        for theme in EscalationTheme.objects.in_order()
        if theme.is_offered or raised[theme.pk] or elsewhere[theme.pk]
    ]
    most = max((raised[one.pk] + elsewhere[one.pk] for one in themes), default=0)
    return tuple(
        Bar(
            y=48 * n,
            name=theme.name,
            raised=raised[theme.pk],
            elsewhere=elsewhere[theme.pk],
            length=(raised[theme.pk] + elsewhere[theme.pk]) * LONGEST // most if most else 0,
        )
        for n, theme in enumerate(themes)
    )


def _table(names: Any) -> tuple[tuple[str, int], ...]:
    """How often each name comes, the most frequent first."""
    return tuple(sorted(Counter(names).items(), key=lambda pair: (-pair[1], pair[0])))
