"""What the lists that everybody reads have in common."""

from typing import Any, ClassVar

from django.urls import reverse

from partnership.permissions import Perm
from shield.accounts.access import signed_in
from shield.core.views import ListPage, Page


class BusinessList(ListPage):
    """A list that everybody reads, with a way back and a button for whoever keeps it."""

    permission = Page.SIGNED_IN
    template = "partnership/list.html"
    order: ClassVar[tuple[str, ...]] = ("order",)
    # The page on which another row is added, and what its button says.
    adds: ClassVar[tuple[str, str] | None] = None
    intro: ClassVar[str] = ""

    def extra(self) -> dict[str, Any]:
        keeps = self.adds and signed_in(self.request).access.allows(Perm.KEEP)
        return {
            "back": reverse("body_list"),
            "intro": self.intro,
            "add": (reverse(self.adds[0]), self.adds[1]) if self.adds and keeps else None,
        }
