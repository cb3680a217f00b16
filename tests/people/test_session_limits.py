"""How long a session lasts, and how it ends."""

import time
from typing import Any

import pytest
from celery import current_app
from django.conf import settings
from django.contrib.messages import get_messages
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from shield.accounts.models import Membership
from shield.audit.models import Entry
from shield.core.errors import DRAWN_FOR, drawn_for
from shield.people import services, tasks
from shield.people.models import Session
from tests.people.helpers import is_signed_in, sign_in
from tests.personas import PASSWORD

COOKIE = settings.SESSION_COOKIE_NAME
OURS: dict[str, Any] = {"HTTP_ORIGIN": "http://testserver"}


@pytest.fixture
def browser(people, client):
    sign_in(client, people.health_lead.email)
    return client


def passes(client: Client, *, idle: float = 0, since: float = 0) -> None:
    """Time goes by."""
    session = client.session
    session["seen"] -= idle
    session["since"] -= since
    session.save()


def test_a_session_in_which_nothing_is_done_ends(browser):
    passes(browser, idle=14 * 60)
    assert browser.get(reverse("home")).status_code == 200
    passes(browser, idle=15 * 60)
    answer = browser.get(reverse("home"))
    assert answer.url == f"{reverse('account_login')}?next=/home/"
    assert "nothing was done for 15 minutes" in str(next(iter(get_messages(answer.wsgi_request))))
    assert not Session.objects.exclude(user=None).exists()


def test_what_is_done_counts_and_what_pages_do_by_themselves_does_not(browser):
    for _ in range(3):
        passes(browser, idle=10 * 60)
        assert browser.get(reverse("home")).status_code == 200
    for _ in range(2):
        passes(browser, idle=8 * 60)
        browser.get(reverse("home"), headers={"X-Background": "1"})
        browser.post(reverse("home"), headers={"X-Autosave": "1"})
    assert browser.get(reverse("home")).status_code == 302


def test_a_session_ends_after_a_working_day_whatever_is_done(browser):
    passes(browser, since=8 * 60 * 60)
    assert browser.get(reverse("home")).status_code == 302


def test_without_the_middleware_it_would_go_on(browser, settings):
    settings.MIDDLEWARE = [one for one in settings.MIDDLEWARE if "SessionLimits" not in one]
    passes(browser, idle=60 * 60)
    without = Client()
    without.cookies[COOKIE] = browser.cookies[COOKIE].value
    assert without.get(reverse("home")).status_code == 200


def test_what_was_typed_when_it_ended_is_given_back_to_the_same_person_alone(people, browser):
    passes(browser, idle=15 * 60)
    typed = {"notes": "what I typed", DRAWN_FOR: drawn_for(people.health_lead)}
    path = reverse("notification_start")
    kept = browser.post(path, typed, **OURS).content.decode()
    assert "You were signed out" in kept
    assert "what I typed" in kept
    for person, is_theirs in ((people.health_colleague, False), (people.health_lead, True)):
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(person)
        page = strict.post(path, typed, **OURS).content.decode()
        assert ("what I typed" in page) is is_theirs


def test_staying_signed_in_takes_a_press(people, browser):
    mine = {"X-Drawn-For": drawn_for(people.health_lead), "X-Background": "1"}
    passes(browser, idle=13 * 60)
    looked = browser.get(reverse("keep_alive"), headers=mine).json()["left"]
    assert 110 <= looked <= 120
    pressed = browser.post(reverse("keep_alive"), headers=mine).json()["left"]
    assert 890 <= pressed <= 900


def test_a_page_of_another_person_keeps_nobody_signed_in(people, browser):
    other = {"X-Drawn-For": drawn_for(people.health_colleague), "X-Background": "1"}
    passes(browser, idle=13 * 60)
    assert browser.post(reverse("keep_alive"), headers=other).status_code == 401
    passes(browser, idle=3 * 60)
    assert browser.get(reverse("home")).status_code == 302


def test_pages_say_how_long(browser):
    page = browser.get(reverse("home")).content.decode()
    assert 'data-left="900"' in page or 'data-left="899"' in page
    assert "signed out when nothing was done for 15 minutes" in page


def test_signing_in_gives_a_new_key(people, client):
    client.get(reverse("invitation_accept"), {"token": "none"})
    session = client.session
    session["mark"] = 1
    session.save()
    client.cookies[COOKIE] = session.session_key
    before = session.session_key
    sign_in(client, people.health_lead.email)
    assert client.cookies[COOKIE].value != before
    assert not Session.objects.filter(session_key=before).exists()


