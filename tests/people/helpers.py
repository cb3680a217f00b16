"""What a person has in their pocket: an authenticator app, and a browser that signs in."""

import time

from allauth.mfa.totp.internal.auth import format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from shield.accounts.models import User
from shield.people import services
from tests.personas import PASSWORD


def code(secret: str, periods: int = 0) -> str:
    """What an app shows now, or some periods of thirty seconds from now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + periods))


def with_app(person: User) -> tuple[str, tuple[str, ...]]:
    """Somebody sets up an app; its secret and their recovery codes."""
    secret = generate_totp_secret()
    # With the code of before: the one of now is still to be used.
    added = services.add_app(by=person, secret=secret, code=code(secret, -1), at=timezone.now())
    return secret, added.codes


def sign_in(client: Client, email: str, password: str = PASSWORD):
    return client.post(reverse("account_login"), {"login": email, "password": password})


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def ages(client: Client, seconds: float = 301) -> None:
    session = client.session
    for one in session["account_authentication_methods"]:
        one["at"] = time.time() - seconds
    session.save()
