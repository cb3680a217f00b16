"""Which page shows an agency what it was asked, or says who deals with it?"""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from conferences import services
from conferences.forms.requests import AssignForm, DeclineForm, JoinForm, Nothing
from conferences.models import (
    Child,
    Duty,
    Option,
    Report,
    ReportRequest,
    RequestMember,
    RequestStatus,
)
from conferences.permissions import Perm
from conferences.views import erased
from conferences.views.pages import RequestPage
from conferences.views.reported import COLOURS
from conferences.views.sharing import shared_with
from shield.accounts.models import User
from shield.core.form_page import FormPage
from shield.core.london import london_day

BEING_WRITTEN = (RequestStatus.WRITING, RequestStatus.RETURNED)


class RequestDetail(RequestPage):
    """What one's own agency was asked: for which conference, about whom, by when."""

    template = "conferences/request_detail.html"
    shows_erased = True

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        asked = self.request_of(pk)
        self.consulted(asked, "request")
        if asked.conference.erased_at:
            left = erased.what_is_left(asked.conference, [asked])
            back = {"back": reverse("report_request_list"), "back_words": "Conference reports"}
            return render(request, erased.TEMPLATE, {**left, **back})
        may, status = self.who.has_perm, asked.status
        writes = may(Perm.WRITE, asked)
        is_on = asked.is_open and asked.conference.is_to_come
        reasons = Option.objects.labels().get("decline-reason", {})
        members = asked.members.current().select_related("user").order_by("duty", "pk")
        return self.page(
            asked=asked,
            conference=asked.conference,
            colour=COLOURS[RequestStatus(status)],
            today=london_day(timezone.now()),
            # Never where a child lives: some of these addresses are kept from people.
            children=Child.objects.present()
            .filter(conference=asked.conference)
            .defer("address", "other_names"),
            moves=asked.conference.moves.order_by("-pk"),
            members=members,
            duties=dict(Duty.choices),
            nobody=is_on and not services.answers(asked),
            share=shared_with(asked, self.who),
            report=Report.objects.filter(request=asked).only("pk", "request_id").first(),
            reason=reasons.get(asked.decline_reason, asked.decline_reason),
            may_begin=writes and is_on and status == RequestStatus.ASKED,
            may_write=writes and is_on and status in BEING_WRITTEN,
            may_check=status == RequestStatus.CHECKING and may(Perm.CHECK, asked),
            may_change=writes and is_on,
            may_decline=writes and is_on and asked.is_editable,
            may_reopen=writes and status == RequestStatus.DECLINED and asked.conference.is_to_come,
        )


class RequestForm(FormPage, RequestPage):
    """A page by which those who write for the agency change something about a request."""

    permission = Perm.OPEN
    asked: ReportRequest
    explanation = ""

    def find(self, **path: Any) -> None:
        self.asked = self.request_of(path["pk"])
        if not self.who.has_perm(Perm.WRITE, self.asked):
            raise Http404

    def context(self) -> dict[str, Any]:
        return {
            "caption": f"{self.asked.conference.reference} – {self.asked.agency}",
            "intro": self.explanation,
            "back": self.asked.get_absolute_url(),
        }

    def done(self, words: str) -> HttpResponseBase:
        messages.success(self.request, words)
        return redirect(self.asked)

    def people(self) -> Any:
        """Those of the agency who could work on it, from whom the conference is not kept."""
        ids = services.could_work_on(self.asked, at=timezone.now())
        return User.objects.filter(pk__in=ids).order_by("full_name", "pk")


class RequestAssign(RequestForm):
    """Say who answers for it: passed on, or taken over from somebody who is away."""

    title = "Pass the report on"
    explanation = (
        "Whoever writes it now stays an author, unless you take them off. The person you choose is "
        "told, and reminded when it is due."
    )

    def form(self, data: Any = None) -> AssignForm:
        people = self.people().exclude(pk=self.asked.practitioner_id or 0)
        return AssignForm(data, people=people)

    def save(self, form: Any) -> HttpResponseBase:
        person = form.cleaned_data["practitioner"]
        services.assign(request=self.asked, practitioner=person, by=self.who, at=timezone.now())
        return self.done(f"{person} writes the report from now on.")


class RequestJoin(RequestForm):
    """Add somebody who writes on it, or who checks it."""

    title = "Add somebody to the report"

    def form(self, data: Any = None) -> JoinForm:
        there = self.asked.members.current().values("user")
        return JoinForm(data, people=self.people().exclude(pk__in=there))

    def save(self, form: Any) -> HttpResponseBase:
        person, duty = form.cleaned_data["person"], form.cleaned_data["duty"]
        services.join(request=self.asked, person=person, duty=duty, by=self.who, at=timezone.now())
        does = "checks" if duty == Duty.CHECKER else "writes on"
        return self.done(f"{person} {does} the report from now on.")


class RequestLeave(RequestForm):
    """Ask before somebody is taken off it."""

    title = "Take this person off the report?"
    member: RequestMember

    def find(self, **path: Any) -> None:
        super().find(**path)
        rows = self.asked.members.current().select_related("user", "record__conference")
        self.member = get_object_or_404(rows, pk=path["row"])

    def context(self) -> dict[str, Any]:
        who = f"{self.member.user} no longer sees the report. What they wrote stays."
        return {**super().context(), "intro": who}

    def form(self, data: Any = None) -> Nothing:
        return Nothing(data, submit="Take off")

    def save(self, form: Any) -> HttpResponseBase:
        services.leave(member=self.member, by=self.who, at=timezone.now())
        return self.done(f"{self.member.user} is off the report.")


class RequestDecline(RequestForm):
    """Answer that there is no report: a nil return."""

    title = "Answer that there is no report"
    explanation = (
        "That your agency knows nothing is an answer too. You can take it back until the "
        "conference if something turns up. What was written so far is kept."
    )

    def form(self, data: Any = None) -> DeclineForm:
        return DeclineForm(data)

    def save(self, form: Any) -> HttpResponseBase:
        services.decline(
            request=self.asked,
            reason=form.cleaned_data["decline_reason"],
            details=form.cleaned_data["decline_details"],
            by=self.who,
            at=timezone.now(),
        )
        return self.done("Those who run the conference are told that there is no report.")


class RequestReopen(RequestForm):
    """Take that back: something is known after all."""

    title = "Report after all?"
    explanation = "The report is asked for again, with the day on which it is due."

    def form(self, data: Any = None) -> Nothing:
        return Nothing(data, submit="Report after all")

    def save(self, form: Any) -> HttpResponseBase:
        services.reopen(request=self.asked, by=self.who, at=timezone.now())
        return self.done("You can write the report now.")
