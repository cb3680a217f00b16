"""A page with one form and one service behind it."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from shield.core.forms import Form, ModelForm
from shield.core.refusals import Refusal
from shield.core.views import Page


class FormPage(Page):
    """Asks, checks, calls the service; a refusal stands above the form and nothing typed is lost.

    Subclasses give `title`, `form()` and `save(form)`; `find(**path)` fetches what the page is
    about, or raises Http404. `fields` says which refusals are about one question: the page then
    leads there.
    """

    template: ClassVar[str] = "layouts/form.html"
    title: ClassVar[str]
    fields: ClassVar[Mapping[type[Refusal], str]] = {}

    def find(self, **path: Any) -> None:
        """Fetch what the page is about."""

    def form(self, data: Any = None) -> Form | ModelForm:
        raise TypeError(f"{type(self).__name__} has no form")

    def save(self, form: Form | ModelForm) -> HttpResponseBase:
        raise TypeError(f"{type(self).__name__} saves nothing")

    def context(self) -> dict[str, Any]:
        """More for the template: `caption`, `intro`, `back`; `quoted`, what is answered."""
        return {}

    def get(self, request: HttpRequest, **path: Any) -> HttpResponse:
        self.find(**path)
        return self.draw(self.form())

    def post(self, request: HttpRequest, **path: Any) -> HttpResponseBase:
        self.find(**path)
        form = self.form(request.POST)
        if not form.is_valid():
            return self.draw(form)
        try:
            return self.save(form)
        except Refusal as refusal:
            form.add_error(self.fields.get(type(refusal)), str(refusal))
            return self.draw(form, status=409)

    def draw(self, form: Form | ModelForm, *, status: int = 200) -> HttpResponse:
        given = {"caption": "", "intro": "", "quoted": "", "back": "", **self.context()}
        return self.page(status=status, form=form, title=self.title, **given)
