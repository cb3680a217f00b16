"""Which page shows an agenda, drafts it, publishes it, or says who has opened it?"""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from partnership import services
from partnership.forms import PublishForm
from partnership.models import AgendaItem, ItemKind, Meeting, MeetingStatus, Proposal, Publication
from partnership.permissions import Perm
from partnership.views.bodies import LeadPage
from shield.accounts.access import signed_in
from shield.audit import services as audit
from shield.core.links import numbered
from shield.core.london import short_day
from shield.core.views import Page
from shield.documents.allowed import APPENDABLE
from shield.documents.workflow import CLEAN


class AgendaDetail(Page):
    """The agenda of a meeting, as its reader reads it; for whoever keeps it, with what they do."""

    permission = Perm.OPEN
    template = "partnership/agenda_detail.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        who, at = signed_in(request), timezone.now()
        rows = Meeting.objects.visible_to(who).select_related("body")
        meeting = get_object_or_404(rows, pk=pk)
        leads = services.leads(who, meeting.body)
        running = services.running_order(meeting=meeting, reader=who)
        latest = services.latest_for(meeting, who)
        if running.restricted:
            audit.seen(meeting, by=who, at=at, page="agenda")
        if latest is not None and running.lines:
            services.note_opened(by=who, publication=latest, what=services.AGENDA, at=at)
        is_open = meeting.status == MeetingStatus.CONFIRMED
        return self.page(
            meeting=meeting,
            running=running,
            leads=leads,
            is_open=is_open,
            is_whole=leads or not services.reads_one_item(meeting=meeting, reader=who),
            latest=latest,
            # Each reader counts the editions that they see.
            edition=Publication.objects.visible_to(who).filter(meeting=meeting).count(),
            to_sign=AgendaItem.objects.to_sign_for(who).filter(meeting=meeting).exists(),
            arising=self.arising(running, meeting),
            unread=services.unread_in([meeting], at) if leads else [],
            **(self.offered(meeting) if leads and is_open else {"missing": [], "proposals": []}),
        )

    def arising(self, running: services.Running, meeting: Meeting) -> services.Arising | None:
        """How much there is of matters arising, where they stand on the agenda."""
        if not any(item.kind == ItemKind.MATTERS_ARISING for item in running.items):
            return None
        return services.matters_arising(meeting=meeting, reader=signed_in(self.request))

    def offered(self, meeting: Meeting) -> dict[str, Any]:
        """What only whoever keeps the agenda is offered."""
        proposals = Proposal.objects.visible_to(self.request.user).waiting()
        return {
            "missing": services.missing(meeting),
            "proposals": proposals.aimed_at(meeting).select_related("proposed_by").order_by("pk"),
        }


def kept(request: HttpRequest, pk: int, **more: Any) -> Meeting:
    """A meeting whose agenda the person keeps; for anybody else there is none."""
    who = signed_in(request)
    rows = Meeting.objects.visible_to(who).filter(**more).select_related("body")
    meeting: Meeting = get_object_or_404(rows, pk=pk)
    if not services.leads(who, meeting.body):
        raise Http404
    return meeting


class OfAgenda(LeadPage):
    """A form about the agenda of a confirmed meeting, for whoever keeps it."""

    def find(self, **path: Any) -> None:
        self.meeting = kept(self.request, path["pk"], status=MeetingStatus.CONFIRMED)

    def back(self) -> str:
        return numbered("agenda_detail", self.meeting.pk)

    def caption(self) -> str:
        return f"{self.meeting}, {short_day(self.meeting.on)}"


class AgendaDraft(Page):
    """Draw in what belongs on every agenda, by a button."""

    permission = Perm.OPEN

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        meeting = kept(request, pk, status=MeetingStatus.CONFIRMED)
        try:
            made = services.draft_agenda(by=signed_in(request), meeting=meeting, at=timezone.now())
        except services.AgendaClosed as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"Drawn in: {made} item{'' if made == 1 else 's'}.")
        return redirect("agenda_detail", pk=pk)


class AgendaPublish(OfAgenda):
    """What its readers get, before they do."""

    title = "Publish the agenda"
    template = "partnership/agenda_publish.html"
    fields = {services.SaysNothingChanged: "what_changed"}

    def form(self, data: Any = None) -> PublishForm:
        return PublishForm(data, is_again=self.meeting.edition > 0)

    def context(self) -> dict[str, Any]:
        at = timezone.now()
        people = services.told_of(self.meeting, at)
        running = services.running_order(meeting=self.meeting, reader=self.who)
        papers = [paper for line in running.lines for paper in line.papers]
        return super().context() | {
            "meeting": self.meeting,
            "running": running,
            "people": people,
            "unsigned": services.unsigned_of(self.meeting, people),
            "unchecked": [one for one in papers if one.upload and one.upload.state != CLEAN],
            # What the pack names and does not hold.
            "apart": [
                (one, one.upload.kind_name if one.upload else "a link")
                for one in papers
                if one.upload is None
                or (one.upload.state == CLEAN and one.upload.kind not in APPENDABLE)
            ],
            "length": (self.meeting.ends_at - self.meeting.starts_at).seconds // 60,
        }

    def save(self, form: Any) -> HttpResponseBase:
        services.publish_agenda(
            by=self.who, meeting=self.meeting, at=timezone.now(), **form.cleaned_data
        )
        return self.done("The agenda is published, and its readers are told.")


class AgendaOpened(Page):
    """Who has opened the newest edition, and who has not."""

    permission = Perm.OPEN
    template = "partnership/agenda_opened.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        meeting = kept(request, pk, published_at__isnull=False)
        latest = services.latest_for(meeting, signed_in(request))
        found = services.openings_of(latest, timezone.now()) if latest else []
        return self.page(
            meeting=meeting,
            latest=latest,
            openings=found,
            waiting=sum(one.agenda_at is None and one.pack_at is None for one in found),
        )
