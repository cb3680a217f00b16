"""An address that somebody has changed by hand is answered, never with a failure."""

import base64

import pytest
from django.test import Client

from tests.personas import People

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def place(text: str) -> str:
    return "after=" + base64.urlsafe_b64encode(text.encode()).decode()


@pytest.mark.parametrize(
    "query",
    [
        "until_0=31&until_1=12&until_2=9999",
        "since_0=31&since_1=12&since_2=9999",
        place("9999-12-31T23:59:59-23:59|1"),
        place("0001-01-01T00:00:00+23:59|1"),
        place("2026-01-01T00:00:00|1"),
        place("2026-01-01T00:00:00+00:00|99999999999999999999"),
        "after=%FF",
    ],
)
def test_the_audit_answers_odd_addresses(people: People, client: Client, query: str) -> None:
    client.force_login(people.auditor, BACKEND)
    assert client.get(f"/audit/?{query}").status_code == 200
