"""What cannot be written down does not happen and is not shown: the page for that moment."""

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from shield.core.errors import plain
from shield.core.refusals import NotWrittenDown

log = logging.getLogger(__name__)


class NothingUnwritten:
    """Answers 503 where the audit could not be added to; the change was rolled back with it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        if not isinstance(problem, NotWrittenDown):
            return None
        log.error("the audit could not be added to: %s", problem)
        response = plain("errors/503.html", 503, request)
        response["Retry-After"] = "60"
        return response
