"""What do all pages of notifications share?"""

from incidents.models import Incident
from shield.accounts.models import User
from shield.core import step_up
from shield.core.views import Page


class SignedInPage(Page):
    """A page that nobody reaches without having signed in: its permission sees to that."""

    @property
    def who(self) -> User:
        """Who asks."""
        return self.request.user  # type: ignore[return-value]

    def guarded(self, incident: Incident) -> Incident:
        """A notification that the reader may see; a restricted one after a fresh proof.

        Every page of what was filed takes it through here before it shows or does anything.
        """
        if incident.is_restricted and not step_up.is_recent(self.request):
            raise step_up.NotProvedLately
        return incident
