"""A forgotten password: nobody learns who has an account, and no link lies anywhere."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from psycopg.sql import SQL, Identifier

from shield.core.ciphers import unseal
from shield.people import services
from shield.people.models import PasswordReset
from tests.people.helpers import sign_in

UNKNOWN = "no.one@example.test"


@pytest.fixture(autouse=True)
def no_limits_from_before(db: None) -> None:
    cache.clear()


def asks(email: str, address: str = "192.0.2.1"):
    with CaptureQueriesContext(connection) as seen:
        answer = Client(REMOTE_ADDR=address).post(
            reverse("account_reset_password"), {"email": email}
        )
    kinds = [re.sub(r"'[^']*'|s\d+_x\d+|%|\b[0-9a-f]{8}:\S+", "", one["sql"])[:60] for one in seen]
    return answer.status_code, answer["Location"], answer.content, kinds


def test_the_portal_does_the_same_for_a_known_and_an_unknown_address(people, mailoutbox):
    known, unknown = asks(people.health_lead.email), asks(UNKNOWN, "192.0.2.2")
    assert known == unknown
    assert not any("accounts_user" in one for one in known[3])
    assert mailoutbox == []
    assert PasswordReset.objects.count() == 2
    services.send_resets(at=timezone.now())
    assert [one.to for one in mailoutbox] == [[people.health_lead.email]]


def test_nothing_of_it_lies_readable_before_or_after(people, mailoutbox):
    asks(people.health_lead.email)
    row = PasswordReset.objects.get()
    assert people.health_lead.email not in str(vars(row))
    assert unseal(row.email) == people.health_lead.email
    services.send_resets(at=timezone.now())
    key = mailoutbox[0].body.split("/key/")[1].split("/")[0].split("-", 1)[1]
    assert not PasswordReset.objects.exists()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            looks = SQL("SELECT count(*) FROM {} t WHERE t::text LIKE %s").format(Identifier(table))
            cursor.execute(looks, [f"%{key}%"])
            assert cursor.fetchone()[0] == 0, table


def test_a_mail_that_could_not_be_sent_is_tried_again_and_then_given_up(
    people, mailoutbox, monkeypatch
):
    asks(people.health_lead.email)
    at, send = timezone.now(), "django.core.mail.backends.locmem.EmailBackend.send_messages"

    def fails(*args, **kwargs):
        raise ConnectionRefusedError

    with monkeypatch.context() as away:
        away.setattr(send, fails)
        services.send_resets(at=at)
    services.send_resets(at=at + timedelta(minutes=1))
    assert mailoutbox == []
    services.send_resets(at=at + timedelta(minutes=3))
    assert len(mailoutbox) == 1
    asks(people.health_lead.email)
    services.send_resets(at=at + timedelta(hours=2))
    assert len(mailoutbox) == 1
    assert not PasswordReset.objects.exists()


def test_a_leaver_who_is_inactive_gets_none(people, mailoutbox):
    people.health_lead.is_active = False
    people.health_lead.save()
    asks(people.health_lead.email)
    services.send_resets(at=timezone.now())
    assert mailoutbox == []


def test_asking_is_limited_for_each_address_alike(people):
    for email in (people.health_lead.email, UNKNOWN):
        found = [
            Client(REMOTE_ADDR=f"192.0.2.{n}")
            .post(reverse("account_reset_password"), {"email": email})
            .status_code
            for n in range(6)
        ]
        assert found == [302, 302, 302, 302, 302, 429]


def test_the_passwords_of_unknown_people_cost_as_much(people, monkeypatch):
    counted = []
    real = MD5PasswordHasher.encode

    def encode(self, password, salt):
        counted.append(password)
        return real(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", encode)
    costs = []
    for email in (people.health_lead.email, UNKNOWN):
        counted.clear()
        sign_in(Client(), email, "a wrong pass phrase")
        costs.append(len(counted))
    assert costs[0] == costs[1] > 0


def test_passwords_are_kept_by_argon2():
    import shield.settings

    assert shield.settings.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]
