"""What happens on the pages of one row: added, changed, removed, brought back?"""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect

from shield.core.asking.base import DraftPage
from shield.core.asking.steps import AskingPage
from shield.core.drafting import new_row
from shield.core.forms import StepForm
from shield.core.refusals import Refusal
from shield.core.sections import Section, fingerprint, values_of


class RowPage(AskingPage):
    """The questions about one row, or about one that is to be added."""

    about = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.asked = self.section(kwargs["slug"], rows=True)
        return super().dispatch(request, *args, **kwargs)

    @property
    def shown(self) -> str:
        return f"{self.kwargs['slug']} {self.kwargs.get('row') or 'new'}"

    @property
    def token(self) -> uuid.UUID:
        """The page's own token; a page that lost it is a new one."""
        try:
            return uuid.UUID(self.request.POST.get("form_token", ""))
        except ValueError:
            return uuid.uuid4()

    def found(self, row: int | None) -> Any:
        """The row, also one that was removed meanwhile; a new one for the page that adds."""
        if row is None:
            if self.asked.rows_given:
                raise Http404
            return new_row(self.record, self.asked)
        rows = getattr(self.record, self.asked.rows).select_related(*self.asked.row_needs)
        found = get_object_or_404(rows, pk=row)
        # Whom it is about stands above questions that are the same for each of several.
        self.about = str(found) if self.asked.rows_given else ""
        return found

    def get(self, request: HttpRequest, row: int | None = None, **path: Any) -> HttpResponse:
        if not self.record.is_draft:
            return redirect(self.record)
        found = self.found(row)
        if found.removed_at:
            raise Http404
        seen = fingerprint(values_of(found, self.asked)) if row else ""
        return self.draw(self.offer(found), seen, token=self.token)

    def post(self, request: HttpRequest, row: int | None = None, **path: Any) -> HttpResponse:
        found = self.found(row)
        form = self.offer(found, request.POST, whole=self.wants_more)
        is_valid = form.is_valid()
        token = self.token
        seen = request.POST.get("fingerprint", "")
        if row is None and not seen and not any(form.good_answers().values()):
            return self.nothing_to_add(form, token, is_valid=is_valid)
        try:
            saved = self.save_row(
                self.asked, found if row else None, form.good_answers(), token=token, seen=seen
            )
        except Refusal as refusal:
            return self.refused(refusal, form, seen)
        seen = fingerprint(values_of(saved, self.asked))
        if self.is_autosave:
            return self.answer_autosave(form, seen)
        if not is_valid:
            return self.draw(form, seen, token=token, some_saved=True)
        return redirect(self.to("step", slug=self.asked.slug))

    def nothing_to_add(self, form: StepForm, token: uuid.UUID, *, is_valid: bool) -> HttpResponse:
        """A new row without a single answer is not added."""
        if self.is_autosave:
            return self.answer_autosave(form, "")
        if not is_valid:
            return self.draw(form, "", token=token)
        return redirect(self.to("step", slug=self.asked.slug))

    def draw(self, form: StepForm, seen: str, *, status: int = 200, **context: Any) -> HttpResponse:
        row = self.kwargs.get("row")
        context.setdefault("token", self.token)
        context |= {
            "row": row,
            "heading": self.about
            or (f"Change this {self.asked.row_noun}" if row else f"Add {self.asked.a_row}"),
            "back": self.to("step", slug=self.asked.slug),
        }
        return super().draw(form, seen, status=status, **context)


class RowRemovePage(DraftPage):
    """Ask before a row is removed; afterwards it can be brought back."""

    template = "layouts/row_remove.html"

    def found(self, slug: str, row: int) -> tuple[Section, Any]:
        section = self.section(slug, rows=True)
        if section.rows_given:
            raise Http404
        return section, get_object_or_404(getattr(self.record, section.rows), pk=row)

    def get(self, request: HttpRequest, slug: str, row: int, **path: Any) -> HttpResponse:
        if not self.record.is_draft:
            return redirect(self.record)
        section, found = self.found(slug, row)
        self.consulted(f"{slug} {row} remove")
        return self.page(section=section, row=found, **self.extra())

    def post(self, request: HttpRequest, slug: str, row: int, **path: Any) -> HttpResponse:
        section, found = self.found(slug, row)
        removed = request.POST.get("action") != "restore"
        try:
            self.set_row_removed(section, found, removed=removed)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect(self.record)
        if removed:
            return self.page(section=section, row=found, is_removed=True, **self.extra())
        messages.success(request, f"The {section.row_noun} is back.")
        return redirect(self.to("step", slug=slug))
