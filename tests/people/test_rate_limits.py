"""Tries to sign in are counted, and neither a crowd nor a proxy makes the count worthless."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from shield.people import services
from tests.personas import PASSWORD, People

TOO_MANY = "Too many tries to sign in"


@pytest.fixture(autouse=True)
def counts(db: None) -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def fails(email: str, *, address: str = "192.0.2.1", seen: str = "") -> bool:
    """Whether one more wrong password is one too many."""
    headers = {"X-Forwarded-For": seen} if seen else {}
    answer = Client(REMOTE_ADDR=address, headers=headers).post(
        reverse("account_login"), {"login": email, "password": "a wrong pass phrase"}
    )
    return TOO_MANY in answer.content.decode()


def test_the_count_of_one_person_outlives_many_entries_for_others(people: People) -> None:
    email = people.operations.email
    for number in range(5):
        assert not fails(email, address=f"192.0.2.{number}")
    assert fails(email, address="192.0.2.9")
    for number in range(400):
        cache.set(f"zzz{number}", 1)
    assert fails(email, address="192.0.2.10")


def test_behind_a_proxy_a_stranger_does_not_use_up_the_tries_of_all(
    people: People, settings: object
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1  # type: ignore[attr-defined]
    for number in range(11):
        fails(f"nobody{number}@example.test", seen="198.51.100.7")
    assert fails("nobody@example.test", seen="198.51.100.7")
    answer = Client(headers={"X-Forwarded-For": "203.0.113.5"}).post(
        reverse("account_login"), {"login": people.health_lead.email, "password": PASSWORD}
    )
    assert answer.status_code == 302


def test_whoever_makes_up_a_way_through_proxies_is_still_counted(
    people: People, settings: object
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1  # type: ignore[attr-defined]
    for number in range(10):
        fails(f"nobody{number}@example.test", seen=f"203.0.113.{number}, 198.51.100.7")
    assert fails("nobody@example.test", seen="203.0.113.99, 198.51.100.7")


def test_the_link_for_a_new_password_leads_to_the_portal_whatever_host_was_named(
    people: People, settings: object, mailoutbox: list[object]
) -> None:
    settings.ALLOWED_HOSTS = ["*"]  # type: ignore[attr-defined]
    settings.BASE_URL = "https://shield.example"  # type: ignore[attr-defined]
    Client(headers={"Host": "elsewhere.example"}).post(
        reverse("account_reset_password"), {"email": people.health_lead.email}
    )
    services.send_resets(at=timezone.now())
    (sent,) = mailoutbox
    assert "https://shield.example/accounts/password/reset/key/" in sent.body  # type: ignore[attr-defined]
    assert "elsewhere" not in sent.body  # type: ignore[attr-defined]