@pytest.mark.parametrize("change", ["given", "ended"])
def test_another_role_gives_a_new_key(people, browser, change):
    before = browser.cookies[COOKIE].value
    Membership.objects.create(
        user=people.health_lead,
        agency=people.agencies.health,
        role="practitioner",
        starts_on=timezone.localdate(),
    )
    if change == "ended":
        browser.get(reverse("home"))
        before = browser.cookies[COOKIE].value
        people.health_lead.memberships.filter(role="practitioner").delete()
    assert browser.get(reverse("home")).status_code == 200
    assert browser.cookies[COOKIE].value != before
    assert not Session.objects.filter(session_key=before).exists()


def test_a_cookie_is_worth_nothing_after_signing_out(people, browser):
    stolen = browser.cookies[COOKIE].value
    browser.post(reverse("account_logout"))
    thief = Client()
    thief.cookies[COOKIE] = stolen
    assert thief.get(reverse("home")).status_code == 302
    assert not Session.objects.filter(session_key=stolen).exists()


def test_other_devices_are_signed_out_and_this_one_is_not(people, browser):
    other = Client()
    sign_in(other, people.health_lead.email)
    stranger = Client()
    sign_in(stranger, people.health_colleague.email)
    browser.post(reverse("sign_out_elsewhere"))
    assert [one.get(reverse("home")).status_code for one in (browser, other, stranger)] == [
        200,
        302,
        200,
    ]
    assert Entry.objects.filter(verb="sessions.ended").count() == 1


def test_signing_out_everywhere_ends_this_one_too(people, browser):
    other = Client()
    sign_in(other, people.health_lead.email)
    browser.post(reverse("sign_out_elsewhere"), {"everywhere": "yes"})
    assert [one.get(reverse("home")).status_code for one in (browser, other)] == [302, 302]


def test_devices_are_listed_in_words(people):
    agent = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"
    browser = Client(headers={"User-Agent": agent})
    sign_in(browser, people.health_lead.email)
    page = browser.get(reverse("security")).content.decode()
    assert "Firefox on Windows" in page
    assert Session.objects.get(user=people.health_lead).device == "Firefox on Windows"


def test_an_administrator_ends_the_sessions_of_their_own_people(people, browser):
    administrator = Client()
    administrator.force_login(people.agency_administrator)
    path = reverse("person_sign_out", kwargs={"pk": people.health_lead.pk})
    assert administrator.post(path).status_code == 302
    assert browser.get(reverse("home")).status_code == 302


@pytest.mark.parametrize("who", ["health_colleague", "police_lead", "auditor"])
def test_nobody_else_ends_them(people, browser, who):
    with pytest.raises(PermissionDenied):
        services.end_sessions(by=getattr(people, who), person=people.health_lead, at=timezone.now())
    assert browser.get(reverse("home")).status_code == 200


def test_a_new_password_ends_the_other_sessions(people, browser):
    other = Client()
    sign_in(other, people.health_lead.email)
    new = "a wholly new pass phrase"
    form = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    browser.post(reverse("account_change_password"), form)
    assert is_signed_in(browser)
    assert browser.get(reverse("home")).status_code == 200
    assert other.get(reverse("home")).status_code == 302
    assert Entry.objects.filter(verb="person.password_changed").count() == 1


def test_a_forgotten_password_ends_them_all(people, browser, mailoutbox):
    stranger = Client()
    stranger.post(reverse("account_reset_password"), {"email": people.health_lead.email})
    services.send_resets(at=timezone.now())
    link = next(line for line in mailoutbox[0].body.splitlines() if "/key/" in line)
    page = stranger.get("/" + link.split("/", 3)[3], follow=True)
    new = "a wholly new pass phrase"
    stranger.post(page.redirect_chain[-1][0], {"password1": new, "password2": new})
    assert browser.get(reverse("home")).status_code == 302


def test_signing_in_is_written_down(people, browser):
    entry = Entry.objects.get(verb="person.signed_in")
    assert (entry.actor_id, entry.facts["used"]) == (people.health_lead.pk, ["password"])
    assert time.time() - entry.at.timestamp() < 60


# --- What is over is forgotten --------------------------------------------------------------------


def test_sessions_that_are_over_are_forgotten_and_the_others_go_on(browser, people):
    other = Client()
    sign_in(other, people.police_lead.email)
    Session.objects.filter(user=people.police_lead).update(expire_date=timezone.now())
    tasks.clear_sessions()
    assert not Session.objects.filter(user=people.police_lead).exists()
    assert browser.get(reverse("home")).status_code == 200


def test_it_is_asked_by_the_clock():
    scheduled = {one["task"] for one in current_app.conf.beat_schedule.values()}
    assert tasks.clear_sessions.name in scheduled
