"""Signing in through one's agency: tied to issuer and subject, never found by email."""

import re
from dataclasses import replace

import pytest
from allauth.socialaccount.models import SocialAccount, SocialApp
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from shield.audit.models import Entry
from shield.core.identities import Provider, providers
from shield.people import services
from tests.people.agency_sign_in import CLIENT, PASSPHRASE, agency_sign_in
from tests.people.helpers import code, is_signed_in, with_app


@pytest.fixture(autouse=True)
def no_limits_from_before(db: None) -> None:
    cache.clear()


@pytest.fixture
def agency():
    with agency_sign_in() as running:
        yield running


@pytest.fixture
def provider(agency, people, settings) -> Provider:
    made = Provider(
        issuer=agency.issuer,
        client_id=CLIENT,
        secret=PASSPHRASE,
        agency=people.agencies.health.name,
        name="Riverside sign-in",
        second_factor=frozenset({"mfa"}),
    )
    settings.SHIELD_IDENTITY_PROVIDERS = (made,)
    return made


def goes(client: Client, provider: Provider, name: str = "identity_start") -> str:
    """The address to which the portal leads."""
    page = client.post(reverse(name, kwargs={"provider_id": provider.id}))
    found = re.search(r'href="(http[^"]+/authorize[^"]*)"', page.content.decode())
    assert found, page.content.decode()
    return found[1].replace("&amp;", "&")


def through(client: Client, agency, provider: Provider, name: str = "identity_start"):
    """There and back."""
    return client.get(agency.authorise(goes(client, provider, name)))


def tie(person, provider, subject: str = "subject-1") -> None:
    services.connect_identity(by=person, provider=provider, subject=subject, at=timezone.now())


def test_a_tied_account_signs_in(people, client, agency, provider):
    tie(people.health_lead, provider)
    answer = through(client, agency, provider)
    assert answer.url == reverse("home")
    assert client.session["_auth_user_id"] == str(people.health_lead.pk)
    assert Entry.objects.filter(verb="person.signed_in").count() == 1


def test_the_way_there_asks_for_no_more_than_the_subject(client, agency, provider):
    address = goes(client, provider)
    assert "scope=openid&" in address
    assert "code_challenge=" in address
    assert "nonce=" in address


@pytest.mark.parametrize("verified", [True, False, None])
def test_somebody_elses_email_opens_nothing(people, client, agency, provider, verified):
    agency.claims = {"email": people.health_lead.email, "email_verified": verified}
    answer = through(client, agency, provider)
    assert answer.status_code == 403
    assert not is_signed_in(client)
    assert not SocialAccount.objects.exists()


def test_an_email_that_is_known_and_one_that_is_not_get_the_same_answer(people, agency, provider):
    pages = []
    for email in (people.health_lead.email, "no.one@example.test"):
        agency.claims = {"email": email, "email_verified": True}
        answer = through(Client(), agency, provider)
        pages.append((answer.status_code, answer.content))
    assert pages[0] == pages[1]


def test_another_persons_email_on_a_tied_account_signs_in_the_one_who_is_tied(
    people, client, agency, provider
):
    tie(people.health_lead, provider)
    agency.claims = {"email": people.health_colleague.email, "email_verified": True}
    through(client, agency, provider)
    assert client.session["_auth_user_id"] == str(people.health_lead.pk)
    assert SocialAccount.objects.get().extra_data.keys() == {"id_token"}
    assert people.health_colleague.email not in str(SocialAccount.objects.values())


def test_another_subject_opens_nothing(people, client, agency, provider):
    tie(people.health_lead, provider)
    agency.subject = "subject-2"
    assert through(client, agency, provider).status_code == 403
    assert not is_signed_in(client)


def test_the_same_subject_at_another_issuer_opens_nothing(
    people, client, agency, provider, settings
):
    tie(people.health_lead, provider)
    with agency_sign_in() as other:
        elsewhere = replace(provider, issuer=other.issuer)
        settings.SHIELD_IDENTITY_PROVIDERS = (provider, elsewhere)
        assert through(client, other, elsewhere).status_code == 403
    assert not is_signed_in(client)


STRANGER = rsa.generate_private_key(public_exponent=65537, key_size=2048)


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://elsewhere.example"},
        {"aud": "another"},
        {"aud": [CLIENT, "another"], "azp": "another"},
        {"exp": 1_700_000_000},  # long ago
        {"exp": None},
        {"nonce": "of before"},
        {"nonce": None},
        {"sub": None},
        {"sub": "x" * 300},
    ],
    ids=str,
)
def test_a_token_that_was_not_made_for_us_just_now_is_refused(
    people, client, agency, provider, claims
):
    tie(people.health_lead, provider)
    agency.claims = claims
    assert through(client, agency, provider).status_code == 403
    assert not is_signed_in(client)


