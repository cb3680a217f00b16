"""Which page shares a pack with agencies, ends that, and hands it to them?"""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from conferences import services
from conferences.forms.packs import EndShareForm, ShareForm
from conferences.models import Pack, PackShare, ReportRequest, RequestStatus
from conferences.views.packs import OfPack, handed_out
from conferences.views.pages import RequestPage
from conferences.views.recording import RecordPage
from shield.documents.models import Document

UNSAID = ("csrfmiddlewaretoken", "action")


class PackPage(OfPack, RecordPage):
    """A form about one pack."""

    after = "conference_pack"
    shows = "pack"
    found: Pack

    def take(self, pk: int) -> None:
        self.found = self.pack(pk, to_manage=True)
        self.record = self.found.conference


class ConferencePackShare(PackPage):
    """Choose agencies, see who there would read it, then share it."""

    template = "conferences/conference_pack_share.html"
    title = "Share this pack"

    def find(self, **path: Any) -> None:
        self.take(path["pk"])

    def get(self, request: HttpRequest, **path: Any) -> HttpResponse:
        self.find(**path)
        if self.found.is_ready:
            return self.draw(self.form())
        messages.error(request, str(services.NotReady(self.found)))
        return redirect(self.back())

    def form(self, data: Any = None) -> ShareForm:
        requests = services.shareable(self.found)
        shared = {one.request_id: one for one in self.shares()}
        hints = {one.pk: _hint(one, shared.get(one.pk)) for one in requests}
        chosen = [one.pk for one in requests if services.is_usual(one)]
        return ShareForm(data, pack=self.found, requests=requests, chosen=chosen, hints=hints)

    def shares(self) -> Any:
        rows = PackShare.objects.current().filter(pack__conference=self.record)
        return rows.select_related("pack")

    def context(self) -> dict[str, Any]:
        # The layout has a `back` of its own: what the page itself leads back to is named apart.
        page = {"pack": self.found, "packs_page": self.back()}
        return {"sure": [], "said": [], **super().context(), **page}

    def save(self, form: Any) -> HttpResponseBase:
        if self.request.POST.get("action") != "share":
            return self.ask(form)
        made = services.share_pack(
            pack=self.found,
            requests=form.chosen,
            with_annex=form.with_the_annex,
            by=self.who,
            at=timezone.now(),
        )
        number = len(made)
        return self.done(
            f"{self.found} is shared with {number} {'agency' if number == 1 else 'agencies'}."
            if made
            else f"{self.found} was shared with them already. Nobody was told again."
        )

    def ask(self, form: Any) -> HttpResponse:
        """Who would read it, before anybody does."""
        at = timezone.now()
        people = services.answering(self.record, form.chosen, at=at)
        self.consulted(self.record, self.shows)
        return self.page(
            form=form,
            title=self.title,
            **self.context()
            | {
                "sure": [(one, people[one.pk].readers) for one in form.chosen],
                "with_annex": form.with_the_annex,
                "said": [
                    (name, value)
                    for name, values in self.request.POST.lists()
                    for value in values
                    if name not in UNSAID
                ],
            },
        )


def _hint(request: ReportRequest, share: PackShare | None) -> str:
    """How an agency stands, which says whether it should read the others' reports."""
    words = {
        RequestStatus.REPORTED.value: "Has reported",
        RequestStatus.DECLINED.value: "Nil return: it has no report",
    }.get(request.status, "Has not answered yet")
    if share is None:
        return words
    annex = " with its annex" if share.with_annex else ""
    return f"{words}. Reads {str(share.pack).lower()}{annex} now"


class PackShareEnd(PackPage):
    """Ask before an agency reads a pack no longer."""

    title = "End sharing this pack?"
    share: PackShare

    def find(self, **path: Any) -> None:
        rows = PackShare.objects.filter(pack__in=Pack.objects.visible_to(self.request.user))
        self.share = get_object_or_404(
            rows.select_related("agency", "request__agency"), pk=path["pk"]
        )
        self.take(self.share.pack_id)

    def context(self) -> dict[str, Any]:
        intro = (
            f"{self.share.agency} reads {str(self.found).lower()} no longer. Copies that "
            "somebody there has downloaded are not taken back by this: ask for them."
        )
        return {**super().context(), "intro": intro}

    def form(self, data: Any = None) -> EndShareForm:
        return EndShareForm(data)

    def save(self, form: Any) -> HttpResponseBase:
        because = form.cleaned_data["because"]
        services.end_share(share=self.share, because=because, by=self.who, at=timezone.now())
        return self.done(f"{self.share.agency} reads {str(self.found).lower()} no longer.")


def shared_with(asked: ReportRequest, who: Any) -> PackShare | None:
    """The pack that an agency reads now, for somebody who may."""
    found: PackShare | None = (
        PackShare.objects.visible_to(who).filter(request=asked).in_full().first()
    )
    return found


class RequestPack(RequestPage):
    """The pack that is shared with one's agency, as a download."""

    step_up, is_file = True, True
    name = "pack"

    def opened(self, share: PackShare) -> Document | None:
        return services.open_shared(share=share, by=self.who, at=timezone.now())

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        share = shared_with(self.request_of(pk), self.who)
        if share is None:
            raise Http404
        reference = share.pack.conference.reference
        return handed_out(self.opened, share, f"{reference}-{self.name}", share.pack)


class RequestPackAnnex(RequestPack):
    """Its restricted annex, where that was shared too."""

    name = "restricted-annex"

    def opened(self, share: PackShare) -> Document | None:
        return services.open_shared_annex(share=share, by=self.who, at=timezone.now())
