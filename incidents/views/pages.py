"""What do all pages of notifications share?"""

from shield.accounts.models import User
from shield.core.views import Page


class SignedInPage(Page):
    """A page that nobody reaches without having signed in: its permission sees to that."""

    @property
    def who(self) -> User:
        """Who asks."""
        return self.request.user  # type: ignore[return-value]
