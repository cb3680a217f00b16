"""Which page is about the scrutineer's challenges, and the replies of partners?"""

from typing import Any

import django_filters
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from partnership.clocks import REPLY
from partnership.forms import ChallengeForm, ChallengeReplyForm, ResponseForm
from partnership.models import CHALLENGE_TAGS, Challenge, ChallengeStatus, reads_scrutiny
from partnership.permissions import Perm
from partnership.services import scrutiny as services
from partnership.views.bodies import KeepPage
from partnership.views.scrutiny import ScrutineerPage, scrutinises
from shield.accounts.access import signed_in
from shield.accounts.models import Agency
from shield.clocks.models import STATE_TAGS, RuleVersion
from shield.core.forms import Select
from shield.core.lists import Column, Filters
from shield.core.london import day_words
from shield.core.views import ListPage, Page

NOBODY = "Nobody at {} has a role with which to reply."


class ChallengeFilters(Filters):
    """Challenges by state and agency."""

    status = django_filters.ChoiceFilter(
        label="State", choices=ChallengeStatus.choices, widget=Select, empty_label="All"
    )
    agency = django_filters.ModelChoiceFilter(
        queryset=Agency.objects.by_name(), label="Agency", widget=Select, empty_label="All"
    )


class ChallengeList(ListPage):
    """The challenges that a person may read; no such list for whoever can have none."""

    permission = Perm.OPEN
    template = "partnership/challenge_list.html"
    caption = "Challenges of the scrutineer"
    nothing_yet = "Nobody was challenged yet."
    csv_name = "challenges"
    filterset_class = ChallengeFilters
    order = ("-sent_at",)
    columns = (
        Column("reference", "Reference", order_by="reference", link=Challenge.get_absolute_url),
        Column("agency", "Agency", order_by="agency__name"),
        Column("sent_at", "Sent", order_by="sent_at"),
        Column("due_on", "Reply due", value=lambda row: row.clock.due_on),
        Column(
            "status",
            "State",
            order_by="status",
            value=lambda row: row.status_words,
            tag=lambda row: CHALLENGE_TAGS[row.status],
        ),
    )

    def rows(self) -> QuerySet[Challenge]:
        user = self.request.user
        if not (services.may_be_challenged(user) or reads_scrutiny(user)):
            raise Http404
        return Challenge.objects.visible_to(user).select_related("agency", "clock")

    def extra(self) -> dict[str, Any]:
        return {
            "writes": scrutinises(self.request),
            "reads_all": reads_scrutiny(self.request.user),
        }


class ChallengeDetail(Page):
    """One challenge: by when a reply is due and why, the replies, what they were worth."""

    permission = Perm.OPEN
    template = "partnership/challenge_detail.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        rows = Challenge.objects.visible_to(request.user)
        made = get_object_or_404(
            rows.select_related("agency", "question", "sent_by", "clock__rule_version__rule"), pk=pk
        )
        state = made.clock.state(timezone.localdate())
        replies = made.replies.select_related("clock", "replied_by", "response__by")
        return self.page(
            challenge=made,
            colour=CHALLENGE_TAGS[ChallengeStatus(made.status)],
            state=state,
            state_tag=STATE_TAGS[state],
            replies=[(one, getattr(one, "response", None)) for one in replies.order_by("pk")],
            reads_all=reads_scrutiny(request.user),
            replies_to=services.replies_to(signed_in(request), made),
            writes=scrutinises(request),
            nobody=self.nobody(made) if scrutinises(request) else "",
        )

    def nobody(self, made: Challenge) -> str:
        """That nobody can reply, while a reply is waited for."""
        if made.status != ChallengeStatus.WAITING or services.repliers(made.agency, timezone.now()):
            return ""
        return NOBODY.format(made.agency)


class ChallengeStart(ScrutineerPage):
    """Challenge a partner."""

    title = "Challenge a partner"

    def back(self) -> str:
        return reverse("challenge_list")

    def context(self) -> dict[str, Any]:
        due = RuleVersion.objects.in_force(REPLY, timezone.localdate()).quantity
        return super().context() | {
            "intro": f"Those who can reply for the agency are told at once. A reply is due "
            f"in {due}."
        }

    def form(self, data: Any = None) -> ChallengeForm:
        initial = {"question": self.request.GET.get("question", "")}
        return ChallengeForm(data, initial=initial, today=timezone.localdate())

    def save(self, form: Any) -> HttpResponseBase:
        made = services.challenge(by=self.who, at=timezone.now(), **form.facts())
        told = ", ".join(str(one) for one in services.repliers(made.agency, timezone.now()))
        if told:
            messages.success(self.request, f"{made} was sent. Told by mail: {told}.")
        else:
            nobody = NOBODY.format(made.agency)
            said = f"{made} was sent. {nobody} The operations team was told to find somebody."
            messages.warning(self.request, said)
        return redirect(made)


class OfChallenge(KeepPage):
    """A form about one challenge."""

    def find(self, **path: Any) -> None:
        rows = Challenge.objects.visible_to(self.request.user)
        self.challenge = get_object_or_404(rows.select_related("agency", "clock"), **path)

    def back(self) -> str:
        return self.challenge.get_absolute_url()

    def caption(self) -> str:
        return self.challenge.reference


class ChallengeReplyPage(OfChallenge):
    """Reply for the agency that is challenged."""

    permission = Perm.REPLY_SCRUTINY
    title = "Reply to the scrutineer"

    def find(self, **path: Any) -> None:
        super().find(**path)
        if not services.replies_to(self.who, self.challenge):
            raise Http404

    def context(self) -> dict[str, Any]:
        due = day_words(self.challenge.clock.due_on)
        return super().context() | {
            "intro": f"The reply is due by the end of {due}.",
            "quoted": self.challenge.text,
        }

    def form(self, data: Any = None) -> ChallengeReplyForm:
        return ChallengeReplyForm(data, today=timezone.localdate())

    def save(self, form: Any) -> HttpResponseBase:
        services.reply_to_challenge(
            by=self.who, made=self.challenge, at=timezone.now(), **form.facts()
        )
        return self.done("Your reply was sent to the scrutineer.")


class ChallengeRespond(OfChallenge):
    """Say what the reply is worth."""

    permission = Perm.SCRUTINISE
    title = "Respond to the reply"

    def form(self, data: Any = None) -> ResponseForm:
        return ResponseForm(data, today=timezone.localdate())

    def save(self, form: Any) -> HttpResponseBase:
        services.respond_to_reply(
            by=self.who, made=self.challenge, at=timezone.now(), **form.facts()
        )
        return self.done("Your response was recorded, and the agency was told.")