@pytest.mark.parametrize(
    ("key", "algorithm"), [(STRANGER, "RS256"), (PASSPHRASE * 2, "HS256"), (None, "none")]
)
def test_a_token_that_another_key_signed_is_refused(
    people, client, agency, provider, key, algorithm
):
    tie(people.health_lead, provider)
    agency.key, agency.algorithm = key, algorithm
    assert through(client, agency, provider).status_code == 403
    assert not is_signed_in(client)


def test_an_issuer_that_says_it_is_another_is_refused(people, client, agency, provider):
    tie(people.health_lead, provider)
    agency.announces = "https://elsewhere.example"
    assert through(client, agency, provider).status_code == 403


def test_a_way_back_works_once_and_in_the_browser_that_went(people, client, agency, provider):
    tie(people.health_lead, provider)
    back = agency.authorise(goes(client, provider))
    thief = Client()
    assert thief.get(back).status_code == 403
    assert client.get(back).status_code == 302
    client.post(reverse("account_logout"))
    assert client.get(back).status_code == 403
    assert not is_signed_in(client)


def test_without_the_check_of_the_nonce_an_old_token_would_do(
    people, client, agency, provider, monkeypatch
):
    from shield.people import identities

    tie(people.health_lead, provider)
    agency.claims = {"nonce": "of before"}
    monkeypatch.setattr(identities, "constant_time_compare", lambda one, other: True)
    assert through(client, agency, provider).status_code == 302


def test_people_of_another_agency_do_not_get_in(people, client, agency, provider):
    with pytest.raises(services.NotAtAgency):
        tie(people.police_lead, provider)
    SocialAccount.objects.create(user=people.police_lead, provider=provider.id, uid="subject-1")
    assert through(client, agency, provider).status_code == 403
    assert not is_signed_in(client)


def test_an_inactive_account_does_not_get_in(people, client, agency, provider):
    tie(people.health_lead, provider)
    people.health_lead.is_active = False
    people.health_lead.save()
    through(client, agency, provider)
    assert not is_signed_in(client)


def test_nobody_adds_a_provider_by_a_row(people, client, agency, provider):
    SocialApp.objects.create(
        provider="openid_connect",
        provider_id="planted",
        client_id=CLIENT,
        secret=PASSPHRASE,
        settings={"server_url": agency.issuer},
    )
    path = reverse("identity_start", kwargs={"provider_id": "planted"})
    assert client.post(path).status_code == 404


def test_a_sign_in_that_does_not_answer_is_said_so(people, client, provider, settings):
    away = replace(provider, issuer="http://127.0.0.1:9")
    settings.SHIELD_IDENTITY_PROVIDERS = (away,)
    answer = client.post(reverse("identity_start", kwargs={"provider_id": away.id}))
    assert answer.status_code == 503
    assert "does not answer" in answer.content.decode()


# --- The second factor ----------------------------------------------------------------------------


def test_our_own_factor_is_asked_for_as_well(people, client, agency, provider):
    secret, _ = with_app(people.health_lead)
    tie(people.health_lead, provider)
    assert through(client, agency, provider).url == reverse("mfa_authenticate")
    assert not is_signed_in(client)
    client.post(reverse("mfa_authenticate"), {"code": code(secret)})
    assert is_signed_in(client)


@pytest.mark.parametrize("claims", [{"amr": ["pwd", "mfa"]}, {"acr": "mfa"}], ids=str)
def test_unless_the_agency_vouches_for_one(people, client, agency, provider, settings, claims):
    settings.SHIELD_SECOND_FACTOR = True
    with_app(people.health_lead)
    tie(people.health_lead, provider)
    agency.claims = claims
    assert through(client, agency, provider).url == reverse("home")
    assert client.get(reverse("home")).status_code == 200


@pytest.mark.parametrize("claims", [{"amr": ["pwd"]}, {"amr": "mfa"}, {"acr": "1"}, {}], ids=str)
def test_what_it_says_otherwise_does_not_count(people, client, agency, provider, settings, claims):
    settings.SHIELD_SECOND_FACTOR = True
    tie(people.health_lead, provider)
    agency.claims = claims
    through(client, agency, provider)
    assert client.get(reverse("home")).url == reverse("security_start")


