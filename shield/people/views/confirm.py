"""Showing that it is still the same person, and that they are still there."""

import time
from typing import Any
from urllib.parse import urlsplit

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import ReauthenticateWebAuthnForm
from allauth.mfa.webauthn.internal import auth as passkeys
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme

from shield.accounts.access import signed_in
from shield.core import step_up
from shield.core.errors import drawn_for
from shield.core.forms import Form
from shield.core.views import Page
from shield.people import recovery, services
from shield.people.forms import CodeAgain, PasswordAgain
from shield.people.middleware import needs_second_factor, seconds_left
from shield.people.sessions import SEEN


class Confirm(Page):
    """A code, a passkey, or the password of whoever has neither; then back to where one was."""

    permission = Page.SIGNED_IN
    before_any_role = True
    before_second_factor = True
    template = "accounts/confirm.html"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        if self.must_set_up():
            return redirect("security_start")
        return self.draw(self.form())

    def post(self, request: HttpRequest) -> HttpResponseBase:
        if self.must_set_up():
            return redirect("security_start")
        if "credential" in request.POST and step_up.has_factor(request.user):
            return self.by_passkey()
        form = self.form(request.POST)
        if not form.is_valid():
            return self.draw(form)
        if isinstance(form, CodeAgain):
            post_authentication(request, form.factor, reauthenticated=True)
            if form.factor.type == Authenticator.Type.RECOVERY_CODES:
                recovery.say_used(request, signed_in(request))
        else:
            record_authentication(request, signed_in(request), "password", reauthenticated=True)
        return self.go_on()

    def by_passkey(self) -> HttpResponseBase:
        answer = ReauthenticateWebAuthnForm(user=self.request.user, data=self.request.POST)
        if answer.is_valid():
            answer.save()
            return self.go_on()
        form = self.form()
        return self.draw(form, trouble="Your passkey was not accepted. Try again.")

    def must_set_up(self) -> bool:
        """Whether a password is no longer enough, and nothing better is there yet."""
        user = self.request.user
        needed = settings.SHIELD_SECOND_FACTOR and needs_second_factor(user)
        return needed and not step_up.has_factor(user)

    def form(self, data: Any = None) -> Form:
        person = signed_in(self.request)
        kind = CodeAgain if step_up.has_factor(person) else PasswordAgain
        return kind(data, person=person)

    def draw(self, form: Form, trouble: str = "") -> HttpResponse:
        person = signed_in(self.request)
        has_passkey = services.factors_of(person).filter(type=Authenticator.Type.WEBAUTHN).exists()
        return self.page(
            form=form,
            trouble=trouble,
            by_code=isinstance(form, CodeAgain),
            options=passkeys.begin_authentication(person) if has_passkey else None,
            next=self.asked("next"),
            came_from=self.asked("back"),
        )

    def asked(self, name: str) -> str:
        """An address of this portal that came along as `next` or `back`."""
        given = self.request.POST.get(name) or self.request.GET.get(name) or ""
        is_ours = url_has_allowed_host_and_scheme(given, allowed_hosts=None)
        return given if is_ours and given.startswith("/") else ""

    def go_on(self) -> HttpResponseBase:
        there = self.asked("next")
        if there and not leads_to_a_file(there):
            return redirect(there)
        self.template = "accounts/confirmed.html"  # type: ignore[misc]
        return self.page(file=there, came_from=self.asked("back"))


def leads_to_a_file(address: str) -> bool:
    """Whether a browser that is sent there saves a file and goes on showing what it shows."""
    parts = urlsplit(address)
    try:
        view = getattr(resolve(parts.path).func, "view_class", None)
    except Resolver404:
        return False
    asked = QueryDict(parts.query)
    return view is not None and issubclass(view, Page) and view.answers_with_a_file(asked)


class KeepAlive(Page):
    """How long the session goes on; a POST says that somebody is there."""

    permission = None

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.answer(request)

    def post(self, request: HttpRequest) -> HttpResponse:
        if self.is_theirs(request):
            request.session[SEEN] = time.time()
        return self.answer(request)

    def is_theirs(self, request: HttpRequest) -> bool:
        """Whether it is the person that the page was drawn for who is signed in."""
        asks = request.headers.get("X-Drawn-For", "")
        return bool(asks) and asks == drawn_for(request.user)

    def answer(self, request: HttpRequest) -> HttpResponse:
        if not self.is_theirs(request):
            return JsonResponse({"signed_out": True}, status=401)
        return JsonResponse({"left": int(seconds_left(request)), "token": get_token(request)})
