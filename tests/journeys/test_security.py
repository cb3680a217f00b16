"""Signing in where a second factor is an obligation: an app, a passkey, and a session that ends."""

import os
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Browser, expect

from tests.journeys import sight
from tests.journeys.browser import NARROW, Person
from tests.journeys.portal import Portal, wait_for

LEAD, NURSE, ADMINISTRATOR = "lead.health", "practitioner.health", "administrator.health"


@pytest.fixture(scope="module")
def strict_portal() -> Iterator[Portal]:
    """Like a real one: the factor is asked for, and ten quiet seconds bring the warning."""
    with Portal({"SHIELD_SECOND_FACTOR": "1", "SHIELD_IDLE_SECONDS": "130"}) as started:
        yield started


@pytest.fixture
def arrive(strict_portal: Portal, browser: Browser) -> Iterator[Callable[[], Person]]:
    people: list[Person] = []

    def one() -> Person:
        people.append(Person(browser, strict_portal.url))
        return people[-1]

    yield one
    said = [person.complaints_except(401, 403, 409) for person in people]
    for person in people:
        person.leaves()
    assert said == [[] for _ in people]


def is_quick(person: Person) -> None:
    """Whoever looks closely on a slow machine is warned: they stay, and go on."""
    stay = person.page.get_by_role("button", name="Stay signed in")
    person.page.add_locator_handler(stay, lambda: stay.click())


