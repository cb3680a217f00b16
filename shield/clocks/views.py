"""Which page of the clocks is this?"""

from datetime import date, datetime, time
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from shield.clocks import services
from shield.clocks.forms import AmendForm, ClockFilters, Nothing, OverrideForm, RuleFilters
from shield.clocks.models import STATE_TAGS, Clock, HolidayOverride, Rule, RuleVersion
from shield.clocks.permissions import Perm
from shield.core.forms import Form
from shield.core.lists import Column
from shield.core.london import LONDON, day_words, london_day, short_day
from shield.core.refusals import Refusal
from shield.core.views import ListPage, Page
from shield.core.working_days import KNOWN_UNTIL, Unit

STATUS_TAGS = {
    RuleVersion.Status.STATUTORY: "blue",
    RuleVersion.Status.PRACTICE: "turquoise",
    RuleVersion.Status.LOCAL: "purple",
    RuleVersion.Status.TO_VERIFY: "yellow",
}


def rule_words(version: RuleVersion) -> str:
    """The rule's name, and that its amount is not the national one."""
    return f"{version.rule.name}{' (local amount)' if version.is_local_override else ''}"


def state_words(clock: Clock, today: date) -> str:
    """The state, and whether the day may move."""
    return f"{clock.state(today)}{' (may move)' if clock.warning else ''}"


class ClockList(ListPage):
    """What is due: one's own, one's agency's, or everybody's, as permitted."""

    permission = Page.SIGNED_IN
    template = "clocks/clock_list.html"
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
                value=lambda clock: state_words(clock, today),
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
            changes=clock.changes.in_order(),
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


def example(version: RuleVersion, now: datetime, today: date) -> services.Working | None:
    """What would be due if the trigger were today, or on the first day on which it holds."""
    if version.unit == Unit.FIXED_DATE or (version.valid_to and version.valid_to < today):
        return None
    first = datetime.combine(version.valid_from, time(), tzinfo=LONDON)
    return services.explain(version, max(now, first))


class RuleDetail(Page):
    """One rule with all its versions."""

    permission = Page.SIGNED_IN
    template = "clocks/rule_detail.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        rule = get_object_or_404(Rule, pk=pk)
        versions = list(
            rule.versions.select_related("rule", "national", "amended_by", "withdrawn_by").order_by(
                "-number"
            )
        )
        standing = [version for version in versions if version.withdrawn_at is None]
        now = timezone.now()
        may_amend = request.user.has_perm(Perm.AMEND_RULES) and standing[0].unit != Unit.FIXED_DATE
        today = timezone.localdate()
        return self.page(
            rule=rule,
            versions=versions,
            status_tags=STATUS_TAGS,
            today=today,
            examples={version.pk: example(version, now, today) for version in standing},
            may_amend=may_amend,
            # The last one alone: those before it end where it begins.
            withdrawable=standing[0] if may_amend and standing[0].may_be_withdrawn(today) else None,
        )


class FormPage(Page):
    """One form, one service: a refusal is said on the form, and nothing typed is lost."""

    permission = Perm.AMEND_RULES
    # One answer here moves the deadlines of many.
    step_up = True
    form_class: type[Form]

    def form(self, data: Any = None) -> Form:
        return self.form_class(data, initial=self.initial())

    def initial(self) -> dict[str, Any]:
        return {}

    def act(self, form: Form, answers: dict[str, Any], by: Any, at: datetime) -> HttpResponse:
        """Do what was asked, or show what it would do; raises Refusal."""
        raise TypeError(f"{type(self).__name__} does nothing")

    def context(self) -> dict[str, Any]:
        return {}

    def get(self, request: HttpRequest, **path: Any) -> HttpResponse:
        return self.page(form=self.form(), **self.context())

    def post(self, request: HttpRequest, **path: Any) -> HttpResponse:
        form = self.form(request.POST)
        if form.is_valid():
            try:
                return self.act(form, form.cleaned_data, request.user, timezone.now())
            except Refusal as refusal:
                form.add_error(None, str(refusal))
        return self.page(form=form, status=422, **self.context())


class RuleAmend(FormPage):
    """Another amount for a rule, from a day on: first shown what it would do, then done."""

    template = "clocks/rule_amend.html"
    form_class = AmendForm

    @cached_property
    def rule(self) -> Rule:
        return get_object_or_404(Rule, pk=self.kwargs["pk"])

    @cached_property
    def last(self) -> RuleVersion:
        """What would be amended: the version that starts last."""
        versions = self.rule.versions.standing().exclude(unit=Unit.FIXED_DATE)
        return get_object_or_404(versions.select_related("national").order_by("-valid_from")[:1])

    def initial(self) -> dict[str, Any]:
        reminders = self.last.reminders
        return {
            "amount": self.last.amount,
            "unit": self.last.unit,
            "remind_unit": reminders.unit,
            "remind_before": reminders.before,
            "remind_after": reminders.after,
        }

    def context(self) -> dict[str, Any]:
        replaceable = self.last.valid_from >= timezone.localdate()
        return {
            "rule": self.rule,
            "last": self.last,
            "replaceable": replaceable,
            "counting": services.counting_by(self.last) if replaceable else 0,
        }

    def act(self, form: Form, answers: dict[str, Any], by: Any, at: datetime) -> HttpResponse:
        sent = self.request.POST
        if "change" in sent:
            return self.page(form=form, **self.context())
        try:
            effect = services.would_amend(rule=self.rule, **answers, at=at)
        except services.SameAmount as refusal:
            form.add_error("amount", str(refusal))
            return self.page(form=form, status=422, **self.context())
        if sent.get("seen") != effect.seen:
            self.template = "clocks/rule_amend_sure.html"  # type: ignore[misc]
            unsaid = ("csrfmiddlewaretoken", "seen")
            said = [(name, value) for name, value in sent.items() if name not in unsaid]
            return self.page(rule=self.rule, effect=effect, said=said, today=london_day(at))
        version = services.amend_rule(rule=self.rule, **answers, by=by, at=at)
        messages.success(
            self.request,
            f"From {short_day(version.valid_from)} the amount is {version.quantity}. "
            f"Reminders: {version.reminder_words}.",
        )
        return redirect(self.rule)


