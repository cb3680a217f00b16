"""Which page is about quarterly returns, their themes, and what they add up to?"""

from functools import cached_property
from typing import Any

import django_filters
from django.db.models import F, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from partnership.forms import ReturnForm, ThemeAddForm, ThemeForm
from partnership.models import EscalationReturn, EscalationTheme
from partnership.permissions import Perm
from partnership.services import differences as services
from partnership.views.bodies import KeepPage
from partnership.views.counting import counts_of, quarters
from shield.accounts.access import signed_in
from shield.audit import services as audit
from shield.clocks.models import STATE_TAGS
from shield.core.forms import NO, YES, Select
from shield.core.lists import Column, Filters
from shield.core.views import ListPage, Page


class ReturnFilters(Filters):
    """Returns by whether they were made."""

    state = django_filters.ChoiceFilter(
        label="Return",
        choices=[("made", "Returned"), ("late", "Returned late"), ("open", "Not returned")],
        method="by_state",
        widget=Select,
        empty_label="All",
    )

    def by_state(self, rows: Any, name: str, value: str) -> Any:
        if value == "late":
            return rows.filter(clock__met_at__date__gt=F("clock__due_on"))
        return rows.filter(returned_at__isnull=value == "open")


class ReturnList(ListPage):
    """Who has returned which quarter, and who has not."""

    permission = Perm.READ_ESCALATIONS
    template = "partnership/return_list.html"
    caption = "Quarterly returns of differences"
    nothing_yet = "No return was asked for yet. Each quarter’s are asked for once it has ended."
    csv_name = "quarterly-returns"
    filterset_class = ReturnFilters
    order = ("-quarter", "agency__name")

    @cached_property
    def columns(self) -> tuple[Column, ...]:  # type: ignore[override]
        """Built for each request: what is overdue depends on the day."""
        today = timezone.localdate()
        return (
            Column(
                "agency",
                "Agency",
                order_by="agency__name",
                link=EscalationReturn.get_absolute_url,
            ),
            Column("quarter", "Quarter", order_by="quarter", value=lambda row: row.quarter_words),
            Column("due_on", "Due", value=lambda row: row.clock.due_on),
            Column("said", "Return", value=said),
            Column("returned_at", "Returned", order_by="returned_at"),
            Column(
                "state",
                "State",
                value=lambda row: row.clock.state(today),
                tag=lambda row: STATE_TAGS[row.clock.state(today)],
            ),
        )

    def rows(self) -> QuerySet[EscalationReturn]:
        rows = EscalationReturn.objects.visible_to(self.request.user)
        return rows.select_related("agency", "clock")


def said(row: EscalationReturn) -> str:
    """What a return says, in a word."""
    return {None: "", True: "None", False: "Some"}[row.is_nil]


class ReturnDetail(Page):
    """One agency's return of one quarter."""

    permission = Perm.READ_ESCALATIONS
    template = "partnership/return_detail.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        rows = EscalationReturn.objects.visible_to(request.user)
        record = get_object_or_404(rows.select_related("agency", "clock", "returned_by"), pk=pk)
        who, now = signed_in(request), timezone.now()
        audit.seen(record, by=who, at=now, page="return")
        state = record.clock.state(timezone.localdate(now))
        return self.page(
            record=record,
            state=state,
            state_tag=STATE_TAGS[state],
            lines=record.lines.select_related("theme").order_by("theme__order"),
            raised=services.raised_in(record),
            makes=services.makes_return(who, record) and record.returned_at is None,
        )


class ReturnMake(KeepPage):
    """Return a quarter."""

    permission = Perm.READ_ESCALATIONS
    title = "Return the quarter’s differences"

    def find(self, **path: Any) -> None:
        rows = EscalationReturn.objects.visible_to(self.request.user)
        self.record = get_object_or_404(rows.select_related("agency", "clock"), **path)
        if not services.makes_return(self.who, self.record):
            raise Http404

    def back(self) -> str:
        return self.record.get_absolute_url()

    def caption(self) -> str:
        return str(self.record)

    def context(self) -> dict[str, Any]:
        raised = services.raised_in(self.record)
        intro = (
            f"Your agency raised {raised} on the portal in this quarter. They are counted already: "
            "add only what was settled outside it."
        )
        return {**super().context(), "intro": intro}

    def form(self, data: Any = None) -> ReturnForm:
        themes = list(EscalationTheme.objects.offered().in_order())
        return ReturnForm(data, themes=themes, today=timezone.localdate())

    def save(self, form: Any) -> HttpResponseBase:
        services.make_return(by=self.who, record=self.record, at=timezone.now(), **form.facts())
        return self.done("The return was recorded.")


class DifferenceSummary(Page):
    """What differences were about, in numbers: for the bodies that decide for the partners."""

    permission = Perm.OPEN
    template = "partnership/difference_summary.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        access = signed_in(request).access
        reads_all = Perm.READ_ESCALATIONS in access.partnership
        if not services.reads_numbers(request.user):
            raise Http404
        offered = quarters(timezone.localdate())
        asked = request.GET.get("quarter", "")
        chosen = next((one for one in offered if one.key == asked), None)
        return self.page(
            quarters=offered, chosen=chosen, counts=counts_of(chosen), reads_all=reads_all
        )


# --- Themes ---------------------------------------------------------------------------------------


class ThemeList(ListPage):
    """The themes in the partnership's own words."""

    permission = Perm.KEEP
    template = "partnership/theme_list.html"
    caption = "Themes of differences"
    nothing_yet = "There is no theme yet: add one, so that differences can be raised."
    csv_name = "themes"
    order = ("order",)
    columns = (
        Column("name", "Theme", link=lambda theme: reverse("theme_edit", kwargs={"pk": theme.pk})),
        Column("is_offered", "Can be chosen"),
    )

    def rows(self) -> QuerySet[EscalationTheme]:
        rows: QuerySet[EscalationTheme] = EscalationTheme.objects.all()
        return rows


class ThemePage(KeepPage):
    """A form about themes."""

    fields = {services.ThemeTwice: "name"}

    def back(self) -> str:
        return reverse("theme_list")


class ThemeAdd(ThemePage):
    """Another theme."""

    title = "Add a theme"

    def form(self, data: Any = None) -> ThemeAddForm:
        return ThemeAddForm(data)

    def save(self, form: Any) -> HttpResponseBase:
        services.add_theme(by=self.who, at=timezone.now(), **form.cleaned_data)
        return self.done("The theme was added.")


class ThemeEdit(ThemePage):
    """A theme in other words, or one that is chosen no longer."""

    title = "Change a theme"

    def find(self, **path: Any) -> None:
        self.theme = get_object_or_404(EscalationTheme, **path)

    def form(self, data: Any = None) -> ThemeForm:
        offered = YES if self.theme.is_offered else NO
        return ThemeForm(data, initial={"name": self.theme.name, "is_offered": offered})

    def save(self, form: Any) -> HttpResponseBase:
        services.edit_theme(by=self.who, theme=self.theme, at=timezone.now(), **form.facts())
        return self.done("Saved.")
