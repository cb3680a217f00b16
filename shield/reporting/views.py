"""Which page is this?"""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from prometheus_client import CONTENT_TYPE_LATEST

from shield.core import metrics
from shield.core.views import Page
from shield.reporting import status
from shield.reporting.home import waiting_for
from shield.reporting.numbers import Numbers
from shield.reporting.permissions import Perm


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


class Status(Page):
    """Whether everything runs, as times and counts."""

    permission = Perm.READ_STATUS
    template = "reporting/status.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        at = timezone.now()
        found = status.lines(at)
        return self.page(lines=found, wrong=sum(line.wrong for line in found), now=at)


class Metrics(Page):
    """Counts for Prometheus, which shows the operator's token; not there for anybody else."""

    permission = None

    def get(self, request: HttpRequest) -> HttpResponse:
        if not metrics.may_read(request.headers.get("Authorization", "")):
            raise Http404
        numbers = Numbers(at=timezone.now())
        return HttpResponse(metrics.written(numbers), content_type=CONTENT_TYPE_LATEST)
