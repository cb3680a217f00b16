"""What do all pages of notifications share?"""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from incidents.models import Incident
from shield.accounts.models import User
from shield.core import step_up
from shield.core.views import Page


class NotProvedLately(Exception):
    """What this request is about is shown after a fresh proof that it is still the same person."""


class SignedInPage(Page):
    """A page that nobody reaches without having signed in: its permission sees to that."""

    @property
    def who(self) -> User:
        """Who asks."""
        return self.request.user  # type: ignore[return-value]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return super().dispatch(request, *args, **kwargs)
        except NotProvedLately:
            answer = step_up.ask(request)
            answer["Cache-Control"] = "no-store"
            return answer

    def guarded(self, incident: Incident) -> Incident:
        """A notification that the reader may see; a restricted one after a fresh proof.

        Every page of what was filed takes it through here before it shows or does anything.
        """
        if incident.is_restricted and not step_up.is_recent(self.request):
            raise NotProvedLately
        return incident
