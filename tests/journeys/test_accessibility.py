"""Every page, in each state, wide and narrow, with and without a mouse."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tests.journeys import sight
from tests.journeys.browser import NARROW, WIDE, Person
from tests.journeys.looks import LOOKS, NO_PAGES, Look
from tests.journeys.portal import Portal

Visit = Callable[..., Person]
# What a page answers to something that cannot be taken: the answer is the page looked at.
ANSWERED = (403, 409, 422)
BY_KEYBOARD = (
    "front: anybody",
    "account_login: empty",
    "home: lead.health",
    "notification_list: all",
    "notification_tasks: whole",
    "notification_step: dates, filled",
    "notification_step: children, filled",
    "notification_row_add: family, empty",
    "notification_check: whole",
    "notification_detail: to be told",
)
BY_NAME = {str(look): look for look in LOOKS}


def url_names(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from url_names(pattern.url_patterns)
        else:
            yield str(pattern.name)


@pytest.fixture(scope="session")
def stage(portal: Portal) -> dict[str, Any]:
    """One record in each state; the values for the places in addresses."""
    found: dict[str, Any] = portal.run("tests.journeys.stage")
    return found


def test_every_page_is_looked_at() -> None:
    looked_at = {look.name for look in LOOKS if not look.name.startswith("(")}
    assert looked_at | set(NO_PAGES) == set(url_names(get_resolver().url_patterns))
    assert looked_at & set(NO_PAGES) == set()
    assert len(BY_NAME) == len(LOOKS)


def test_a_planted_violation_is_seen(visit: Visit) -> None:
    person = visit()
    person.page.set_content("<html lang='en'><title>x</title><main><img src='data:,'></main>")
    assert any(found.startswith("image-alt:") for found in sight.problems(person.page))
    assert any(found.startswith("h1:") for found in sight.problems(person.page))
    person.page.set_content("<div style='width: 3000px'>x</div>")
    assert sight.sideways(person.page)


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_a_page_has_no_violation(desks: Visit, stage: dict[str, Any], look: Look) -> None:
    person = desks(look.who)
    look.is_reached_by(person, stage)
    found = [f"wide: {one}" for one in sight.problems(person.page)]
    person.page.set_viewport_size({"width": NARROW["width"], "height": NARROW["height"]})
    found += [f"narrow: {one}" for one in sight.violations(person.page)]
    found += [f"sideways: {one}" for one in sight.sideways(person.page)]
    assert found == []
    assert person.complaints_except(look.status, *ANSWERED) == []


@pytest.mark.parametrize("name", BY_KEYBOARD)
def test_a_page_works_by_keyboard(desks: Visit, stage: dict[str, Any], name: str) -> None:
    # Given a page, and a person without a mouse
    look = BY_NAME[name]
    person = desks(look.who)
    look.is_reached_by(person, stage)
    wanted = sight.stops(person.page)

    # When she presses Tab again and again, then each link, button and field is reached in the
    # order of the page, and is seen to be
    unseen, order = [], []
    for _ in wanted:
        person.page.keyboard.press("Tab")
        place = sight.focused(person.page)
        order.append(place)
        if place is not None and not sight.shows_focus(person.page):
            unseen.append(wanted[int(place)])
    assert order == [str(place) for place in range(len(wanted))]
    assert unseen == []


def test_the_skip_link_leads_past_the_menu(visit: Visit) -> None:
    person = visit("lead.health", viewport=WIDE)
    person.opens("/home/")
    person.page.keyboard.press("Tab")
    assert person.page.evaluate("document.activeElement.innerText") == "Skip to main content"
    person.page.keyboard.press("Enter")
    assert person.page.evaluate("document.activeElement.id") == "main-content"
