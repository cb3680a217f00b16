"""A person whose last membership has ended reaches nothing, from the next request on."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from shield.accounts.access import access_of
from shield.accounts.models import Invitation
from shield.core.views import Page

SIGN_OUT = "account_logout"


class AccessEnded:
    """Answers every page for signed-in people with "your access has ended" for one without roles.

    Public pages and signing out stay open. Pages know what they ask for by their class; a view
    that is no `Page`, such as those of allauth, counts as a page for signed-in people. Whoever was
    offered a role may answer that on the pages that say `before_any_role`.
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
        access = access_of(request.user)
        offers = Invitation.objects.waiting(access.at).filter(user_id=request.user.pk)
        if getattr(page, "before_any_role", False) and offers.exists():
            return None
        context = {"offers": offers.select_related("agency").order_by("pk")}
        response = render(request, "accounts/access_ended.html", context, status=403)
        response["Cache-Control"] = "no-store"
        return response
