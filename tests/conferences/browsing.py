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
KEPT = ("seen", "form_token", "removed", "action", "confirmed")


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


def words(answer: Any) -> str:
    """What a reader sees."""
    return html.text(page(answer))


def leads_to(user: User, name: str, **path: Any) -> str:
    """Where a page leads on to, instead of being shown."""
    answer: Any = as_(user).get(to(name, **path))
    assert answer.status_code == 302, answer.status_code
    return str(answer.url)


def reads(user: User, name: str, **path: Any) -> str:
    """The text of a page, which must be there."""
    answer = as_(user).get(to(name, **path))
    assert answer.status_code == 200, answer.status_code
    return words(answer)


def hidden(source: str, name: str) -> str:
    """The value of a hidden input."""
    found = [one for one in html.elements(source, "input") if one.get("name") == name]
    return found[0]["value"]


def kept(source: str) -> dict[str, str]:
    """The hidden answers that a page sends along."""
    return {
        one["name"]: one.get("value", "")
        for one in html.elements(source, "input")
        if one.get("type") == "hidden" and one.get("name") in KEPT
    }


def fills(user: User, name: str, said: dict[str, Any], **path: Any) -> Any:
    """Open a page, then send it with what it came with."""
    client, url = as_(user), to(name, **path)
    opened = client.get(url)
    assert opened.status_code == 200, opened.status_code
    return client.post(url, {**kept(page(opened)), **said})


def sends(user: User, name: str, said: dict[str, Any], **path: Any) -> Any:
    """Send a page without opening it."""
    return as_(user).post(to(name, **path), said)


def when(name: str, value: date | datetime) -> dict[str, Any]:
    """A day or a moment as a form asks for it."""
    return posted({name: value})


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
