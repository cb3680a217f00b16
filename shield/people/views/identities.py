"""Going to an agency's own sign-in, and coming back."""

import secrets
from typing import Any

from allauth.account.utils import get_next_redirect_url
from allauth.core import ratelimit
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from requests import RequestException

from shield.accounts.access import signed_in
from shield.core.views import Page
from shield.people import identities, services


class Leave(Page):
    """A page that leads on to the agency's sign-in: no form may lead off the portal itself."""

    template = "accounts/identity_leaving.html"
    purpose = identities.SIGN_IN

    def post(self, request: HttpRequest, provider_id: str) -> HttpResponseBase:
        if limited := ratelimit.consume_or_429(request, action="login"):
            return limited
        found = identities.provider_of(provider_id)
        if found is None:
            raise Http404
        nonce = secrets.token_urlsafe(24)
        provider = get_adapter().get_provider(request, provider_id)
        try:
            there = provider.redirect(
                request,
                "login",
                next_url=get_next_redirect_url(request),
                data={"nonce": nonce, "purpose": self.purpose, **self.wish()},
                auth_params={"nonce": nonce},
            )
        except (RequestException, KeyError):
            return self.page(status=503, name=found.name, address="")
        return self.page(name=found.name, address=there["Location"])

    def wish(self) -> dict[str, Any]:
        """What must be the same when somebody comes back."""
        return {}


class IdentityStart(Leave):
    """Sign in through one's agency."""

    permission = None


class IdentityConnect(Leave):
    """Tie the identity that one's agency vouches for to one's account."""

    permission = Page.SIGNED_IN
    step_up = True
    purpose = identities.CONNECT

    def wish(self) -> dict[str, Any]:
        return {"person": self.request.user.pk}


class InvitationIdentity(Leave):
    """Take up an invitation by one's agency's sign-in instead of a password."""

    permission = None
    purpose = identities.INVITATION

    def wish(self) -> dict[str, Any]:
        waits = self.request.session.get(identities.WAITS)
        found = services.waiting(pk=waits, at=timezone.now())
        if found is None:
            raise Http404
        return {"invitation": found.pk}


class IdentityCallback(Page):
    """Somebody comes back."""

    permission = None

    def get(self, request: HttpRequest, provider_id: str) -> HttpResponse:
        if identities.provider_of(provider_id) is None:
            raise Http404
        conversation = identities.Conversation(request, provider_id)
        answer: HttpResponse = OAuth2CallbackView.adapter_view(conversation)(request)
        return answer


class IdentityRemove(Page):
    """Cut an identity from one's account."""

    permission = Page.SIGNED_IN
    step_up = True

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        person = signed_in(request)
        identity = get_object_or_404(services.identities_of(person), pk=pk)
        provider = identities.provider_of(identity.provider)
        name = provider.name if provider else "An agency’s sign-in"
        services.remove_identity(by=person, identity=identity, name=name, at=timezone.now())
        messages.success(request, f"{name} can no longer be used to sign you in.")
        return redirect("security")
