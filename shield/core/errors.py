"""Pages for when something is wrong: what happened, what was kept, what to do next.

A session that ends while somebody types must lose nothing: a refused submission that came from our
own pages is given back with all its answers and a button that sends them again.
"""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import (
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.request import UnreadablePostError
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string

from shield.core import frame
from shield.core.frame import drawn_for

# What an over-long submission may weigh and still be read to its end, so that the browser gets to
# see the answer instead of a broken connection.
READ_ON = 64 * 1024 * 1024
TOO_BIG = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
# What every form carries beside its answers, and what is not kept of it.
TOKEN, DRAWN_FOR = "csrfmiddlewaretoken", "drawn_for"


def from_our_own_page(request: HttpRequest) -> bool:
    """Whether the browser says that a page of this portal sent the request."""
    source = request.headers.get("Origin") or request.headers.get("Referer", "")
    parts = urlsplit(source)
    return bool(parts.netloc) and (parts.scheme, parts.netloc) in {
        ("https" if request.is_secure() else "http", request.get_host()),
        urlsplit(settings.BASE_URL)[:2],
    }


def answers(request: HttpRequest) -> Iterator[tuple[str, str]]:
    """What was typed, as (name, value) pairs in their order."""
    for name, values in request.POST.lists():
        if name not in (TOKEN, DRAWN_FOR):
            yield from ((name, value) for value in values)


def may_be_given_back(request: HttpRequest) -> bool:
    """Whether the answers may be shown again: ours, readable, and no password among them."""
    if request.method != "POST" or not from_our_own_page(request):
        return False
    try:
        names = list(request.POST)
    except UnreadablePostError:
        return False
    if is_signed_in(request) and not is_of_the_reader(request):
        return False
    return bool(names) and not any("password" in name for name in names)


def is_of_the_reader(request: HttpRequest) -> bool:
    """Whether the form was drawn for the person who is signed in now."""
    return request.POST.get(DRAWN_FOR, "") == drawn_for(request.user)


def give_back(request: HttpRequest, *, confirm: str = "") -> HttpResponse:
    """A page that holds everything typed, with a fresh token and a button that sends it again.

    `confirm` is where somebody first shows that it is still they.
    """
    get_token(request)
    context = {
        "typed_by": request.POST.get(DRAWN_FOR, ""),
        "confirm": confirm,
        "kept": list(answers(request)),
        "had_files": bool(request.FILES),
        "signed_in": is_signed_in(request),
        "action": request.get_full_path(),
    }
    return no_store(render(request, "errors/kept.html", context, status=403))


def is_signed_in(request: HttpRequest) -> bool:
    user = getattr(request, "user", None)
    return user is not None and user.is_authenticated


def no_store(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response


def signed_out(request: HttpRequest) -> HttpResponse:
    """An anonymous submission to a page for signed-in people."""
    if request.headers.get("X-Autosave"):
        return no_store(JsonResponse({"signed_out": True}, status=401))
    if may_be_given_back(request):
        return give_back(request)
    return no_store(render(request, "errors/csrf.html", {"another": False}, status=403))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A submission with a token that is missing or stale: given back, or plainly refused."""
    if request.headers.get("X-Autosave"):
        return autosave_failure(request)
    if may_be_given_back(request):
        return give_back(request)
    another = is_signed_in(request) and bool(request.POST.get(DRAWN_FOR))
    another = another and not is_of_the_reader(request)
    return no_store(render(request, "errors/csrf.html", {"another": another}, status=403))


def autosave_failure(request: HttpRequest) -> HttpResponse:
    """Our own page may have a fresh token, so that saving goes on after a new sign-in."""
    if is_signed_in(request) and from_our_own_page(request) and is_of_the_reader(request):
        return no_store(JsonResponse({"token": get_token(request)}, status=403))
    return no_store(JsonResponse({"signed_out": True}, status=401))


def handler400(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Something no page of ours sends; or a submission longer than we take."""
    if isinstance(exception, TOO_BIG):
        read_to_the_end(request)
        return plain("errors/413.html", 413, request, limit=settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
    return plain("errors/400.html", 400, request)


def read_to_the_end(request: HttpRequest) -> None:
    """Take in what is still on its way: browsers show no answer to a half-sent request."""
    left = READ_ON
    try:
        while left > 0 and (piece := request.read(64 * 1024)):
            left -= len(piece)
    except (OSError, ValueError):
        return


def handler403(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Signed in, may see the page, may not do this."""
    return no_store(render(request, "errors/403.html", status=403))


def handler404(request: HttpRequest, exception: Exception) -> HttpResponse:
    """No such page, or none that this person may see: the answer is the same."""
    return no_store(render(request, "errors/404.html", status=404))


def handler500(request: HttpRequest) -> HttpResponse:
    """Our fault. Drawn without a look at the database, which may be the trouble."""
    return plain("errors/500.html", 500, request)


def plain(template: str, status: int, request: HttpRequest, **context: Any) -> HttpResponse:
    """A page whose frame asks nobody who is there."""
    page = render_to_string(template, {"portal": frame.Portal(), **context})
    return no_store(HttpResponse(page, status=status))
