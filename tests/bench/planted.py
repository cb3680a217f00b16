"""Pages that cost too much, for the gates to find."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from shield.accounts.models import Agency
from shield.core.views import Page


class Planted(Page):
    permission = Page.SIGNED_IN


class Thrifty(Planted):
    """What none of the gates minds."""

    def get(self, request: HttpRequest) -> HttpResponse:
        names = Agency.objects.select_related("kind").values_list("name", "kind__name")
        return drawn([f"{name}, {kind}" for name, kind in names[:25]])


class QueryARow(Planted):
    def get(self, request: HttpRequest) -> HttpResponse:
        return drawn([f"{agency}, {agency.kind}" for agency in Agency.objects.all()[:25]])


class ReadsAll(Planted):
    """No index serves this: each row is looked at."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return drawn(list(Agency.objects.filter(name__contains="x 1777").values_list("name")))


class ReadsFew(Planted):
    """Reads in no order, and stops: a scan with a bound."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return drawn(list(Agency.objects.values_list("name")[:25]))


class Wordy(Planted):
    def get(self, request: HttpRequest) -> HttpResponse:
        return drawn(["word"] * 500)


class Heavy(Planted):
    """Loads every style sheet twice."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse('<link rel="stylesheet" href="/static/portal.css">' * 2)


def drawn(rows: list[object]) -> HttpResponse:
    return HttpResponse("".join(f"<p>{row}</p>" for row in rows))


urlpatterns = [
    path("planted/thrifty/", Thrifty.as_view()),
    path("planted/query-a-row/", QueryARow.as_view()),
    path("planted/reads-all/", ReadsAll.as_view()),
    path("planted/reads-few/", ReadsFew.as_view()),
    path("planted/wordy/", Wordy.as_view()),
    path("planted/heavy/", Heavy.as_view()),
    path("", include("shield.urls")),
]
