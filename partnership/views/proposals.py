"""Which page proposes an item for an agenda, lists what is proposed, or answers it?"""

from typing import Any

import django_filters
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from partnership import services
from partnership.forms import Nothing, ProposalAnswerForm, ProposalForm
from partnership.models import Body, Meeting, MeetingStatus, Proposal
from partnership.permissions import Perm
from partnership.views.bodies import KeepPage
from partnership.views.lists import BusinessList
from shield.audit import services as audit
from shield.core.forms import Select
from shield.core.lists import Column, Filters

STATES = [("waits", "Waits for an answer"), *Proposal.Answer.choices]
COLOURS = {"": "yellow", "taken": "green", "declined": "grey", "withdrawn": "grey"}


def to_come(body: Body, user: Any) -> Any:
    """The meetings of a body for whose agendas something can be meant."""
    rows = Meeting.objects.visible_to(user).filter(body=body, status=MeetingStatus.CONFIRMED)
    return rows.filter(ends_at__gt=timezone.now()).select_related("body").by_day()


class ProposalFilters(Filters):
    """Proposals by body and by what came of them."""

    body = django_filters.ModelChoiceFilter(
        queryset=Body.objects.order_by("order"), label="Body", widget=Select, empty_label="All"
    )
    state = django_filters.ChoiceFilter(
        choices=STATES, label="State", widget=Select, empty_label="All", method="in_state"
    )

    def in_state(self, rows: Any, name: str, value: Any) -> Any:
        return rows.filter(answer="" if value == "waits" else value)


class ProposalList(BusinessList):
    """One's own proposals, and those to the bodies whose agendas one keeps."""

    permission = Perm.OPEN
    caption = "Proposals for agendas"
    csv_name = "proposals"
    intro = (
        "What you have proposed, and what was proposed to bodies whose agendas you keep. To "
        "propose an item, open the page of the body."
    )
    order = ("-proposed_at", "-pk")
    nothing_yet = "Nothing has been proposed yet."
    filterset_class = ProposalFilters
    columns = (
        Column("title", "Item", value=str, link=Proposal.get_absolute_url),
        Column("body", "Body", order_by="body__order", value=lambda row: row.body.name),
        Column("proposed_by", "Proposed by", value=lambda row: str(row.proposed_by)),
        Column("proposed_at", "Proposed", order_by="proposed_at"),
        Column(
            "state", "State", value=lambda row: row.answer_words,
            tag=lambda row: COLOURS[row.answer],
        ),
    )  # fmt: skip

    def rows(self) -> QuerySet[Proposal]:
        rows: QuerySet[Proposal] = Proposal.objects.visible_to(self.request.user)
        return rows.select_related("body", "proposed_by")


class ProposalAdd(KeepPage):
    """An item that somebody who reads the body proposes."""

    permission = Perm.OPEN
    title = "Propose an item for an agenda"
    fields = {services.NobodyKeepsIt: "readers"}

    def find(self, **path: Any) -> None:
        self.body = get_object_or_404(Body.objects.visible_to(self.request.user), **path)

    def back(self) -> str:
        return self.body.get_absolute_url()

    def caption(self) -> str:
        return self.body.name

    def form(self, data: Any = None) -> ProposalForm:
        at = timezone.now()
        return ProposalForm(
            data,
            people=services.proposal_readers(body=self.body, asked_by=self.who, at=at),
            keepers=services.keepers_of(self.body, at),
            meetings=to_come(self.body, self.who),
            by=self.who,
        )

    def save(self, form: Any) -> HttpResponseBase:
        made = services.propose(by=self.who, body=self.body, at=timezone.now(), **form.facts)
        messages.success(self.request, "Your proposal was sent to whoever keeps the agenda.")
        return redirect(made)


class ProposalDetail(KeepPage):
    """What is proposed and what came of it; for whoever keeps the agenda, the answer."""

    permission = Perm.OPEN
    title = "Proposal for an agenda"
    template = "partnership/proposal_detail.html"

    def find(self, **path: Any) -> None:
        rows = Proposal.objects.visible_to(self.request.user)
        related = ("body", "meeting__body", "proposed_by", "answered_by")
        self.proposal = get_object_or_404(rows.select_related(*related), **path)
        self.leads = services.leads(self.who, self.proposal.body)

    def back(self) -> str:
        return self.proposal.get_absolute_url()

    def form(self, data: Any = None) -> ProposalAnswerForm:
        meetings = to_come(self.proposal.body, self.who)
        return ProposalAnswerForm(data, proposal=self.proposal, meetings=meetings)

    def get(self, request: HttpRequest, **path: Any) -> HttpResponse:
        answer = super().get(request, **path)
        audit.seen(self.proposal, by=self.who, at=timezone.now(), page="proposal")
        return answer

    def post(self, request: HttpRequest, **path: Any) -> HttpResponseBase:
        self.find(**path)
        if not self.leads:
            raise Http404
        return super().post(request, **path)

    def context(self) -> dict[str, Any]:
        taken = getattr(self.proposal, "item", None)
        visible = taken is not None and type(taken).objects.visible_to(self.who).filter(pk=taken.pk)
        return super().context() | {
            "proposal": self.proposal,
            "item": taken if visible and visible.exists() else None,
            "may_answer": self.leads and not self.proposal.answer,
            "may_withdraw": self.proposal.proposed_by == self.who and not self.proposal.answer,
            "colour": COLOURS[self.proposal.answer],
        }

    def save(self, form: Any) -> HttpResponseBase:
        said, at = form.cleaned_data, timezone.now()
        given = {"by": self.who, "proposal": self.proposal, "at": at}
        if said["answer"] == "take":
            services.take_proposal(meeting=said["meeting"], **given)
            messages.success(self.request, "It stands on the agenda.")
            return redirect("agenda_detail", pk=said["meeting"].pk)
        services.decline_proposal(reason=said["reason"], **given)
        return self.done("The proposal was answered.")


class ProposalWithdraw(KeepPage):
    """Ask whether one's own proposal is to be taken back, then take it back."""

    permission = Perm.OPEN
    title = "Withdraw this proposal"

    def find(self, **path: Any) -> None:
        rows = Proposal.objects.visible_to(self.request.user).filter(proposed_by=self.who)
        self.proposal = get_object_or_404(rows.select_related("body"), **path)

    def back(self) -> str:
        return self.proposal.get_absolute_url()

    def caption(self) -> str:
        return str(self.proposal.title)

    def form(self, data: Any = None) -> Nothing:
        return Nothing(data, submit="Withdraw it")

    def context(self) -> dict[str, Any]:
        return super().context() | {
            "intro": "Nobody can put it on an agenda any more. You can propose it again."
        }

    def save(self, form: Any) -> HttpResponseBase:
        services.withdraw_proposal(by=self.who, proposal=self.proposal, at=timezone.now())
        return self.done("Your proposal was withdrawn.")
