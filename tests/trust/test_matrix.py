"""The authorisation matrix: every page and method, every persona, every relation to the record."""

import pytest

from tests import tally
from tests.architecture.test_pages import patterns
from tests.trust.kinds import things_of
from tests.trust.lines import READERS, Line
from tests.trust.matrix import Knocker, unpromised
from tests.trust.policy import LINES
from tests.trust.things import PERSONAS, Thing, groups
from tests.trust.world_incidents import in_trouble

pytestmark = pytest.mark.django_db


def says_nothing(problems: list[str]) -> None:
    assert not problems, "\n".join([f"{len(problems)} problems", *problems[:60]])


def test_every_page_has_its_line_and_every_line_its_page() -> None:
    says_nothing(unpromised(patterns()))


@pytest.mark.parametrize("promise", LINES, ids=[f"{one.name}-{one.method}" for one in LINES])
def test_the_promise_is_kept(knocker: Knocker, promise: Line) -> None:
    found = knocker.broken(promise)
    tally.add("authorisation matrix", promises=1, broken=bool(found))
    says_nothing(found)


@pytest.mark.parametrize("name", sorted({one.name for one in LINES}))
def test_no_other_method_is_answered(knocker: Knocker, name: str) -> None:
    says_nothing(knocker.beyond(name, LINES))


# Pages that show references as such, to whoever answers for the whole.
SHOWS_REFERENCES = {"audit_search", "opening_list", "keeper_list"}


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


UNSEEN = "About something that is kept from you"
# How many rows each list of what failed shows to the operations team, and how many of them say
# nothing, for two of three notifications in trouble are kept from them.
FAILED = {"failed_list": (4, 2), "document_failed_list": (4, 2), "quarantine_list": (6, 4)}


@pytest.mark.parametrize(("name", "numbers"), FAILED.items(), ids=list(FAILED))
def test_what_failed_is_listed_but_says_nothing_of_what_is_kept_from_the_reader(
    knocker: Knocker, name: str, numbers: tuple[int, int]
) -> None:
    rows, unseen = numbers
    seen, *hidden = (one.record for one in in_trouble(knocker.world.incidents))
    for query in ("", "?format=csv"):
        body = knocker.ask("operations", "GET", name, Thing("", query=query)).body
        assert str(seen.reference) in body
        assert [one.label for one in hidden if one.label in body] == []
        assert [one.pk for one in hidden if f"Draft {one.pk}" in body] == []
        assert body.count(UNSEEN) == unseen
    assert f"{rows} results" in knocker.ask("operations", "GET", name, Thing("")).body


@pytest.mark.parametrize(
    ("name", "things"),
    [("failed_retry", "failed"), ("document_failed_retry", "failed_documents")],
)
def test_what_is_sent_again_unseen_names_no_case(knocker: Knocker, name: str, things: str) -> None:
    kept = [one for one in getattr(knocker.world, things) if "-" in one.state]
    assert len(kept) == 2
    for thing in kept:
        body = knocker.ask("operations", "GET", name, thing).body
        assert UNSEEN in body
        assert thing.record.reference not in body
        assert "Harriet" not in body


@pytest.mark.parametrize(
    ("name", "persona"), [("audit_search", "auditor"), ("opening_list", "data_protection")]
)
def test_who_answers_for_references_sees_none_from_which_they_are_shut_out(
    knocker: Knocker, name: str, persona: str
) -> None:
    body = knocker.ask(persona, "GET", name, Thing("", query="?format=csv")).body
    things = [one for one in knocker.world.incidents if one.record.openings.exists()]
    for thing in things:
        shown = thing.record.label in body or f"incidents.incident {thing.record.pk}," in body
        assert shown == (persona not in thing.excluded)
    assert {persona in thing.excluded for thing in things} == {True, False}


def test_lists_name_the_cases_that_their_reader_may_open(knocker: Knocker) -> None:
    body = knocker.ask("operations", "GET", "notification_list", Thing("")).body
    for thing in knocker.world.incidents:
        listed = thing.record.is_filed and bool(groups("operations", thing) & set(READERS.split()))
        assert (f"{thing.record.label}<" in body) == listed
