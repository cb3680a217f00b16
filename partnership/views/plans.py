"""Which page is about priorities?"""

from typing import Any

import django_filters
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from partnership import services
from partnership.forms import (
    MeasureForm,
    PriorityForm,
)
from partnership.models import (
    Action,
    Measure,
    Priority,
    amber_days,
)
from partnership.permissions import Perm
from partnership.views.bodies import KeepPage
from partnership.views.lists import BusinessList
from shield.accounts.access import signed_in
from shield.core.lists import Column, Filters
from shield.core.views import Page


class PriorityFilters(Filters):
    """Priorities by the year of the plan."""

    year = django_filters.NumberFilter(label="Year of the plan")


def leads(priority: Priority) -> str:
    rows = sorted(priority.leads.all(), key=lambda lead: lead.order)
    return "; ".join(lead.agency.name for lead in rows)


class PriorityList(BusinessList):
    """What the partnership sets out to do."""

    caption = "Priorities"
    csv_name = "priorities"
    adds = ("priority_add", "Add a priority")
    columns = (
        Column("title", "Priority", order_by="title", link=Priority.get_absolute_url),
        Column("year", "Year of the plan", order_by="year", numeric=True),
        Column("number", "Number", order_by="number", numeric=True),
        Column("leads", "Lead agencies", value=leads),
    )

    def rows(self) -> QuerySet[Priority]:
        return Priority.objects.prefetch_related("leads__agency")


class PriorityDetail(Page):
    """One priority, who leads it, and how the partnership will know."""

    permission = Page.SIGNED_IN
    template = "partnership/priority_detail.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        priority = get_object_or_404(Priority, pk=pk)
        return self.page(
            priority=priority,
            leads=priority.leads.select_related("agency").order_by("order"),
            measures=priority.measures.order_by("order"),
            opens=signed_in(request).access.allows(Perm.OPEN),
            actions=Action.objects.visible_to(request.user)
            .filter(priority=priority)
            .select_related("item")
            .order_by("-due_on", "-pk")[:10],
            today=(today := timezone.localdate()),
            within=amber_days(today),
            keeps=signed_in(request).access.allows(Perm.KEEP),
            reads=signed_in(request).access.allows(Perm.OPEN),
        )


class PriorityAdd(KeepPage):
    """Another priority."""

    title = "Add a priority"

    def form(self, data: Any = None) -> PriorityForm:
        return PriorityForm(data, today=timezone.localdate())

    def back(self) -> str:
        return reverse("priority_list")

    def save(self, form: Any) -> HttpResponseBase:
        priority = services.add_priority(by=self.who, at=timezone.now(), **form.cleaned_data)
        messages.success(self.request, "The priority was added.")
        return redirect(priority)


class OfPriority(KeepPage):
    """A form about one priority."""

    def find(self, **path: Any) -> None:
        self.priority = get_object_or_404(Priority, **path)

    def back(self) -> str:
        return self.priority.get_absolute_url()

    def caption(self) -> str:
        return str(self.priority)


class PriorityEdit(OfPriority):
    """A priority in other words, or led by others."""

    title = "Change a priority"

    def form(self, data: Any = None) -> PriorityForm:
        priority = self.priority
        led = [lead.agency for lead in priority.leads.select_related("agency").order_by("order")]
        initial = {
            "year": priority.year,
            "number": priority.number,
            "title": priority.title,
            "leads": led,
        }
        return PriorityForm(data, initial=initial, today=timezone.localdate())

    def save(self, form: Any) -> HttpResponseBase:
        services.edit_priority(
            by=self.who, priority=self.priority, at=timezone.now(), **form.cleaned_data
        )
        return self.done("Saved.")


class MeasureAdd(OfPriority):
    """Another way to know."""

    title = "Add a success measure"

    def form(self, data: Any = None) -> MeasureForm:
        return MeasureForm(data)

    def save(self, form: Any) -> HttpResponseBase:
        services.add_measure(
            by=self.who, priority=self.priority, at=timezone.now(), **form.cleaned_data
        )
        return self.done("The measure was added.")


class MeasureEdit(OfPriority):
    """A measure, such as its latest figure."""

    title = "Change a success measure"

    def find(self, **path: Any) -> None:
        self.measure = get_object_or_404(Measure.objects.select_related("priority"), **path)
        self.priority = self.measure.priority

    def form(self, data: Any = None) -> MeasureForm:
        names = ("measure", "baseline", "target", "latest", "latest_on", "how_known")
        return MeasureForm(data, initial={name: getattr(self.measure, name) for name in names})

    def save(self, form: Any) -> HttpResponseBase:
        services.edit_measure(
            by=self.who, record=self.measure, at=timezone.now(), **form.cleaned_data
        )
        return self.done("Saved.")
