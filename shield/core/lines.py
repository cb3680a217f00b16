"""One line in the log for each request and each task: what, how it ended, how long it took."""

import logging
import re
import time
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any
from uuid import uuid4

from celery.signals import task_postrun, task_prerun
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from shield.core import metrics
from shield.core.logs import about

log = logging.getLogger(__name__)
HEADER = "X-Request-ID"
# What proxies make: hexadecimal digits, which spell nobody's name. Anything else is not taken over.
SANE = re.compile(r"[0-9a-fA-F-]{16,64}")
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_began: ContextVar[float] = ContextVar("began")


class RequestLine:
    """Outside of everything else, so that no answer is without its line.

    The name of the page stands for the address: an address holds references, and a stranger may
    ask for whatever he likes.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get(HEADER, "")
        name = given if SANE.fullmatch(given) else uuid4().hex
        token = about.set({"request_id": name})
        began = time.perf_counter()
        try:
            response = self.get_response(request)
            response.headers[HEADER] = name
            self.write(request, response, seconds=time.perf_counter() - began)
        finally:
            about.reset(token)
        return response

    def write(self, request: HttpRequest, response: HttpResponse, *, seconds: float) -> None:
        page, method = page_of(request), request.method
        method = method if method in METHODS else "other"
        facts: dict[str, Any] = {
            "method": method,
            "page": page,
            "status": response.status_code,
            "ms": round(seconds * 1000),
        }
        # Known only if the page asked who is there: a line costs no query.
        user = getattr(request, "_cached_user", None)
        if user is not None and user.is_authenticated:
            facts["user"] = user.pk
        log.info("request", extra={"facts": facts})
        metrics.count(page=page, method=method, status=response.status_code, seconds=seconds)


def page_of(request: HttpRequest) -> str:
    """The name of the URL pattern; `static` for files, `none` for what is not there."""
    match = request.resolver_match
    if match is not None:
        return match.view_name or match.route
    return "static" if request.path_info.startswith(str(settings.STATIC_URL)) else "none"


@task_prerun.connect(dispatch_uid="lines")
def task_began(task_id: str, task: Any, **_: Any) -> None:
    """From here on each line says which task it belongs to."""
    about.set({"task": task.name, "task_id": task_id})
    _began.set(time.perf_counter())


@task_postrun.connect(dispatch_uid="lines")
def task_ended(state: str | None = None, retval: Any = None, **_: Any) -> None:
    """How it ended; what it was given and what it said of an error are not told."""
    took = time.perf_counter() - _began.get()
    facts: dict[str, Any] = {"outcome": str(state).lower(), "ms": round(took * 1000)}
    if isinstance(retval, BaseException):
        facts["error"] = type(retval).__qualname__
    log.info("task", extra={"facts": facts})
    about.set({})
