"""What do all pages share that record what happens at a conference, and after it?"""

from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from conferences.models import Conference
from conferences.permissions import Perm
from conferences.views.pages import ConferencePage
from shield.accounts.models import Agency
from shield.core.form_page import FormPage
from shield.core.links import numbered
from shield.core.london import london_day


class ManagedPage(ConferencePage):
    """A page of a conference for those who run it; there is none for who may read it alone."""

    def managed(self, pk: int) -> Conference:
        found = self.conference(pk)
        if not self.who.has_perm(Perm.MANAGE, found):
            raise Http404
        return found

    def row(self, model: type[Model], pk: int, *, of: str = "conference", **where: Any) -> Any:
        """Something of a conference that one may see; which it is `managed` asks."""
        seen = Conference.objects.visible_to(self.request.user)
        rows: Any = model._default_manager.filter(**{f"{of}__in": seen}, **where)
        return get_object_or_404(rows.select_related(of), pk=pk)


class RecordPage(ManagedPage, FormPage):
    """A form about a conference. Subclasses set `record` in `find`, and name the page it shows."""

    record: Conference
    shows: str
    # The page to which one comes back.
    after = "conference_outcome"

    def find(self, **path: Any) -> None:
        self.record = self.managed(path["pk"])

    def back(self) -> str:
        return numbered(self.after, self.record.pk)

    def context(self) -> dict[str, Any]:
        return {"caption": self.record.title, "back": self.back()}

    def draw(self, form: Any, *, status: int = 200) -> HttpResponse:
        self.consulted(self.record, self.shows)
        return super().draw(form, status=status)

    def done(self, words: str) -> HttpResponseBase:
        messages.success(self.request, words)
        return redirect(self.back())

    def agencies(self) -> Any:
        """Those that can be named today."""
        return Agency.objects.on(london_day(timezone.now())).by_name()
