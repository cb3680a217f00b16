"""Second factors: set up, asked for, used once, taken away, and lost."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from shield.accounts.models import Agency
from shield.audit.models import Entry
from shield.core import ciphers
from shield.notifications.models import Notification
from shield.people import services
from shield.people.services import factors
from tests.people.helpers import ages, code, is_signed_in, sign_in, with_app


@pytest.fixture(autouse=True)
def no_limits_from_before(db: None) -> None:
    cache.clear()


@pytest.fixture
def obliged(settings):
    settings.SHIELD_SECOND_FACTOR = True
    return settings


def give_code(client: Client, given: str):
    return client.post(reverse("mfa_authenticate"), {"code": given})


def verbs() -> list[str]:
    return list(Entry.objects.order_by("pk").values_list("verb", flat=True))


def test_after_the_password_a_code_is_asked_for(people, client):
    secret, _ = with_app(people.health_lead)
    answer = sign_in(client, people.health_lead.email)
    assert answer.url == reverse("mfa_authenticate")
    assert not is_signed_in(client)
    assert client.get(reverse("home")).status_code == 302
    assert give_code(client, code(secret)).url == reverse("home")
    assert is_signed_in(client)


@pytest.mark.parametrize("wrong", ["", "000000", "not a code"])
def test_a_wrong_code_is_refused(people, client, wrong):
    with_app(people.health_lead)
    sign_in(client, people.health_lead.email)
    assert give_code(client, wrong).status_code == 200
    assert not is_signed_in(client)


def test_a_code_works_once_also_in_another_browser(people):
    secret, _ = with_app(people.health_lead)
    shown, first, second = code(secret), Client(), Client()
    for client in (first, second):
        sign_in(client, people.health_lead.email)
        give_code(client, shown)
    assert (is_signed_in(first), is_signed_in(second)) == (True, False)


def test_a_code_is_not_replayed_when_the_cache_has_forgotten_it(people):
    secret, _ = with_app(people.health_lead)
    shown, now = code(secret), timezone.now()
    services.check_code(person=people.health_lead, code=shown, at=now)
    cache.clear()
    with pytest.raises(services.WrongCode):
        services.check_code(person=people.health_lead, code=shown, at=now)


def test_the_code_that_set_an_app_up_does_not_sign_in(people, client):
    secret, _ = with_app(people.health_lead)
    sign_in(client, people.health_lead.email)
    give_code(client, code(secret, -1))
    assert not is_signed_in(client)


def test_without_a_memory_of_used_codes_the_replay_would_get_in(people, monkeypatch):
    secret, _ = with_app(people.health_lead)
    real = factors._shown_at
    monkeypatch.setattr(factors, "_shown_at", lambda *a, after: real(*a, after=0))
    for _ in range(2):
        services.check_code(person=people.health_lead, code=code(secret), at=timezone.now())


def test_old_and_early_codes_are_refused(people):
    secret, _ = with_app(people.health_lead)
    for periods in (-2, 2, 3):
        with pytest.raises(services.WrongCode):
            services.check_code(
                person=people.health_lead, code=code(secret, periods), at=timezone.now()
            )


def test_a_recovery_code_works_once(people):
    _, codes = with_app(people.health_lead)
    assert len(codes) == 10
    found = []
    for _ in range(2):
        client = Client()
        sign_in(client, people.health_lead.email)
        give_code(client, codes[0])
        found.append(is_signed_in(client))
    assert found == [True, False]
    assert services.codes_left(people.health_lead) == 9
    assert "factor.code_used" in verbs()


def test_codes_are_limited_for_each_account_wherever_they_come_from(people):
    secret, _ = with_app(people.health_lead)
    for number in range(6):
        client = Client(REMOTE_ADDR=f"192.0.2.{number}")
        sign_in(client, people.health_lead.email)
        answer = give_code(client, "000000")
    assert "Too many tries" in answer.content.decode()
    client = Client(REMOTE_ADDR="192.0.2.99")
    sign_in(client, people.health_lead.email)
    give_code(client, code(secret))
    assert not is_signed_in(client)
    assert "person.sign_in_limited" in verbs()


def test_secrets_lie_sealed(people, client):
    secret, codes = with_app(people.health_lead)
    with connection.cursor() as cursor:
        cursor.execute("SELECT data::text FROM mfa_authenticator")
        rows = " ".join(row[0] for row in cursor.fetchall())
    assert secret not in rows
    assert not any(one in rows for one in codes)
    kept = Authenticator.objects.get(user=people.health_lead, type="totp").data["secret"]
    assert ciphers.unseal(kept) == secret
    seed = Authenticator.objects.get(user=people.health_lead, type="recovery_codes").data["seed"]
    assert len(ciphers.unseal(seed)) == 80


def test_the_key_being_set_up_lies_sealed_in_the_session(people, client):
    client.force_login(people.health_lead)
    page = client.get(reverse("factor_app")).content.decode()
    (key,) = re.findall(r'<code class="shield-code">([A-Z2-7 ]+)</code>', page)
    key = key.replace(" ", "")
    assert ciphers.unseal(client.session["security.app"]) == key
    assert key not in str(dict(client.session))


def test_an_app_is_set_up_and_its_recovery_codes_are_shown_once(people, client):
    client.force_login(people.health_lead)
    client.get(reverse("factor_app"))
    picture = client.get(reverse("factor_app_picture"))
    assert picture["Content-Type"] == "image/svg+xml"
    assert picture["Cache-Control"] == "no-store"
    secret = ciphers.unseal(client.session["security.app"])
    shown = client.post(reverse("factor_app"), {"code": code(secret)}).content.decode()
    codes = re.findall(r'<code class="shield-code">(\d{8})</code>', shown)
    assert len(codes) == 10
    for name in ("security", "recovery_codes", "factor_app"):
        page = client.get(reverse(name), follow=True).content.decode()
        assert not any(one in page for one in codes)
    assert client.get(reverse("factor_app_picture")).status_code == 404
    assert verbs() == ["factor.added"]
    assert Notification.objects.get().recipient == people.health_lead


def test_a_wrong_first_code_sets_nothing_up(people, client):
    client.force_login(people.health_lead)
    client.get(reverse("factor_app"))
    answer = client.post(reverse("factor_app"), {"code": "000000"})
    assert answer.status_code == 409
    assert not Authenticator.objects.exists()


def test_new_codes_end_the_old_ones(people):
    _, old = with_app(people.health_lead)
    new = services.new_codes(by=people.health_lead, at=timezone.now())
    assert not set(old) & set(new)
    with pytest.raises(services.WrongCode):
        services.check_code(person=people.health_lead, code=old[0], at=timezone.now())


def test_the_last_factor_stays_where_one_is_needed(people):
    with_app(people.health_lead)
    app = services.factors_of(people.health_lead).get()
    with pytest.raises(services.LastFactor):
        services.remove(by=people.health_lead, factor=app, needed=True, at=timezone.now())
    services.remove(by=people.health_lead, factor=app, needed=False, at=timezone.now())
    assert not Authenticator.objects.exists()


def test_nobody_touches_the_factor_of_another(people, client):
    with_app(people.health_lead)
    app = services.factors_of(people.health_lead).get()
    client.force_login(people.health_colleague)
    for name in ("factor_remove", "factor_rename"):
        assert client.post(reverse(name, kwargs={"pk": app.pk})).status_code == 404
    with pytest.raises(Authenticator.DoesNotExist):
        services.remove(by=people.health_colleague, factor=app, needed=False, at=timezone.now())


# --- Where it is an obligation --------------------------------------------------------------------


def test_whoever_needs_one_is_led_to_set_it_up_and_nowhere_else(people, client, obliged):
    sign_in(client, people.health_lead.email)
    for name in ("home", "notification_list", "profile", "security", "factor_remove"):
        path = reverse(name, kwargs={"pk": 1} if name == "factor_remove" else None)
        assert client.get(path).url == reverse("security_start"), name
    for name in ("security_start", "factor_app", "factor_passkey", "account_logout"):
        assert client.get(reverse(name)).status_code == 200, name


def test_without_the_middleware_they_would_get_in(people, client, obliged):
    obliged.MIDDLEWARE = [one for one in obliged.MIDDLEWARE if "SecondFactor" not in one]
    sign_in(client, people.health_lead.email)
    assert client.get(reverse("home")).status_code == 200


def test_setting_one_up_opens_the_portal(people, client, obliged):
    sign_in(client, people.health_lead.email)
    client.get(reverse("factor_app"))
    secret = ciphers.unseal(client.session["security.app"])
    client.post(reverse("factor_app"), {"code": code(secret)})
    assert client.get(reverse("home")).status_code == 200


def test_a_session_from_before_has_to_prove_it(people, client, obliged):
    client.force_login(people.health_lead)
    with_app(people.health_lead)
    assert client.get(reverse("home")).url == f"{reverse('confirm')}?next=%2Fhome%2F"


def test_roles_without_cases_need_none(people, client, obliged):
    sign_in(client, people.champion.email)
    assert client.get(reverse("home")).status_code == 200


def test_a_role_that_sees_cases_needs_one():
    from shield.roles import ROLES

    reads = [role for role in ROLES if any(str(p).startswith("incidents.") for p in role.perms)]
    assert reads
    assert [role.id for role in reads if not role.needs_second_factor] == []


# --- Lost -----------------------------------------------------------------------------------------


def test_an_administrator_resets_what_was_lost(people, client):
    with_app(people.health_lead)
    browser = Client()
    browser.force_login(people.health_lead)
    client.force_login(people.agency_administrator)
    path = reverse("person_factors_reset", kwargs={"pk": people.health_lead.pk})
    assert client.post(path).url == people.health_lead.get_absolute_url()
    assert not Authenticator.objects.exists()
    assert browser.get(reverse("home")).status_code == 302
    entry = Entry.objects.get(verb="factor.reset")
    assert (entry.actor_id, entry.subject_id) == (
        people.agency_administrator.pk,
        people.health_lead.pk,
    )
    assert Notification.objects.filter(
        recipient=people.health_lead, key__startswith="factor.reset"
    ).exists()


@pytest.mark.parametrize("who", ["health_colleague", "police_lead", "operations"])
def test_nobody_else_does(people, who):
    with_app(people.health_lead)
    with pytest.raises(PermissionDenied):
        services.reset(by=getattr(people, who), person=people.health_lead, at=timezone.now())
    assert Authenticator.objects.exists()


def test_nobody_resets_their_own(people):
    with pytest.raises(services.NotYourOwn):
        services.reset(
            by=people.agency_administrator, person=people.agency_administrator, at=timezone.now()
        )


# --- A fresh proof --------------------------------------------------------------------------------


EXPORT = "/accounts/people/?format=csv"


def test_a_list_is_taken_away_only_after_a_fresh_proof(people, client, five_minutes):
    sign_in(client, people.agency_administrator.email)
    assert client.get(EXPORT)["Content-Type"].startswith("text/csv")
    ages(client)
    assert client.get(EXPORT).url.startswith(reverse("confirm"))
    assert client.get(reverse("people_list")).status_code == 200


def test_where_there_is_a_factor_the_password_is_no_proof(people, client, five_minutes):
    secret, _ = with_app(people.agency_administrator)
    sign_in(client, people.agency_administrator.email)
    give_code(client, code(secret))
    ages(client)
    asked = client.get(EXPORT).url
    from tests.personas import PASSWORD

    assert client.post(asked, {"password": PASSWORD}).status_code == 200
    assert client.get(EXPORT).status_code == 302
    answer = client.post(asked, {"code": code(secret, 1), "next": EXPORT})
    assert answer.status_code == 200  # the page from which the file is saved
    assert client.get(EXPORT).status_code == 200


@pytest.mark.parametrize(
    ("name", "subject"),
    [
        ("person_invite", None),
        ("membership_add", "person"),
        ("membership_end", "membership"),
        ("person_factors_reset", "person"),
        ("person_sign_out", "person"),
    ],
)
def test_roles_are_given_and_ended_only_after_a_fresh_proof(
    people, client, five_minutes, name, subject
):
    pk = people.health_lead.pk if subject == "person" else people.health_lead.memberships.get().pk
    path = reverse(name, kwargs={"pk": pk} if subject else None)
    client.force_login(people.agency_administrator)
    assert client.get(path).status_code == 200
    ages(client)
    assert client.get(path).url.startswith(reverse("confirm"))
    kept = client.post(path, {"when": "at_once"}, HTTP_ORIGIN="http://testserver")
    assert kept.status_code in (302, 403)
    assert people.health_lead.memberships.get().ends_on is None


@pytest.mark.parametrize("name", ["agency_add", "agency_edit"])
def test_agencies_are_changed_only_after_a_fresh_proof(people, client, five_minutes, name):
    agency = people.agencies.health
    path = reverse(name, kwargs={"pk": agency.pk} if name == "agency_edit" else None)
    client.force_login(people.system_administrator)
    assert client.get(path).status_code == 200
    ages(client)
    assert client.get(path).url.startswith(reverse("confirm"))
    sent = {"name": "Another Name", "kind": agency.kind_id, "notifies_panel": "on"}
    assert client.post(path, sent).status_code == 302
    assert not Agency.objects.filter(name="Another Name").exists()
