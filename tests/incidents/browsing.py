"""What a person sees and does in a browser, in the words of these tests."""

from typing import Any

from django.test import Client
from django.urls import reverse

from incidents.models import Incident
from shield.accounts.models import User
from tests.core import html

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def as_(user: User, **options: Any) -> Client:
    """A browser in which somebody is signed in."""
    client = Client(**options)
    client.force_login(user, BACKEND)
    return client


def address(name: str, incident: Incident | None = None, **path: Any) -> str:
    return reverse(name, kwargs={**({"pk": incident.pk} if incident else {}), **path} or None)


def step(incident: Incident, slug: str) -> str:
    return address("notification_step", incident, slug=slug)


def page(answer: Any) -> str:
    """The HTML of an answer."""
    found: str = answer.content.decode()
    return found


def hidden(source: str, name: str) -> str:
    """The value of a hidden input."""
    found = [one for one in html.elements(source, "input") if one.get("name") == name]
    return found[0]["value"]


def value(source: str, name: str) -> str:
    """What an input, a textarea or a group of choices holds."""
    inputs = [one for one in html.elements(source, "input") if one.get("name") == name]
    if inputs and inputs[0].get("type") in ("radio", "checkbox"):
        return " ".join(one["value"] for one in inputs if "checked" in one)
    if inputs:
        return inputs[0].get("value", "")
    parts = html.normal(source)
    for place, part in enumerate(parts):
        if isinstance(part, tuple) and part[0] == "textarea" and dict(part[1]).get("name") == name:
            words = parts[place + 1]
            return words[1:-1] if isinstance(words, str) and words.startswith("“") else ""
    raise AssertionError(f"the page asks for no {name}")


def summary(source: str) -> dict[str, str]:
    """The error summary: {address on the page: message}."""
    parts, found = html.normal(source), dict[str, str]()
    for place, part in enumerate(parts):
        if isinstance(part, tuple) and part[0] == "a":
            href = dict(part[1]).get("href", "")
            words = parts[place + 1]
            if href.startswith("#id_") and isinstance(words, str):
                found[href] = words[1:-1]
    return found


def beside(source: str, name: str) -> str:
    """The message beside a question, empty for none."""
    parts = html.normal(source)
    for place, part in enumerate(parts):
        if isinstance(part, tuple) and dict(part[1]).get("id") == f"id_{name}-error":
            return " ".join(
                one[1:-1]
                for one in parts[place : place + 5]
                if isinstance(one, str) and one.startswith("“")
            ).removeprefix("Error: ")
    return ""


def ids(source: str) -> list[str]:
    """Every id of the page."""
    found = (dict(one[1]).get("id") for one in html.normal(source) if isinstance(one, tuple))
    return [one for one in found if one]


def open_and_send(client: Client, url: str, answers: dict[str, Any], **options: Any) -> Any:
    """Open a page, then send it with the hidden fields that it came with."""
    source = page(client.get(url))
    kept = {
        one["name"]: one.get("value", "")
        for one in html.elements(source, "input")
        if one.get("type") == "hidden" and one.get("name") in ("fingerprint", "form_token")
    }
    return client.post(url, {**kept, **answers}, **options)


def text(answer: Any) -> str:
    return html.text(page(answer))
