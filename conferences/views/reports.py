"""Which page of a report that is checked, agreed or sent is this?"""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone

from conferences import services
from conferences.completeness import questions_for
from conferences.forms.report import AdditionForm, ReviewForm
from conferences.models import Option, Report, RequestStatus
from conferences.pdf.report import MARKING
from conferences.pdf.slim import in_order
from conferences.permissions import Perm
from conferences.views.pages import SignedInPage
from conferences.views.report_pages import report_of
from shield.audit import services as audit
from shield.core.answers import AnsweredSection, answered
from shield.core.forms import Form
from shield.core.refusals import Refusal
from shield.documents import http as documents
from shield.documents.models import Document


def answers_of(report: Report) -> list[AnsweredSection]:
    """The whole report read back, events by when they were."""
    questions = questions_for(report)
    rows = in_order(questions.rows_of(report))
    return answered(questions, report, rows, Option.objects.labels())


class ReportPage(SignedInPage):
    """A page of one report, for those of the agency who may read it."""

    def report(self, pk: int) -> Report:
        return report_of(self, pk)

    def consulted(self, report: Report, page: str) -> None:
        audit.seen(report.request, by=self.who, at=timezone.now(), page=page)


class ReportDetail(ReportPage):
    """The report read back: with a manager, agreed, sent, or as it was left."""

    template = "conferences/report_detail.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        report = self.report(pk)
        asked, may = report.request, self.who.has_perm
        self.consulted(report, "report")
        writes = may(Perm.WRITE, asked)
        return self.page(
            report=report,
            asked=asked,
            marking=MARKING,
            answered=answers_of(report),
            checks=report.checks.select_related("checked_by").order_by("pk"),
            additions=report.additions.select_related("added_by").order_by("pk"),
            disclosures=report.disclosures.select_related("recorded_by").order_by("pk"),
            files=report.files.present(),
            writes=writes,
            checks_it=asked.status == RequestStatus.CHECKING and may(Perm.CHECK, asked),
            may_take_back=writes and asked.status in (RequestStatus.CHECKING, RequestStatus.AGREED),
            may_send=writes and asked.status == RequestStatus.AGREED,
        )


class ReportReview(ReportPage):
    """A manager reads the report, agrees it or returns it with comments."""

    template = "conferences/report_review.html"

    def draw(self, report: Report, form: Form, *, status: int = 200) -> HttpResponse:
        self.consulted(report, "review")
        return self.page(
            status=status,
            report=report,
            asked=report.request,
            answered=answers_of(report),
            form=form,
            files=report.files.present(),
            checks=report.checks.select_related("checked_by").order_by("pk"),
        )

    def checked(self, pk: int) -> Report:
        found = self.report(pk)
        if not self.who.has_perm(Perm.CHECK, found.request):
            raise Http404
        return found

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        report = self.checked(pk)
        if report.request.status != RequestStatus.CHECKING:
            return redirect(report)
        return self.draw(report, ReviewForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        report, form = self.checked(pk), ReviewForm(request.POST)
        if not form.is_valid():
            return self.draw(report, form)
        agreed = form.cleaned_data["agreed"] == "yes"
        try:
            services.check(
                report=report,
                agreed=agreed,
                comments=form.cleaned_data["comments"],
                by=self.who,
                at=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.draw(report, form, status=409)
        did = "agreed the report" if agreed else "returned the report with your comments"
        messages.success(request, f"You have {did}. Its authors have been told.")
        return redirect("report_request", pk=pk)


class ReportChange(ReportPage):
    """A page that asks whether, then does one thing with a report."""

    template = "conferences/report_sure.html"
    heading: str
    explanation: str
    button: str
    done: str

    def written(self, pk: int) -> Report:
        found = self.report(pk)
        if not self.who.has_perm(Perm.WRITE, found.request):
            raise Http404
        return found

    def draw(self, report: Report, *, refusal: str = "", status: int = 200) -> HttpResponse:
        return self.page(
            status=status,
            report=report,
            asked=report.request,
            heading=self.heading,
            explanation=self.explanation,
            button=self.button,
            refusal=refusal,
        )

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.draw(self.written(pk))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        report = self.written(pk)
        try:
            self.change(report)
        except Refusal as refusal:
            return self.draw(report, refusal=str(refusal), status=409)
        messages.success(request, self.done)
        return redirect("report_request", pk=pk)

    def change(self, report: Report) -> None:
        raise TypeError(f"{type(self).__name__} changes nothing")


class ReportSend(ReportChange):
    """Send a report that a manager has agreed."""

    heading = "Send the report to the conference?"
    explanation = (
        "The chair can read it at once. It cannot be changed afterwards, only added to. A PDF of "
        "it is made, and a copy for the family without what must not be shared with them."
    )
    button = "Send the report"
    done = "The report has been sent to the conference."

    def change(self, report: Report) -> None:
        services.send(report=report, unchecked_because="", by=self.who, at=timezone.now())


class ReportTakeBack(ReportChange):
    """Take a report back from the manager."""

    heading = "Take the report back to change it?"
    explanation = "A manager has to check it anew afterwards."
    button = "Take it back"
    done = "You can change the report again."

    def change(self, report: Report) -> None:
        services.take_back(report=report, by=self.who, at=timezone.now())


class ReportAdd(ReportPage):
    """Add something dated to a report that was sent."""

    template = "conferences/report_add.html"

    def written(self, pk: int) -> Report:
        found = self.report(pk)
        if not self.who.has_perm(Perm.WRITE, found.request):
            raise Http404
        return found

    def draw(self, report: Report, form: Form, *, status: int = 200) -> HttpResponse:
        return self.page(status=status, report=report, asked=report.request, form=form)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.draw(self.written(pk), AdditionForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        report, form = self.written(pk), AdditionForm(request.POST)
        if not form.is_valid():
            return self.draw(report, form)
        try:
            services.add(
                report=report,
                text=form.cleaned_data["text"],
                is_restricted=form.cleaned_data["is_restricted"],
                token=form.cleaned_data["form_token"],
                by=self.who,
                at=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.draw(report, form, status=409)
        messages.success(request, "It has been added. Those who run the conference are told.")
        return redirect("report_detail", pk=pk)


class ReportPdf(ReportPage):
    """The report as a PDF: whoever takes a case away proves first that it is they."""

    step_up, is_file = True, True
    name = "report"

    def document(self, report: Report) -> Document | None:
        return report.document

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        report = self.report(pk)
        document = self.document(report)
        if document is None or document.status != "ready":
            raise Http404
        audit.record(
            "report.downloaded", report.request, by=self.who, at=timezone.now(), copy=self.name
        )
        return documents.download(
            document, f"{report.request.conference.reference}-{self.name}.pdf"
        )


class ReportFamilyPdf(ReportPdf):
    """The copy that the family may have."""

    name = "family-copy"

    def document(self, report: Report) -> Document | None:
        return report.family_document


class ReportPdfProgress(ReportPage):
    """Whether a PDF (`?copy=family`: the family's) is ready, for the page that waits for it.

    Not a consultation.
    """

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        report = self.report(pk)
        is_family = request.GET.get("copy") == "family"
        document = report.family_document if is_family else report.document
        if document is None:
            raise Http404
        return documents.progress(document)
