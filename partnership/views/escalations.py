"""Which page is about a difference between agencies?"""

from typing import Any

import django_filters
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from partnership.forms import (
    ArbitrationForm,
    EscalationAnswerForm,
    EscalationForm,
    OnwardForm,
    OutcomeForm,
)
from partnership.models import (
    STATUS_TAGS,
    DecisionRequest,
    Escalation,
    EscalationStatus,
    EscalationTheme,
    StageClock,
)
from partnership.permissions import Perm
from partnership.services import differences as services
from partnership.views.bodies import KeepPage
from shield.accounts.access import signed_in
from shield.accounts.models import Agency
from shield.audit import services as audit
from shield.clocks.models import STATE_TAGS
from shield.core.forms import Select
from shield.core.lists import Column, Filters
from shield.core.views import ListPage, Page


class EscalationFilters(Filters):
    """Differences by state, theme, and the agency that raised them."""

    status = django_filters.ChoiceFilter(
        label="State", choices=EscalationStatus.choices, widget=Select, empty_label="All"
    )
    theme = django_filters.ModelChoiceFilter(
        queryset=EscalationTheme.objects.order_by("order"),
        label="Theme",
        widget=Select,
        empty_label="All",
    )
    agency = django_filters.ModelChoiceFilter(
        queryset=Agency.objects.by_name(), label="Raised by", widget=Select, empty_label="All"
    )


def others(escalation: Escalation) -> str:
    return "; ".join(party.agency.name for party in escalation.parties.all())


class EscalationList(ListPage):
    """The differences that a person may read."""

    permission = Perm.READ_ESCALATIONS
    template = "partnership/escalation_list.html"
    caption = "Differences between agencies"
    nothing_yet = "No difference was raised."
    csv_name = "differences"
    filterset_class = EscalationFilters
    order = ("-raised_at",)
    columns = (
        Column("reference", "Reference", order_by="reference", link=Escalation.get_absolute_url),
        Column("theme", "About", order_by="theme__name"),
        Column("agency", "Raised by", order_by="agency__name"),
        Column("others", "With", value=others),
        Column("raised_at", "Raised", order_by="raised_at"),
        Column("stage", "Stage", order_by="stage", value=lambda row: row.stage_words),
        Column(
            "status",
            "State",
            order_by="status",
            value=lambda row: row.status_words,
            tag=lambda row: STATUS_TAGS[row.status],
        ),
    )

    def rows(self) -> QuerySet[Escalation]:
        rows = Escalation.objects.visible_to(self.request.user)
        return rows.select_related("theme", "agency").prefetch_related("parties__agency")

    def extra(self) -> dict[str, Any]:
        has = signed_in(self.request).access.allows
        return {
            "raises": has(Perm.ESCALATE),
            "keeps": has(Perm.KEEP),
            "numbers": services.reads_numbers(self.request.user),
        }


class EscalationDetail(Page):
    """One difference: stage by stage what is due and why, what was answered, how it ended."""

    permission = Perm.READ_ESCALATIONS
    template = "partnership/escalation_detail.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        rows = Escalation.objects.visible_to(request.user).select_related(
            "agency", "theme", "raised_by", "closed_by", "request"
        )
        escalation = get_object_or_404(rows, pk=pk)
        who, now = signed_in(request), timezone.now()
        audit.seen(escalation, by=who, at=now, page="escalation")
        today = timezone.localdate(now)
        return self.page(
            escalation=escalation,
            colour=STATUS_TAGS[EscalationStatus(escalation.status)],
            others=others(escalation),
            stages=[
                (
                    stage,
                    [(one, one.clock.state(today)) for one in clocks],
                    stage.answers.select_related("agency", "answered_by").order_by("answered_at"),
                )
                for stage, clocks in _stages(escalation)
            ],
            state_tags=STATE_TAGS,
            answers_for=_speaks_for(request, escalation),
            leads=services.leads_it(who, escalation),
            following=services.next_stage(escalation),
            asks=who.access.allows(Perm.KEEP) and services.can_be_arbitrated(escalation),
            request_url=_request_url(request, escalation),
        )


def _stages(escalation: Escalation) -> list[tuple[Any, list[StageClock]]]:
    """The stages that it entered, each with the clocks of the other agencies."""
    clocks = StageClock.objects.filter(stage__escalation=escalation)
    rows = list(clocks.select_related("agency", "clock__rule_version__rule").order_by("pk"))
    entered = escalation.stages.select_related("entered_by").order_by("number")
    return [(stage, [one for one in rows if one.stage_id == stage.pk]) for stage in entered]


def _request_url(request: HttpRequest, escalation: Escalation) -> str:
    """The page of the question to the partners, for whoever may read it."""
    found = escalation.request
    if found is None:
        return ""
    readable = DecisionRequest.objects.visible_to(request.user).filter(pk=found.pk)
    return found.get_absolute_url() if readable.exists() else ""


