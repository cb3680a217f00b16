"""How is the whole of a long form shown: its list of pages, and all answers before it is sent?"""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect

from shield.core.answers import answered
from shield.core.asking.base import DraftPage
from shield.core.forms import Form
from shield.core.questionnaires import Rows, Task, grouped
from shield.core.refusals import Refusal
from shield.core.sections import Section


class TaskPage(DraftPage):
    """The task list: each page of questions and how far it is."""

    template = "layouts/tasks.html"

    def tasks(self) -> list[Task]:
        """Every page with its state."""
        rows = self.questions.rows_of(self.record)
        return self.questions.tasks(self.record, rows, at=self.at)

    def get(self, request: HttpRequest, **path: Any) -> HttpResponse:
        tasks = self.tasks()
        self.consulted("tasks")
        return self.page(
            groups=grouped(tasks),
            done=sum(task.is_complete for task in tasks),
            total=len(tasks),
            **self.extra(),
        )


class CheckPage(DraftPage):
    """Check your answers, declare, submit."""

    template = "layouts/check.html"

    def form(self, data: QueryDict | None = None) -> Form:
        """What is declared when the whole is submitted."""
        raise TypeError(f"{type(self).__name__} has no form")

    def submit(self, form: Form) -> None:
        """Call the service that submits."""
        raise TypeError(f"{type(self).__name__} submits nothing")

    def is_submitted(self) -> bool:
        raise TypeError(f"{type(self).__name__} is never done")

    def submitted(self) -> HttpResponse:
        """What follows once it is submitted, also when the page is sent twice."""
        return redirect(self.record)

    def doubts(self, rows: Rows) -> list[str]:
        """Answers that do not seem to go together: asked about, never refused."""
        return []

    def unfinished(self, rows: Rows) -> list[Section]:
        """The pages that keep the whole from being submitted."""
        return self.questions.unfinished(self.record, rows, at=self.at)

    def draw(self, form: Form, *, status: int = 200, refusal: str = "") -> HttpResponse:
        self.consulted("check")
        rows = self.questions.rows_of(self.record)
        return self.page(
            status=status,
            unfinished=self.unfinished(rows),
            answered=answered(self.questions, self.record, rows, self.labels()),
            doubts=self.doubts(rows),
            form=form,
            refusal=refusal,
            **self.extra(),
        )

    def get(self, request: HttpRequest, **path: Any) -> HttpResponse:
        if not self.record.is_draft:
            return redirect(self.record)
        return self.draw(self.form())

    def post(self, request: HttpRequest, **path: Any) -> HttpResponse:
        if self.is_submitted():
            # The same page sent twice, or somebody else was quicker: once is enough.
            return self.submitted()
        form = self.form(request.POST)
        if not form.is_valid():
            return self.draw(form)
        try:
            self.submit(form)
        except Refusal as refusal:
            self.record.refresh_from_db()
            if self.is_submitted():
                return self.submitted()
            return self.draw(self.form(request.POST), status=409, refusal=str(refusal))
        return self.submitted()
