"""Lists as data: columns, filters, pages. `shield.core.views.ListPage` puts them on a page."""

from collections.abc import Callable, Container
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple
from urllib.parse import urlencode

import django_filters
from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import F, IntegerField, Model, QuerySet
from django.db.models.expressions import RawSQL
from django.http import QueryDict

from shield.core.forms import DayField, Form
from shield.core.london import moment_words, short_day

PER_PAGE = 25
# Counting stops here: "more than 1,000" is as good an answer, and costs the same on any table.
COUNT_TO = 1000


@dataclass(frozen=True)
class Column:
    """One column. `order_by` is a field path, "" for a column that does not sort.

    `value(row)` gives what is shown and exported (default: the attribute `key`); `link(row)` an
    address; `tag(row)` a GOV.UK tag colour ("red", "green", …; "" for the plain colour, None for
    no tag).
    """

    key: str
    heading: str
    order_by: str = ""
    value: Callable[[Any], Any] | None = None
    link: Callable[[Any], str] | None = None
    tag: Callable[[Any], str | None] | None = None
    numeric: bool = False
    wide: bool = False  # a text that needs more room than its neighbours
    in_csv: bool = True

    def of(self, row: Any) -> Any:
        return self.value(row) if self.value else getattr(row, self.key)


class Cell(NamedTuple):
    """What one cell shows; a tuple, since a page makes hundreds."""

    text: str
    href: str
    colour: str | None
    heading: str
    numeric: bool


@dataclass(frozen=True)
class Heading:
    """A column's head: where a press on it leads, and how the list is sorted by it now."""

    column: Column
    href: str = ""
    sorted: str = ""  # "ascending", "descending" or ""


@dataclass(frozen=True)
class Listing:
    """One page of a list, ready to be drawn by `components/list.html`."""

    caption: str
    headings: list[Heading]
    rows: list[list[Cell]]
    filters: Any
    filtering: bool
    nothing: str
    total: str
    pages: dict[str, Any] | None
    links: dict[str, str] = field(default_factory=dict)
    records: list[Any] = field(default_factory=list)


class FilterForm(Form):
    """What a FilterSet's form is built on."""

    submit = "Apply filters"
    any_choice = "Any"


class Filters(django_filters.FilterSet):
    """A FilterSet whose form is one of ours; questions left empty filter nothing."""

    @staticmethod
    def unasked(rows: QuerySet[Any]) -> QuerySet[Any]:
        """The list of somebody who has asked nothing: the form is not built for it."""
        return rows

    def get_form_class(self) -> type[Form]:
        fields = {name: one.field for name, one in self.filters.items()}
        return type(f"{type(self).__name__}Form", (FilterForm,), fields)


class DayFilter(django_filters.Filter):
    """A filter asked for as day, month and year."""

    field_class = DayField


def words(value: Any) -> str:
    """A value as a cell shows it."""
    if type(value) is str:  # most are, and a page asks hundreds of times
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        return moment_words(value)
    return short_day(value) if isinstance(value, date) else str(value)


def with_query(query: QueryDict, **changes: str) -> str:
    """`?…` with some parameters set, those set to "" left out."""
    kept = {name: values for name, values in query.lists() if name not in changes and any(values)}
    return f"?{urlencode(kept | {name: value for name, value in changes.items() if value}, True)}"


def asks(query: QueryDict, names: Container[str]) -> bool:
    """Whether an address answers one of the questions `names`; a day's parts are `name_0` …"""
    return any(
        any(values) and (key in names or key.rpartition("_")[0] in names)
        for key, values in query.lists()
    )


def sort_by(query: QueryDict, columns: tuple[Column, ...]) -> tuple[Column | None, bool]:
    """The column asked for and whether downwards; what is no column is not asked for."""
    asked = query.get("sort", "")
    for column in columns:
        if column.order_by and asked.lstrip("-") == column.key:
            return column, asked.startswith("-")
    return None, False


