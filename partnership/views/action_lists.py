"""Which page lists actions across bodies, prints them, or draws how they stand?"""

from typing import Any, ClassVar

import django_filters
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from partnership.models import ON_RESTRICTED, Action, ActionStatus, Body, Priority, Rag, amber_days
from partnership.models.action_figures import by_agency, by_month
from partnership.permissions import Perm
from partnership.views.actions import colour_of
from partnership.views.pictures import months_picture, shares
from shield.accounts.access import signed_in
from shield.accounts.models import Agency
from shield.core import lists
from shield.core.forms import Select
from shield.core.lists import Column, DayFilter, Filters
from shield.core.views import ListPage, Page

PRINTED = 500  # rows on paper; whoever wants more filters, or takes the list away


class ActionFilters(Filters):
    """Whose, of which body and agency, how they stand, due when. Without a state: not closed."""

    whose = django_filters.ChoiceFilter(
        method="by_whose", label="Whose", choices=[("mine", "Mine")], widget=Select,
        empty_label="Everybody’s",
    )  # fmt: skip
    body = django_filters.ModelChoiceFilter(
        queryset=Body.objects.order_by("order"), label="Body", widget=Select, empty_label="All"
    )
    agency = django_filters.ModelChoiceFilter(
        queryset=Agency.objects.by_name(), label="Agency", widget=Select, empty_label="All agencies"
    )
    holder = django_filters.CharFilter(
        field_name="holder__full_name", lookup_expr="icontains", label="Name of the holder"
    )
    state = django_filters.ChoiceFilter(
        method="by_state",
        label="State",
        choices=[*ActionStatus.choices, ("left", "Holder has left"), ("any", "Any state")],
        empty_label="Not closed yet",
        widget=Select,
    )
    rag = django_filters.ChoiceFilter(
        method="by_rag",
        label="How it stands",
        choices=[
            (Rag.RED, "Red: overdue"),
            (Rag.AMBER, "Amber: due soon"),
            (Rag.GREEN, "Green: on time"),
        ],
        empty_label="All",
        widget=Select,
    )
    priority = django_filters.ModelChoiceFilter(
        queryset=Priority.objects.order_by("-year", "number"),
        label="Priority of the plan",
        widget=Select,
        empty_label="All",
    )
    due_from = DayFilter(field_name="due_on", lookup_expr="gte", label="Due on or after")
    due_to = DayFilter(field_name="due_on", lookup_expr="lte", label="Due on or before")
    text = django_filters.CharFilter(method="by_text", label="Words or reference")

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        rows = super().filter_queryset(queryset)
        return rows if self.form.cleaned_data.get("state") else self.unasked(rows)

    @staticmethod
    def unasked(rows: Any) -> QuerySet[Any]:
        found: QuerySet[Any] = rows.unfinished()
        return found

    def by_whose(self, rows: Any, name: str, value: str) -> Any:
        return rows.held_by(self.request.user)

    def by_state(self, rows: Any, name: str, value: str) -> Any:
        if value == "left":
            return rows.unfinished().exclude(holder_left_at=None)
        return rows if value == "any" else rows.filter(status=value)

    def by_rag(self, rows: Any, name: str, value: str) -> Any:
        today = timezone.localdate()
        return rows.of_rag(value, today, amber_days(today))

    def by_text(self, rows: Any, name: str, value: str) -> Any:
        return rows.filter(
            Q(what__icontains=value)
            | Q(evidence_required__icontains=value)
            | Q(reference__iexact=value)
        )


def evidence_listed(action: Action) -> str:
    listed = action.listed
    return listed if listed == ON_RESTRICTED else str(action.evidence_required)


def meeting_listed(action: Action) -> str:
    """At which meeting it was agreed; of a restricted item that is for its readers."""
    if action.item is None or action.item.is_restricted:
        return ""
    return str(action.item.meeting.reference)


