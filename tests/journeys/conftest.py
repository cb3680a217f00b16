"""One portal, one browser for all journeys: xdist keeps them in one worker."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.journeys import browser as browsers
from tests.journeys.browser import Person
from tests.journeys.portal import Portal

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.journey)
            item.add_marker(pytest.mark.xdist_group("journeys"))


@pytest.fixture(scope="session")
def portal() -> Iterator[Portal]:
    """The real thing, started by `./run` with the demo partnership."""
    with Portal() as started:
        yield started


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with browsers.chromium() as started:
        yield started


@pytest.fixture
def visit(portal: Portal, browser: Browser) -> Iterator[Callable[..., Person]]:
    """`visit("lead.health")` is that person, signed in; `visit()` is anybody."""
    people: list[Person] = []

    def arrive(account: str = "", **options: Any) -> Person:
        person = Person(browser, portal.url, **options)
        people.append(person)
        if account:
            person.signs_in(account)
        return person

    yield arrive
    complaints = [said for person in people for said in person.complaints_except(404, 409, 403)]
    for person in people:
        person.leaves()
    assert complaints == []
