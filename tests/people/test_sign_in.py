"""Signing in: by email, for those who were invited; the portal does not tell who exists."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from shield.accounts.models import User
from shield.people import services
from shield.people.models import PasswordReset
from tests.personas import PASSWORD

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def sign_in(client: Client, email: str, password: str = PASSWORD):
    return client.post(reverse("account_login"), {"login": email, "password": password})


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_a_person_signs_in_by_email(people, client):
    answer = sign_in(client, people.health_lead.email)
    assert answer.url == reverse("home")
    assert client.session["_auth_user_id"] == str(people.health_lead.pk)


def test_the_spelling_of_the_address_does_not_matter(people, client):
    sign_in(client, people.health_lead.email.upper())
    assert signed_in(client)


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(people):
    pages = []
    for email, password in ((people.health_lead.email, "wrong"), ("no.one@example.test", "wrong")):
        answer = sign_in(Client(), email, password)
        pages.append((answer.status_code, answer.content.decode().replace(email, "")))
    assert "not correct" in pages[0][1]
    assert without_tokens(pages[0]) == without_tokens(pages[1])


def without_tokens(page: tuple[int, str]) -> tuple[int, list[str]]:
    return page[0], [line for line in page[1].splitlines() if "csrf" not in line]


def test_signing_out_ends_the_session(people, client):
    sign_in(client, people.health_lead.email)
    client.post(reverse("account_logout"))
    assert not signed_in(client)


def test_nobody_signs_up(db, client):
    form = {"email": "new@example.test", "password1": PASSWORD, "password2": PASSWORD}
    for answer in (
        client.get(reverse("account_signup")),
        client.post(reverse("account_signup"), form),
    ):
        assert "invit" in answer.content.decode().lower()
    assert not User.objects.exists()


@pytest.mark.parametrize(
    "name", ["account_email", "account_set_password", "account_reauthenticate"]
)
def test_other_pages_of_the_library_are_not_there(name):
    from django.urls import NoReverseMatch

    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_a_forgotten_password_is_answered_alike_for_all(people, client):
    answers = {}
    for email in (people.health_lead.email, "no.one@example.test"):
        client = Client()
        answer = client.post(reverse("account_reset_password"), {"email": email}, follow=True)
        answers[email] = (answer.redirect_chain, answer.status_code, answer.content)
    services.send_resets(at=timezone.now())
    assert answers[people.health_lead.email] == answers["no.one@example.test"]
    assert [message.to for message in mail.outbox] == [[people.health_lead.email]]


def test_a_failing_mail_server_gives_no_one_away(people, client, monkeypatch):
    def fails(*args, **kwargs):
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", fails)
    form = {"email": people.health_lead.email}
    answer = client.post(reverse("account_reset_password"), form)
    assert answer.url == reverse("account_reset_password_done")
    services.send_resets(at=timezone.now())
    assert PasswordReset.objects.count() == 1  # tried again later


def test_a_forgotten_password_is_replaced_from_the_mail(people, client):
    client.post(reverse("account_reset_password"), {"email": people.health_lead.email})
    services.send_resets(at=timezone.now())
    link = next(line for line in mail.outbox[0].body.splitlines() if "/key/" in line)
    page = client.get("/" + link.split("/", 3)[3], follow=True)
    form = {"password1": "a wholly new pass phrase", "password2": "a wholly new pass phrase"}
    client.post(page.redirect_chain[-1][0], form)
    assert not signed_in(client)
    sign_in(client, people.health_lead.email, "a wholly new pass phrase")
    assert signed_in(client)


def test_an_unanswered_invitation_is_not_stepped_around(people, client):
    services.invite(
        by=people.agency_administrator,
        email="kim@example.test",
        full_name="Kim",
        post="",
        agency=people.agencies.health,
        role="practitioner",
        starts_on=timezone.localdate(),
        at=timezone.now(),
    )
    client.post(reverse("account_reset_password"), {"email": "kim@example.test"})
    services.send_resets(at=timezone.now())
    assert mail.outbox == []


def test_a_leaver_reaches_nothing_and_is_told(people, client):
    client.force_login(people.leaver, BACKEND)
    for name in ("home", "profile", "people_list", "audit_search", "account_change_password"):
        answer = client.get(reverse(name))
        assert answer.status_code == 403, name
        assert "Your access has ended" in answer.content.decode()
        assert answer["Cache-Control"] == "no-store"


def test_a_leaver_may_sign_out_and_read_what_is_public(people, client):
    client.force_login(people.leaver, BACKEND)
    assert client.get(reverse("front")).status_code == 200
    client.post(reverse("account_logout"))
    assert not signed_in(client)


def test_access_ends_in_the_middle_of_a_session(people, client):
    client.force_login(people.health_lead, BACKEND)
    assert client.get(reverse("profile")).status_code == 200
    services.end_membership(
        by=people.agency_administrator,
        membership=people.health_lead.memberships.get(),
        ends_on=None,
        at=timezone.now(),
    )
    assert client.get(reverse("profile")).status_code == 403


def test_without_the_middleware_a_leaver_would_still_get_in(people, client, settings):
    settings.MIDDLEWARE = [one for one in settings.MIDDLEWARE if "AccessEnded" not in one]
    client.force_login(people.leaver, BACKEND)
    assert client.get(reverse("profile")).status_code == 200
