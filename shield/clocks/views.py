"""Which page of the clocks is this?"""

from datetime import datetime
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from shield.clocks import services
from shield.clocks.forms import AmendForm, ClockFilters, OverrideForm, RuleFilters
from shield.clocks.models import Clock, HolidayOverride, Rule, RuleVersion
from shield.clocks.permissions import Perm
from shield.core.forms import Form
from shield.core.lists import Column
from shield.core.london import day_words, london_day, short_day
from shield.core.refusals import Refusal
from shield.core.views import ListPage, Page
from shield.core.working_days import Unit

STATE_TAGS = {
    "Open": "blue",
    "Due today": "orange",
    "Overdue": "red",
    "Met": "green",
    "Met late": "yellow",
    "Cancelled": "grey",
}
STATUS_TAGS = {
    RuleVersion.Status.STATUTORY: "blue",
    RuleVersion.Status.PRACTICE: "turquoise",
    RuleVersion.Status.LOCAL: "purple",
    RuleVersion.Status.TO_VERIFY: "yellow",
}


def rule_words(version: RuleVersion) -> str:
    """The rule's name, and that its amount is not the national one."""
    return f"{version.rule.name}{' (local amount)' if version.is_local_override else ''}"


class ClockList(ListPage):
    """What is due: one's own, one's agency's, or everybody's, as permitted."""

    permission = Page.SIGNED_IN
    caption = "What is due"
    nothing_yet = "Nothing is due."
    filterset_class = ClockFilters
    csv_name = "what-is-due"
    order = ("due_on",)

    @cached_property
    def columns(self) -> tuple[Column, ...]:  # type: ignore[override]
        """Built for each request: what a reader may follow depends on who it is."""
        user, today = self.request.user, timezone.localdate()
        return (
            Column("subject", "What", order_by="subject", link=Clock.get_absolute_url),
            Column(
                "reference",
                "Reference",
                order_by="reference",
                link=lambda clock: clock.url if clock.leads(user) else "",
            ),
            Column("due_on", "Due", order_by="due_on"),
            Column(
                "state",
                "State",
                value=lambda clock: clock.state(today),
                tag=lambda clock: STATE_TAGS[clock.state(today)],
            ),
            Column("rule", "Rule", value=lambda clock: rule_words(clock.rule_version)),
            Column("holder", "Held by", order_by="holder__full_name", value=Clock.held_by_words),
            Column("agency", "Agency", order_by="agency__name"),
        )

    def rows(self) -> QuerySet[Clock]:
        return Clock.objects.visible_to(self.request.user).for_list()


class ClockDetail(Page):
    """Why something is due on its day: each day counted, each day skipped."""

    permission = Page.SIGNED_IN
    template = "clocks/clock_detail.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        rows = Clock.objects.visible_to(request.user).with_working()
        clock = get_object_or_404(rows, pk=pk)
        state = clock.state(timezone.localdate())
        return self.page(
            clock=clock,
            version=clock.rule_version,
            state=state,
            state_tag=STATE_TAGS[state],
            status_tag=STATUS_TAGS[RuleVersion.Status(clock.rule_version.status)],
            record_url=clock.url if clock.leads(request.user) else "",
            began_after=clock.rule_version.began_after(london_day(clock.trigger_at)),
        )


class RuleList(ListPage):
    """The register: every rule as it holds, or will hold, with its source."""

    permission = Page.SIGNED_IN
    template = "clocks/rule_list.html"
    caption = "Rules"
    filterset_class = RuleFilters
    csv_name = "rules"
    order = ("rule__slug", "valid_from")
    columns = (
        Column("rule", "Rule", order_by="rule__name", link=lambda row: row.rule.get_absolute_url()),
        Column("id", "Id", order_by="rule__slug", value=lambda row: row.rule.slug),
        Column("quantity", "Amount"),
        Column("trigger", "Counted from"),
        Column(
            "status_words",
            "Status",
            order_by="status",
            tag=lambda row: STATUS_TAGS[RuleVersion.Status(row.status)],
        ),
        Column("source_words", "Source", link=lambda row: row.source_url),
        Column("validity", "Holds", order_by="valid_from"),
    )

    def rows(self) -> QuerySet[RuleVersion]:
        return RuleVersion.objects.not_ended(timezone.localdate()).select_related(
            "rule", "national"
        )

    def extra(self) -> dict[str, Any]:
        return {"may_amend": self.request.user.has_perm(Perm.AMEND_RULES)}


