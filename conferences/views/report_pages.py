"""What do all pages of a report share?"""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404

from conferences.completeness import QUESTIONS, questions_for
from conferences.forms.report import FORMS, offered
from conferences.models import Option, Report, ReportRequest
from conferences.permissions import Perm
from conferences.views.pages import SignedInPage
from shield.audit import services as audit
from shield.core import asking, step_up
from shield.core.answers import Labels
from shield.core.forms import Offered
from shield.core.questionnaires import Questionnaire


def report_of(page: SignedInPage, pk: int) -> Report:
    """The report to what one's own agency was asked; of a restricted one after a fresh proof."""
    seen = ReportRequest.objects.visible_to(page.who).values("pk")
    rows = Report.objects.filter(
        request__in=seen, request__conference__erased_at=None
    ).select_related(
        "saved_by", "request__agency", "request__practitioner", "request__clock",
        "request__conference__kind", "request__conference__chair",
        "request__conference__administrator",
    )  # fmt: skip
    found: Report = get_object_or_404(rows, request=pk)
    if found.request.conference.is_restricted and not step_up.is_recent(page.request):
        raise step_up.NotProvedLately
    return found


class ReportDraftPage(asking.DraftPage, SignedInPage):
    """A page of one report that is being written, for those who write it."""

    permission = Perm.OPEN
    forms = FORMS
    addresses = asking.Addresses(
        tasks="report_tasks",
        check="report_check",
        step="report_step",
        row_add="report_row_add",
        row_edit="report_row_edit",
        row_remove="report_row_remove",
    )
    noun = "report"

    @property
    def report(self) -> Report:
        return self.record

    @property
    def questions(self) -> Questionnaire:  # type: ignore[override]
        """Before the report is found, every page there is."""
        if not hasattr(self, "record"):
            return QUESTIONS
        if not hasattr(self, "_questions"):
            self._questions = questions_for(self.report)
        return self._questions

    def find(self, **path: Any) -> Report:
        found = report_of(self, path["pk"])
        # A checker reads it on a page of its own.
        if not self.who.has_perm(Perm.WRITE, found.request):
            raise Http404
        if "slug" in path and questions_for(found).find(path["slug"]) is None:
            raise Http404
        return found

    def path(self) -> dict[str, Any]:
        return {"pk": self.report.request_id}

    def caption(self) -> str:
        return f"{self.report.request.conference.reference} – {self.report.request.agency}"

    def labels(self) -> Labels:
        words: Labels = Option.objects.labels()
        return words

    def offered(self) -> Offered:
        return offered()

    def consulted(self, page: str) -> None:
        audit.seen(self.report.request, by=self.who, at=self.at, page=f"report {page}")
