"""Which list of notifications is this?"""

from dataclasses import replace
from datetime import datetime
from typing import Any

import django_filters
from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.functional import cached_property

from incidents.forms import FindForm
from incidents.models import Incident, Option, Status
from incidents.permissions import Perm
from shield.accounts.models import Agency
from shield.audit import services as audit
from shield.core.lists import Column, DayFilter, Filters, Listing
from shield.core.london import moment_words, short_day
from shield.core.views import ListPage

TAGS = {
    Status.DRAFT: "blue",
    Status.DISCARDED: "grey",
    Status.SUBMITTED: "yellow",
    Status.PANEL_NOTIFIED: "green",
}
REASONS = (Column("reasons", "Reasons", value=lambda row: "; ".join(row.reasons)),)
STATES_WORDED = dict(Status.choices)
STATES = [*Status.choices, ("overdue", "Overdue"), ("late", "Submitted late")]


def submitted(row: Incident) -> datetime | str:
    """When it was; of a draft, whom to ask about it and whether it is still worked on."""
    if row.submitted_at:
        return row.submitted_at
    return f"Not yet. Kept by {row.notifier}, last saved {moment_words(row.saved_at)}"


def agencies_seen(request: HttpRequest | None) -> QuerySet[Agency]:
    """The agencies whose notifications this reader sees: the only ones worth filtering by."""
    if request is None:
        return Agency.objects.none()
    # From one agency to the next by the index: one notification of each is enough, and the time
    # this takes hangs on the number of agencies, not on that of notifications.
    seen = Incident.objects.visible_to(request.user).order_by("agency_id").values("agency_id")
    try:
        first, of_first = seen[:1].query.sql_with_params()
    except EmptyResultSet:
        return Agency.objects.none()
    after = seen.filter(agency_id__gt=RawSQL("seen.agency_id", []))[:1]
    then, of_then = after.query.sql_with_params()
    ids = (
        f"WITH RECURSIVE seen(agency_id) AS (({first}) UNION ALL "  # noqa: S608  ours
        f"SELECT ({then}) FROM seen WHERE agency_id IS NOT NULL) SELECT agency_id FROM seen"
    )
    found = RawSQL(ids, [*of_first, *of_then])  # noqa: S611  ours
    return Agency.objects.by_name().filter(pk__in=found)


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
        """Built for each request, since what is overdue hangs on the day."""
        today = timezone.localdate()

        def overdue(row: Any) -> bool:
            return row.next_due is not None and row.next_due < today

        return (
            Column("label", "Notification", order_by="reference", link=Incident.get_absolute_url),
            Column(
                "status",
                "State",
                order_by="status",
                value=lambda row: STATES_WORDED[row.status],
                tag=lambda row: TAGS[row.status],
            ),
            Column("agency", "Agency", order_by="agency__name"),
            *(REASONS if self.shows_reasons else ()),
            Column(
                "next_due",
                "Due next",
                order_by="next_due",
                # In words that it has passed: never by colour alone.
                value=lambda row: (
                    f"Overdue: {short_day(row.next_due)}" if overdue(row) else row.next_due
                ),
                tag=lambda row: "red" if overdue(row) else None,
            ),
            Column("submitted_at", "Submitted", order_by="submitted_at", value=submitted),
            Column("is_late", "Late", value=lambda row: "Late" if row.is_late else ""),
        )

    @property
    def shows_reasons(self) -> bool:
        """Why something was notified is part of the case, and whoever is shown it is written down.

        So the list by itself does not say it, and writes nothing: it names references, agencies
        and days. It says it when it is asked for a reason, and in what is taken away.
        """
        query = self.request.GET
        return bool(query.get("criterion")) or query.get("format") == "csv"

    def rows(self) -> QuerySet[Incident]:
        rows = Incident.objects.visible_to(self.request.user).for_list()
        return rows.with_reasons() if self.shows_reasons else rows

    def listing(self, rows: QuerySet[Any], filters: Any) -> Listing:
        found = super().listing(rows, filters)
        if self.shows_reasons:
            self.written_down(found)
        return found

    def written_down(self, shown: Listing) -> None:
        """One entry a page: of whom, how many rows; who may see which row is known elsewhere."""
        user: Any = self.request.user
        rows = len(shown.rows)
        audit.record("incidents.listed", user, by=user, at=timezone.now(), rows=rows)

    def extra(self) -> dict[str, Any]:
        may = self.request.user.has_perm
        return {"may_file": may(Perm.FILE), "may_break_glass": may(Perm.BREAK_GLASS)}

    def may_take_away(self) -> bool:
        return bool(self.request.user.has_perm(Perm.EXPORT))

    def file(self, rows: QuerySet[Incident], kind: str) -> HttpResponseBase:
        """The list to take away: only what the reader may export, and written down."""
        user: Any = self.request.user
        audit.record("incidents.exported", user, by=user, at=timezone.now())
        may_leave = Incident.objects.exportable_by(user).values("pk")
        return super().file(rows.filter(pk__in=may_leave), kind)


class NotificationFind(NotificationList):
    """The notifications of one child: by the NHS number, which never stands in an address."""

    template = "incidents/notification_find.html"
    caption = "Notifications that name a child with this NHS number"
    nothing_yet = "No notification that you may read names a child with this NHS number."
    filterset_class = None  # type: ignore[assignment]

    @cached_property
    def columns(self) -> tuple[Column, ...]:  # type: ignore[override]
        return tuple(replace(column, order_by="") for column in super().columns)

    @property
    def shows_reasons(self) -> bool:
        return True

    def may_take_away(self) -> bool:
        return False

    def written_down(self, shown: Listing) -> None:
        user: Any = self.request.user
        found = len(shown.rows)
        audit.record("incidents.looked_up", user, by=user, at=timezone.now(), found=found)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.page(form=FindForm(), listing=None)

    def post(self, request: HttpRequest) -> HttpResponse:
        form = FindForm(request.POST)
        if not form.is_valid():
            return self.page(form=form, listing=None)
        number = form.cleaned_data["nhs_number"]
        rows = Incident.objects.visible_to(request.user).of_child(number).newest_first()
        listing = self.listing(rows.for_list().with_reasons(), None)
        return self.page(form=form, listing=listing)
