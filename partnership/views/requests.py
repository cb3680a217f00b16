"""Which page asks a body between its meetings, and which shows what became of it?"""

from typing import Any

import django_filters
from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from partnership import services
from partnership.forms import AnswerForm, ConflictForm, RequestForm, WithdrawForm
from partnership.models import EACH_PARTNER, Body, DecisionRequest, RequestStatus
from partnership.permissions import Perm
from partnership.views.bodies import KeepPage, LeadPage
from partnership.views.lists import BusinessList
from shield.accounts.access import signed_in
from shield.core.forms import Select
from shield.core.lists import Column, Filters
from shield.core.london import london_day
from shield.core.views import Page

COLOURS = {
    RequestStatus.OPEN: "yellow",
    RequestStatus.AGREED: "green",
    RequestStatus.REFUSED: "red",
    RequestStatus.LAPSED: "grey",
    RequestStatus.WITHDRAWN: "grey",
}


class RequestFilters(Filters):
    """What was asked, by body and by what became of it."""

    body = django_filters.ModelChoiceFilter(
        queryset=Body.objects.order_by("order"), label="Body", widget=Select, empty_label="All"
    )
    status = django_filters.ChoiceFilter(
        choices=RequestStatus.choices, label="State", widget=Select, empty_label="All"
    )


class RequestList(BusinessList):
    """What the bodies that a person reads were asked between their meetings."""

    permission = Perm.OPEN
    template = "partnership/decision_request_list.html"
    caption = "Decisions between meetings"
    csv_name = "decisions-between-meetings"
    nothing_yet = "Nothing was asked between meetings yet."
    order = ("-requested_at",)
    filterset_class = RequestFilters
    columns = (
        Column(
            "reference", "Reference", order_by="reference", link=DecisionRequest.get_absolute_url
        ),
        Column("title", "Title", order_by="title"),
        Column("body", "Body", order_by="body__order", value=lambda row: row.body.name),
        Column(
            "requested", "Asked on", order_by="requested_at",
            value=lambda row: london_day(row.requested_at),
        ),
        Column("due", "Lapses after", order_by="clock__due_on", value=lambda row: row.clock.due_on),
        Column("answers", "Answers", value=lambda row: f"{row.given} of {row.asked}"),
        Column(
            "status", "State", order_by="status",
            value=lambda row: row.status_words, tag=lambda row: COLOURS[row.status],
        ),
    )  # fmt: skip

    def rows(self) -> QuerySet[DecisionRequest]:
        rows: QuerySet[DecisionRequest] = DecisionRequest.objects.visible_to(self.request.user)
        return rows.select_related("body", "clock").annotate(
            given=Count("answers", distinct=True), asked=Count("partners", distinct=True)
        )

    def extra(self) -> dict[str, Any]:
        user = signed_in(self.request)
        bodies = Body.objects.visible_to(user).present(timezone.localdate()).in_order()
        asked = bodies.filter(quorum_rule__has_key=EACH_PARTNER)
        return super().extra() | {
            "asks": [body for body in asked if services.leads(user, body)],
            "waiting": services.waiting_for(user, timezone.localdate()),
        }


class RequestDetail(Page):
    """One question, who has answered for which partner, and what became of it."""

    permission = Perm.OPEN
    template = "partnership/decision_request_detail.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        user, today = signed_in(request), timezone.localdate()
        related = ("body", "clock", "requested_by", "closed_by", "priority", "decision")
        rows = DecisionRequest.objects.visible_to(user).select_related(*related)
        asked = get_object_or_404(
            rows.prefetch_related("partners", "answers__user", "conflicts__user"), pk=pk
        )
        is_open = asked.is_open and asked.clock.due_on >= today
        given = {one.agency_id: one for one in asked.answers.all()}
        apart = {one.user_id for one in asked.conflicts.all()}
        waited_for = services.may_answer(asked, today) if is_open else {}
        sits = {one.user_id for one in services.sitting_in(asked.body, today)}
        mine = services.voices_of(user, asked, today) if is_open else []
        return self.page(
            asked=asked,
            colour=COLOURS[RequestStatus(asked.status)],
            is_open=is_open,
            partners=[
                (agency, given.get(agency.pk), services.people_of(waited_for.get(agency.pk, ())))
                for agency in sorted(asked.partners.all(), key=lambda one: one.name)
            ],
            left=[one for one in asked.answers.all() if one.user_id not in sits],
            may_answer=any(one.seat.agency_id not in given for one in mine)
            and user.pk not in {*apart, *(one.user_id for one in given.values())},
            may_declare=is_open
            and user.pk in sits
            and user.pk not in {*apart, *(one.user_id for one in given.values())},
            leads=services.leads(user, asked.body),
            decision=getattr(asked, "decision", None),
        )


