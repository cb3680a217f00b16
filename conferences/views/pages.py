"""What do all pages of conferences share?"""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from conferences.models import Conference, ReportRequest
from conferences.permissions import Perm
from shield.accounts.access import signed_in, visible
from shield.accounts.models import User
from shield.audit import services as audit
from shield.core import step_up
from shield.core.form_page import FormPage
from shield.core.forms import Form, ModelForm
from shield.core.views import Page


class SignedInPage(Page):
    """A page that nobody reaches without having signed in: its permission sees to that."""

    permission = Perm.OPEN

    @property
    def who(self) -> User:
        return signed_in(self.request)


class ConferencePage(SignedInPage):
    """A page of one conference, for those who run it or may read it."""

    # Whether it is there still when what was said has been erased.
    shows_erased = False

    def conference(self, pk: int, *, to_manage: bool = False) -> Conference:
        """The conference; a restricted one after a fresh proof."""
        rows: QuerySet[Conference] = Conference.objects.visible_to(self.request.user)
        if not self.shows_erased:
            rows = rows.filter(erased_at=None)
        if to_manage:
            rows = visible(rows, self.request.user, Perm.MANAGE)
        found = get_object_or_404(
            rows.select_related(
                "kind", "agency", "chair", "administrator", "closed_by",
                "clock__rule_version__rule", "clock__rule_version__national",
            ),
            pk=pk,
        )  # fmt: skip
        if found.is_restricted and not step_up.is_recent(self.request):
            raise step_up.NotProvedLately
        return found

    def consulted(self, conference: Conference, page: str) -> None:
        audit.seen(conference, by=self.who, at=timezone.now(), page=page)


class RunPage(ConferencePage, FormPage):
    """A form by which whoever runs a conference changes it before it is held.

    Once it was held or cancelled the page leads to the conference; what was sent meanwhile is
    refused by the service, and stands on the page still.
    """

    record: Conference

    def find(self, **path: Any) -> None:
        self.record = self.conference(path["pk"], to_manage=True)

    def get(self, request: HttpRequest, **path: Any) -> HttpResponse:
        self.find(**path)
        return self.draw(self.form()) if self.is_open() else redirect(self.record)

    def is_open(self) -> bool:
        """Whether it can still be changed so."""
        return bool(self.record.is_to_come)

    def draw(self, form: Form | ModelForm, *, status: int = 200) -> HttpResponse:
        self.consulted(self.record, self.title.lower())
        return super().draw(form, status=status)

    def context(self) -> dict[str, Any]:
        page = self.record.get_absolute_url()
        # The layout has a `back` of its own: what the page itself leads back to is named apart.
        return {"caption": self.record.title, "back": page, "conference_page": page}

    def done(self, words: str) -> HttpResponseBase:
        """Back to the conference; to the list for whoever may not see it any more."""
        messages.success(self.request, words)
        # Asked of the person as they are now: what was done may have been about themselves.
        may_see = Conference.objects.visible_to(self.who).filter(pk=self.record.pk).exists()
        return redirect(self.record) if may_see else redirect("conference_list")


class RequestPage(SignedInPage):
    """A page of what one's own agency was asked."""

    shows_erased = False

    def request_of(self, pk: int) -> ReportRequest:
        """The request; of a restricted conference after a fresh proof."""
        rows = ReportRequest.objects.visible_to(self.request.user).select_related(
            "agency", "practitioner", "conference__kind", "conference__chair",
            "conference__administrator", "clock__rule_version__rule",
        )  # fmt: skip
        if not self.shows_erased:
            rows = rows.filter(conference__erased_at=None)
        found = get_object_or_404(rows, pk=pk)
        if found.conference.is_restricted and not step_up.is_recent(self.request):
            raise step_up.NotProvedLately
        return found

    def consulted(self, request: ReportRequest, page: str) -> None:
        audit.seen(request, by=self.who, at=timezone.now(), page=page)
