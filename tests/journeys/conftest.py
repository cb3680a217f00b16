"""One portal and one browser for all the journeys."""

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys import browser as browsers
from tests.journeys.browser import WIDE, Person
from tests.journeys.portal import Portal

HERE = Path(__file__).parent
# Accounts sign in once for all journeys, which take longer than a session or a fresh proof lasts.
PATIENT = {"SHIELD_IDLE_SECONDS": "25000", "SHIELD_STEP_UP_SECONDS": "25000"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session")
def portal() -> Iterator[Portal]:
    """The real thing, started by `./run` with the demo partnership."""
    with Portal(PATIENT) as started:
        yield started


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with browsers.chromium() as started:
        yield started


@pytest.fixture(scope="session")
def sessions(portal: Portal, browser: Browser) -> Callable[[str], Any]:
    """The cookies of a demo account, which signs in once for all journeys."""

    @cache
    def of(account: str) -> Any:
        person = Person(browser, portal.url)
        person.signs_in(account)
        expect(person.page).to_have_url(f"{portal.url}/home/")
        cookies = person.context.storage_state()
        person.leaves()
        return cookies

    return of


@pytest.fixture(scope="session")
def desks(
    portal: Portal, browser: Browser, sessions: Callable[[str], Any]
) -> Iterator[Callable[[str], Person]]:
    """A browser for each account that stays open: to look at many pages in less time."""
    people: dict[str, Person] = {}

    def at(account: str) -> Person:
        if account not in people:
            people[account] = Person(browser, portal.url)
        person = people[account]
        person.complaints.clear()
        person.context.clear_cookies()
        if account:
            person.context.add_cookies(sessions(account)["cookies"])
        person.page.set_viewport_size({"width": WIDE["width"], "height": WIDE["height"]})
        return person

    yield at
    for person in people.values():
        person.leaves()


@pytest.fixture
def visit(
    portal: Portal, browser: Browser, sessions: Callable[[str], Any]
) -> Iterator[Callable[..., Person]]:
    """`visit("lead.health")` is that person, signed in; `visit()` is anybody."""
    people: list[Person] = []

    def arrive(account: str = "", **options: Any) -> Person:
        signed_in = {"storage_state": sessions(account)} if account else {}
        person = Person(browser, portal.url, **signed_in, **options)
        people.append(person)
        return person

    yield arrive
    said = [person.complaints_except(403, 404, 409, 422) for person in people]
    for person in people:
        person.leaves()
    assert said == [[] for _ in people]
