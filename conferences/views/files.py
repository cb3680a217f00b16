"""Which page shows the files of a report, takes one, or hands one out?"""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from conferences import services
from conferences.forms.report import FileForm
from conferences.models import Report, ReportFile
from conferences.permissions import Perm
from conferences.views.copies import ConferenceReportPage
from conferences.views.reports import ReportPage
from shield.audit import services as audit
from shield.core.refusals import Refusal
from shield.core.uploading import was_too_large
from shield.documents import http as documents


def file_of(report: Report, pk: int) -> ReportFile:
    found: ReportFile = get_object_or_404(report.files.present(), pk=pk)
    found.report = report
    return found


class ReportFiles(ReportPage):
    """The files of a report, and the form that adds one."""

    template = "conferences/report_files.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        report = self.report(pk)
        return self.draw(report, FileForm() if self.may_add(report) else None)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        report = self.report(pk)
        if not self.who.has_perm(Perm.WRITE, report.request):
            raise Http404
        form = FileForm(request.POST, request.FILES, too_large=was_too_large(request))
        if not form.is_valid():
            return self.draw(report, form)
        try:
            services.add_file(
                report=report,
                file=form.cleaned_data["file"],
                is_restricted=form.cleaned_data["is_restricted"],
                token=form.token,
                by=self.who,
                at=timezone.now(),
            )
        except services.FilesStay as refusal:
            messages.error(request, str(refusal))
            return redirect("report_files", pk=pk)
        except Refusal as refusal:
            form.add_error("file", str(refusal))
            return self.draw(report, form)
        messages.success(request, "The file has been added. It can be opened once it is checked.")
        return redirect("report_files", pk=pk)

    def may_add(self, report: Report) -> bool:
        return services.takes_files(report) and self.who.has_perm(Perm.WRITE, report.request)

    def draw(self, report: Report, form: Any) -> HttpResponse:
        self.consulted(report, "files")
        files = list(report.files.present())
        writes = self.who.has_perm(Perm.WRITE, report.request)
        for one in files:
            one.report = report
        return self.page(
            report=report,
            asked=report.request,
            files=files,
            form=form,
            removable={one.pk for one in files if writes and services.may_go(one)},
        )


class ReportFileOpen(ReportPage):
    """One file, to be saved, after a fresh proof; never shown within the portal."""

    step_up, is_file = True, True

    def get(self, request: HttpRequest, pk: int, row: int) -> HttpResponseBase:
        file = file_of(self.report(pk), row)
        answer = documents.download_upload(file.upload)
        self.consulted(file.report, f"file {row}")
        return answer


class ReportFileRemove(ReportPage):
    """Asks before a file is taken off."""

    template = "conferences/report_file_remove.html"

    def found(self, pk: int, row: int) -> ReportFile:
        report = self.report(pk)
        if not self.who.has_perm(Perm.WRITE, report.request):
            raise Http404
        return file_of(report, row)

    def get(self, request: HttpRequest, pk: int, row: int) -> HttpResponse:
        file = self.found(pk, row)
        self.consulted(file.report, f"remove file {row}")
        return self.page(file=file, asked=file.report.request)

    def post(self, request: HttpRequest, pk: int, row: int) -> HttpResponse:
        try:
            services.remove_file(file=self.found(pk, row), by=self.who, at=timezone.now())
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "The file has been removed.")
        return redirect("report_files", pk=pk)


class ConferenceReportFile(ConferenceReportPage):
    """One file of a report that was sent, for those who read the conference."""

    step_up, is_file = True, True

    def get(self, request: HttpRequest, pk: int, row: int, file: int) -> HttpResponseBase:
        report = self.report(pk, row)
        found = file_of(report, file)
        answer = documents.download_upload(found.upload)
        audit.record("report.downloaded", report.request.conference, by=self.who,
                     at=timezone.now(), request=row, file=file)  # fmt: skip
        return answer
