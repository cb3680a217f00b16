"""Which page is about what was said on one item: written, or taken back to whoever proposed it?"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from partnership import services
from partnership.forms import MinuteForm
from partnership.models import AgendaItem, ItemKind, Minutes, MinutesStatus
from partnership.pdf.minutes import Minuted, holder_words
from partnership.permissions import Perm
from partnership.views.minutes import RELATED, after, minutes_of
from shield.accounts.access import signed_in
from shield.audit import services as audit
from shield.core.london import LONDON
from shield.core.refusals import Refusal
from shield.core.views import Page
from shield.documents import http as documents


class OfMinute(Page):
    """Of one item, for whoever writes down what is said on it."""

    permission = Perm.OPEN
    template = "partnership/minute_edit.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and request.user.has_perm(Perm.OPEN):
            rows = AgendaItem.objects.visible_to(request.user).filter(
                meeting__minutes__isnull=False
            )
            self.item: AgendaItem = get_object_or_404(
                rows.select_related("meeting__body", "meeting__minutes"), pk=kwargs["pk"]
            )
            if not services.may_minute(signed_in(request), self.item):
                raise Http404
        return super().dispatch(request, *args, **kwargs)


class MinuteEdit(OfMinute):
    """What was said, which saves itself; what was decided, and what is to be done."""

    def minuted(self) -> Minuted:
        (found,) = services.content_of(self.item.meeting.minutes, services.Reading([self.item], []))
        return found

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        if self.item.meeting.minutes.status != MinutesStatus.DRAFT:
            return redirect(after(self.item, request.user))
        minuted = self.minuted()
        minute = getattr(minuted.item, "minute", None)
        version = minute.version if minute is not None else 0
        return self.draw(MinuteForm(initial={"text": minuted.text, "fingerprint": version}))

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        who, at = signed_in(request), timezone.now()
        is_autosave = request.headers.get("X-Autosave") == "1"
        form = MinuteForm(request.POST)
        if not form.is_valid():
            if is_autosave:
                errors = {name: list(found) for name, found in form.errors.items()}
                return JsonResponse({"errors": errors})
            return self.draw(form)
        try:
            minute = services.save_minute(
                by=who,
                item=self.item,
                text=form.cleaned_data["text"],
                seen=form.cleaned_data["fingerprint"],
                at=at,
            )
        except Refusal as refusal:
            return self.refused(refusal, form, is_autosave=is_autosave)
        if is_autosave:
            services.note_editing(by=who, item=self.item, at=at)
            saved = f"Saved at {at.astimezone(LONDON):%H:%M}"
            return JsonResponse({"saved": saved, "fingerprint": str(minute.version)})
        services.end_editing(by=who, item=self.item, at=at)
        return redirect(f"{after(self.item, who)}#item-{self.item.pk}")

    def refused(self, refusal: Refusal, form: MinuteForm, *, is_autosave: bool) -> HttpResponseBase:
        """Everything typed, and beside it what somebody else has saved meanwhile."""
        if is_autosave:
            return JsonResponse({"conflict": str(refusal)}, status=409)
        theirs = None
        if isinstance(refusal, services.MinutedMeanwhile):
            theirs = refusal.theirs
            said = {"text": form.cleaned_data["text"], "fingerprint": refusal.version}
            form = MinuteForm(said)
            form.is_valid()
        form.add_error(None, str(refusal))
        return self.draw(form, status=409, theirs=theirs)

    def draw(
        self, form: MinuteForm, *, status: int = 200, theirs: str | None = None
    ) -> HttpResponse:
        who, at = signed_in(self.request), timezone.now()
        if self.item.is_restricted:
            audit.seen(self.item.meeting.minutes, by=who, at=at, page="minute", item=self.item.pk)
        minuted = self.minuted()
        is_last = self.item.kind == ItemKind.LAST_MINUTES
        return self.page(
            status=status,
            form=form,
            item=self.item,
            meeting=self.item.meeting,
            minuted=minuted,
            holder_words=holder_words,
            editing=services.note_editing(by=who, item=self.item, at=at),
            theirs=theirs,
            links=links_of(self.item),
            back=after(self.item, who),
            to_confirm=last_minutes(self.item, self.request) if is_last else None,
        )


LINKS = {"decision_add": "Record a decision", "item_action_add": "Raise an action"}


def links_of(item: AgendaItem) -> list[tuple[str, str]]:
    """Where what follows from an item is written down."""
    return [(reverse(name, kwargs={"pk": item.pk}), words) for name, words in LINKS.items()]


def last_minutes(item: AgendaItem, request: HttpRequest) -> Minutes | None:
    """The minutes that this item is about: those of the body's last meeting, to be confirmed."""
    rows = Minutes.objects.visible_to(request.user).filter(
        meeting__body=item.meeting.body_id,
        meeting__starts_at__lt=item.meeting.starts_at,
        status=MinutesStatus.DISTRIBUTED,
    )
    found: Minutes | None = rows.select_related("meeting__body").order_by(
        "-meeting__starts_at"
    ).first()  # fmt: skip
    return found


