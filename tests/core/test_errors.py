"""Pages for when something is wrong, and the session that ends while somebody types."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client, override_settings

from shield.core.errors import DRAWN_FOR, drawn_for
from tests.core.html import elements, text
from tests.personas import PASSWORD, People

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.core.urls")]

OURS: dict[str, Any] = {"HTTP_ORIGIN": "http://testserver"}
TYPED = {"name": "Ann <b>&amp;", "notes": "one\ntwo", "kinds": ["a", "b"]}


@pytest.fixture
def strict() -> Client:
    """A browser as the portal meets it: tokens are checked."""
    return Client(enforce_csrf_checks=True)


def hidden(answer: Any) -> list[tuple[str, str]]:
    return [
        (one["name"], one["value"])
        for one in elements(answer.content.decode(), "input")
        if one["name"] not in ("csrfmiddlewaretoken", DRAWN_FOR)
    ]


def token(answer: Any) -> str:
    return next(
        one["value"]
        for one in elements(answer.content.decode(), "input")
        if one["name"] == "csrfmiddlewaretoken"
    )


ANSWERS = [("name", "Ann <b>&amp;"), ("notes", "one\ntwo"), ("kinds", "a"), ("kinds", "b")]


def test_a_reader_who_is_not_signed_in_is_sent_to_sign_in(client: Client) -> None:
    assert client.get("/asks/?x=1")["Location"] == "/accounts/login/?next=/asks/%3Fx%3D1"


def test_a_session_that_ended_gives_back_everything_typed(client: Client) -> None:
    answer = client.post("/asks/", TYPED, **OURS)

    assert answer.status_code == 403
    assert "You were signed out" in answer.content.decode()
    assert hidden(answer) == ANSWERS
    assert answer["Cache-Control"] == "no-store"


def test_what_was_given_back_can_be_sent_after_signing_in(people: People, strict: Client) -> None:
    strict.get("/accounts/login/")
    stale = strict.cookies["csrftoken"].value
    typed = {**TYPED, DRAWN_FOR: drawn_for(people.health_lead)}
    kept = strict.post("/asks/", {**typed, "csrfmiddlewaretoken": stale}, **OURS)
    assert {DRAWN_FOR: typed[DRAWN_FOR]} == {
        one["name"]: one["value"]
        for one in elements(kept.content.decode(), "input")
        if one["name"] == DRAWN_FOR
    }
    form = token(kept)
    signing_in = strict.get("/accounts/login/")
    strict.post(
        "/accounts/login/",
        {
            "login": people.health_lead.email,
            "password": PASSWORD,
            "csrfmiddlewaretoken": token(signing_in),
        },
        **OURS,
    )

    again = strict.post("/asks/", {**typed, "csrfmiddlewaretoken": form}, **OURS)
    assert again.status_code == 403
    assert hidden(again) == ANSWERS
    done = strict.post("/asks/", {**typed, "csrfmiddlewaretoken": token(again)}, **OURS)

    assert done.status_code == 200
    assert "took" in done.content.decode()


@pytest.mark.parametrize(
    "origin",
    [
        {},
        {"HTTP_ORIGIN": "https://elsewhere.example"},
        {"HTTP_ORIGIN": "null"},
        {"HTTP_REFERER": "https://elsewhere.example/http://testserver/"},
        {"HTTP_ORIGIN": "http://testserver.elsewhere.example"},
    ],
)
@pytest.mark.parametrize("who", ["stranger", "signed in"])
def test_a_foreign_page_gets_a_plain_refusal(
    people: People, strict: Client, origin: dict[str, Any], who: str
) -> None:
    if who == "signed in":
        strict.force_login(people.health_lead, backend=settings.AUTHENTICATION_BACKENDS[0])
    answer = strict.post("/asks/", TYPED, **origin)

    assert answer.status_code == 403
    assert "one\ntwo" not in answer.content.decode()
    assert elements(answer.content.decode(), "input") == []


def test_a_password_is_never_given_back(strict: Client) -> None:
    answer = strict.post("/accounts/login/", {"login": "a@b.example", "password": "secret"}, **OURS)

    assert answer.status_code == 403
    assert "secret" not in answer.content.decode()


def test_saving_as_one_types_is_told_that_the_session_ended(client: Client) -> None:
    answer = client.post("/asks/", TYPED, HTTP_X_AUTOSAVE="1", **OURS)

    assert (answer.status_code, answer.json()) == (401, {"signed_out": True})


def test_saving_as_one_types_gets_a_fresh_token_after_a_new_sign_in(
    people: People, strict: Client
) -> None:
    strict.force_login(people.health_lead, backend=settings.AUTHENTICATION_BACKENDS[0])
    typed = {**TYPED, DRAWN_FOR: drawn_for(people.health_lead)}
    stale = strict.post("/asks/", typed, HTTP_X_AUTOSAVE="1", **OURS)
    fresh = {**typed, "csrfmiddlewaretoken": stale.json()["token"]}

    assert stale.status_code == 403
    assert strict.post("/asks/", fresh, HTTP_X_AUTOSAVE="1", **OURS).status_code == 200


@pytest.mark.parametrize("typed_by", ["health_practitioner", "nobody"])
def test_what_one_person_typed_is_never_given_to_another(
    people: People, strict: Client, typed_by: str
) -> None:
    strict.force_login(people.health_lead, backend=settings.AUTHENTICATION_BACKENDS[0])
    typed = {**TYPED, DRAWN_FOR: drawn_for(getattr(people, typed_by, None))}

    page = strict.post("/asks/", typed, **OURS)
    saved = strict.post("/asks/", typed, HTTP_X_AUTOSAVE="1", **OURS)

    assert page.status_code == 403
    assert "two" not in page.content.decode()
    assert hidden(page) == []
    assert (saved.status_code, saved.json()) == (401, {"signed_out": True})


def test_a_foreign_page_gets_no_token(people: People, strict: Client) -> None:
    strict.force_login(people.health_lead, backend=settings.AUTHENTICATION_BACKENDS[0])
    answer = strict.post(
        "/asks/", TYPED, HTTP_X_AUTOSAVE="1", HTTP_ORIGIN="https://elsewhere.example"
    )

    assert (answer.status_code, answer.json()) == (401, {"signed_out": True})


def test_a_page_of_another_role_is_not_there(people: People, client: Client) -> None:
    client.force_login(people.health_practitioner, backend=settings.AUTHENTICATION_BACKENDS[0])

    absent, denied = client.get("/no-such-page/"), client.get("/people/")

    assert (denied.status_code, denied.content) == (absent.status_code, absent.content)


@override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=1000)
def test_a_submission_that_is_too_long_is_told_so(client: Client) -> None:
    answer = client.post("/asks/", {"notes": "x" * 2000}, **OURS)

    assert answer.status_code == 413
    assert "What you sent is too long" in answer.content.decode()


@override_settings(DATA_UPLOAD_MAX_NUMBER_FIELDS=3)
def test_a_submission_of_too_many_fields_is_told_so(client: Client) -> None:
    answer = client.post("/asks/", {f"f{n}": "x" for n in range(5)}, **OURS)

    assert answer.status_code == 413


@pytest.mark.parametrize(
    ("address", "status", "heading"),
    [
        ("/no-such-page/", 404, "Page not found"),
        ("/refuses/", 403, "You cannot do this"),
        ("/breaks/", 500, "Sorry, there is a problem"),
    ],
)
def test_each_trouble_has_its_page(address: str, status: int, heading: str) -> None:
    answer = Client(raise_request_exception=False).get(address)

    assert answer.status_code == status
    assert heading in text(answer.content.decode())
    assert answer["Cache-Control"] == "no-store"


def test_a_host_that_is_not_ours_is_a_bad_request() -> None:
    answer = Client().get("/", HTTP_HOST="elsewhere.example")

    assert answer.status_code == 400
    assert "could not read this" in answer.content.decode()


def test_the_page_for_our_own_faults_asks_the_database_nothing_more(
    people: People, django_assert_num_queries: object
) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(people.health_lead, backend=settings.AUTHENTICATION_BACKENDS[0])
    people.health_lead.sessions.all().delete()

    # The one is the look for the session before the view; the page itself asks for nothing.
    with django_assert_num_queries(1):  # type: ignore[operator]
        answer = client.get("/breaks/")

    assert answer.status_code == 500
