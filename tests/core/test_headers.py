"""What every answer tells the browser, whoever gives it: a page, a library, a file, an error."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from incidents.models import Attachment, Incident
from incidents.services.options import load_options
from shield.accounts.models import User
from shield.documents import checking, making
from shield.reporting import views
from tests.incidents import filling
from tests.incidents.browsing import address, as_
from tests.incidents.test_attachments import bring
from tests.personas import People
from tests.register import load_register

pytestmark = pytest.mark.django_db

EVERY = {
    "Content-Security-Policy": (
        "base-uri 'none'; connect-src 'self'; default-src 'none'; font-src 'self'; "
        "form-action 'self'; frame-ancestors 'none'; img-src 'self'; manifest-src 'self'; "
        "script-src 'self'; style-src 'self'"
    ),
    "Permissions-Policy": (
        "camera=(), geolocation=(), microphone=(), payment=(), usb=(), display-capture=()"
    ),
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains; preload",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
}
# Browsers take no word on TLS from an answer that came without it.
WITHOUT_TLS = {name: EVERY[name] for name in EVERY if name != "Strict-Transport-Security"}
TOKEN = "0123456789abcdefghijklmnopqrstuvwxyz"


@pytest.fixture
def server(settings: Any, tmp_path: Path) -> Any:
    """Headers as on a server, and a file to serve."""
    (tmp_path / "portal.css").write_text("a {}")
    settings.STATIC_ROOT = tmp_path
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = False
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS = 31536000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = settings.SECURE_HSTS_PRELOAD = True
    settings.SHIELD_METRICS_TOKEN = TOKEN
    return settings


def lacking(answer: Any, wanted: dict[str, str] = EVERY) -> dict[str, str | None]:
    """Which headers are otherwise than they should be, and how."""
    return {
        name: answer.headers.get(name)
        for name, value in wanted.items()
        if parts(answer.headers.get(name, "")) != parts(value)
    }


def parts(value: str) -> list[str]:
    """The rules of a policy, which come in no order."""
    return sorted(re.split(r"[;,] ", value))


def refuse_tokens(client: Client) -> Any:
    return Client(enforce_csrf_checks=True).post(reverse("account_login"), secure=True)


def breaks(client: Client) -> Any:
    with pytest.MonkeyPatch.context() as patch:
        patch.delattr(views.Front, "template")
        return client.get("/", secure=True)


def again(client: Client) -> Any:
    """A file that the browser has already."""
    known = client.get("/static/portal.css", secure=True)
    known.close()
    since = known.headers["Last-Modified"]
    return client.get("/static/portal.css", secure=True, headers={"If-Modified-Since": since})


def at(path: str, **how: Any) -> Callable[[Client], Any]:
    return lambda client: client.get(path, secure=True, **how)


KINDS: dict[str, tuple[int, Callable[[Client], Any]]] = {
    "a page": (200, at("/")),
    "a page of a library": (200, at("/accounts/login/")),
    "sign in first": (302, at("/home/")),
    "a slash is missing": (301, at("/home")),
    "no such page": (404, at("/no/such/page/")),
    "a token is missing": (403, refuse_tokens),
    "our own fault": (500, breaks),
    "no host of ours": (400, at("/", headers={"Host": "elsewhere.example"})),
    "no such method": (405, lambda client: client.delete("/", secure=True)),
    "health": (200, at("/healthz/")),
    "ready": (200, at("/readyz/")),
    "numbers": (200, at("/metrics/", headers={"Authorization": f"Bearer {TOKEN}"})),
    "a static file": (200, at("/static/portal.css")),
    "a static file again": (304, again),
    "no such static file": (404, at("/static/none.css")),
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_answer_has_its_headers(server: Any, kind: str) -> None:
    status, ask = KINDS[kind]
    answer = ask(Client(raise_request_exception=False))
    answer.close()
    assert (answer.status_code, lacking(answer)) == (status, {})


@pytest.mark.parametrize(("host", "status"), [("testserver", 301), ("elsewhere.example", 400)])
def test_an_answer_without_tls_has_them_too(server: Any, host: str, status: int) -> None:
    answer = Client().get("/", headers={"Host": host})
    assert (answer.status_code, lacking(answer, WITHOUT_TLS)) == (status, {})
    assert "Strict-Transport-Security" not in answer.headers


@pytest.fixture
def filed(people: People) -> Incident:
    load_register()
    load_options()
    return filling.submitted(people, timezone.now())


def downloaded(user: User, path: str) -> Any:
    answer = as_(user).get(path, secure=True)
    answer.close()
    return answer


def test_a_pdf_has_its_headers(server: Any, people: People, filed: Incident) -> None:
    making.make(document_id=filed.document_id or 0, at=timezone.now())
    answer = downloaded(people.health_lead, address("notification_pdf", filed))
    assert (answer.status_code, lacking(answer)) == (200, {})


def test_a_file_that_somebody_brought_has_its_headers(
    people: People, filed: Incident, server: Any
) -> None:
    server.SECURE_SSL_REDIRECT = False
    bring(as_(people.health_lead), filed, "a.txt", b"What was known")
    attachment = Attachment.objects.get()
    checking.check(upload_id=attachment.upload_id, at=timezone.now())
    answer = downloaded(people.health_lead, address("attachment_file", filed, row=attachment.pk))
    assert (answer.status_code, lacking(answer)) == (200, {})


def test_nobody_else_may_draw_in_a_static_file(server: Any) -> None:
    answer = at("/static/portal.css")(Client())
    answer.close()
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_pages_allow_no_script_of_their_own() -> None:
    assert "unsafe" not in EVERY["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("middleware", "kind", "missed"),
    [
        ("csp.middleware.CSPMiddleware", "a static file", "Content-Security-Policy"),
        ("OwnOrigin", "a page", "Cross-Origin-Resource-Policy"),
        ("XFrameOptionsMiddleware", "our own fault", "X-Frame-Options"),
        ("PermissionsPolicyMiddleware", "no such page", "Permissions-Policy"),
    ],
)
def test_a_missing_guard_is_noticed(server: Any, middleware: str, kind: str, missed: str) -> None:
    server.MIDDLEWARE = [one for one in server.MIDDLEWARE if middleware not in one]
    answer = KINDS[kind][1](Client(raise_request_exception=False))
    answer.close()
    assert missed in lacking(answer)


def test_a_guard_behind_what_serves_files_is_noticed(server: Any) -> None:
    """WhiteNoise answers by itself: whatever stands behind it is never asked."""
    guard = "csp.middleware.CSPMiddleware"
    others = [one for one in server.MIDDLEWARE if one != guard]
    server.MIDDLEWARE = [*others, guard]
    answer = KINDS["a static file"][1](Client())
    answer.close()
    assert list(lacking(answer)) == ["Content-Security-Policy"]
