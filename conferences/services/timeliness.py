"""How many reports came in time, late, as a nil return or not at all, by agency and by month?

Figures of one quarter that is over, of all kinds of conference together. Neither a running quarter
nor a year nor one kind is offered: taken from each other they would tell what is hidden in them.
For the same reason each quarter is counted once, four weeks after it, and shown from then: what was
missing a week ago and is late now, or was cancelled since, would be found by whoever looked twice.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Case, Count, Min, Value, When
from django.db.models.functions import TruncMonth

from conferences.models import QuarterFigures, ReportRequest, RequestStatus, Status
from conferences.suppression import Sum, hidden
from partnership.models import day_starts
from shield.core.london import london_day

STATES = {
    "on_time": "In time",
    "late": "Late",
    "nil": "Nil return",
    "missing": "Missing",
}
ALL = "all"
WAITS = timedelta(weeks=4)
HIDDEN = "under 5 or hidden"


@dataclass(frozen=True, order=True)
class Quarter:
    """A quarter of a calendar year."""

    year: int
    number: int

    @property
    def first(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def following(self) -> "Quarter":
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)

    @property
    def months(self) -> tuple[date, ...]:
        return tuple(self.first.replace(month=self.first.month + n) for n in range(3))

    @property
    def counted_on(self) -> date:
        """The day by whose beginning an answer must have come to be counted; shown from then."""
        return self.following.first + WAITS

    @property
    def words(self) -> str:
        return f"{self.first:%B} to {self.months[-1]:%B %Y}"

    def __str__(self) -> str:
        return f"{self.year}-{self.number}"


def quarter_of(day: date) -> Quarter:
    return Quarter(day.year, (day.month - 1) // 3 + 1)


@dataclass(frozen=True)
class Line:
    """An agency or a month: a figure for each state and for all, None where it is hidden."""

    name: str
    figures: tuple[int | None, ...]

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(HIDDEN if one is None else str(one) for one in self.figures)

    @property
    def in_time(self) -> str:
        """Of the reports that were to come, how many came in time; nothing where one is hidden.

        A nil return is an answer and no report: it counts for neither.
        """
        in_time, late, _, missing, _ = self.figures
        if in_time is None or late is None or missing is None:
            return ""
        were_due = in_time + late + missing
        return f"{round(100 * in_time / were_due)}%" if were_due else ""

    @property
    def share(self) -> str:
        """The same in words: why there is none, where there is none."""
        in_time, late, _, missing, _ = self.figures
        is_hidden = None in (in_time, late, missing)
        return self.in_time or ("Not shown" if is_hidden else "No report due")


@dataclass(frozen=True)
class Timeliness:
    """The figures of a quarter: by agency, by month, and of all."""

    quarter: Quarter
    agencies: tuple[Line, ...]
    months: tuple[Line, ...]
    total: Line

    @property
    def hides(self) -> bool:
        lines = (*self.agencies, *self.months, self.total)
        return any(one is None for line in lines for one in line.figures)


def quarters() -> list[Quarter]:
    """Those that were counted, the last first."""
    kept = QuarterFigures.objects.values_list("quarter", flat=True)
    return sorted((Quarter(*map(int, one.split("-"))) for one in kept), reverse=True)


def published(quarter: Quarter) -> Timeliness:
    """The figures of a quarter as they were counted."""
    lines = QuarterFigures.objects.get(quarter=str(quarter)).lines
    agencies, months, total = (
        tuple(Line(name, tuple(figures)) for name, figures in lines[key])
        for key in ("agencies", "months", "total")
    )
    return Timeliness(quarter, agencies, months, total[0])


def count_quarters(*, at: datetime) -> int:
    """Count every quarter whose day has come and that was not counted yet; says how many.

    Asked often: a missed run is caught up by the next.
    """
    number = 0
    for quarter in _to_count(london_day(at)):
        figures = timeliness(quarter)
        lines = {
            "agencies": [(one.name, one.figures) for one in figures.agencies],
            "months": [(one.name, one.figures) for one in figures.months],
            "total": [(figures.total.name, figures.total.figures)],
        }
        _, is_new = QuarterFigures.objects.get_or_create(
            quarter=str(quarter), defaults={"lines": lines, "counted_at": at}
        )
        number += is_new
    return number


def _to_count(today: date) -> list[Quarter]:
    earliest = _due().aggregate(day=Min("clock__due_on"))["day"]
    found, at = [], quarter_of(earliest or today)
    while at.counted_on <= today:
        found.append(at)
        at = at.following
    known = set(quarters())
    return [one for one in found if one not in known]


def timeliness(quarter: Quarter) -> Timeliness:
    """The figures of a quarter as it stands, small ones hidden; one query whatever there is."""
    came = {"answered_at__lt": day_starts(quarter.counted_on)}
    state = Case(
        When(status=RequestStatus.DECLINED, **came, then=Value("nil")),
        When(status=RequestStatus.REPORTED, is_late=True, **came, then=Value("late")),
        When(status=RequestStatus.REPORTED, **came, then=Value("on_time")),
        default=Value("missing"),
    )
    rows = (
        _due()
        .filter(
            clock__due_on__gte=quarter.first, clock__due_on__lt=quarter.following.first
        )
        .annotate(month=TruncMonth("clock__due_on"), state=state)
        .values("agency", "agency__name", "month", "state")
        .annotate(number=Count("pk"))
        .order_by()
    )  # fmt: skip
    by_agency: Counter[tuple[Hashable, str]] = Counter()
    by_month: Counter[tuple[Hashable, str]] = Counter()
    names: dict[int, str] = {}
    for row in rows:
        names[row["agency"]] = row["agency__name"]
        by_agency[row["agency"], row["state"]] += row["number"]
        by_month[row["month"], row["state"]] += row["number"]
    agencies = dict(sorted(names.items(), key=lambda one: (one[1].casefold(), one[0])))
    return _without_small(quarter, agencies, by_agency, by_month)


def _due() -> Any:
    """What was asked, and stood when it was due: not withdrawn, its conference not cancelled."""
    return (
        ReportRequest.objects.standing()
        .filter(clock__isnull=False, clock__cancelled_at=None)
        .exclude(conference__status=Status.CANCELLED)
    )


def _without_small(
    quarter: Quarter,
    agencies: Mapping[int, str],
    by_agency: Counter[tuple[Hashable, str]],
    by_month: Counter[tuple[Hashable, str]],
) -> Timeliness:
    """What may be shown of the figures; `agencies` are their names, in their order."""
    figures: dict[Hashable, int] = {}
    for kind, keys, counts in (
        ("agency", agencies, by_agency),
        ("month", quarter.months, by_month),
    ):
        for key in keys:
            for state in STATES:
                figures[kind, key, state] = counts[key, state]
            figures[kind, key, ALL] = sum(counts[key, state] for state in STATES)
    columns = (*STATES, ALL)
    for column in columns:
        figures[ALL, ALL, column] = sum(figures["month", one, column] for one in quarter.months)
    # Each agency knows its own line.
    own = [{("agency", one, column) for column in columns} for one in agencies]
    kept = hidden(figures, sums_of(agencies, quarter.months), own)

    def line(name: str, kind: Hashable, key: Hashable) -> Line:
        found = ((kind, key, column) for column in columns)
        return Line(name, tuple(None if one in kept else figures[one] for one in found))

    return Timeliness(
        quarter,
        tuple(line(name, "agency", one) for one, name in agencies.items()),
        tuple(line(f"{one:%B %Y}", "month", one) for one in quarter.months),
        line("All", ALL, ALL),
    )


def sums_of(agencies: Iterable[Hashable], months: Iterable[Hashable]) -> list[Sum]:
    """What adds up: each line to its total, each column of both tables to the same one."""
    lines = [("agency", one) for one in agencies], [("month", one) for one in months]
    across = [
        Sum((*one, ALL), tuple((*one, state) for state in STATES)) for one in (*lines[0], *lines[1])
    ]
    down = [
        Sum((ALL, ALL, column), tuple((*one, column) for one in rows))
        for rows in lines
        if rows
        for column in (*STATES, ALL)
    ]
    return [*across, *down]