def _speaks_for(request: HttpRequest, escalation: Escalation) -> list[Agency]:
    """The agencies concerned for which this person answers."""
    led = signed_in(request).access.agencies_with(Perm.ESCALATE)
    return [one for one in services.concerned(escalation) if one.pk in led]


class EscalationStart(KeepPage):
    """Raise a difference for one's own agency."""

    permission = Perm.ESCALATE
    title = "Raise a difference with another agency"

    def context(self) -> dict[str, Any]:
        intro = (
            "First use your own agency’s policy. If that does not settle it, raise it here: each "
            "stage has a day by which it is to be resolved. Write about the practice, and about no "
            "child by name, date of birth or number."
        )
        return {**super().context(), "intro": intro}

    def back(self) -> str:
        return reverse("escalation_list")

    def form(self, data: Any = None) -> EscalationForm:
        led = self.who.access.agencies_with(Perm.ESCALATE)
        agencies = list(Agency.objects.filter(pk__in=led).by_name())
        return EscalationForm(data, agencies=agencies, today=timezone.localdate())

    def save(self, form: Any) -> HttpResponseBase:
        escalation = services.start_escalation(by=self.who, at=timezone.now(), **form.facts())
        messages.success(self.request, f"{escalation} was raised. The other agencies were told.")
        return redirect(escalation)


class OfEscalation(KeepPage):
    """A form about one open difference."""

    permission = Perm.READ_ESCALATIONS

    def find(self, **path: Any) -> None:
        rows = Escalation.objects.visible_to(self.request.user).select_related("agency", "request")
        self.escalation = get_object_or_404(rows, **path)
        if not self.may():
            raise Http404

    def may(self) -> bool:
        """Whether this person has such a page."""
        return services.leads_it(self.who, self.escalation)

    def back(self) -> str:
        return self.escalation.get_absolute_url()

    def caption(self) -> str:
        return f"{self.escalation.reference}, {self.escalation.stage_words.lower()}"


class EscalationAnswerPage(OfEscalation):
    """Answer for an agency that is concerned."""

    title = "Answer"

    def may(self) -> bool:
        self.speaks_for = _speaks_for(self.request, self.escalation)
        return bool(self.speaks_for)

    def form(self, data: Any = None) -> EscalationAnswerForm:
        return EscalationAnswerForm(data, agencies=self.speaks_for, today=timezone.localdate())

    def save(self, form: Any) -> HttpResponseBase:
        services.answer_escalation(
            by=self.who, escalation=self.escalation, at=timezone.now(), **form.facts()
        )
        return self.done("Your answer was added, and the other agencies were told.")


class EscalationOnward(OfEscalation):
    """Not resolved: to the next stage, or to arbitration."""

    @property
    def title(self) -> str:  # type: ignore[override]
        following = services.next_stage(self.escalation)
        return f"Take it to stage {following}" if following else "Take it to arbitration"

    def form(self, data: Any = None) -> OnwardForm:
        initial = {"stage": self.escalation.stage}
        return OnwardForm(data, initial=initial, today=timezone.localdate())

    def save(self, form: Any) -> HttpResponseBase:
        services.go_on(by=self.who, escalation=self.escalation, at=timezone.now(), **form.facts())
        return self.done("It was taken on. The agencies were told.")


class EscalationResolve(OfEscalation):
    """The agencies have agreed."""

    title = "Record that it was resolved"

    def form(self, data: Any = None) -> OutcomeForm:
        words = {"label": "How was it resolved?", "submit": "Record this"}
        return OutcomeForm(data, today=timezone.localdate(), **words)

    def save(self, form: Any) -> HttpResponseBase:
        services.resolve_escalation(
            by=self.who, escalation=self.escalation, at=timezone.now(), **form.facts()
        )
        return self.done("It was recorded as resolved. The agencies were told.")


class EscalationWithdraw(OfEscalation):
    """Whoever raised it takes it back."""

    title = "Withdraw this difference"

    def form(self, data: Any = None) -> OutcomeForm:
        words = {"label": "Why is it withdrawn?", "submit": "Withdraw it"}
        return OutcomeForm(data, today=timezone.localdate(), **words)

    def save(self, form: Any) -> HttpResponseBase:
        services.withdraw_escalation(
            by=self.who, escalation=self.escalation, at=timezone.now(), **form.facts()
        )
        return self.done("It was withdrawn. The agencies were told.")


class EscalationArbitrate(OfEscalation):
    """Ask the partners to decide what no stage has resolved."""

    permission = Perm.KEEP
    title = "Ask the partners to decide"

    def may(self) -> bool:
        return services.can_be_arbitrated(self.escalation)

    def form(self, data: Any = None) -> ArbitrationForm:
        initial = {"question": self.escalation.what}
        return ArbitrationForm(data, initial=initial, today=timezone.localdate())

    def save(self, form: Any) -> HttpResponseBase:
        services.ask_arbitration(
            by=self.who, escalation=self.escalation, at=timezone.now(), **form.facts()
        )
        return self.done("The partners were asked to decide.")
