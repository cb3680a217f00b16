"""Which page of a report that is being written is this?"""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import cached_property

from conferences import services
from conferences.forms.report import HandOverForm
from conferences.models import Child, RequestStatus
from conferences.permissions import Perm
from conferences.views.pages import RequestPage
from conferences.views.report_pages import ReportDraftPage
from shield.core import asking
from shield.core.forms import Form
from shield.core.questionnaires import Rows, Task
from shield.core.refusals import Refusal
from shield.core.sections import Section


class ReportBegin(RequestPage):
    """What the report is for, and the button that begins it, blank or from the last one."""

    template = "conferences/report_begin.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        asked = self.request_of(pk)
        if not self.who.has_perm(Perm.WRITE, asked):
            raise Http404
        if asked.status != RequestStatus.ASKED:
            return redirect("report_tasks" if hasattr(asked, "report") else "report_request", pk=pk)
        self.consulted(asked, "begin")
        return self.page(asked=asked, last=services.last_report(asked, self.who))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        asked = self.request_of(pk)
        try:
            services.begin(
                request=asked,
                from_last=request.POST.get("from_last") == "yes",
                by=self.who,
                at=timezone.now(),
            )
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect(asked)
        return redirect("report_tasks", pk=pk)


class ReportTasks(asking.TaskPage, ReportDraftPage):
    """The task list: each page of questions and how far it is."""

    template = "conferences/report_tasks.html"

    @cached_property
    def carried(self) -> frozenset[str]:
        return frozenset(services.still_carried(self.report))

    def tasks(self) -> list[Task]:
        return [
            Task(task.section, "incomplete") if task.section.slug in self.carried else task
            for task in super().tasks()
        ]

    def get(self, request: HttpRequest, **path: Any) -> HttpResponse:
        if not self.report.is_draft:
            return redirect(self.report)
        return super().get(request, **path)

    def extra(self) -> dict[str, Any]:
        asked = self.report.request
        last = self.report.checks.select_related("checked_by").order_by("-pk").first()
        return {
            "asked": asked,
            "clock": asked.clock if asked.clock and asked.clock.is_open else None,
            "children": Child.objects.present().filter(conference=asked.conference),
            "number_of_files": self.report.files.filter(removed_at=None).count(),
            "carried": [one for one in self.questions.sections if one.slug in self.carried],
            "returned": last if last and not last.agreed else None,
            "today": timezone.localdate(self.at),
        }


class ReportStep(asking.StepPage, ReportDraftPage):
    """One page of questions about the report itself, or the list of a page's rows."""

    template = "conferences/report_step.html"
    rows_template = "conferences/report_rows.html"

    def extra(self) -> dict[str, Any]:
        slug = self.asked.slug.removesuffix("-summary")
        return {"is_carried": slug in self.report.carried}

    def save(self, section: Section, answers: dict[str, Any], *, seen: str) -> str:
        return services.save_page(
            report=self.report,
            section=section,
            answers=answers,
            seen=seen,
            confirms=self.wants_more,
            by=self.who,
            at=self.at,
        )


class ReportRow(asking.RowPage, ReportDraftPage):
    """What is said of one child, adult or event."""

    template = "conferences/report_step.html"

    def draw(self, form: Any, seen: str, *, status: int = 200, **context: Any) -> HttpResponse:
        context["is_carried"] = getattr(form.instance, "is_carried", False)
        return super().draw(form, seen, status=status, **context)

    def save_row(
        self, section: Section, row: Any, answers: dict[str, Any], *, token: uuid.UUID, seen: str
    ) -> Any:
        return services.save_row(
            report=self.report,
            section=section,
            row=row,
            token=token,
            answers=answers,
            seen=seen,
            confirms=self.wants_more,
            by=self.who,
            at=self.at,
        )


class ReportRowRemove(asking.RowRemovePage, ReportDraftPage):
    """Ask before an adult or an event is taken off; afterwards it can be brought back."""

    def set_row_removed(self, section: Section, row: Any, *, removed: bool) -> None:
        services.set_row_removed(
            report=self.report,
            section=section,
            row=row,
            removed=removed,
            by=self.who,
            at=self.at,
        )


class ReportCheck(asking.CheckPage, ReportDraftPage):
    """Check your answers, then hand the report to a manager, or send it without a check."""

    template = "conferences/report_check.html"

    def form(self, data: Any = None) -> Form:
        checkers = services.may_check(self.report.request, self.at)
        first = None if data is not None else {"what": "check" if checkers else "send"}
        return HandOverForm(data, checkers=checkers, initial=first)

    def unfinished(self, rows: Rows) -> list[Section]:
        slugs = services.unfinished(self.report, at=self.at)
        return [one for one in self.questions.sections if one.slug in slugs]

    def extra(self) -> dict[str, Any]:
        return {"asked": self.report.request}

    def is_submitted(self) -> bool:
        self.report.request.refresh_from_db(fields=["status"])
        return not self.report.is_draft

    def submit(self, form: Form) -> None:
        if form.cleaned_data["what"] == "check":
            services.hand_over(report=self.report, by=self.who, at=self.at)
            messages.success(self.request, "The report is with a manager, who has been told.")
            return
        services.send(
            report=self.report,
            unchecked_because=form.cleaned_data["unchecked_because"],
            by=self.who,
            at=self.at,
        )
        messages.success(self.request, "The report has been sent to the conference.")
