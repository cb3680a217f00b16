"""A telephone that was lost: a recovery code lets its owner in, who then puts another app there."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from shield.audit.models import Entry
from shield.core import ciphers
from shield.notifications.models import Notification
from shield.people import services
from tests.people.helpers import code, sign_in, with_app

PAGE = "factor_app_replace"


@pytest.fixture(autouse=True)
def obliged(db: None, settings) -> None:
    cache.clear()
    settings.SHIELD_SECOND_FACTOR = True
    settings.SHIELD_STEP_UP_SECONDS = 300


@pytest.fixture
def lost(people, client):
    """The lead has signed in with a recovery code; the secret of the app on the lost phone."""
    secret, codes = with_app(people.health_lead)
    sign_in(client, people.health_lead.email)
    client.post(reverse("mfa_authenticate"), {"code": codes[0]})
    return secret


def scanned(client: Client) -> str:
    """The secret that the new phone has scanned."""
    assert client.get(reverse(PAGE)).status_code == 200
    return ciphers.unseal(client.session["security.app"])


def test_the_page_of_ones_security_leads_to_another_app(people, client, lost):
    page = client.get(reverse("security")).content.decode()
    assert reverse(PAGE) in page
    assert reverse("factor_remove", kwargs={"pk": app(people).pk}) not in page


def test_a_second_way_may_be_removed(people, client, lost):
    Authenticator.objects.create(user=people.health_lead, type="webauthn", data={"name": "Key"})
    page = client.get(reverse("security")).content.decode()
    assert reverse("factor_remove", kwargs={"pk": app(people).pk}) in page


def app(people) -> Authenticator:
    return Authenticator.objects.get(user=people.health_lead, type="totp")


def test_the_new_app_works_and_the_old_one_does_not(people, client, lost):
    new = scanned(client)
    answer = client.post(reverse(PAGE), {"code": code(new, -1)}, follow=True)
    assert "The old one no longer works" in answer.content.decode()
    at = timezone.now()
    with pytest.raises(services.WrongCode):
        services.check_code(person=people.health_lead, code=code(lost), at=at)
    assert services.check_code(person=people.health_lead, code=code(new), at=at) == app(people)
    assert services.codes_left(people.health_lead) == 9


def test_a_wrong_code_leaves_the_old_app_and_leads_to_the_field(people, client, lost):
    scanned(client)
    answer = client.post(reverse(PAGE), {"code": "000000"})
    assert answer.status_code == 409
    assert 'href="#id_code"' in answer.content.decode()
    at = timezone.now()
    assert services.check_code(person=people.health_lead, code=code(lost), at=at) == app(people)


def test_the_owner_is_told_of_both_and_it_is_written_down(people, client, lost):
    client.post(reverse(PAGE), {"code": code(scanned(client))})
    told = Notification.objects.filter(recipient=people.health_lead).order_by("pk")
    assert [one.subject for one in told] == [
        "A way to confirm your sign-in was added",
        "A recovery code was used",
        "Your authenticator app was replaced",
    ]
    assert "9 of them are left" in " ".join(told[1].lines)
    entry = Entry.objects.get(verb="factor.replaced")
    assert (entry.actor_id, entry.subject_id) == (people.health_lead.pk, people.health_lead.pk)


def test_a_banner_says_how_many_codes_are_left_and_where_to_go(client, lost):
    page = client.get(reverse("home")).content.decode()
    assert '<p class="govuk-notification-banner__heading">You used a recovery code; 9 are' in page
    assert f'href="{reverse(PAGE)}">replace your authenticator app</a>' in page


def test_a_code_of_the_app_brings_no_banner(people, client):
    secret, _ = with_app(people.health_lead)
    sign_in(client, people.health_lead.email)
    client.post(reverse("mfa_authenticate"), {"code": code(secret)})
    assert "recovery code" not in client.get(reverse("home")).content.decode()


def test_a_recovery_code_given_to_confirm_says_so_too(people, client):
    secret, codes = with_app(people.health_lead)
    sign_in(client, people.health_lead.email)
    client.post(reverse("mfa_authenticate"), {"code": code(secret)})
    client.post(reverse("confirm"), {"code": codes[0], "next": "/home/"})
    assert "You used a recovery code; 9 are left." in client.get("/home/").content.decode()


def test_without_a_fresh_proof_nothing_is_replaced(people, client, lost):
    before, session = app(people).pk, client.session
    for one in session["account_authentication_methods"]:
        one["at"] -= 301
    session["security.app"] = ciphers.seal(secret := generate_totp_secret())
    session.save()
    assert client.get(reverse(PAGE)).url.startswith(reverse("confirm"))
    client.post(reverse(PAGE), {"code": code(secret)})
    assert app(people).pk == before


def test_a_password_alone_replaces_nothing(people, client):
    before = (with_app(people.health_lead), app(people).pk)[1]
    sign_in(client, people.health_lead.email)
    assert reverse("account_login") in client.get(reverse(PAGE)).url
    assert app(people).pk == before


def test_whoever_has_no_app_is_led_to_set_one_up(people, client):
    sign_in(client, people.health_lead.email)
    assert client.get(reverse("factor_app")).status_code == 200
    assert client.get(reverse(PAGE)).url == reverse("security_start")
    with pytest.raises(services.HasNone):
        services.replace_app(
            by=people.health_lead, secret="A" * 32, code="000000", at=timezone.now()
        )


def test_a_wrong_recovery_code_is_not_told_to_wait(people, client):
    with_app(people.health_lead)
    sign_in(client, people.health_lead.email)
    page = client.post(reverse("mfa_authenticate"), {"code": "12345678"}).content.decode()
    assert "Check what you typed" in page
    assert "Wait for the next one" not in page


def test_before_the_factor_is_set_up_the_menu_is_empty(people, client):
    sign_in(client, people.health_lead.email)
    for name in ("security_start", "factor_app"):
        assert 'aria-label="Portal"' not in client.get(reverse(name)).content.decode(), name


def test_once_it_is_proved_the_menu_is_there(client, lost):
    assert 'aria-label="Portal"' in client.get(reverse("security")).content.decode()


def test_the_address_asked_for_is_where_setting_up_ends(people, client):
    sign_in(client, people.health_lead.email)
    assert client.get("/incidents/?page=1").url == reverse("security_start")
    client.get(reverse("factor_app"))
    secret = ciphers.unseal(client.session["security.app"])
    page = client.post(reverse("factor_app"), {"code": code(secret)}).content.decode()
    assert 'href="/incidents/?page=1"' in page
    assert "held-back" not in client.session