def code(key: str, periods: int = 0) -> str:
    """What the app shows; near the end of its half minute it is waited for the next."""
    left = 30 - time.time() % 30
    if left < 8:
        time.sleep(left)
    return format_hotp_value(hotp_value(key, int(time.time()) // 30 + periods))


def looks_well(person: Person) -> None:
    """By axe, wide and narrow, and without scrolling sideways."""
    expect(person.page.get_by_role("heading", level=1)).to_be_visible()
    person.page.wait_for_load_state("load")
    for width in (1280, NARROW["width"]):
        person.page.set_viewport_size({"width": width, "height": 900})
        assert sight.problems(person.page) == []
        assert sight.sideways(person.page) == []
        picture(person, width)
    person.page.set_viewport_size({"width": 1280, "height": 900})


def picture(person: Person, width: int) -> None:
    """To look at, where somebody asks for it: SHIELD_PICTURES names a folder."""
    if folder := os.environ.get("SHIELD_PICTURES"):
        name = re.sub(r"[^a-z]+", "-", person.page.locator("h1").inner_text().lower())
        number = len(list(Path(folder).iterdir()))
        person.page.screenshot(path=Path(folder) / f"{number:02}-{name}-{width}.png")


def sets_up_an_app(person: Person) -> tuple[str, list[str]]:
    """From the page that asks for it to the recovery codes; the app's key, and the codes."""
    person.sees_heading("Protect your account")
    looks_well(person)
    person.presses("Set up an authenticator app")
    expect(person.page.get_by_alt_text(re.compile("code to scan"))).to_be_visible()
    # Asked from outside: the page's own policy lets nothing in it evaluate words.
    width = "document.querySelector('.shield-scan').naturalWidth"
    wait_for(lambda: person.page.evaluate(width), seconds=30, what=lambda: "the picture")
    person.page.get_by_text("I cannot scan it").click()
    key = person.page.locator("code").inner_text().replace(" ", "")
    looks_well(person)
    person.answer("Code from the app", code(key, -1))
    person.presses("Finish")
    person.sees_heading("Your recovery codes")
    looks_well(person)
    codes = person.page.locator("code").all_inner_texts()
    with person.page.expect_download() as saved:
        person.follows("Save them as a file")
    assert all(one in saved.value.path().read_text() for one in codes)
    person.presses("I have kept them")
    expect(person.page).to_have_url(re.compile("/home/$"))
    return key, codes


def test_an_authenticator_app_is_set_up_and_asked_for(arrive: Callable[[], Person]) -> None:
    # Given a safeguarding lead who has only a password
    lead = arrive()
    is_quick(lead)
    lead.signs_in(LEAD)

    # When she sets up an app
    key, codes = sets_up_an_app(lead)

    # Then another browser is asked for its code, and takes a recovery code too, once each
    for given, works in ((code(key), True), (codes[0], True), (codes[0], False)):
        elsewhere = arrive()
        elsewhere.signs_in(LEAD)
        elsewhere.sees_heading("Confirm that it is you")
        elsewhere.answer("Code", given)
        elsewhere.presses("Continue")
        if works:
            expect(elsewhere.page).to_have_url(re.compile("/home/$"))
            if given == codes[0]:
                looks_well(elsewhere)
                elsewhere.follows("replace your authenticator app")
                elsewhere.sees_heading("Replace your authenticator app")
                looks_well(elsewhere)
        else:
            elsewhere.is_told(re.compile("not correct, or was used already"))
            looks_well(elsewhere)

    # And she sees where she is signed in, and signs the others out
    lead.opens("/accounts/security/")
    lead.sees("Authenticator app")
    lead.sees("9 not used yet")
    looks_well(lead)
    lead.presses("Sign out other devices")
    lead.sees("Your other devices were signed out.")


def test_a_passkey_is_added_renamed_and_used(arrive: Callable[[], Person]) -> None:
    # Given an administrator whose laptop has a fingerprint reader
    keeper = arrive()
    is_quick(keeper)
    device = keeper.context.new_cdp_session(keeper.page)
    device.send("WebAuthn.enable")
    device.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    keeper.signs_in(ADMINISTRATOR)
    keeper.sees_heading("Protect your account")

    # When they add it as a passkey
    keeper.presses("Add a passkey")
    looks_well(keeper)
    keeper.answer("Name", "Work laptop")
    keeper.presses("Add the passkey")
    keeper.sees_heading("Your recovery codes")
    keeper.opens("/accounts/security/")
    keeper.sees("Work laptop")
    keeper.follows(re.compile("^Rename"))
    looks_well(keeper)
    keeper.answer("Name", "Grey laptop")
    keeper.presses("Save")
    keeper.sees("Grey laptop")

    # Then it is what signs them in
    keeper.opens("/accounts/logout/")
    keeper.presses("Sign out")
    keeper.signs_in(ADMINISTRATOR)
    keeper.sees_heading("Confirm that it is you")
    looks_well(keeper)
    keeper.presses("Use a passkey")
    expect(keeper.page).to_have_url(re.compile("/home/$"))

    # And what confirms that it is they, before they invite somebody
    keeper.opens("/accounts/confirm/?next=/accounts/people/invite/")
    looks_well(keeper)
    keeper.presses("Use a passkey")
    keeper.sees_heading("Invite a person")

    # And the last one is not offered to be taken away
    keeper.opens("/accounts/security/")
    keeper.sees("Grey laptop")
    expect(keeper.page.get_by_role("link", name=re.compile("^Remove"))).to_have_count(0)


def test_a_session_says_that_it_ends_and_what_was_typed_stays(
    arrive: Callable[[], Person], browser: Browser
) -> None:
    # Given a practitioner who types and is called away
    nurse = arrive()
    nurse.signs_in(NURSE)
    sets_up_an_app(nurse)
    nurse.opens("/accounts/security/passkey/")
    nurse.answer("Name", "Half a name")
    warning = nurse.page.get_by_role("alertdialog")

    # When the time is nearly up
    expect(warning).to_be_visible(timeout=90_000)

    # Then the page says so, keeps the keyboard inside, and lets her go on
    expect(warning).to_contain_text("You will be signed out soon")
    expect(warning.get_by_role("button", name="Stay signed in")).to_be_focused()
    for _ in range(3):
        nurse.page.keyboard.press("Tab")
        inside = (
            "document.activeElement === document.body || !!document.activeElement.closest('dialog')"
        )
        assert nurse.page.evaluate(inside)
    looks_well(nurse)
    warning.get_by_role("button", name="Stay signed in").click()
    expect(warning).not_to_be_visible()
    expect(nurse.field("Name")).to_have_value("Half a name")

    # And when the session has ended meanwhile, the page hides what is on it and keeps it
    nurse.context.clear_cookies()
    expect(warning).to_contain_text("You were signed out", timeout=90_000)
    looks_well(nurse)
    warning.get_by_role("button", name="I have signed in again").click()
    expect(warning).to_contain_text("You are not signed in")
    expect(nurse.field("Name")).to_have_value("Half a name")
