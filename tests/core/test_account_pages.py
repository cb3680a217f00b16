"""Signing in, in our words and without scripts."""

import re

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from django.utils.module_loading import import_string

from tests.core.html import elements, text
from tests.personas import PASSWORD, People

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.core.urls")]


@pytest.fixture(autouse=True)
def no_limits_from_before() -> None:
    cache.clear()


def seen(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined]


def title(answer: object) -> str:
    return text(seen(answer).split("<title>")[1].split("</title>")[0])


def test_signing_in_leads_to_the_page_that_was_asked_for(people: People, client: Client) -> None:
    answer = client.post(
        "/accounts/login/",
        {"login": people.health_lead.email.upper(), "password": PASSWORD, "next": "/asks/"},
    )

    assert (answer.status_code, answer["Location"]) == (302, "/asks/")


def test_the_sign_in_page_keeps_where_to_go(client: Client) -> None:
    inputs = elements(seen(client.get("/accounts/login/?next=/asks/")), "input")

    assert {one["name"]: one.get("value") for one in inputs if one["name"] == "next"} == {
        "next": "/asks/"
    }


def test_signing_in_never_leads_elsewhere(people: People, client: Client) -> None:
    answer = client.post(
        "/accounts/login/",
        {
            "login": people.health_lead.email,
            "password": PASSWORD,
            "next": "https://elsewhere.example/",
        },
    )

    assert answer["Location"] == "/home/"


@pytest.mark.parametrize(
    ("given", "errors"),
    [
        ({}, [("#id_login", "Enter the email address"), ("#id_password", "Enter the password")]),
        (
            {"login": "ann@", "password": "x"},
            [("#id_login", "Enter an email address in the correct format, like name@example.com")],
        ),
        (
            {"login": "nobody@demo.example", "password": "x"},
            [("#id_login", "The email address or password is not correct")],
        ),
    ],
)
def test_a_wrong_sign_in_leads_to_the_question(
    client: Client, given: dict[str, str], errors: list[tuple[str, str]]
) -> None:
    html = seen(client.post("/accounts/login/", given))
    summary = html.split('govuk-error-summary__list">')[1].split("</ul>")[0]
    links = [one["href"] for one in elements(summary, "a")]
    said = [text("<a" + part.split("</a>")[0]) for part in summary.split("<a")[1:]]

    assert list(zip(links, said, strict=True)) == errors
    assert {one["id"] for one in elements(html, "input") if "id" in one} == {
        "id_login",
        "id_password",
    }


def test_a_wrong_password_and_an_unknown_address_look_the_same(
    people: People, client: Client
) -> None:
    known = client.post("/accounts/login/", {"login": people.health_lead.email, "password": "x"})
    unknown = client.post("/accounts/login/", {"login": "nobody@demo.example", "password": "x"})
    tidy = [re.sub(r'value="[^"]*"', "", seen(answer)) for answer in (known, unknown)]

    assert tidy[0] == tidy[1]


def test_too_many_tries_are_told_to_wait(people: People, client: Client) -> None:
    for _ in range(12):
        answer = client.post(
            "/accounts/login/", {"login": people.health_lead.email, "password": "x"}
        )

    assert "Too many tries" in text(seen(answer))


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/accounts/login/", "Sign in"),
        ("/accounts/signup/", "Accounts are given by invitation"),
        ("/accounts/inactive/", "This account is closed"),
        ("/accounts/password/reset/", "Choose a new password"),
        ("/accounts/password/reset/done/", "Check your email"),
        ("/accounts/password/reset/key/done/", "Your password has been changed"),
        ("/accounts/password/reset/key/1-never-was/", "This link no longer works"),
    ],
)
def test_pages_for_people_who_are_not_signed_in(client: Client, address: str, words: str) -> None:
    assert title(client.get(address)) == f"{words} – {settings.PORTAL_NAME}"


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/accounts/logout/", "Sign out"),
        ("/accounts/password/change/", "Change your password"),
    ],
)
def test_pages_for_people_who_are(people: People, client: Client, address: str, words: str) -> None:
    client.force_login(people.health_lead, backend=settings.AUTHENTICATION_BACKENDS[0])

    assert title(client.get(address)) == f"{words} – {settings.PORTAL_NAME}"


def test_a_forgotten_password_is_replaced_by_a_link_from_the_mail(
    people: People, client: Client, settings: object
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"  # type: ignore[attr-defined]
    client.post("/accounts/password/reset/", {"email": people.health_lead.email})
    import_string("shield.people.services.send_resets")(at=timezone.now())
    (sent,) = mail.outbox
    address = re.escape(settings.BASE_URL)  # type: ignore[attr-defined]
    link = re.search(rf"{address}(\S+)", str(sent.body))
    assert link is not None

    form = client.get(link[1], follow=True)
    new = "four words make sense"
    bad = client.post(form.redirect_chain[-1][0], {"password1": "short", "password2": "other"})
    done = client.post(form.redirect_chain[-1][0], {"password1": new, "password2": new})

    assert "Error: Choose a new password" in title(bad)
    assert done["Location"] == "/accounts/password/reset/key/done/"
    assert Client().login(email=people.health_lead.email, password=new)


def test_the_reset_mail_is_plain_and_names_nobody(
    people: People, client: Client, settings: object
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"  # type: ignore[attr-defined]
    settings.PORTAL_NAME = "Smith & Sons' portal"  # type: ignore[attr-defined]
    client.post("/accounts/password/reset/", {"email": people.health_lead.email})
    import_string("shield.people.services.send_resets")(at=timezone.now())
    (sent,) = mail.outbox

    assert "for Smith & Sons' portal." in str(sent.body)
    assert people.health_lead.full_name not in str(sent.body)
    assert getattr(sent, "alternatives", []) == []


def test_signing_out_asks_first(people: People, client: Client) -> None:
    client.force_login(people.health_lead, backend=settings.AUTHENTICATION_BACKENDS[0])
    client.get("/accounts/logout/")
    assert client.get("/asks/").status_code == 200

    client.post("/accounts/logout/")

    assert client.get("/asks/").status_code == 302
