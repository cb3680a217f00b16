"""What do all pages about who may see a case share?"""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from shield.accounts.access import signed_in, visible
from shield.accounts.models import User
from shield.cases.kind import CaseKind
from shield.core import step_up
from shield.core.views import Page


class SignedInPage(Page):
    """A page that nobody reaches without having signed in: its permission sees to that."""

    kind: CaseKind

    @property
    def who(self) -> User:
        """Who asks."""
        return signed_in(self.request)


class AccessPage(SignedInPage):
    """A page about who may see one case, for those who decide about it."""

    step_up = True

    def record(self, pk: int) -> Any:
        """The case; a restricted one after a fresh proof."""
        rows: Any = self.kind.there()
        rows = visible(rows.visible_to(self.who), self.who, self.kind.manages)
        found: Any = get_object_or_404(rows.select_related("agency"), pk=pk)
        if found.is_restricted and not step_up.is_recent(self.request):
            raise step_up.NotProvedLately
        return found

    def onward(self, record: Any) -> HttpResponse:
        """To who sees it; whoever took away their own sight of it is led to the list."""
        if self.who.access.allows(self.kind.manages, record):
            return redirect(self.kind.url("access_detail"), pk=record.pk)
        return redirect(self.kind.list_url)

    def words(self, text: str) -> str:
        """A sentence about cases of this kind."""
        return text.replace("{noun}", self.kind.noun)
