"""Which page shows an agency what it was asked?"""

from django.http import HttpRequest, HttpResponse

from conferences.views.pages import RequestPage


class RequestDetail(RequestPage):
    """What one's own agency was asked: for which conference, about whom, by when."""

    template = "conferences/request_detail.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        asked = self.request_of(pk)
        self.consulted(asked, "request")
        return self.page(asked=asked)