class RuleDetail(Page):
    """One rule with all its versions."""

    permission = Page.SIGNED_IN
    template = "clocks/rule_detail.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        rule = get_object_or_404(Rule, pk=pk)
        versions = list(
            rule.versions.select_related("national", "amended_by").order_by("-valid_from")
        )
        may_amend = request.user.has_perm(Perm.AMEND_RULES) and versions[0].unit != Unit.FIXED_DATE
        return self.page(
            rule=rule,
            versions=versions,
            status_tags=STATUS_TAGS,
            today=timezone.localdate(),
            may_amend=may_amend,
        )


class FormPage(Page):
    """One form, one service: a refusal is said on the form, and nothing typed is lost."""

    permission = Perm.AMEND_RULES
    form_class: type[Form]

    def initial(self) -> dict[str, Any]:
        return {}

    def act(self, answers: dict[str, Any], by: Any, at: datetime) -> HttpResponse:
        """Do what was asked; raises Refusal."""
        raise TypeError(f"{type(self).__name__} does nothing")

    def context(self) -> dict[str, Any]:
        return {}

    def get(self, request: HttpRequest, **path: Any) -> HttpResponse:
        return self.page(form=self.form_class(initial=self.initial()), **self.context())

    def post(self, request: HttpRequest, **path: Any) -> HttpResponse:
        form = self.form_class(request.POST)
        if form.is_valid():
            try:
                return self.act(form.cleaned_data, request.user, timezone.now())
            except Refusal as refusal:
                form.add_error(None, str(refusal))
        return self.page(form=form, status=422, **self.context())


class RuleAmend(FormPage):
    """Another amount for a rule, from a day on."""

    template = "clocks/rule_amend.html"
    form_class = AmendForm

    @cached_property
    def rule(self) -> Rule:
        return get_object_or_404(Rule, pk=self.kwargs["pk"])

    @cached_property
    def last(self) -> RuleVersion:
        """What would be amended: the version that starts last."""
        versions = self.rule.versions.exclude(unit=Unit.FIXED_DATE).select_related("national")
        return get_object_or_404(versions.order_by("-valid_from")[:1])

    def initial(self) -> dict[str, Any]:
        return {"amount": self.last.amount, "unit": self.last.unit}

    def context(self) -> dict[str, Any]:
        return {"rule": self.rule, "last": self.last}

    def act(self, answers: dict[str, Any], by: Any, at: datetime) -> HttpResponse:
        version = services.amend_rule(rule=self.rule, **answers, by=by, at=at)
        messages.success(
            self.request,
            f"From {short_day(version.valid_from)} the amount is {version.quantity}.",
        )
        return redirect(self.rule)


class HolidayList(ListPage):
    """The days on which the list of bank holidays is not the last word."""

    permission = Page.SIGNED_IN
    template = "clocks/holiday_list.html"
    caption = "One-off working days and holidays"
    nothing_yet = "There are none: England’s bank holidays hold as they are."
    csv_name = "one-off-days"
    order = ("-day",)
    columns = (
        Column("day", "Day", order_by="day", value=lambda row: day_words(row.day)),
        Column(
            "is_working",
            "Kind",
            value=lambda row: "A working day" if row.is_working else "Not a working day",
        ),
        Column("name", "Name"),
        Column("source", "Source"),
    )

    def rows(self) -> QuerySet[HolidayOverride]:
        return HolidayOverride.objects.all()

    def extra(self) -> dict[str, Any]:
        return {"may_amend": self.request.user.has_perm(Perm.AMEND_RULES)}


class HolidayAdd(FormPage):
    """Say what a day is; what is open is counted again."""

    template = "clocks/holiday_add.html"
    form_class = OverrideForm

    def act(self, answers: dict[str, Any], by: Any, at: datetime) -> HttpResponse:
        moved = services.override_day(
            day=answers["day"],
            is_working=answers["kind"] == "working",
            name=answers["name"],
            source=answers["source"],
            by=by,
            at=at,
        )
        messages.success(
            self.request,
            f"{day_words(answers['day'])} is saved. Open clocks counted again with a change: "
            f"{moved}.",
        )
        return redirect("holiday_list")
