"""What a session may do, and for how long."""

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from shield.accounts.access import access_of, roles
from shield.core import step_up
from shield.core.views import Page
from shield.people.sessions import DEVICE, HELD, HELD_BACK, SEEN, SINCE

# Being seen is written down once in this time, so that pages do not each cost a write.
SEEN_EVERY = 60
SIGN_OUT = "account_logout"
BROWSERS = {"Edg": "Edge", "OPR": "Opera", "Firefox": "Firefox", "Chrome": "Chrome"}
SYSTEMS = {"Windows": "Windows", "Android": "Android", "iPhone": "iPhone", "iPad": "iPad"}


def begin(request: HttpRequest) -> None:
    """Start to count, at sign-in."""
    session = request.session
    session[SINCE] = session[SEEN] = time.time()
    session[HELD] = held(request.user)
    session[DEVICE] = device(request.headers.get("User-Agent", ""))


def held(user: Any) -> str:
    """The roles and agencies of today, as a word to compare."""
    access = access_of(user)
    return f"{sorted(access.roles)} {sorted(access.agencies)}"


def device(agent: str) -> str:
    """A browser's name for itself, in words that its owner knows; no more than that is kept."""
    browser = next((name for mark, name in BROWSERS.items() if mark in agent), "")
    browser = browser or ("Safari" if "Safari" in agent else "A browser")
    more = {"Mac OS": "a Mac", "CrOS": "a Chromebook", "Linux": "Linux"}
    system = next((name for mark, name in {**SYSTEMS, **more}.items() if mark in agent), "")
    return f"{browser} on {system}" if system else browser


def seconds_left(request: HttpRequest) -> float:
    """How long the session goes on if nothing is done; negative when it is over."""
    now, session = time.time(), request.session
    return float(
        min(
            session.get(SEEN, now) + settings.SHIELD_IDLE_SECONDS - now,
            session.get(SINCE, now) + settings.SESSION_COOKIE_AGE - now,
        )
    )


def is_by_itself(request: HttpRequest) -> bool:
    """Whether a page sent this, not a person: saving while one types, looking whether it is so."""
    return bool(request.headers.get("X-Autosave") or request.headers.get("X-Background"))


class SessionLimits:
    """Ends a session in which nothing was done for a while, and every session after a day's work.

    When a person's roles change, the session goes on under a new key.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            self.look(request)
        return self.get_response(request)

    def look(self, request: HttpRequest) -> None:
        session = request.session
        if SINCE not in session:
            begin(request)
        elif seconds_left(request) <= 0:
            self.end(request)
            return
        elif not is_by_itself(request) and time.time() - session[SEEN] >= SEEN_EVERY:
            session[SEEN] = time.time()
        now = held(request.user)
        if session[HELD] != now:
            session[HELD] = now
            session.cycle_key()
        request.seconds_left = seconds_left(request)  # type: ignore[attr-defined]

    def end(self, request: HttpRequest) -> None:
        logout(request)
        if request.method == "GET" and not is_by_itself(request):
            minutes = settings.SHIELD_IDLE_SECONDS // 60
            messages.info(
                request,
                f"You were signed out because nothing was done for {minutes} minutes, or because "
                "a sign-in lasts no longer than a working day. Sign in again to go on.",
            )


class SecondFactor:
    """Leads whoever needs a second factor and did not use one to where they set up or prove it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        if not settings.SHIELD_SECOND_FACTOR or not request.user.is_authenticated:
            return None
        # Until it is proved no entry of the menu leads anywhere.
        waits = needs_second_factor(request.user) and not step_up.proofs(request, "mfa")
        request.is_held_back = waits  # type: ignore[attr-defined]
        page = getattr(view, "view_class", None)
        name = request.resolver_match.url_name if request.resolver_match else ""
        if name == SIGN_OUT or getattr(page, "permission", Page.SIGNED_IN) is None:
            return None
        if getattr(page, "before_second_factor", False):
            return None
        if not waits:
            return None
        if is_by_itself(request):
            return JsonResponse({"signed_out": True}, status=401)
        if step_up.has_factor(request.user):
            return step_up.ask(request)
        if request.method == "GET":
            request.session[HELD_BACK] = request.get_full_path()
        return redirect("security_start")


def needs_second_factor(user: Any) -> bool:
    """Whether a role that this person holds today asks for a second factor."""
    return any(roles()[role].needs_second_factor for role in access_of(user).roles)