class MinutePresence(OfMinute):
    """Says that somebody has an item open, and answers who else has."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = services.note_editing(by=signed_in(request), item=self.item, at=timezone.now())
        answer = JsonResponse({"text": ". ".join(one.words for one in found)})
        answer["Cache-Control"] = "no-store"
        return answer


# --- Copies and excerpts --------------------------------------------------------------------------


class MinutesPdf(Page):
    """The PDF of what its reader may read now. Whoever takes it away proves that it is they."""

    permission = Perm.OPEN
    step_up = True

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        minutes, who = minutes_of(request, pk), signed_in(request)
        reading = services.reading_of(who, minutes)
        copy = services.copy_of(minutes, reading.items, services.reads_of(reading))
        if copy is None:
            raise Http404
        answer = documents.download(copy.document, f"{minutes.meeting.reference}-minutes.pdf")
        audit.record("minutes.downloaded", minutes, by=who, at=timezone.now(), copy=copy.pk)
        return answer


class MinutesPdfProgress(Page):
    """Whether that PDF is ready, for the page that waits for it."""

    permission = Perm.OPEN

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        minutes = minutes_of(request, pk)
        reading = services.reading_of(signed_in(request), minutes)
        copy = services.copy_of(minutes, reading.items, services.reads_of(reading))
        if copy is None:
            raise Http404
        return documents.progress(copy.document)


class MinutesPdfRequest(Page):
    """Asks for the PDF where none was made yet of what its reader may read now."""

    permission = Perm.OPEN

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        minutes = minutes_of(request, pk)
        if minutes.distributed_at is None:
            raise Http404
        services.request_copy(by=signed_in(request), minutes=minutes, at=timezone.now())
        return redirect(minutes)


class OfExcerpt(Page):
    """Of one item of distributed minutes: for its readers, and for whoever proposed it."""

    permission = Page.SIGNED_IN

    def found(self, pk: int) -> tuple[AgendaItem, Minutes]:
        who = signed_in(self.request)
        rows = AgendaItem.objects.standing().filter(meeting__minutes__distributed_at__isnull=False)
        related = ("meeting__body", "proposal", *(f"meeting__minutes__{one}" for one in RELATED))
        item = get_object_or_404(rows.select_related(*related), pk=pk)
        minutes = item.meeting.minutes
        reads = Minutes.objects.visible_to(who).filter(pk=minutes.pk).exists()
        is_reader = reads and AgendaItem.objects.visible_to(who).filter(pk=pk).exists()
        if not is_reader and not services.goes_back(item, who):
            raise Http404
        self.is_reader = is_reader
        return item, minutes


class MinutesExcerpt(OfExcerpt):
    """What was minuted on one item."""

    template = "partnership/minutes_excerpt.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        item, minutes = self.found(pk)
        if item.is_restricted:
            audit.seen(minutes, by=signed_in(request), at=timezone.now(), page="excerpt", item=pk)
        (minuted,) = services.content_of(minutes, services.Reading([item], []), is_excerpt=True)
        return self.page(
            item=item,
            minutes=minutes,
            meeting=item.meeting,
            minuted=minuted,
            holder_words=holder_words,
            copy=services.copy_of(minutes, [item], services.reads_one(item)),
            back=reverse("minutes_detail", kwargs={"pk": item.meeting_id})
            if self.is_reader
            else "",
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        item, minutes = self.found(pk)
        services.request_copy(by=signed_in(request), minutes=minutes, item=item, at=timezone.now())
        return redirect("minutes_excerpt", pk=pk)


class ExcerptPdf(OfExcerpt):
    """The PDF of the excerpt."""

    step_up = True

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        item, minutes = self.found(pk)
        copy = services.copy_of(minutes, [item], services.reads_one(item))
        if copy is None:
            raise Http404
        answer = documents.download(copy.document, f"{item.meeting.reference}-excerpt.pdf")
        audit.record(
            "minutes.downloaded", minutes, by=signed_in(request), at=timezone.now(), copy=copy.pk
        )
        return answer


class ExcerptPdfProgress(OfExcerpt):
    """Whether that PDF is ready."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        item, minutes = self.found(pk)
        copy = services.copy_of(minutes, [item], services.reads_one(item))
        if copy is None:
            raise Http404
        return documents.progress(copy.document)
