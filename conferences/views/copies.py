"""Which page shows a report to those who run the conference, or says who was given a copy?"""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from conferences import services
from conferences.forms.report import DisclosureForm
from conferences.models import Report, RequestStatus
from conferences.pdf.report import MARKING
from conferences.views.pages import ConferencePage
from conferences.views.report_pages import report_of
from conferences.views.reports import ReportPage, answers_of
from shield.audit import services as audit
from shield.core.refusals import Refusal
from shield.documents import http as documents
from shield.documents.models import Document


class ConferenceReportPage(ConferencePage):
    """A page of one report that was sent, for those who may read the conference."""

    def report(self, pk: int, row: int) -> Report:
        conference = self.conference(pk)
        rows = Report.objects.filter(
            request__conference=conference, request__status=RequestStatus.REPORTED
        ).select_related(
            "request__agency", "request__answered_by", "request__checked_by",
            "document", "family_document",
        )  # fmt: skip
        found: Report = get_object_or_404(rows, request=row)
        found.request.conference = conference
        return found


class ConferenceReport(ConferenceReportPage):
    """The report as it was sent, what was added to it, its PDFs, and who was given a copy."""

    template = "conferences/conference_report.html"

    def get(self, request: HttpRequest, pk: int, row: int) -> HttpResponse:
        report = self.report(pk, row)
        self.consulted(report.request.conference, f"report {row}")
        return self.page(
            report=report,
            asked=report.request,
            marking=MARKING,
            answered=answers_of(report),
            additions=report.additions.select_related("added_by").order_by("pk"),
            disclosures=report.disclosures.select_related("recorded_by").order_by("pk"),
            files=report.files.present(),
            may_disclose=services.may_disclose(self.who, report),
        )


class ConferenceReportPdf(ConferenceReportPage):
    """The report as a PDF: whoever takes a case away proves first that it is they."""

    step_up, is_file = True, True
    name = "report"

    def document(self, report: Report) -> Document | None:
        return report.document

    def get(self, request: HttpRequest, pk: int, row: int) -> HttpResponseBase:
        report = self.report(pk, row)
        document = self.document(report)
        if document is None or document.status != "ready":
            raise Http404
        conference = report.request.conference
        audit.record("report.downloaded", conference, by=self.who, at=timezone.now(),
                     request=row, copy=self.name)  # fmt: skip
        return documents.download(document, f"{conference.reference}-{self.name}.pdf")


class ConferenceReportFamilyPdf(ConferenceReportPdf):
    """The copy that the family may have."""

    name = "family-copy"

    def document(self, report: Report) -> Document | None:
        return report.family_document


class Disclosing:
    """What the two pages share by which it is recorded that somebody was given a copy."""

    request: HttpRequest
    who: Any
    page: Any

    def form(self, data: Any = None) -> DisclosureForm:
        return DisclosureForm(data, initial={"form_token": uuid.uuid4()})

    def ask(self, report: Report, form: DisclosureForm, *, status: int = 200) -> HttpResponse:
        found: HttpResponse = self.page(
            status=status,
            report=report,
            asked=report.request,
            form=form,
            back=self.back(report),
        )
        return found

    def back(self, report: Report) -> str:
        raise TypeError(f"{type(self).__name__} leads nowhere")

    def record(self, report: Report) -> HttpResponse:
        form = self.form(self.request.POST)
        if not form.is_valid():
            return self.ask(report, form)
        said = form.cleaned_data
        token = said.pop("form_token")
        try:
            services.disclose(report=report, token=token, by=self.who, at=timezone.now(), **said)
        except services.GivenLater as refusal:
            form.add_error("given_on", str(refusal))
            return self.ask(report, form, status=409)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.ask(report, form, status=409)
        messages.success(self.request, "It is recorded who was given a copy.")
        return redirect(self.back(report))


class ConferenceDisclose(Disclosing, ConferenceReportPage):
    """Record it as somebody who runs the conference."""

    template = "conferences/report_disclose.html"

    def found(self, pk: int, row: int) -> Report:
        report = self.report(pk, row)
        if not services.may_disclose(self.who, report):
            raise Http404
        return report

    def back(self, report: Report) -> str:
        path = {"pk": report.request.conference_id, "row": report.request_id}
        return reverse("conference_report", kwargs=path)

    def get(self, request: HttpRequest, pk: int, row: int) -> HttpResponse:
        return self.ask(self.found(pk, row), self.form())

    def post(self, request: HttpRequest, pk: int, row: int) -> HttpResponse:
        return self.record(self.found(pk, row))


class ReportDisclose(Disclosing, ReportPage):
    """Record it as somebody who wrote the report."""

    template = "conferences/report_disclose.html"

    def found(self, pk: int) -> Report:
        report = report_of(self, pk)
        if not report.is_sent or not services.may_disclose(self.who, report):
            raise Http404
        return report

    def back(self, report: Report) -> str:
        return report.get_absolute_url()

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.ask(self.found(pk), self.form())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.record(self.found(pk))
