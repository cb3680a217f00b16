"""Which page shows how timely reports are, and puts the figures before a body?"""

import re
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from conferences import services
from conferences.forms.figures import PutForwardForm
from conferences.models import TimelinessPaper
from conferences.permissions import Perm
from conferences.views.pages import SignedInPage
from partnership.models import Meeting, MeetingStatus
from partnership.permissions import Perm as Partnership
from shield.audit import services as audit
from shield.core import csv
from shield.core.form_page import FormPage
from shield.documents import http as documents


def quarter_of(words: str) -> services.Quarter:
    """The quarter of an address, which is one of those offered; 404 otherwise."""
    found = re.fullmatch(r"([0-9]{4})-([1-4])", words)
    quarter = services.Quarter(int(found[1]), int(found[2])) if found else None
    if quarter not in services.quarters():
        raise Http404
    assert quarter is not None
    return quarter


class Timeliness(SignedInPage):
    """In time, late, nil and missing: by agency and by month, as pictures and as tables."""

    permission = Perm.READ_FIGURES
    template = "conferences/timeliness.html"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        offered = services.quarters()
        asked = request.GET.get("quarter")
        quarter = quarter_of(asked) if asked else next(iter(offered), None)
        figures = services.published(quarter) if quarter else None
        if figures and request.GET.get("format") == "csv":
            audit.record("timeliness.exported", self.who, by=self.who, at=timezone.now())
            lines = (*figures.agencies, *figures.months, figures.total)
            rows = ((one.name, *one.words, one.share) for one in lines)
            head = ("Agency or month", *services.COLUMNS, "Share in time")
            return csv.response(f"conference-reports-{quarter}", head, rows)
        return self.page(
            figures=figures,
            offered=offered,
            columns=services.COLUMNS,
            may_propose=self.who.has_perm(Partnership.OPEN),
        )


class TimelinessPropose(SignedInPage, FormPage):
    """For which meeting the figures of a quarter are a paper."""

    permission = Perm.READ_FIGURES
    title = "Put these figures on an agenda"

    def find(self, **path: Any) -> None:
        self.quarter = quarter_of(path["quarter"])

    def context(self) -> dict[str, Any]:
        return {
            "caption": self.quarter.words,
            "intro": "A paper is made of these figures, and is proposed for the "
            "agenda. Whoever keeps the agenda takes it or says why not.",
            "back": f"{reverse('timeliness')}?quarter={self.quarter}",
        }

    def form(self, data: Any = None) -> PutForwardForm:
        rows = Meeting.objects.visible_to(self.who).filter(status=MeetingStatus.CONFIRMED)
        ahead = rows.filter(ends_at__gt=timezone.now()).select_related("body").by_day()
        return PutForwardForm(data, meetings=ahead)

    def save(self, form: Any) -> HttpResponseBase:
        made = services.put_forward(
            figures=services.published(self.quarter),
            meeting=form.cleaned_data["meeting"],
            token=form.token,
            by=self.who,
            at=timezone.now(),
        )
        messages.success(self.request, "The paper was proposed to whoever keeps the agenda.")
        return redirect(made)


class TimelinessPaperDetail(SignedInPage):
    """A paper as it was put forward."""

    permission = Perm.READ_FIGURES
    template = "conferences/timeliness_paper.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        rows = TimelinessPaper.objects.select_related("document", "made_by")
        return self.page(paper=get_object_or_404(rows, pk=pk))


class TimelinessPaperPdf(SignedInPage):
    """The same as a PDF."""

    permission = Perm.READ_FIGURES
    is_file = True

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        paper = get_object_or_404(TimelinessPaper.objects.select_related("document"), pk=pk)
        answer = documents.download(paper.document, f"{paper.document.reference}.pdf")
        audit.record("timeliness.downloaded", paper, by=self.who, at=timezone.now())
        return answer
