"""Has somebody proved lately that it is still they who sit there? The gravest pages ask this.

What counts is the second factor for whoever has one, and the password for the others, which is
only possible where nobody is obliged to have one. Signing in counts as such a proof.
"""

import time
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from shield.core import errors

# Recovery codes stand in for one of these and are none themselves.
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
# What the identity provider of an agency vouches for: it lets people in, it does not step them up.
IDENTITY = "identity"


class NotProvedLately(Exception):
    """What this request is about is shown after a fresh proof, for which every page then asks."""


def has_factor(user: Any) -> bool:
    """Whether a person has set up a second factor here."""
    return Authenticator.objects.filter(user_id=user.pk, type__in=FACTORS).exists()


def proofs(request: HttpRequest, *methods: str) -> list[dict[str, Any]]:
    """What was proved in this session by the person who is signed in: `method`, `type`, `at`."""
    records: list[dict[str, Any]] = get_authentication_records(request, request.user)
    return [one for one in records if one["method"] in methods]


def is_recent(request: HttpRequest) -> bool:
    """Whether the proof that this person can give was given in the last five minutes."""
    since = time.time() - settings.SHIELD_STEP_UP_SECONDS
    methods = ("mfa",) if has_factor(request.user) else ("mfa", "password")
    return any(
        one["at"] > since and one.get("type") != IDENTITY for one in proofs(request, *methods)
    )


def came_from(request: HttpRequest) -> str:
    """The page of this portal whose link was followed; nothing where the browser does not say."""
    page = urlsplit(request.headers.get("Referer", ""))
    if page.netloc != request.get_host() or page.path == reverse("confirm"):
        return ""
    return urlunsplit(page._replace(scheme="", netloc="", fragment=""))


def ask(request: HttpRequest) -> HttpResponseBase:
    """Ask for the proof, then come back here; what was sent is kept on the page that asks.

    The page from which somebody came is the way back, also after a file was saved.
    """
    address = reverse("confirm")
    if request.method in ("GET", "HEAD"):
        asked = {"next": request.get_full_path(), "back": came_from(request)}
        return redirect(f"{address}?{urlencode({key: one for key, one in asked.items() if one})}")
    if errors.may_be_given_back(request):
        return errors.give_back(request, confirm=address)
    return redirect(address)
