"""What a person sees and does in a browser, in the words of these tests."""

from datetime import date
from typing import Any

from django.test import Client
from django.urls import reverse

from shield.accounts.models import User
from tests.core import html

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def as_(user: User) -> Client:
    """A browser in which somebody is signed in."""
    client = Client()
    client.force_login(user, BACKEND)
    return client


def reads(user: User, name: str, **path: Any) -> str:
    """The text of a page, which must be there."""
    answer = as_(user).get(reverse(name, kwargs=path or None))
    assert answer.status_code == 200, answer.status_code
    return html.text(answer.content.decode())


def sends(user: User, name: str, said: dict[str, Any], **path: Any) -> Any:
    """What comes of a form."""
    return as_(user).post(reverse(name, kwargs=path or None), said)


def parts(name: str, day: date) -> dict[str, int]:
    """A day as a form asks for it."""
    return {f"{name}_0": day.day, f"{name}_1": day.month, f"{name}_2": day.year}
