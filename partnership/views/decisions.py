"""Which page shows what was decided?"""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.text import Truncator

from partnership import services
from partnership.models import ON_RESTRICTED, Action, Body, Decision, Priority
from partnership.permissions import Perm
from partnership.views.lists import BusinessList
from shield.accounts.access import signed_in
from shield.audit import services as audit
from shield.core.forms import Select, Text
from shield.core.lists import Column, DayFilter, Filters
from shield.core.views import Page

MEETING, BETWEEN, RECOMMENDATION = "meeting", "between", "recommendation"
SHOWN = 200  # characters of a decision in the list; its own page and files have all


class DecisionFilters(Filters):
    """Decisions by body, days, kind, priority and words."""

    words = django_filters.CharFilter(
        label="Words in it, or its reference", method="with_words", widget=Text()
    )
    body = django_filters.ModelChoiceFilter(
        queryset=Body.objects.order_by("order"), label="Body", widget=Select, empty_label="All"
    )
    kind = django_filters.ChoiceFilter(
        choices=[
            (MEETING, "Decided at a meeting"),
            (BETWEEN, "Decided between meetings"),
            (RECOMMENDATION, "Recommended"),
        ],
        label="Kind",
        method="of_kind",
        widget=Select,
        empty_label="All",
    )
    priority = django_filters.ModelChoiceFilter(
        queryset=Priority.objects.order_by("order"),
        label="Priority",
        widget=Select,
        empty_label="All",
    )
    first = DayFilter(label="From", field_name="decided_on", lookup_expr="gte")
    last = DayFilter(label="To", field_name="decided_on", lookup_expr="lte")

    def with_words(self, rows: Any, name: str, value: str) -> Any:
        return rows.filter(
            Q(text__icontains=value) | Q(reasons__icontains=value) | Q(reference__iexact=value)
        )

    def of_kind(self, rows: Any, name: str, value: str) -> Any:
        if value == RECOMMENDATION:
            return rows.filter(is_recommendation=True)
        return rows.filter(is_recommendation=False, request__isnull=value == MEETING)


def unless_restricted(decision: Decision, value: str) -> str:
    """What lists and files say: of a restricted item only that there is something, since each
    reading of it is written down."""
    if decision.item is not None and decision.item.is_restricted:
        return ON_RESTRICTED
    return value


def where(decision: Decision) -> str:
    """At which meeting, or on which request."""
    if decision.meeting is not None:
        return str(decision.meeting.reference)
    return decision.request.reference if decision.request is not None else ""


REFERENCE = Column("reference", "Reference", order_by="reference", link=Decision.get_absolute_url)
DAY = Column("decided_on", "Day", order_by="decided_on")
BODY = Column("body", "Body", order_by="body__order", value=lambda row: row.body.name)
KIND = Column(
    "kind", "Kind", value=lambda row: row.kind_words,
    tag=lambda row: "yellow" if row.is_recommendation else None,
)  # fmt: skip


class DecisionList(BusinessList):
    """The register: what the bodies that a person reads have decided, newest first."""

    permission = Perm.OPEN
    caption = "Decisions"
    csv_name = "decisions"
    nothing_yet = "Nothing was decided yet that you may read."
    intro = (
        "What the bodies that you read have decided or recommended. Numbers have gaps: not each is "
        "given to something that stands."
    )
    order = ("-decided_on",)
    filterset_class = DecisionFilters
    columns = (
        REFERENCE,
        Column(
            "text",
            "Decision",
            in_csv=False,
            value=lambda row: unless_restricted(row, Truncator(row.text).chars(SHOWN)),
        ),
        DAY,
        BODY,
        KIND,
    )
    as_xlsx = True
    more_columns = (
        Column("where", "Meeting or request", value=where),
        Column("whole", "Decision", value=lambda row: unless_restricted(row, row.text)),
        Column("agreed", "Agreed", value=lambda row: unless_restricted(row, "; ".join(row.agreed))),
        Column("dissent", "Did not agree", value=lambda row: unless_restricted(row, row.dissent)),
        Column("reasons", "Reasons", value=lambda row: unless_restricted(row, row.reasons)),
        Column("priority", "Priority", value=lambda row: str(row.priority or "")),
    )

    def rows(self) -> QuerySet[Decision]:
        rows: QuerySet[Decision] = Decision.objects.visible_to(self.request.user).standing()
        return rows.select_related("body", "meeting", "item", "request", "priority")


class DecisionDetail(Page):
    """One decision: who agreed and who did not, why, and what follows from it."""

    permission = Perm.OPEN
    template = "partnership/decision_detail.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        user = signed_in(request)
        related = ("body", "meeting__body", "item", "request", "priority", "recorded_by")
        rows = Decision.objects.visible_to(user).select_related(*related, "withdrawn_by")
        decision = get_object_or_404(rows, pk=pk)
        if decision.item is not None and decision.item.is_restricted:
            audit.seen(decision, by=user, at=timezone.now(), page="decision_detail")
        actions = Action.objects.visible_to(user).filter(decision=decision)
        may_change = decision.item is not None and services.may_change(
            user, decision, timezone.now()
        )
        return self.page(
            decision=decision,
            may_change=may_change,
            actions=actions.select_related("holder", "holder_agency").order_by("due_on", "pk"),
        )
