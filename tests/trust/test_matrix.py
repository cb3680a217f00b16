"""The authorisation matrix: every page and method, every persona, every relation to the record."""

import pytest

from tests.architecture.test_pages import patterns
from tests.trust.kinds import things_of
from tests.trust.matrix import Knocker, unpromised
from tests.trust.policy import LINES, READERS, Line
from tests.trust.things import PERSONAS, Thing, groups

pytestmark = pytest.mark.django_db


def says_nothing(problems: list[str]) -> None:
    assert not problems, "\n".join([f"{len(problems)} problems", *problems[:60]])


def test_every_page_has_its_line_and_every_line_its_page() -> None:
    says_nothing(unpromised(patterns()))


@pytest.mark.parametrize("promise", LINES, ids=[f"{one.name}-{one.method}" for one in LINES])
def test_the_promise_is_kept(knocker: Knocker, promise: Line) -> None:
    says_nothing(knocker.broken(promise))


@pytest.mark.parametrize("name", sorted({one.name for one in LINES}))
def test_no_other_method_is_answered(knocker: Knocker, name: str) -> None:
    says_nothing(knocker.beyond(name, LINES))


# Pages that show references as such, to whoever answers for the whole.
SHOWS_REFERENCES = {"audit_search"}


@pytest.mark.parametrize("persona", PERSONAS)
def test_no_list_names_a_case_that_its_reader_may_not_open(knocker: Knocker, persona: str) -> None:
    opens = set(READERS.split())
    hidden = {
        thing.record.reference or thing.record.label
        for thing in knocker.world.incidents
        if not groups(persona, thing) & opens
    }
    pages = [
        (one.name, thing)
        for one in LINES
        if one.method == "GET" and one.name not in SHOWS_REFERENCES
        for thing in things_of(one.name, knocker.world)
        if not thing.path
    ]
    says_nothing(
        [
            f"{name} as {persona} names {words}"
            for name, thing in pages
            for body in [knocker.ask(persona, "GET", name, thing).body]
            for words in sorted(hidden)
            if words in body
        ]
    )


def test_lists_name_the_cases_that_their_reader_may_open(knocker: Knocker) -> None:
    body = knocker.ask("operations", "GET", "notification_list", Thing("")).body
    for thing in knocker.world.incidents:
        assert (f"{thing.record.label}<" in body) == thing.record.is_filed
