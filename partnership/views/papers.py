"""Which page adds a paper to an item, changes it, or hands it out?"""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from partnership import services
from partnership.forms import MoveForm, Nothing, PaperForm, ReplaceForm
from partnership.models import AgendaItem, MeetingStatus, Paper
from partnership.permissions import Perm
from partnership.views.items import OfAgendaItem
from shield.accounts.access import signed_in
from shield.audit import services as audit
from shield.core.refusals import Refusal
from shield.core.uploading import was_too_large
from shield.core.views import Page
from shield.documents import http as documents
from shield.documents.services import FileRefused


class PaperFile(Page):
    """One paper, to be saved: also an earlier edition, for whoever reads the item."""

    permission = Perm.OPEN

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        who = signed_in(request)
        rows = Paper.objects.filter(item__in=AgendaItem.objects.visible_to(who))
        rows = rows.filter(withdrawn_at=None, upload__isnull=False)
        paper = get_object_or_404(rows.select_related("item", "upload"), pk=pk)
        assert paper.upload is not None
        answer = documents.download_upload(paper.upload)
        audit.seen(paper.item, by=who, at=timezone.now(), page="paper", paper=paper.pk)
        return answer


class PaperAdd(OfAgendaItem):
    """Another paper."""

    title = "Add a paper"
    fields = {services.NoPaper: "file", FileRefused: "file"}

    def form(self, data: Any = None) -> PaperForm:
        return PaperForm(data, self.files(data), too_large=was_too_large(self.request))

    def files(self, data: Any) -> Any:
        return None if data is None else self.request.FILES

    def context(self) -> dict[str, Any]:
        return super().context() | {
            "intro": "Every file is scanned and checked before anybody can open it."
        }

    def save(self, form: Any) -> HttpResponseBase:
        services.add_paper(by=self.who, item=self.item, at=timezone.now(), **form.facts)
        return self.done("The paper was added. A file can be opened once it is checked.")


class OfPaper(OfAgendaItem):
    """A page about one paper that is current."""

    def find(self, **path: Any) -> None:
        rows = Paper.objects.current().filter(item__in=self.items())
        self.paper = get_object_or_404(rows.select_related("item__meeting__body"), **path)
        self.item = self.paper.item
        self.led(self.item.meeting.body)

    def caption(self) -> str:
        return str(self.paper.title)


class PaperReplace(OfPaper, PaperAdd):
    """Another edition in its place."""

    title = "Replace a paper"

    def form(self, data: Any = None) -> ReplaceForm:
        initial = {"title": self.paper.title, "link": self.paper.link}
        initial["kind"] = "link" if self.paper.link else "file"
        return ReplaceForm(
            data, self.files(data), initial=initial, too_large=was_too_large(self.request)
        )

    def context(self) -> dict[str, Any]:
        told = "The readers of the item are told. " if self.item.meeting.edition else ""
        return super().context() | {
            "intro": f"{told}The edition that it replaces stays readable beside it."
        }

    def save(self, form: Any) -> HttpResponseBase:
        services.replace_paper(
            by=self.who,
            paper=self.paper,
            what_changed="A paper was replaced",
            at=timezone.now(),
            **form.facts,
        )
        return self.done("The paper was replaced.")


class PaperTakeBack(OfPaper):
    """Ask whether a paper goes, then take it back."""

    title = "Take a paper back"

    def form(self, data: Any = None) -> Nothing:
        return Nothing(data, submit="Take it back")

    def context(self) -> dict[str, Any]:
        return super().context() | {
            "intro": "Nobody opens it any more, nor its earlier editions. Who has saved it has it."
        }

    def save(self, form: Any) -> HttpResponseBase:
        services.take_back_paper(by=self.who, paper=self.paper, at=timezone.now())
        return self.done("The paper was taken back.")


class PaperMove(Page):
    """One place up or down, by a button."""

    permission = Perm.OPEN

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        who, form = signed_in(request), MoveForm(request.POST)
        items = AgendaItem.objects.visible_to(who).filter(meeting__status=MeetingStatus.CONFIRMED)
        rows = Paper.objects.current().filter(item__in=items)
        paper = get_object_or_404(rows.select_related("item__meeting__body"), pk=pk)
        if not services.leads(who, paper.item.meeting.body):
            raise Http404
        if form.is_valid():
            is_up = form.cleaned_data["direction"] == "up"
            try:
                services.move_paper(by=who, paper=paper, is_up=is_up, at=timezone.now())
                messages.success(request, f"“{paper}” was moved.")
            except Refusal as refusal:
                messages.error(request, str(refusal))
        return redirect(paper.item)
