"""No browser keeps a page, whoever's view it is."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.personas import People

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.mark.parametrize(
    "name", ["account_change_password", "account_reset_password", "account_inactive", "profile"]
)
def test_pages_are_not_kept(people: People, client: Client, name: str) -> None:
    client.force_login(people.health_lead, BACKEND)
    answer = client.get(reverse(name))
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_redirect_to_a_slash_is_not_kept(client: Client) -> None:
    answer = client.get("/home")
    assert answer.status_code == 301
    assert answer.headers["Cache-Control"] == "no-store"
