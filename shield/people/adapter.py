"""How allauth behaves here: nobody signs up, no mail of its own leaves, secrets lie sealed."""

import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from shield.core import ciphers
from shield.core.step_up import IDENTITY
from shield.people import identities, middleware, recovery, services

# How long what an agency vouched for lets the sign-in go on without a code of ours.
JUST_NOW = 60


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in by email for people who were invited."""

    # The same words whether the address or the password was wrong.
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "The email address or password is not correct",
        "too_many_login_attempts": "Too many tries to sign in. Wait five minutes and try again",
        "incorrect_password": "Your current password is not correct",
        "enter_current_password": "Enter your current password",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def format_email_subject(self, subject: str) -> str:
        return f"{settings.PORTAL_NAME}: {subject}"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Nothing: what the portal mails it writes itself (`delivery.py`, `emails.py`)."""

    def get_login_stages(self) -> list[str]:
        return [f"{SignInStage.__module__}.{SignInStage.__qualname__}"]

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            email = str(credentials.get("email") or "").lower()
            # Once for each time that the limit holds, and for an unknown address as well, so that
            # neither the audit nor the clock tells them apart.
            if cache.add(f"sign-in.limited:{ciphers.fingerprint('limited', email)}", 1, 300):
                services.note_limit(email=email, at=timezone.now())
            raise

    def login(self, request: HttpRequest, user: Any) -> None:
        with transaction.atomic():
            super().login(request, user)
            middleware.begin(request)
            records = get_authentication_records(request, user)
            used = {one["method"] for one in records}
            services.note_sign_in(by=user, used=sorted(used), at=timezone.now())
        if any(one.get("type") == Authenticator.Type.RECOVERY_CODES for one in records):
            recovery.say_used(request, user)

    def set_password(self, user: Any, password: str) -> None:
        """A new password ends every other session; this one goes on, under a new key."""
        request = context.request
        keep = request.session.session_key if request.user == user else None
        with transaction.atomic():
            super().set_password(user, password)
            services.note_password(person=user, keep=keep, at=timezone.now())


class FactorAdapter(DefaultMFAAdapter):
    """Second factors: sealed in the database, named after the portal."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "This was not accepted. Try again",
    }

    def encrypt(self, text: str) -> str:
        return ciphers.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return ciphers.unseal(encrypted_text)

    def get_totp_issuer(self) -> str:
        return str(settings.PORTAL_NAME)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        found: dict[str, str] = super().get_public_key_credential_rp_entity()
        return {**found, "name": settings.PORTAL_NAME}

    def _get_site_name(self) -> str:
        return str(settings.PORTAL_NAME)


class SignInStage(AuthenticateStage):
    """Asks for the second factor of whoever has one, also after an agency's own sign-in.

    Unless that agency has just vouched for one in words that the settings accept.
    """

    def _should_handle(self, request: HttpRequest) -> bool:
        if not super()._should_handle(request):
            return False
        return not any(
            one["method"] == "mfa"
            and one.get("type") == IDENTITY
            and one["at"] > time.time() - JUST_NOW
            for one in get_authentication_records(request, self.login.user)
        )


class IdentityAdapter(DefaultSocialAccountAdapter):
    """Agencies that sign their own people in. An account is found by issuer and subject alone."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """Those of the settings, and no others: nobody adds one by a row in the database."""
        return [
            SocialApp(
                provider="openid_connect",
                provider_id=one.id,
                name=one.name,
                client_id=one.client_id,
                secret=one.secret,
                settings={
                    "server_url": one.issuer,
                    "fetch_userinfo": False,
                    "oauth_pkce_enabled": True,
                    "scope": ["openid"],
                },
            )
            for one in settings.SHIELD_IDENTITY_PROVIDERS
            if provider in (None, "openid_connect", one.id) and client_id in (None, one.client_id)
        ]

    def get_provider(
        self, request: HttpRequest, provider: str, client_id: str | None = None
    ) -> Any:
        found = super().get_provider(request, provider, client_id)
        found.oauth2_adapter_class = identities.Conversation
        return found

    def can_authenticate_by_email(self, login: SocialLogin, email: str) -> bool:
        return False

    def on_authentication_error(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        raise ImmediateHttpResponse(identities.refused(request))

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Goes on for an account tied to this identity; whatever else it is for ends here."""
        answer = identities.arrived(request, sociallogin)
        if answer is not None:
            raise ImmediateHttpResponse(answer)
