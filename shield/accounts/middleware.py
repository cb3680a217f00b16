"""A person whose last membership has ended reaches nothing, from the next request on."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from shield.accounts.access import access_of
from shield.core.views import Page

SIGN_OUT = "account_logout"


class AccessEnded:
    """Answers every page for signed-in people with "your access has ended" for one without roles.

    Public pages and signing out stay open. Pages know what they ask for by their class; a view
    that is no `Page`, such as those of allauth, counts as a page for signed-in people.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        if not request.user.is_authenticated or access_of(request.user).roles:
            return None
        page = getattr(view, "view_class", None)
        if getattr(page, "permission", Page.SIGNED_IN) is None:
            return None
        if request.resolver_match and request.resolver_match.url_name == SIGN_OUT:
            return None
        response = render(request, "accounts/access_ended.html", status=403)
        response["Cache-Control"] = "no-store"
        return response
