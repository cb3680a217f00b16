"""Which page makes letters of outcome, and hands them out?"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone

from conferences import services
from conferences.forms.outcome import LetterForm
from conferences.models import OutcomeLetter, Status
from conferences.views.recording import ManagedPage, RecordPage
from shield.audit import services as audit
from shield.documents import http as documents


class OutcomeLetters(RecordPage):
    """The letters that were made, and one more."""

    title = "Letters of outcome"
    template = "conferences/outcome_letter.html"
    shows = "letters"

    def form(self, data: Any = None) -> LetterForm:
        return LetterForm(
            data,
            guests=list(self.record.guests.present()),
            agencies=self.agencies(),
            children=services.children_of(self.record),
        )

    def context(self) -> dict[str, Any]:
        letters = self.record.letters.select_related("guest", "agency", "document", "requested_by")
        return super().context() | {
            "conference": self.record,
            "letters": letters.order_by("-requested_at", "-pk"),
            "is_held": self.record.status == Status.HELD,
        }

    def save(self, form: Any) -> HttpResponseBase:
        services.request_letter(
            conference=self.record,
            children=form.about(),
            token=form.token,
            by=self.who,
            at=timezone.now(),
            **form.whom(),
        )
        messages.success(self.request, "The letter is being made.")
        return redirect("outcome_letter", pk=self.record.pk)


class OfLetter(ManagedPage):
    """What is asked of one letter."""

    def letter(self, pk: int) -> OutcomeLetter:
        found: OutcomeLetter = self.row(OutcomeLetter, pk)
        self.managed(found.conference_id)
        return found


class OutcomeLetterPdf(OfLetter):
    """The letter as a download: whoever takes a case away proves first that it is they."""

    step_up, is_file = True, True

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        letter = self.letter(pk)
        answer = documents.download(
            letter.document, f"{letter.conference.reference}-letter-{letter.pk}.pdf"
        )
        audit.record(
            "conference.letter_downloaded", letter.conference, by=self.who, at=timezone.now(),
            letter=letter.pk,
        )  # fmt: skip
        return answer


class OutcomeLetterProgress(OfLetter):
    """Whether the letter is ready, for the page that waits for it; no consultation."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        return documents.progress(self.letter(pk).document)
