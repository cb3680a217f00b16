"""What every page of the portal shares: who may open it, what may keep it, what it is drawn with."""

from typing import Any, ClassVar

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views import View


class Page(View):
    """A page for signed-in people who hold `permission` somewhere; a class a page.

    Without it the answer is 404, the same as for a page that is not there. `PUBLIC` pages set
    `permission = None` and must be named in `shield.public.PAGES`; `SIGNED_IN` asks for no more
    than an account. Which records the person may see is the queryset's business (`visible_to`).
    """

    SIGNED_IN: ClassVar[str] = "signed in"
    permission: ClassVar[str | None]
    template: ClassVar[str]
    # Pages of the signed-in portal are never kept by browsers or proxies.
    may_be_cached: ClassVar[bool] = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.permission is not None:
            if not request.user.is_authenticated:
                return self.sign_in_first(request)
            if self.permission != self.SIGNED_IN and not request.user.has_perm(self.permission):
                raise Http404
        response = super().dispatch(request, *args, **kwargs)
        if not self.may_be_cached:
            response["Cache-Control"] = "no-store"
        return response

    def sign_in_first(self, request: HttpRequest) -> HttpResponseBase:
        """What an anonymous request gets: sign in, then come back here."""
        return redirect_to_login(request.get_full_path())

    def page(self, *, status: int = 200, **context: Any) -> HttpResponse:
        """Draw `template`."""
        return render(self.request, self.template, context, status=status)
