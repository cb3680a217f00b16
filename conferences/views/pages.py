"""What do all pages of conferences share?"""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone

from conferences.models import Conference, ReportRequest
from conferences.permissions import Perm
from shield.accounts.access import signed_in
from shield.accounts.models import User
from shield.audit import services as audit
from shield.core import step_up
from shield.core.views import Page


class NotProvedLately(Exception):
    """What this request is about is shown after a fresh proof that it is still the same person."""


class SignedInPage(Page):
    """A page that nobody reaches without having signed in: its permission sees to that."""

    permission = Perm.OPEN

    @property
    def who(self) -> User:
        return signed_in(self.request)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return super().dispatch(request, *args, **kwargs)
        except NotProvedLately:
            answer = step_up.ask(request)
            answer["Cache-Control"] = "no-store"
            return answer


class ConferencePage(SignedInPage):
    """A page of one conference, for those who run it or may read it."""

    def conference(self, pk: int) -> Conference:
        """The conference; a restricted one after a fresh proof."""
        rows = Conference.objects.visible_to(self.request.user).select_related(
            "kind", "agency", "chair", "administrator", "clock__rule_version__rule"
        )
        found = get_object_or_404(rows, pk=pk)
        if found.is_restricted and not step_up.is_recent(self.request):
            raise NotProvedLately
        return found

    def consulted(self, conference: Conference, page: str) -> None:
        audit.seen(conference, by=self.who, at=timezone.now(), page=page)


class RequestPage(SignedInPage):
    """A page of what one's own agency was asked."""

    def request_of(self, pk: int) -> ReportRequest:
        """The request; of a restricted conference after a fresh proof."""
        rows = ReportRequest.objects.visible_to(self.request.user).select_related(
            "agency", "practitioner", "conference__kind", "conference__chair",
            "conference__administrator", "clock__rule_version__rule",
        )  # fmt: skip
        found = get_object_or_404(rows, pk=pk)
        if found.conference.is_restricted and not step_up.is_recent(self.request):
            raise NotProvedLately
        return found

    def consulted(self, request: ReportRequest, page: str) -> None:
        audit.seen(request, by=self.who, at=timezone.now(), page=page)
