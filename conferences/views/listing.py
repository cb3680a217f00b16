"""Which list of conferences is this?"""

from datetime import date, timedelta
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.functional import cached_property

from conferences.models import Conference, ConferenceKind, Status
from conferences.permissions import Perm
from partnership.models import day_starts
from shield.accounts.access import signed_in
from shield.audit import services as audit
from shield.core.forms import Select
from shield.core.lists import Column, DayFilter, Filters
from shield.core.london import london_day, short_day
from shield.core.views import ListPage

COLOURS = {
    Status.SCHEDULED.value: "blue",
    Status.POSTPONED.value: "yellow",
    Status.HELD.value: "green",
    Status.INQUORATE.value: "orange",
    Status.CANCELLED.value: "grey",
}
MINE = [("chair", "I chair"), ("administer", "I administer")]


class ConferenceFilters(Filters):
    """State, kind, from one day to another, and in which part one runs them oneself."""

    status = django_filters.ChoiceFilter(label="State", choices=Status.choices, widget=Select)
    kind = django_filters.ModelChoiceFilter(
        label="Kind", queryset=ConferenceKind.objects.order_by("position", "pk"), widget=Select
    )
    first = DayFilter(label="From", method="from_day")
    last = DayFilter(label="To", method="to_day")
    mine = django_filters.ChoiceFilter(
        label="Which I run", choices=MINE, method="of_mine", widget=Select
    )

    def from_day(self, rows: Any, name: str, value: date) -> Any:
        return rows.filter(starts_at__gte=day_starts(value))

    def to_day(self, rows: Any, name: str, value: date) -> Any:
        return rows.filter(starts_at__lt=day_starts(value + timedelta(days=1)))

    def of_mine(self, rows: Any, name: str, value: str) -> Any:
        user = self.request.user
        return rows.filter(Q(chair=user) if value == "chair" else Q(administrator=user))


def reported(row: Any) -> str:
    """How many of the agencies asked have answered, a nil return included."""
    return f"{row.answered} of {row.asked}" if row.asked else "Nobody is asked"


def run_by(row: Any) -> str:
    """Who chairs it and who administers it, in a column of one."""
    if row.chair_id == row.administrator_id:
        return str(row.chair)
    return f"Chair: {row.chair}. Administrator: {row.administrator}"


class ConferenceList(ListPage):
    """The conferences that somebody runs or is named in: what comes next, and after it what was."""

    permission = Perm.CHAIR
    template = "conferences/conference_list.html"
    caption = "Child protection conferences"
    nothing_yet = "There are no conferences yet that you chair or administer."
    csv_name = "conferences"
    order = ("is_over", "distance")
    filterset_class = ConferenceFilters
    # What the page shows two in a cell, so that all of it is in sight.
    more_columns = (
        Column("reference", "Conference"), Column("kind", "Kind"), Column("chair", "Chair"),
        Column("administrator", "Administrator"),
    )  # fmt: skip

    @cached_property
    def columns(self) -> tuple[Column, ...]:  # type: ignore[override]
        """Built for each request, since what is too late hangs on the day."""
        today = timezone.localdate()

        def too_late(row: Any) -> str:
            """In words why it will not be held in time, or was not; empty where it may be."""
            if not row.clock or row.clock.cancelled_at or row.clock.met_at:
                return "was held late" if row.clock and row.clock.is_late else ""
            if row.starts_at is not None and london_day(row.starts_at) > row.clock.due_on:
                return "the day set is too late"
            return "overdue" if row.clock.is_overdue(today) else ""

        def due(row: Any) -> str:
            if not row.clock or row.clock.cancelled_at:
                return ""
            words = too_late(row)
            return short_day(row.clock.due_on) + (f": {words}" if words else "")

        return (
            Column(
                "reference", "Conference", order_by="reference", link=Conference.get_absolute_url,
                value=lambda row: f"{row.reference}, {str(row.kind).lower()}", in_csv=False,
            ),
            Column("when_words", "When", order_by="starts_at"),
            Column(
                "status_words", "State", order_by="status", tag=lambda row: COLOURS[row.status]
            ),
            Column(
                "run_by", "Run by", order_by="chair__full_name", value=run_by,
                in_csv=False,
            ),
            Column("reports", "Reports answered", value=reported),
            Column(
                "due", "To be held by", order_by="clock__due_on", value=due,
                tag=lambda row: "red" if too_late(row) else None,
            ),
        )  # fmt: skip

    def rows(self) -> QuerySet[Conference]:
        rows = Conference.objects.visible_to(self.request.user).for_list()
        found: QuerySet[Conference] = rows.with_reports().with_distance(timezone.now())
        return found

    def extra(self) -> dict[str, Any]:
        return {"may_break_glass": self.request.user.has_perm(Perm.BREAK_GLASS)}

    def file(self, rows: QuerySet[Any], kind: str) -> HttpResponseBase:
        user = signed_in(self.request)
        audit.record("conferences.exported", user, by=user, at=timezone.now())
        return super().file(rows, kind)
