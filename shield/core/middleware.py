"""What holds for every answer, whichever view gave it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class NothingKept:
    """No browser and no proxy keeps an answer unless it says itself that it may be kept.

    Our pages say so themselves; this is for the pages of libraries, redirects and refusals.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response