class RequestAdd(LeadPage):
    """A question to a body that cannot wait for its meeting."""

    title = "Ask for a decision between meetings"

    def find(self, **path: Any) -> None:
        bodies = Body.objects.visible_to(self.who)
        self.body = self.led(get_object_or_404(bodies, **path))
        if not services.is_asked_between(self.body, timezone.localdate()):
            raise Http404

    def form(self, data: Any = None) -> RequestForm:
        return RequestForm(data)

    def back(self) -> str:
        return reverse("decision_request_list")

    def caption(self) -> str:
        return self.body.name

    def context(self) -> dict[str, Any]:
        return super().context() | {
            "intro": "One member of each statutory partner is asked. It is decided once all of "
            "them agree; one who does not agree ends it."
        }

    def save(self, form: Any) -> HttpResponseBase:
        asked = services.request_decision(
            by=self.who, body=self.body, at=timezone.now(), **form.cleaned_data
        )
        messages.success(
            self.request, f"The members were asked. The reference is {asked.reference}."
        )
        return redirect(asked)


class OfRequest(KeepPage):
    """A form about one question that is open."""

    permission = Perm.OPEN

    def find(self, **path: Any) -> None:
        rows = DecisionRequest.objects.visible_to(self.who)
        self.asked = get_object_or_404(rows.select_related("body", "clock"), **path)

    def back(self) -> str:
        return self.asked.get_absolute_url()

    def caption(self) -> str:
        return str(self.asked)


class RequestAnswer(OfRequest):
    """The answer of one partner, by somebody who sits there for it."""

    title = "Answer for your agency"

    def find(self, **path: Any) -> None:
        super().find(**path)
        seats = services.voices_of(self.who, self.asked, timezone.localdate())
        self.agencies = list({one.seat.agency_id: one.seat.agency for one in seats}.values())
        if not self.agencies:
            raise Http404

    def form(self, data: Any = None) -> AnswerForm:
        return AnswerForm(data, agencies=self.agencies)

    def context(self) -> dict[str, Any]:
        whom = f"You answer for {self.agencies[0]}. " if len(self.agencies) == 1 else ""
        return super().context() | {
            "intro": f"{whom}Nobody answers twice, or for two partners. An answer is dated and "
            "stands, also when whoever gave it leaves afterwards.",
            "quoted": self.asked.question,
        }

    def save(self, form: Any) -> HttpResponseBase:
        services.answer_request(by=self.who, request=self.asked, at=timezone.now(), **form.facts())
        return self.done("Your answer was recorded.")


class RequestConflict(OfRequest):
    """Somebody who should not answer says so."""

    title = "Declare a conflict of interest"

    def find(self, **path: Any) -> None:
        super().find(**path)
        if not self.who.access.allows(Perm.OPEN, self.asked.body):
            raise Http404

    def form(self, data: Any = None) -> ConflictForm:
        return ConflictForm(data)

    def context(self) -> dict[str, Any]:
        return super().context() | {
            "intro": "You will neither answer this question nor read it any more. Another member "
            "of your agency can answer it."
        }

    def save(self, form: Any) -> HttpResponseBase:
        services.declare_conflict(
            by=self.who, request=self.asked, at=timezone.now(), **form.cleaned_data
        )
        messages.success(self.request, "Your conflict of interest was recorded.")
        return redirect("decision_request_list")  # it is no longer theirs to read


class RequestWithdraw(OfRequest):
    """The question is taken back."""

    title = "Withdraw a question"

    def find(self, **path: Any) -> None:
        super().find(**path)
        if not services.leads(self.who, self.asked.body):
            raise Http404

    def form(self, data: Any = None) -> WithdrawForm:
        return WithdrawForm(data)

    def context(self) -> dict[str, Any]:
        return super().context() | {"intro": "Everybody who sits in the body is told."}

    def save(self, form: Any) -> HttpResponseBase:
        services.withdraw_request(
            by=self.who, request=self.asked, at=timezone.now(), **form.cleaned_data
        )
        return self.done("The question was withdrawn.")
