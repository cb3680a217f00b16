"""Relations that are no role: who moved to another agency, and who has not shown who they are."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from shield.accounts.models import Membership
from tests.trust.kinds import things_of
from tests.trust.lines import Line
from tests.trust.matrix import Answer, Knocker, undone
from tests.trust.policy import PEOPLE, ROOMS, SECURITY
from tests.trust.policy_incidents import ACCESS, FILES, INCIDENTS
from tests.trust.things import PERSONAS, SECRETS, Thing

pytestmark = pytest.mark.django_db

# The safeguarding lead of the health agency, who is in the list of its restricted notification and
# has messages and clocks of its others, becomes a practitioner of the police.
MOVER, LIKE = "health_lead", "police_practitioner"
OF_CASES = [one for one in (*INCIDENTS, *FILES, *ACCESS, *ROOMS) if one.method == "GET"]


@pytest.fixture
def moved(knocker: Knocker) -> Iterator[None]:
    person, today = knocker.world.user(MOVER), timezone.localdate()
    with undone():
        Membership.objects.filter(user=person).update(ends_on=today - timedelta(days=1))
        Membership.objects.create(
            user=person, agency=knocker.world.agency("police"), role="practitioner", starts_on=today
        )
        yield


def of_others(name: str, knocker: Knocker) -> list[Thing]:
    """What a practitioner of the police has no part in, nor had the mover by their own hand."""
    return [
        thing
        for thing in things_of(name, knocker.world)
        if thing.path and not thing.is_absent and thing.owner not in (LIKE, MOVER)
    ]


@pytest.mark.parametrize("promise", OF_CASES, ids=[one.name for one in OF_CASES])
def test_a_mover_is_what_their_new_colleagues_are(
    knocker: Knocker, moved: None, promise: Line
) -> None:
    for thing in of_others(promise.name, knocker):
        got = knocker.ask(MOVER, "GET", promise.name, thing)
        assert got.status == promise.status(LIKE, thing), f"{promise.name} of {thing}"
        assert got.status == 200 or not got.names_a_case


LISTS = [one for one in OF_CASES if not one.name.startswith("demo")]


def lists(knocker: Knocker) -> dict[str, str]:
    """What the mover finds on the pages about nothing in particular, lists to their last page."""
    names = ("home", *(one.name for one in LISTS))
    return {
        name + thing.query: whole(knocker, name, thing)
        for name in names
        for thing in things_of(name, knocker.world)
        if not thing.path
    }


def whole(knocker: Knocker, name: str, thing: Thing) -> str:
    body = knocker.ask(MOVER, "GET", name, thing).body
    if following := re.search(r'href="[^"?]*(\?[^"]*)" rel="next"', body):
        query = unescape(following[1])
        return body + whole(knocker, name, replace(thing, query=query))
    return body


def named(knocker: Knocker, body: str) -> set[str]:
    """The health agency's notifications that a page names."""
    labels = (one.record.label for one in knocker.world.incidents if one.agency == "health")
    return {words for words in (*labels, *SECRETS) if re.search(rf"{words}\b", body)}


def test_no_page_tells_a_mover_of_what_was_their_agencys(knocker: Knocker, moved: None) -> None:
    for name, body in lists(knocker).items():
        assert named(knocker, body) == set(), name


def test_before_they_moved_pages_told_them(knocker: Knocker) -> None:
    bodies = lists(knocker)
    for name in ("notification_list", "notification_list?format=csv", "message_list", "home"):
        assert named(knocker, bodies[name]), name


# Pages that give or take access, or show who works where: nobody does that from a browser that
# somebody left open.
NEED_PROOF = {
    "person_invite",
    "membership_add",
    "membership_end",
    "person_factors_reset",
    "person_sign_out",
    "invitation_resend",
    "invitation_withdraw",
    "offer_answer",
    "agency_add",
    "agency_edit",
}
PROVEN = [one for one in (*PEOPLE, *SECURITY) if one.name in NEED_PROOF]


def is_asked(got: Answer) -> bool:
    """Whether the answer is the question who is there."""
    return got.status == 302 and got.headers["Location"].startswith(reverse("confirm"))


def allowed(promise: Line, knocker: Knocker) -> list[tuple[str, Thing]]:
    """Who may do it, and to what."""
    return [
        (persona, thing)
        for thing in things_of(promise.name, knocker.world)
        for persona in PERSONAS
        if promise.status(persona, thing) not in (promise.refusal(persona), 404)
    ]


def test_each_page_that_asks_for_a_proof_has_a_line() -> None:
    tried = {one.name for one in PROVEN}
    assert tried == NEED_PROOF


@pytest.mark.parametrize("promise", PROVEN, ids=[f"{one.name}-{one.method}" for one in PROVEN])
def test_a_stale_proof_opens_and_changes_nothing(
    knocker: Knocker, settings: object, promise: Line
) -> None:
    cells = allowed(promise, knocker)
    assert cells
    persona, thing = cells[0]
    assert not is_asked(knocker.ask(persona, promise.method, promise.name, thing))
    settings.SHIELD_STEP_UP_SECONDS = 0  # type: ignore[attr-defined]
    for persona, thing in cells:
        got = knocker.ask(persona, promise.method, promise.name, thing)
        assert is_asked(got), f"{persona} on {thing}: {got.status}"
        assert not got.wrote
