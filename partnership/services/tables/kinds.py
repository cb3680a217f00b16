"""Which files hold a partnership's arrangements, and what does each line of them say?

Each table says how a row of its file becomes facts, and how a record becomes a row again.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import time
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db.models import Model, QuerySet

from partnership.models import (
    Body,
    Budget,
    Priority,
    PublishedPolicy,
    ReportingDuty,
    Seat,
    SeatRole,
    TimetableRow,
    TrainingActivity,
)
from partnership.models.duty import ABOUT
from partnership.services.tables.rows import Row
from shield.accounts.models import Agency

YEAR = r"[0-9]{4}_[0-9]{2}"
ROLES = {role.label.lower(): role for role in SeatRole}


@dataclass(frozen=True)
class Known:
    """What rows refer to by name."""

    agencies: Mapping[str, Agency]
    bodies: Mapping[str, Body]

    def agency(self, row: Row, column: str) -> Agency:
        return row.one_of(column, self.agencies, "there is no agency of this name")

    def body(self, row: Row, column: str) -> Body | None:
        """The body that a cell names; None for an empty cell."""
        if not row.cells[column]:
            return None
        return row.one_of(column, self.bodies, "there is no group of this name")


@dataclass(frozen=True)
class Table:
    """One kind of file: its name as a pattern, its columns, and the way there and back.

    `key` names the fields by which a row and a record are the same; `named` the column that a
    refusal of a row that stands there twice points at. `year` of a record says which of several
    files it belongs to.
    """

    title: str
    pattern: str
    columns: tuple[str, ...]
    model: type[Model]
    key: tuple[str, ...]
    named: str
    read: Callable[[Row, Known], dict[str, Any]]
    write: Callable[[Any], list[str]]
    rows: Callable[[], QuerySet[Any]]
    # Facts that a new record begins with, and that a later load leaves as they are.
    begins_with: Callable[[Known], dict[str, Any]] = field(default=lambda known: {})
    year: Callable[[Any], str] = lambda record: ""

    def files(self, folder: Path) -> list[Path]:
        """The files of this kind in a folder, in order."""
        found = [one for one in folder.iterdir() if re.fullmatch(self.pattern, one.name)]
        return sorted(found)

    def file_name(self, record: Any) -> str:
        return self.pattern.replace(YEAR, self.year(record).replace("-", "_")).replace("\\", "")


def year_of(row: Row) -> str:
    """`2019-20` of `timetable_2019_20.csv`."""
    return row.file.removesuffix(".csv")[-7:].replace("_", "-")


def length(model: type[Model], name: str) -> int:
    return int(getattr(model._meta.get_field(name), "max_length", 0))


def texts(row: Row, model: type[Model], needed: str, **optional: str) -> Iterator[tuple[str, str]]:
    """(field, text) of the columns that are called as their fields, then of the `optional` ones."""
    for name in needed.split():
        yield name, row.text(name, length(model, name))
    for name, column in optional.items():
        yield name, row.text(column, length(model, name), needed=False)


# --- Seats ----------------------------------------------------------------------------------------


def read_seat(row: Row, known: Known) -> dict[str, Any]:
    return {
        "body": row.one_of("group", known.bodies, "there is no group of this name"),
        "agency": known.agency(row, "agency"),
        "post": row.text("position", length(Seat, "post")),
        "role": row.one_of("role", ROLES, f"it must be one of {', '.join(ROLES)}"),
    }


def write_seat(seat: Seat) -> list[str]:
    return [seat.body.name, seat.agency.name, seat.post, seat.role_words.lower()]


# --- Duties ---------------------------------------------------------------------------------------


def read_duty(row: Row, known: Known) -> dict[str, Any]:
    to = row.text("to_body", length(ReportingDuty, "to_outside"))
    facts: dict[str, Any] = {"to_body": known.bodies.get(to), "to_outside": to, "about": ""}
    found = ABOUT.fullmatch(to)
    if facts["to_body"] is None and found and found[1] in known.bodies:
        facts |= {"to_body": known.bodies[found[1]], "about": found[2]}
    if facts["to_body"]:
        facts["to_outside"] = ""
    return {
        "body": row.one_of("from_group", known.bodies, "there is no group of this name"),
        "times_a_year": row.whole("times_a_year", most=366),
        **facts,
    }


def write_duty(duty: ReportingDuty) -> list[str]:
    return [duty.body.name, duty.to_words, str(duty.times_a_year)]


# --- The timetable --------------------------------------------------------------------------------


def read_timetable(row: Row, known: Known) -> dict[str, Any]:
    starts, ends = row.time("start"), row.time("end")
    if ends is not None and (starts is None or ends <= starts):
        raise row.bad("end", "it must be later than the start")
    return {
        "year": year_of(row),
        "on": row.day("date"),
        "starts_at": starts,
        "ends_at": ends,
        "title": row.text("event", length(TimetableRow, "title")),
        "body": known.body(row, "group"),
        **dict(texts(row, TimetableRow, "", cycle="cycle", stage="stage")),
    }


def write_timetable(row: TimetableRow) -> list[str]:
    return [
        row.on.isoformat(),
        hours(row.starts_at),
        hours(row.ends_at),
        row.title,
        row.body.name if row.body else "",
        row.cycle,
        row.stage,
    ]


def hours(value: time | None) -> str:
    return f"{value:%H:%M}" if value else ""


# --- Priorities -----------------------------------------------------------------------------------


def read_priority(row: Row, known: Known) -> dict[str, Any]:
    return {
        "year": row.whole("year"),
        "number": row.whole("number"),
        "title": row.text("title", length(Priority, "title")),
    }


def leads_of(row: Row, known: Known) -> list[Agency]:
    """The agencies that lead a priority, in the order in which they are named."""
    names = [name.strip() for name in row.cells["lead_agencies"].split(";") if name.strip()]
    for name in names:
        if name not in known.agencies:
            raise row.bad("lead_agencies", f"there is no agency “{name}”")
        if names.count(name) > 1:
            raise row.bad("lead_agencies", f"“{name}” stands there twice")
    return [known.agencies[name] for name in names]


def write_priority(priority: Priority) -> list[str]:
    leads = sorted(priority.leads.all(), key=lambda lead: lead.order)
    named = "; ".join(lead.agency.name for lead in leads)
    return [str(priority.year), str(priority.number), priority.title, named]


# --- Money ----------------------------------------------------------------------------------------


def read_budget(row: Row, known: Known) -> dict[str, Any]:
    if row.cells["year"] != year_of(row):
        raise row.bad("year", f"it must be {year_of(row)}, as the file is called")
    return {
        "year": row.cells["year"],
        "budgeted": row.pounds("budgeted_expenditure_gbp"),
        **dict(texts(row, Budget, "", contributors="contributors")),
    }


def whole_pounds(amount: Decimal) -> str:
    """`276550`, or `276550.50` where there are pence."""
    return f"{amount:.0f}" if amount == amount.to_integral_value() else f"{amount:.2f}"


def write_budget(budget: Budget) -> list[str]:
    return [budget.year, whole_pounds(budget.budgeted), budget.contributors]


def answers_for_money(known: Known) -> dict[str, Any]:
    """The body at the top answers for the pooled budget, if there is one such body."""
    tops = [body for body in known.bodies.values() if body.parent_id is None]
    return {"body": tops[0] if len(tops) == 1 else None}


# --- Published lists ------------------------------------------------------------------------------


def read_policy(row: Row, known: Known) -> dict[str, Any]:
    return dict(
        texts(row, PublishedPolicy, "section title kind", edition="edition", source="source")
    )


def write_policy(policy: PublishedPolicy) -> list[str]:
    return [policy.section, policy.title, policy.edition, policy.kind, policy.source]


def read_training(row: Row, known: Known) -> dict[str, Any]:
    optional = {"cadence": "cadence", "recommendation": "recommendation"}
    return {
        **dict(texts(row, TrainingActivity, "activity", **optional)),
        "audience_level": row.whole("audience_level", most=4),
    }


def write_training(one: TrainingActivity) -> list[str]:
    return [one.activity, str(one.audience_level), one.cadence, one.recommendation]


def of(model: type[Model], *related: str) -> Callable[[], QuerySet[Any]]:
    """All records of a model in the order of their file."""
    return lambda: model._default_manager.select_related(*related).order_by("order", "pk")


def seats_that_last() -> QuerySet[Seat]:
    found: QuerySet[Seat] = of(Seat, "body", "agency")().filter(ends_on=None)
    return found


TABLES = (
    Table(
        title="seats",
        pattern=r"group_members\.csv",
        columns=("group", "agency", "position", "role"),
        model=Seat,
        key=("body", "agency", "post"),
        named="position",
        read=read_seat,
        write=write_seat,
        rows=seats_that_last,
    ),
    Table(
        title="reporting duties",
        pattern=r"reporting_duties\.csv",
        columns=("from_group", "to_body", "times_a_year"),
        model=ReportingDuty,
        key=("body", "to_body", "to_outside", "about"),
        named="to_body",
        read=read_duty,
        write=write_duty,
        rows=of(ReportingDuty, "body", "to_body"),
    ),
    Table(
        title="timetable",
        pattern=rf"timetable_{YEAR}\.csv",
        columns=("date", "start", "end", "event", "group", "cycle", "stage"),
        model=TimetableRow,
        key=("on", "starts_at", "title", "body", "cycle"),
        named="event",
        read=read_timetable,
        write=write_timetable,
        rows=of(TimetableRow, "body"),
        year=lambda row: row.year,
    ),
    Table(
        title="priorities",
        pattern=r"priorities\.csv",
        columns=("year", "number", "title", "lead_agencies"),
        model=Priority,
        key=("year", "number"),
        named="number",
        read=read_priority,
        write=write_priority,
        rows=lambda: of(Priority)().prefetch_related("leads__agency"),
    ),
    Table(
        title="policies",
        pattern=r"policy_library\.csv",
        columns=("section", "title", "edition", "kind", "source"),
        model=PublishedPolicy,
        key=("section", "title", "edition"),
        named="title",
        read=read_policy,
        write=write_policy,
        rows=of(PublishedPolicy),
    ),
    Table(
        title="training activities",
        pattern=r"training_offer\.csv",
        columns=("activity", "audience_level", "cadence", "recommendation"),
        model=TrainingActivity,
        key=("activity",),
        named="activity",
        read=read_training,
        write=write_training,
        rows=of(TrainingActivity),
    ),
    Table(
        title="budgets",
        pattern=rf"budget_{YEAR}\.csv",
        columns=("year", "budgeted_expenditure_gbp", "contributors"),
        model=Budget,
        key=("year",),
        named="year",
        read=read_budget,
        write=write_budget,
        rows=of(Budget),
        begins_with=answers_for_money,
        year=lambda budget: budget.year,
    ),
)