def test_nor_where_the_settings_do_not_say_that_it_counts(
    people, client, agency, provider, settings
):
    settings.SHIELD_SECOND_FACTOR = True
    settings.SHIELD_IDENTITY_PROVIDERS = (replace(provider, second_factor=frozenset()),)
    tie(people.health_lead, provider)
    agency.claims = {"amr": ["mfa"]}
    through(client, agency, provider)
    assert client.get(reverse("home")).url == reverse("security_start")


def test_it_is_no_fresh_proof_for_what_matters_most(people, client, agency, provider):
    with_app(people.agency_administrator)
    tie(people.agency_administrator, provider)
    agency.claims = {"amr": ["mfa"]}
    through(client, agency, provider)
    assert client.get(reverse("person_invite")).url.startswith(reverse("confirm"))


# --- Tying it -------------------------------------------------------------------------------------


def test_a_signed_in_person_connects_their_identity(people, client, agency, provider):
    client.force_login(people.health_lead)
    assert through(client, agency, provider, "identity_connect").url == reverse("security")
    found = SocialAccount.objects.get()
    assert (found.user, found.provider, found.uid) == (
        people.health_lead,
        provider.id,
        "subject-1",
    )
    assert "Riverside sign-in, connected" in client.get(reverse("security")).content.decode()
    assert "identity.connected" in set(Entry.objects.values_list("verb", flat=True))


def test_connecting_asks_for_a_fresh_proof(people, client, agency, provider, settings):
    settings.SHIELD_STEP_UP_SECONDS = 0
    client.force_login(people.health_lead)
    path = reverse("identity_connect", kwargs={"provider_id": provider.id})
    assert client.post(path).url == reverse("confirm")


def test_an_identity_opens_one_account(people, client, agency, provider):
    tie(people.health_colleague, provider)
    client.force_login(people.health_lead)
    assert through(client, agency, provider, "identity_connect").status_code == 403
    assert SocialAccount.objects.get().user == people.health_colleague


def test_whoever_comes_back_as_another_connects_nothing(people, client, agency, provider):
    client.force_login(people.health_lead)
    back = agency.authorise(goes(client, provider, "identity_connect"))
    session = client.session
    states = session["socialaccount_states"]
    client.force_login(people.health_colleague)
    session = client.session
    session["socialaccount_states"] = states
    session.save()
    assert client.get(back).status_code == 403
    assert not SocialAccount.objects.exists()


def test_an_identity_is_cut_off_again(people, client, agency, provider):
    tie(people.health_lead, provider)
    client.force_login(people.health_lead)
    own = SocialAccount.objects.get()
    other = Client()
    other.force_login(people.health_colleague)
    path = reverse("identity_remove", kwargs={"pk": own.pk})
    assert other.post(path).status_code == 404
    assert client.post(path).status_code == 302
    assert not SocialAccount.objects.exists()


def invited(people):
    return services.invite(
        by=people.agency_administrator,
        email="kim@example.test",
        full_name="Kim",
        post="",
        agency=people.agencies.health,
        role="practitioner",
        starts_on=timezone.localdate(),
        at=timezone.now(),
    )


def test_an_invitation_is_answered_by_an_identity(people, client, agency, provider):
    made = invited(people)
    client.get(reverse("invitation_accept"), {"token": made.token})
    assert (
        "Use Riverside sign-in instead"
        in client.get(reverse("invitation_password")).content.decode()
    )
    answer = through(client, agency, provider, "invitation_identity")
    assert answer.url == reverse("account_login")
    assert not is_signed_in(client)
    through(client, agency, provider)
    assert client.session["_auth_user_id"] == str(made.person.pk)


def test_without_the_link_of_an_invitation_nothing_is_answered(people, client, agency, provider):
    invited(people)
    path = reverse("invitation_identity", kwargs={"provider_id": provider.id})
    assert client.post(path).status_code == 404


# --- Settings -------------------------------------------------------------------------------------

GOOD = {
    "issuer": "https://login.example",
    "client_id": "a",
    "secret": "b",
    "agency": "c",
    "name": "d",
}


@pytest.mark.parametrize(
    "rows",
    [[GOOD, GOOD], [{**GOOD, "issuer": "http://login.example"}], [{"issuer": "x"}]],
    ids=["twice", "without TLS", "in part"],
)
def test_settings_that_cannot_be_right_are_refused(rows):
    with pytest.raises(ImproperlyConfigured):
        providers(rows)


def test_good_settings_are_taken():
    (found,) = providers([{**GOOD, "second_factor": ["mfa"]}])
    assert found.second_factor == {"mfa"}