class VersionWithdraw(FormPage):
    """Take back a version before it comes into force, after showing what counts by it."""

    template = "clocks/version_withdraw.html"

    @cached_property
    def version(self) -> RuleVersion:
        versions = RuleVersion.objects.standing().select_related("rule", "national")
        return get_object_or_404(
            versions, pk=self.kwargs["pk"], valid_from__gt=timezone.localdate()
        )

    def form(self, data: Any = None) -> Form:
        return Nothing(data, submit="Withdraw this version")

    def context(self) -> dict[str, Any]:
        return {"version": self.version, "counting": services.counting_by(self.version)}

    def act(self, form: Any, answers: dict[str, Any], by: Any, at: datetime) -> HttpResponse:
        moved = services.withdraw_version(version=self.version, by=by, at=at)
        messages.success(
            self.request,
            f"Version {self.version.number} was withdrawn. Open clocks now due on another day: "
            f"{moved}.",
        )
        return redirect(self.version.rule)


class HolidayList(ListPage):
    """The days on which the list of bank holidays is not the last word."""

    permission = Page.SIGNED_IN
    template = "clocks/holiday_list.html"
    caption = "One-off working days and holidays"
    nothing_yet = "There are none: England’s bank holidays hold as they are."
    csv_name = "one-off-days"
    order = ("-day", "-pk")

    @cached_property
    def columns(self) -> tuple[Column, ...]:  # type: ignore[override]
        """Built for each request: only some may take a day back."""
        shown = (
            Column("day", "Day", order_by="day", value=lambda row: day_words(row.day)),
            Column("kind", "Kind"),
            Column("name", "Name"),
            Column("source", "Source"),
            Column("standing_words", "Standing"),
        )
        back = Column(
            "back",
            "Change",
            value=lambda row: "" if row.removed_at else f"Take back {short_day(row.day)}",
            link=lambda row: "" if row.removed_at else row.get_absolute_url(),
            in_csv=False,
        )
        return (*shown, back) if self.may_amend else shown

    @cached_property
    def may_amend(self) -> bool:
        return bool(self.request.user.has_perm(Perm.AMEND_RULES))

    def rows(self) -> QuerySet[HolidayOverride]:
        return HolidayOverride.objects.select_related("removed_by")

    def extra(self) -> dict[str, Any]:
        return {"may_amend": self.may_amend, "known_until": KNOWN_UNTIL}


class HolidayAdd(FormPage):
    """Say what a day is: first shown how many clocks would move, then done."""

    template = "clocks/holiday_add.html"
    form_class = OverrideForm

    def act(self, form: Any, answers: dict[str, Any], by: Any, at: datetime) -> HttpResponse:
        day, is_working = answers["day"], answers["kind"] == "working"
        seen = f"{day.isoformat()} {answers['kind']}"
        if answers["seen"] != seen:
            form.ask_again(seen)
            return self.page(
                form=form, day=day, moving=services.would_move(day=day, is_working=is_working)
            )
        moved = services.override_day(
            day=day,
            is_working=is_working,
            name=answers["name"],
            source=answers["source"],
            by=by,
            at=at,
        )
        messages.success(
            self.request, f"{day_words(day)} is saved. Open clocks now due on another day: {moved}."
        )
        return redirect("holiday_list")


class HolidayRemove(FormPage):
    """Take back what was said of a day, after showing how many clocks would move."""

    template = "clocks/holiday_remove.html"

    @cached_property
    def override(self) -> HolidayOverride:
        return get_object_or_404(HolidayOverride.objects.standing(), pk=self.kwargs["pk"])

    def form(self, data: Any = None) -> Form:
        return Nothing(data, submit="Take this day back")

    def context(self) -> dict[str, Any]:
        day = self.override.day
        return {
            "override": self.override,
            "moving": services.would_move(day=day, is_working=None),
        }

    def act(self, form: Any, answers: dict[str, Any], by: Any, at: datetime) -> HttpResponse:
        moved = services.take_day_back(override=self.override, by=by, at=at)
        messages.success(
            self.request,
            f"{day_words(self.override.day)} was taken back. Open clocks now due on another day: "
            f"{moved}.",
        )
        return redirect("holiday_list")
