"""Which list of notifications is this?"""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.functional import cached_property

from incidents.models import Incident, Option, Status
from incidents.permissions import Perm
from shield.accounts.models import Agency
from shield.audit import services as audit
from shield.core.lists import Column, DayFilter, Filters
from shield.core.london import short_day
from shield.core.views import ListPage

TAGS = {
    Status.DRAFT: "blue",
    Status.DISCARDED: "grey",
    Status.SUBMITTED: "yellow",
    Status.PANEL_NOTIFIED: "green",
}
STATES = [*Status.choices, ("overdue", "Overdue"), ("late", "Submitted late")]


def agencies_seen(request: HttpRequest | None) -> QuerySet[Agency]:
    """The agencies whose notifications this reader sees: the only ones worth filtering by."""
    if request is None:
        return Agency.objects.none()
    seen = Incident.objects.visible_to(request.user).order_by().values("agency")
    return Agency.objects.by_name().filter(pk__in=seen)


class NotificationFilters(Filters):
    """State, agency, reason and due date; each question narrows the list."""

    state = django_filters.ChoiceFilter(label="State", choices=STATES, method="by_state")
    agency = django_filters.ModelChoiceFilter(label="Agency", queryset=agencies_seen)
    criterion = django_filters.ChoiceFilter(label="Reason", choices=[], method="by_criterion")
    due = DayFilter(label="Due on or before", method="by_due")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        criteria = Option.objects.offered().filter(list="criterion")
        self.filters["criterion"].extra["choices"] = [
            (option.code, option.label) for option in criteria
        ]

    def by_state(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        if value == "late":
            return rows.filter(is_late=True)
        if value == "overdue":
            return rows.filter(next_due__lt=timezone.localdate())
        return rows.filter(status=value)

    def by_criterion(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(criteria__contains=[value])

    def by_due(self, rows: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        return rows.filter(next_due__lte=value)


def _is_overdue(row: Any) -> bool:
    return row.next_due is not None and row.next_due < timezone.localdate()


def _due(row: Any) -> Any:
    """The day, and in words that it has passed: never by colour alone."""
    return f"Overdue: {short_day(row.next_due)}" if _is_overdue(row) else row.next_due


def _due_tag(row: Any) -> str | None:
    return "red" if _is_overdue(row) else None


class NotificationList(ListPage):
    """Every notification the reader may see, with what is due next."""

    permission = Perm.OPEN
    template = "incidents/notification_list.html"
    caption = "Serious incident notifications"
    nothing_yet = "There are no notifications yet."
    filterset_class = NotificationFilters
    csv_name = "notifications"
    order = ("-created_at",)

    @cached_property
    def columns(self) -> tuple[Column, ...]:  # type: ignore[override]
        """Built for each request, since the reasons are worded by the partnership's own data."""
        reasons = Option.objects.labels().get("criterion", {})
        return (
            Column("label", "Notification", order_by="reference", link=Incident.get_absolute_url),
            Column(
                "status",
                "State",
                order_by="status",
                value=lambda row: row.get_status_display(),
                tag=lambda row: TAGS[row.status],
            ),
            Column("agency", "Agency", order_by="agency__name"),
            Column(
                "criteria",
                "Reasons",
                value=lambda row: "; ".join(reasons.get(code, code) for code in row.criteria),
            ),
            Column("next_due", "Due next", order_by="next_due", value=_due, tag=_due_tag),
            Column("submitted_at", "Submitted", order_by="submitted_at"),
            Column("is_late", "Late", value=lambda row: "Late" if row.is_late else ""),
        )

    def rows(self) -> QuerySet[Incident]:
        return Incident.objects.visible_to(self.request.user).for_list()

    def extra(self) -> dict[str, Any]:
        return {"may_file": self.request.user.has_perm(Perm.FILE)}

    def may_take_away(self) -> bool:
        return bool(self.request.user.has_perm(Perm.EXPORT))

    def csv(self, rows: QuerySet[Incident]) -> HttpResponseBase:
        """The list to take away: only what the reader may export, and written down."""
        user: Any = self.request.user
        audit.record("incidents.exported", user, by=user, at=timezone.now())
        return super().csv(rows.filter(pk__in=Incident.objects.exportable_by(user).values("pk")))
