"""Which page is this?"""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from shield.core.views import Page
from shield.reporting.home import waiting_for


class Front(Page):
    """What the partnership is, for anybody; where to turn with a worry about a child."""

    permission = None
    template = "reporting/front.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page()


class Home(Page):
    """What waits for the person who signed in, and what is due."""

    permission = Page.SIGNED_IN
    template = "reporting/home.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        at = timezone.now()
        return self.page(waiting=waiting_for(request.user, at=at), today=timezone.localdate(at))