def ordered(
    rows: QuerySet[Any], query: QueryDict, columns: tuple[Column, ...], default: tuple[str, ...]
) -> QuerySet[Any]:
    """`rows` in the order asked for, always a total one, so that no row is on two pages."""
    column, down = sort_by(query, columns)
    if column is None:
        return rows.order_by(*default, "-pk")
    key = F(column.order_by)
    return rows.order_by(
        key.desc(nulls_last=True) if down else key.asc(nulls_last=True), *default, "-pk"
    )


def headings(query: QueryDict, columns: tuple[Column, ...]) -> list[Heading]:
    now, down = sort_by(query, columns)
    made = []
    for column in columns:
        if not column.order_by:
            made.append(Heading(column))
            continue
        state = "" if column is not now else "descending" if down else "ascending"
        target = f"-{column.key}" if state == "ascending" else column.key
        made.append(Heading(column, with_query(query, sort=target, page=""), state))
    return made


def cells(row: Model, columns: tuple[Column, ...]) -> list[Cell]:
    return [
        Cell(
            words(column.of(row)),
            column.link(row) if column.link else "",
            column.tag(row) if column.tag else None,
            column.heading,
            column.numeric,
        )
        for column in columns
    ]


@dataclass(frozen=True)
class Slice:
    """Which rows of a list a page shows."""

    number: int
    count: int  # as far as was counted
    has_more: bool
    rows: list[Any]


def take(rows: QuerySet[Any], query: QueryDict) -> Slice:
    """One page of `rows`, counted, in one query however long the list is.

    Whoever asks for a page past the end gets the last one, for two queries more.
    """
    # By the key alone: what the columns show is not worked out for rows that nobody looks at.
    try:
        sql, parameters = rows.order_by().values("pk")[: COUNT_TO + 1].query.sql_with_params()
    except EmptyResultSet:
        return Slice(1, 0, False, [])
    counting = f"SELECT count(*) FROM ({sql}) AS counted"  # noqa: S608  ours
    rows = rows.annotate(counted=RawSQL(counting, parameters, IntegerField()))  # noqa: S611  ours
    asked = query.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
    number = max(1, number)
    found = _page(rows, number)
    if not found and number > 1:
        with connections[rows.db].cursor() as cursor:
            cursor.execute(counting, parameters)
            count = int(cursor.fetchone()[0])
        if count > COUNT_TO:
            return Slice(number, count, False, [])
        number = max(1, -(-count // PER_PAGE))
        found = _page(rows, number)
    return Slice(number, found[0].counted if found else 0, len(found) > PER_PAGE, found[:PER_PAGE])


def _page(rows: QuerySet[Any], number: int) -> list[Any]:
    """A page's rows, and one more if there is a next page."""
    start = (number - 1) * PER_PAGE
    return list(rows[start : start + PER_PAGE + 1])


def total_words(found: Slice) -> str:
    """`1 result`, `Showing 26 to 50 of 300 results`, `… of more than 1,000 results`."""
    if found.count == 1:
        return "1 result"
    if found.count <= PER_PAGE:
        return f"{found.count} results"
    start = (found.number - 1) * PER_PAGE
    most = f"more than {COUNT_TO:,}" if found.count > COUNT_TO else f"{found.count:,}"
    return f"Showing {start + 1:,} to {start + len(found.rows):,} of {most} results"


def pagination(found: Slice, query: QueryDict) -> dict[str, Any] | None:
    """Parameters of GOV.UK's pagination; None for a list of one page."""
    last = -(-min(found.count, COUNT_TO) // PER_PAGE)
    if last <= 1 and found.number == 1:
        return None
    near = {1, last, found.number - 1, found.number, found.number + 1}
    items: list[dict[str, Any]] = []
    before = 0
    for number in sorted(n for n in near if 1 <= n <= max(last, found.number)):
        if number > before + 1:
            items.append({"ellipsis": True})
        href = with_query(query, page=str(number))
        items.append({"number": number, "href": href, "current": number == found.number})
        before = number
    if found.has_more and before == found.number:
        items.append({"ellipsis": True})
    made: dict[str, Any] = {"items": items}
    if found.number > 1:
        made["previous"] = {"href": with_query(query, page=str(found.number - 1))}
    if found.has_more:
        made["next"] = {"href": with_query(query, page=str(found.number + 1))}
    return made
