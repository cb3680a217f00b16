"""Which page shows how the making of one's pack stands, and hands it out?"""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from partnership import services
from partnership.models import Meeting
from partnership.permissions import Perm
from shield.accounts.access import signed_in
from shield.core.refusals import Refusal
from shield.core.views import Page
from shield.documents import http as documents


class PackPage(Page):
    """A page about the pack of what its reader reads of a meeting: nobody asks for another's."""

    permission = Perm.OPEN

    def meeting(self, pk: int) -> Meeting:
        rows = Meeting.objects.visible_to(self.request.user).select_related("body")
        found: Meeting = get_object_or_404(rows.filter(edition__gte=1), pk=pk)
        return found


class PackDetail(PackPage):
    """Whether one's pack is there; a button that has it made where it is not."""

    template = "partnership/pack_detail.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        meeting, who = self.meeting(pk), signed_in(request)
        pack = services.pack_for(meeting, who)
        missing = 0
        if pack is not None:
            links = [one for one in pack.document.content["papers"] if one["reason"]]
            missing = len(links) + pack.document.appendices.exclude(problem="").count()
        return self.page(meeting=meeting, pack=pack, missing=missing)

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        meeting = self.meeting(pk)
        try:
            services.ask_pack(by=signed_in(request), meeting=meeting, at=timezone.now())
        except Refusal as refusal:
            messages.error(request, str(refusal))
        return redirect("pack_detail", pk=pk)


class PackProgress(PackPage):
    """Whether it is ready, for the page that waits for it."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        pack = services.pack_for(self.meeting(pk), signed_in(request))
        if pack is None:
            raise Http404
        return documents.progress(pack.document)


class PackFile(PackPage):
    """The file, to those who read now exactly what is in it. Whoever takes it away proves it."""

    step_up, is_file = True, True

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        meeting = self.meeting(pk)
        pack = services.open_pack(by=signed_in(request), meeting=meeting, at=timezone.now())
        if pack is None:
            raise Http404
        return documents.download(pack.document, f"{meeting.reference} pack.pdf")
