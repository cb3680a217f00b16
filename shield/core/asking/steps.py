"""What does a page of questions do with what was sent: save it, say what is wrong, lose nothing?"""

from copy import copy
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from shield.core.answers import Group, group_of, text_of
from shield.core.asking.base import DraftPage
from shield.core.drafting import ChangedMeanwhile
from shield.core.forms import StepForm
from shield.core.london import moment_words
from shield.core.refusals import Refusal
from shield.core.sections import Section, fingerprint, values_of


class AskingPage(DraftPage):
    """Shared by the pages that ask: save what is good, say what is not, lose nothing."""

    template = "layouts/step.html"
    asked: Section

    def offer(self, record: Any, data: QueryDict | None = None, *, whole: bool = False) -> StepForm:
        return self.forms[self.asked.slug](
            data, instance=record, offered=self.offered(), at=self.at, whole=whole
        )

    @property
    def is_autosave(self) -> bool:
        return self.request.headers.get("X-Autosave") == "1"

    @property
    def wants_more(self) -> bool:
        """Whether the page was sent to be finished, and so asks for what must be answered."""
        return self.request.POST.get("action", "continue") == "continue" and not self.is_autosave

    @property
    def shown(self) -> str:
        """What the audit calls this page."""
        return str(self.kwargs["slug"])

    def draw(self, form: StepForm, seen: str, *, status: int = 200, **context: Any) -> HttpResponse:
        """The page, also after a refusal: what others wrote stands on it, so it is written down."""
        self.consulted(self.shown)
        return self.page(
            status=status,
            section=self.asked,
            form=form,
            fingerprint=seen,
            **context,
            **self.extra(),
        )

    def answer_autosave(self, form: StepForm, seen: str) -> JsonResponse:
        return JsonResponse(
            {
                "saved": f"Saved {moment_words(self.at)}",
                "fingerprint": seen,
                "errors": {name: list(found) for name, found in form.errors.items()},
            }
        )

    def refused(self, refusal: Refusal, form: StepForm, seen: str) -> HttpResponse:
        """The page again, with everything typed, what happened, and the other person's answers."""
        if self.is_autosave:
            return JsonResponse({"conflict": str(refusal)}, status=409)
        theirs = []
        if isinstance(refusal, ChangedMeanwhile):
            seen = refusal.fingerprint
            labels = self.labels()
            record = type(form.instance)(**refusal.theirs)
            theirs = [
                (form.fields[name].label, text_of(record, name, self.asked, labels))
                for name in refusal.theirs
                if refusal.theirs[name] != form.cleaned_data.get(name)
            ]
        return self.draw(form, seen, status=409, refusal=refusal, theirs=theirs)


class StepPage(AskingPage):
    """One page of questions about the record itself, or the list of a section's rows."""

    rows_template: ClassVar[str] = "layouts/rows.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        section = self.section(kwargs["slug"])
        self.asked = section.summary or section
        self.listed = section if section.rows else None
        return super().dispatch(request, *args, **kwargs)

    def draw(self, form: StepForm, seen: str, *, status: int = 200, **context: Any) -> HttpResponse:
        context |= {"heading": self.asked.title, "back": self.to("tasks")}
        if self.listed:
            self.template = self.rows_template  # type: ignore[misc]
            context |= {"listed": self.listed, "rows": self.rows(self.listed)}
        return super().draw(form, seen, status=status, **context)

    def rows(self, section: Section) -> list[tuple[Any, Group, bool]]:
        """Each row with its answers, and whether it is incomplete."""
        labels = self.labels()
        return [
            (
                row,
                group_of(row, section, labels),
                bool(self.questions.problems_of(row, section, at=self.at)),
            )
            for row in self.questions.rows_of(self.record)[section.slug]
        ]

    def rows_agree(self, form: StepForm, *, whole: bool) -> bool:
        """Whether the rows listed and "none is known" go together; says beside the box if not."""
        if self.listed is None:
            return True
        box, noun = self.listed.nothing_known, self.listed.row_noun
        says_none = bool(box and form.cleaned_data.get(box))
        has_rows = getattr(self.record, self.listed.rows).present().exists()
        if says_none and has_rows:
            form.add_error(box, f"Remove each {noun} first, or leave the box unticked")
        elif whole and not says_none and not has_rows:
            form.add_error(
                box or None,
                f"Add {self.listed.a_row}" + (", or tick the box if none is known" if box else ""),
            )
        return form.is_valid()

    def get(self, request: HttpRequest, **path: Any) -> HttpResponse:
        if not self.record.is_draft:
            return redirect(self.record)
        form = self.offer(self.record)
        return self.draw(form, fingerprint(values_of(self.record, self.asked)))

    def post(self, request: HttpRequest, **path: Any) -> HttpResponse:
        # A form writes into what it is about; the record itself stays as it is stored.
        form = self.offer(copy(self.record), request.POST, whole=self.wants_more)
        is_valid = form.is_valid() and self.rows_agree(form, whole=self.wants_more)
        seen = request.POST.get("fingerprint", "")
        try:
            seen = self.save(self.asked, form.good_answers(), seen=seen)
        except Refusal as refusal:
            return self.refused(refusal, form, seen)
        if self.is_autosave:
            return self.answer_autosave(form, seen)
        if not is_valid:
            return self.draw(form, seen, some_saved=True)
        if not self.wants_more:
            return redirect(self.to("tasks"))
        following = self.questions.after(self.section(path["slug"]))
        return redirect(self.to("step", slug=following.slug) if following else self.to("check"))
