"""What a person sees and does on pages of conferences, in the words of these tests."""

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


def address(name: str, **path: Any) -> str:
    return reverse(name, kwargs=path or None)


def source(answer: Any) -> str:
    found: str = answer.content.decode()
    return found


def words(answer: Any) -> str:
    """What a reader sees."""
    return html.text(source(answer))


def leads_to(user: User, name: str, **path: Any) -> str:
    """Where a page leads on to, instead of being shown."""
    answer: Any = as_(user).get(address(name, **path))
    assert answer.status_code == 302, answer.status_code
    return str(answer.url)


def reads(user: User, name: str, **path: Any) -> str:
    """The text of a page, which must be there."""
    answer = as_(user).get(address(name, **path))
    assert answer.status_code == 200, answer.status_code
    return words(answer)


def kept(page: str) -> dict[str, str]:
    """The hidden answers that a page sends along."""
    return {
        one["name"]: one.get("value", "")
        for one in html.elements(page, "input")
        if one.get("type") == "hidden" and one.get("name") in KEPT
    }


def fills(user: User, name: str, said: dict[str, Any], **path: Any) -> Any:
    """Open a page, then send it with what it came with."""
    client, url = as_(user), address(name, **path)
    opened = client.get(url)
    assert opened.status_code == 200, opened.status_code
    return client.post(url, {**kept(source(opened)), **said})


def sends(user: User, name: str, said: dict[str, Any], **path: Any) -> Any:
    """Send a page without opening it."""
    return as_(user).post(address(name, **path), said)


def day(name: str, on: date | None) -> dict[str, Any]:
    """A day as a form asks for it."""
    parts = (on.day, on.month, on.year) if on else ("", "", "")
    return {f"{name}_{place}": part for place, part in enumerate(parts)}


def moment(name: str, at: datetime) -> dict[str, Any]:
    local = at.astimezone(LONDON)
    return {**day(name, local.date()), f"{name}_3": f"{local:%H:%M}"}
