"""Which page lists what agencies were asked?"""

from datetime import date
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import cached_property

from conferences.models import OPEN, ReportRequest, RequestStatus
from conferences.permissions import Perm
from conferences.views.reported import COLOURS
from shield.accounts.models import Agency
from shield.core.forms import Radios, Select
from shield.core.lists import Column, DayFilter, Filters
from shield.core.london import moment_words, short_day
from shield.core.views import ListPage

STATES = dict(RequestStatus.choices)
GROUPS = [("open", "Still to come"), ("overdue", "Overdue"), ("late", "Answered late")]


def asked_agencies(request: Any) -> QuerySet[Agency]:
    """The agencies of whose requests this person sees any."""
    seen = ReportRequest.objects.visible_to(request.user).values("agency")
    return Agency.objects.filter(pk__in=seen).by_name()


class RequestFilters(Filters):
    """By state, by who answers for it, by agency and by when it is due."""

    state = django_filters.ChoiceFilter(
        label="State", choices=[*GROUPS, *RequestStatus.choices], method="by_state", widget=Select,
        empty_label="All",
    )  # fmt: skip
    who = django_filters.ChoiceFilter(
        label="Who answers for it",
        choices=[("me", "Me"), ("nobody", "Nobody who works there now")],
        method="by_who",
        widget=Radios,
        empty_label="Anybody",
    )
    agency = django_filters.ModelChoiceFilter(
        label="Agency", queryset=asked_agencies, widget=Select, empty_label="All"
    )
    due = DayFilter(label="Due on or before", method="by_due")

    def by_state(self, rows: Any, name: str, value: str) -> Any:
        if value == "open":
            return rows.filter(status__in=sorted(OPEN))
        if value == "overdue":
            return rows.overdue(timezone.localdate())
        if value == "late":
            return rows.filter(is_late=True)
        return rows.filter(status=value)

    def by_who(self, rows: Any, name: str, value: str) -> Any:
        if value == "me":
            return rows.filter(practitioner=self.request.user)
        return rows.unheld(timezone.localdate())

    def by_due(self, rows: Any, name: str, value: date) -> Any:
        return rows.filter(clock__due_on__lte=value, status__in=sorted(OPEN))


class RequestList(ListPage):
    """Every report that one's agency was asked for, as far as one works on it or leads there."""

    permission = Perm.REPORT
    template = "conferences/request_list.html"
    caption = "Conference reports"
    nothing_yet = "Your agency was not asked for any report that you work on."
    filterset_class = RequestFilters
    csv_name = "conference-reports"
    order = ("-conference__starts_at",)

    @cached_property
    def columns(self) -> tuple[Column, ...]:  # type: ignore[override]
        """Built for each request, since what is overdue hangs on the day."""
        today = timezone.localdate()

        def overdue(row: Any) -> bool:
            return row.is_open and row.due_on is not None and row.due_on < today

        def due(row: Any) -> str:
            if row.due_on is None or not row.is_open:
                return ""
            # In words that it has passed: never by colour alone.
            said = "Overdue: " if overdue(row) else "Today: " if row.due_on == today else ""
            return f"{said}{short_day(row.due_on)}"

        return (
            Column(
                "reference", "Conference", order_by="conference__reference",
                value=lambda row: row.conference.reference, link=ReportRequest.get_absolute_url,
            ),
            Column("agency", "Agency", order_by="agency__name"),
            Column(
                "when", "When it is", order_by="conference__starts_at",
                value=lambda row: moment_words(row.conference.starts_at)
                if row.conference.starts_at else "No day is set",
            ),
            Column(
                "due", "Report due", order_by="clock__due_on", value=due,
                tag=lambda row: "red" if overdue(row) else None,
            ),
            Column(
                "status", "State", order_by="status", value=lambda row: STATES[row.status],
                tag=lambda row: COLOURS[RequestStatus(row.status)],
            ),
            Column(
                "practitioner", "Answers for it", order_by="practitioner__full_name",
                value=lambda row: row.practitioner or "Nobody named",
            ),
            Column("is_late", "Late", value=lambda row: "Late" if row.is_late else ""),
        )  # fmt: skip

    def rows(self) -> QuerySet[ReportRequest]:
        return ReportRequest.objects.visible_to(self.request.user).for_list()

    def extra(self) -> dict[str, Any]:
        return {"may_break_glass": self.request.user.has_perm(Perm.BREAK_GLASS)}

    def may_take_away(self) -> bool:
        return bool(self.request.user.has_perm(Perm.ASSIGN))