def agency_words(action: Action) -> str:
    return action.agency.name if action.agency is not None else ""


class ActionList(ListPage):
    """Every action that the reader may see, of every body."""

    permission = Perm.OPEN
    template = "partnership/action_list.html"
    caption = "Actions"
    csv_name = "actions"
    as_xlsx = True
    order: ClassVar[tuple[str, ...]] = ("due_on",)
    filterset_class = ActionFilters
    nothing_yet = "No action is open that you may see."
    more_columns: ClassVar[tuple[Column, ...]] = (
        Column("agency", "Agency", value=agency_words),
        Column("evidence_required", "What will show it", value=evidence_listed),
        Column("status", "Status", value=lambda row: row.status_words),
        Column("priority", "Priority", value=lambda row: row.priority or ""),
        Column("meeting", "Agreed at meeting", value=meeting_listed),
        Column("decision", "Follows decision", value=lambda row: row.decision or ""),
        Column("raised_at", "Raised"),
        Column("done_at", "Said to be done"),
        Column("closed_at", "Closed or withdrawn"),
    )

    @cached_property
    def columns(self) -> tuple[Column, ...]:  # type: ignore[override]
        today = timezone.localdate()
        within = amber_days(today)
        return (
            Column("reference", "Action", order_by="reference", link=Action.get_absolute_url),
            Column("what", "What is to be done", value=lambda row: row.listed, wide=True),
            Column("body", "Body", order_by="body__order", value=lambda row: row.body.name),
            Column("holder", "Who does it", order_by="holder__full_name", value=held_words),
            Column("due_on", "Due", order_by="due_on"),
            Column(
                "state",
                "How it stands",
                order_by="status",
                value=lambda row: row.state_words(today, within),
                tag=lambda row: colour_of(row, row.rag(today, within)),
            ),
        )

    def rows(self) -> QuerySet[Action]:
        rows = Action.objects.visible_to(self.request.user)
        found: QuerySet[Action] = rows.select_related(
            "body", "holder", "holder_agency", "agency", "priority", "item"
        )
        if self.request.GET.get("format"):  # only what leaves the portal says where each comes from
            found = found.select_related("item__meeting", "decision")
        return found

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        if request.GET.get("format") == "print":
            return self.printed()
        return super().get(request, **kwargs)

    def printed(self) -> HttpResponse:
        """The filtered rows on one page, for paper."""
        query = self.request.GET
        filters = ActionFilters(data=query, queryset=self.rows(), request=self.request)
        rows = lists.ordered(filters.qs, query, self.columns, self.order)[: PRINTED + 1]
        found = list(rows)
        shown = {
            "headings": [column.heading for column in self.columns],
            "rows": [lists.cells(row, self.columns) for row in found[:PRINTED]],
            "is_cut": len(found) > PRINTED,
            "most": PRINTED,
            "today": timezone.localdate(),
            "back": lists.with_query(query, format="", page=""),
        }
        return render(self.request, "partnership/action_print.html", shown)

    def extra(self) -> dict[str, Any]:
        return {
            "back": reverse("body_list"),
            "print": lists.with_query(self.request.GET, format="print", page=""),
        }


def held_words(action: Action) -> str:
    """Who does it, and that they have left."""
    left = action.holder_left_at is not None and action.status in (
        ActionStatus.OPEN,
        ActionStatus.DONE,
    )
    return f"{action.holder_words}{' (has left)' if left else ''}"


class ActionFigures(Page):
    """Open, overdue and done: month by month, and by agency, as pictures and as tables."""

    permission = Perm.OPEN
    template = "partnership/action_figures.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        rows, today = Action.objects.visible_to(signed_in(request)), timezone.localdate()
        months, agencies = by_month(rows, today), by_agency(rows, today)
        return self.page(
            months=months,
            agencies=agencies,
            picture=months_picture([(one.words, one.numbers) for one in months]),
            bars=shares([(one.name, one.numbers) for one in agencies]),
        )
