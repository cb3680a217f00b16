"""Which page is about reporting duties?"""

from functools import cached_property
from typing import Any

import django_filters
from django.db.models import F, Max, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from partnership import services
from partnership.forms import DueForm, DutyForm, ReportForm
from partnership.models import Body, ReportingDuty, ReportSent
from partnership.permissions import Perm
from partnership.views.bodies import KeepPage
from partnership.views.lists import BusinessList
from shield.accounts.access import signed_in
from shield.clocks.models import STATE_TAGS
from shield.core.forms import Select
from shield.core.lists import Column, Filters
from shield.core.views import Page

NOT_SET = "No day set"


class DutyFilters(Filters):
    """Duties by the body that reports, and by what is due."""

    body = django_filters.ModelChoiceFilter(
        queryset=Body.objects.order_by("order"), label="Body", widget=Select, empty_label="All"
    )
    state = django_filters.ChoiceFilter(
        label="Next report",
        choices=[("overdue", "Overdue"), ("unset", NOT_SET)],
        method="by_state",
        widget=Select,
        empty_label="All",
    )

    def by_state(self, rows: Any, name: str, value: str) -> Any:
        if value == "unset":
            return rows.filter(clock=None)
        return rows.filter(clock__due_on__lt=timezone.localdate())


class DutyList(BusinessList):
    """Which body reports to whom, how often, when it last did and when it must again."""

    caption = "Reporting duties"
    csv_name = "reporting-duties"
    adds = ("duty_add", "Add a reporting duty")
    filterset_class = DutyFilters

    @cached_property
    def columns(self) -> tuple[Column, ...]:  # type: ignore[override]
        """Built for each request: what is overdue depends on the day."""
        today = timezone.localdate()

        def state(duty: ReportingDuty) -> str:
            return duty.due.state(today) if duty.due else NOT_SET

        return (
            Column(
                "to", "To", value=lambda duty: duty.to_words, link=ReportingDuty.get_absolute_url
            ),
            Column("body", "From", order_by="body__order", value=lambda duty: duty.body.name),
            Column(
                "often", "How often", order_by="times_a_year", value=lambda duty: duty.often_words
            ),
            Column("last", "Last sent", order_by="last"),
            Column("due_on", "Next due", order_by="due_on"),
            Column(
                "state", "State", value=state, tag=lambda duty: STATE_TAGS.get(state(duty), "grey")
            ),
        )

    def rows(self) -> QuerySet[ReportingDuty]:
        rows = ReportingDuty.objects.select_related("body", "to_body", "clock")
        return rows.annotate(last=Max("reports__sent_on"), due_on=F("clock__due_on"))


class DutyDetail(Page):
    """One duty: when the next report is due, and what was sent when."""

    permission = Page.SIGNED_IN
    template = "partnership/duty_detail.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        rows = ReportingDuty.objects.select_related("body", "to_body", "clock")
        duty = get_object_or_404(rows, pk=pk)
        state = duty.due.state(timezone.localdate()) if duty.due else ""
        reports = duty.reports.select_related("clock").order_by("-sent_on", "-pk")
        return self.page(
            duty=duty,
            state=state,
            state_tag=STATE_TAGS.get(state, ""),
            reports=[(one, *_kept(one)) for one in reports],
            keeps=signed_in(request).access.allows(Perm.KEEP),
        )


def _kept(report: ReportSent) -> tuple[str, str]:
    """Whether a report was sent in time, and the colour of that."""
    if report.clock is None:
        return "No day was set", "grey"
    return ("Late", "yellow") if report.clock.is_late else ("In time", "green")


class DutyAdd(KeepPage):
    """Another reporting duty."""

    title = "Add a reporting duty"

    def form(self, data: Any = None) -> DutyForm:
        return DutyForm(data)

    def back(self) -> str:
        return reverse("duty_list")

    def save(self, form: Any) -> HttpResponseBase:
        services.add_duty(by=self.who, at=timezone.now(), **form.facts())
        return self.done("The reporting duty was added.")


class OfDuty(KeepPage):
    """A form about one duty."""

    def find(self, **path: Any) -> None:
        rows = ReportingDuty.objects.select_related("body", "to_body", "clock")
        self.duty = get_object_or_404(rows, **path)

    def back(self) -> str:
        return self.duty.get_absolute_url()

    def caption(self) -> str:
        return str(self.duty)


class DutyEdit(OfDuty):
    """A duty in other words."""

    title = "Change a reporting duty"

    def form(self, data: Any = None) -> DutyForm:
        names = ("body", "to_body", "to_outside", "about", "times_a_year")
        initial = {name: getattr(self.duty, name) for name in names}
        initial["where"] = "here" if self.duty.to_body else "outside"
        return DutyForm(data, initial=initial)

    def save(self, form: Any) -> HttpResponseBase:
        services.edit_duty(by=self.who, duty=self.duty, at=timezone.now(), **form.facts())
        return self.done("Saved.")


class DutyDue(OfDuty):
    """The day of the next report, set by hand."""

    title = "Set when the next report is due"

    def form(self, data: Any = None) -> DueForm:
        due_on = self.duty.due.due_on if self.duty.due else None
        return DueForm(data, initial={"due_on": due_on})

    def save(self, form: Any) -> HttpResponseBase:
        services.set_due(by=self.who, duty=self.duty, at=timezone.now(), **form.cleaned_data)
        return self.done("Saved.")


class ReportRecord(OfDuty):
    """Write down that a report was sent."""

    title = "Record a report"

    def form(self, data: Any = None) -> ReportForm:
        return ReportForm(data)

    def save(self, form: Any) -> HttpResponseBase:
        services.record_report(by=self.who, duty=self.duty, at=timezone.now(), **form.cleaned_data)
        return self.done("The report was recorded.")
