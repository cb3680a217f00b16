"""What a person sees and does in a browser, in the words of these tests."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.test import Client
from django.urls import reverse

from shield.accounts.models import User
from shield.core.london import LONDON
from tests.core import html

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def as_(user: User) -> Client:
    """A browser in which somebody is signed in."""
    client = Client()
    client.force_login(user, BACKEND)
    return client


def to(name: str, record: Any = None, **path: Any) -> str:
    return reverse(name, kwargs={**({"pk": record.pk} if record else {}), **path} or None)


def page(answer: Any) -> str:
    found: str = answer.content.decode()
    return found


def hidden(source: str, name: str) -> str:
    """The value of a hidden input."""
    found = [one for one in html.elements(source, "input") if one.get("name") == name]
    return found[0]["value"]


def posted(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Answers as a browser sends them: days and moments in their parts."""
    found: dict[str, Any] = {}
    for name, value in answers.items():
        if isinstance(value, datetime):
            local = value.astimezone(LONDON)
            found |= posted({name: local.date()}) | {f"{name}_3": f"{local:%H:%M}"}
        elif isinstance(value, date):
            found |= {f"{name}_0": value.day, f"{name}_1": value.month, f"{name}_2": value.year}
        elif value is True:
            found[name] = "on"
        elif value not in (None, False):
            found[name] = value
    return found
