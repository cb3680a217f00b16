"""What an agency's sign-in says of somebody, and what follows from it here.

Of all that it says the portal takes the subject and whether a second factor was used, each signed
by the agency's own key. Names and email addresses are dropped at the door: nobody is ever found
by them.
"""

from typing import Any
from urllib.parse import urlencode

import jwt
from allauth.account.internal.flows.login import record_authentication
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from shield.core import step_up
from shield.core.identities import Provider
from shield.core.refusals import Refusal
from shield.people import services

# What somebody went to their agency's sign-in for; kept with the state of the round trip.
SIGN_IN, CONNECT, INVITATION = "sign in", "connect", "invitation"
WAITS = "invitation"  # the session's name for the invitation whose link was opened
# Signed with a key that the agency alone holds; never with a secret that both know.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
CLAIMS = ("iss", "sub", "nonce", "amr", "acr")
SUBJECT_LENGTH = 191


def provider_of(id: str) -> Provider | None:
    """A provider of the settings."""
    return next((one for one in settings.SHIELD_IDENTITY_PROVIDERS if one.id == id), None)


class Conversation(OpenIDConnectOAuth2Adapter):
    """What is said between the portal and an agency's sign-in."""

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:
        """At the portal's own address, whatever host the request named."""
        path = reverse("identity_callback", kwargs={"provider_id": self.provider_id})
        return f"{settings.BASE_URL}{path}"

    def complete_login(
        self, request: HttpRequest, app: Any, token: SocialToken, **kwargs: Any
    ) -> SocialLogin:
        claims = self.claims(kwargs["response"].get("id_token") or "")
        return self.get_provider().sociallogin_from_response(request, {"id_token": claims})

    def claims(self, id_token: str) -> dict[str, Any]:
        """What the token says, of what we take; OAuth2Error unless it was made for us just now."""
        provider = provider_of(self.provider_id)
        try:
            if provider is None or self.openid_config["issuer"] != provider.issuer:
                raise OAuth2Error("the issuer is another than the settings name")
            algorithm, key = jwtkit.fetch_key(
                id_token, self.openid_config["jwks_uri"], jwtkit.lookup_kid_jwk
            )
            if algorithm not in ALGORITHMS:
                raise OAuth2Error("an algorithm that nobody but the agency could have used")
            found: dict[str, Any] = jwt.decode(
                id_token,
                key,
                algorithms=[algorithm],
                audience=provider.client_id,
                issuer=provider.issuer,
                leeway=60,
                options={"require": ["exp", "iat", "iss", "aud", "sub", "nonce"]},
            )
        except (jwt.PyJWTError, KeyError) as error:
            raise OAuth2Error("the token is not good") from error
        if found.get("azp", provider.client_id) != provider.client_id:
            raise OAuth2Error("the token was made for somebody else")
        if not 0 < len(str(found["sub"])) <= SUBJECT_LENGTH:
            raise OAuth2Error("the subject is too long")
        return {name: found[name] for name in CLAIMS if name in found}


def arrived(request: HttpRequest, sociallogin: SocialLogin) -> HttpResponseBase | None:
    """Somebody comes back from their agency's sign-in; None lets an account be signed in."""
    wish: dict[str, Any] = sociallogin.state.get("data") or {}
    claims = sociallogin.account.extra_data["id_token"]
    provider = provider_of(sociallogin.account.provider)
    if provider is None or not constant_time_compare(claims["nonce"], wish.get("nonce", "")):
        return refused(request)
    try:
        if wish.get("purpose") == CONNECT:
            return connected(request, provider, sociallogin, wish)
        if wish.get("purpose") == INVITATION:
            return invited(request, provider, sociallogin, wish)
    except Refusal as refusal:
        return refused(request, str(refusal))
    if not sociallogin.is_existing or not services.works_at(
        person=sociallogin.user, agency=provider.agency, at=timezone.now()
    ):
        return refused(request)
    if provider.vouches(claims):
        record_authentication(request, sociallogin.user, "mfa", type=step_up.IDENTITY)
    return None


def connected(
    request: HttpRequest, provider: Provider, sociallogin: SocialLogin, wish: dict[str, Any]
) -> HttpResponseBase:
    """Whoever began this, still signed in, ties the identity to their account."""
    if not request.user.is_authenticated or request.user.pk != wish.get("person"):
        return refused(request)
    if not step_up.is_recent(request):
        address = urlencode({"next": reverse("security")})
        return redirect(f"{reverse('confirm')}?{address}")
    services.connect_identity(
        by=request.user, provider=provider, subject=sociallogin.account.uid, at=timezone.now()
    )
    messages.success(request, f"{provider.name} can now be used to sign you in.")
    return redirect("security")


def invited(
    request: HttpRequest, provider: Provider, sociallogin: SocialLogin, wish: dict[str, Any]
) -> HttpResponseBase:
    """Whoever opened the link of an invitation in this browser takes it up by their identity."""
    now = timezone.now()
    invitation = services.waiting(pk=request.session.get(WAITS), at=now)
    if invitation is None or invitation.pk != wish.get("invitation"):
        return refused(request)
    services.accept_by_identity(
        invitation=invitation, provider=provider, subject=sociallogin.account.uid, at=now
    )
    logout(request)
    messages.success(request, f"Your account is ready. Sign in with {provider.name} now.")
    return redirect("account_login")


def refused(request: HttpRequest, words: str = "") -> HttpResponseBase:
    """Nobody is let in: the same page whatever was wrong, unless the reader did it themselves."""
    response = render(request, "accounts/identity_refused.html", {"words": words}, status=403)
    response["Cache-Control"] = "no-store"
    return response
