"""Which page shows the chair who has reported and who comes, and makes the pack of it?"""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from conferences import services
from conferences.forms.packs import PackForm
from conferences.models import Conference, Pack
from conferences.permissions import Perm
from conferences.views.pages import ConferencePage
from shield.documents import http as documents
from shield.documents.models import Document


class ConferencePack(ConferencePage):
    """How the conference stands, the packs that were made of it and who reads them; one more."""

    template = "conferences/conference_pack.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.shown(self.conference(pk), PackForm())

    def shown(self, conference: Conference, form: PackForm, *, status: int = 200) -> HttpResponse:
        at = timezone.now()
        self.consulted(conference, "pack")
        packs = list(conference.packs.newest_first())
        for one in packs:
            one.conference = conference
        answered, added = services.since(packs[0]) if packs else ([], [])
        return self.page(
            status=status,
            conference=conference,
            forecast=services.forecast(conference, at),
            packs=packs,
            to_share=next((one for one in packs if one.is_ready), None),
            shares=services.shares_of(packs),
            moved=bool(packs) and conference.moves.filter(moved_at__gt=packs[0].made_at).exists(),
            answered=answered,
            added=added,
            may_manage=self.who.access.allows(Perm.MANAGE, conference),
            form=form,
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        conference = self.conference(pk, to_manage=True)
        form = PackForm(request.POST)
        if not form.is_valid():
            return self.shown(conference, PackForm(), status=409)
        pack = services.make_pack(
            conference=conference, token=form.token, by=self.who, at=timezone.now()
        )
        messages.success(request, f"{pack} is being made.")
        return redirect("conference_pack", pk=pk)


class OfPack(ConferencePage):
    """What is asked of one pack."""

    def pack(self, pk: int, *, to_manage: bool = False) -> Pack:
        rows = Pack.objects.visible_to(self.request.user).select_related("document", "annex")
        found: Pack = get_object_or_404(rows, pk=pk)
        found.conference = self.conference(found.conference_id, to_manage=to_manage)
        return found


class ConferencePackPdf(OfPack):
    """The pack as a download: whoever takes a case away proves first that it is they."""

    step_up, is_file = True, True
    name = "pack"

    def opened(self, pack: Pack) -> Document | None:
        return services.open_pack(pack=pack, by=self.who, at=timezone.now())

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        pack = self.pack(pk)
        return handed_out(self.opened, pack, f"{pack.conference.reference}-{self.name}", pack)


class ConferencePackAnnex(ConferencePackPdf):
    """Its restricted annex."""

    name = "restricted-annex"

    def opened(self, pack: Pack) -> Document | None:
        return services.open_annex(pack=pack, by=self.who, at=timezone.now())


def handed_out(opened: Any, of: Any, name: str, pack: Pack) -> HttpResponseBase:
    """A PDF that `opened` gives, which writes that down; there is none before it is made."""
    try:
        document = opened(of)
    except services.NotReady:
        document = None
    if document is None:
        raise Http404
    return documents.download(document, f"{name}-{pack.number}.pdf")


class ConferencePackProgress(OfPack):
    """Whether all of it is ready, for the page that waits for it; no consultation."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        return documents.progress(self.pack(pk).slowest)
