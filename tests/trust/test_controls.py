"""Take a guard away and the matrix fails: so that it is no green light painted on the wall."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from django.test import override_settings
from django.urls import clear_url_caches, path

from incidents.models import Incident
from incidents.models.incident import IncidentQuerySet
from shield.accounts import access, kept
from shield.accounts.models import Agency, MembershipQuerySet
from tests.architecture.test_pages import Closed, patterns
from tests.trust.kinds import KINDS
from tests.trust.lines import READERS, Line, line
from tests.trust.matrix import Knocker, undone, unpromised, writes
from tests.trust.policy import LINES
from tests.trust.policy_incidents import of_notification
from tests.trust.things import Thing

pytestmark = pytest.mark.django_db

# Some of each kind: who reads, who may see and not act, a neighbour, somebody without any case.
FEW = ("public", "health_lead", "authority_lead", "police_lead", "auditor", "leaver")


def promise(name: str, method: str) -> Line:
    return next(one for one in LINES if (one.name, one.method) == (name, method))


# --- The list of lines is whole -------------------------------------------------------------------


def test_a_planted_page_without_a_line_is_named_with_what_to_write() -> None:
    planted = [*patterns(), path("planted/<int:pk>/", Closed.as_view(), name="planted")]
    Closed.get = lambda self, request, pk: None  # type: ignore[attr-defined]
    try:
        assert unpromised(planted) == [
            'planted GET: no policy line; write line("planted", "GET", "GROUPS -> STATUS") in '
            "tests/trust/policy.py, and say in KINDS of tests/trust/kinds.py what "
            '"planted" can be about'
        ]
    finally:
        del Closed.get  # type: ignore[attr-defined]


def test_a_planted_line_without_a_page_is_named() -> None:
    planted = [*LINES, line("planted", "GET", "anyone -> 200")]
    assert unpromised(patterns(), planted) == [
        "planted GET: a policy line for a page or method that is not there; delete it"
    ]


def test_two_lines_for_one_page_are_named() -> None:
    assert unpromised(patterns(), [*LINES, LINES[0]]) == ["front GET: two policy lines"]


# --- Pages with faults ----------------------------------------------------------------------------

FAULTS = {
    "planted_sees_all": "promised 404, got 200",
    "planted_forbidden": "promised 404, got 403",
    "planted_more": "told apart from what is not there by its body",
    "planted_header": "told apart from what is not there by its headers",
    "planted_writes": "refused, and wrote to ['audit_entry']",
    "planted_silent": "showed a case and wrote no consultation",
    "planted_fails": "promised 404, got 500",
}


@pytest.fixture
def planted(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The planted pages are there, each about notifications."""
    for name in ("planted_sound", *FAULTS):
        monkeypatch.setitem(KINDS, name, KINDS["notification_detail"])
    with override_settings(ROOT_URLCONF="tests.trust.planted"):
        clear_url_caches()
        yield
    clear_url_caches()


def reading(name: str) -> Line:
    return of_notification(name, "GET", draft="", filed=f"{READERS} -> 200")


def test_a_sound_page_is_let_through(knocker: Knocker, planted: None) -> None:
    assert knocker.broken(reading("planted_sound"), FEW) == []


@pytest.mark.parametrize(("name", "words"), FAULTS.items(), ids=list(FAULTS))
def test_a_planted_fault_is_found(knocker: Knocker, planted: None, name: str, words: str) -> None:
    found = knocker.broken(reading(name), FEW)
    assert any(words in problem for problem in found), found


# --- Guards taken away ----------------------------------------------------------------------------


def test_without_visible_to_the_matrix_fails(
    knocker: Knocker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(IncidentQuerySet, "visible_to", lambda self, user: self)
    found = knocker.broken(promise("notification_detail", "GET"), FEW)
    assert (
        "notification_detail GET as police_lead on filed of health_practitioner: "
        "promised 404, got 200 " in found
    )


@pytest.mark.parametrize(
    ("name", "persona", "thing"),
    [
        ("notification_correct", "authority_lead", "filed of health_practitioner"),
        ("notification_discard", "health_lead", "filed of health_practitioner"),
        ("membership_end", "agency_administrator", "partnership-role of health"),
    ],
)
def test_without_require_the_matrix_fails(
    knocker: Knocker, monkeypatch: pytest.MonkeyPatch, name: str, persona: str, thing: str
) -> None:
    assert knocker.broken(promise(name, "POST"), [persona]) == []
    # Every service has imported the function by its name: so the function itself is emptied.
    monkeypatch.setattr(access.require, "__code__", (lambda user, perm, record=None: None).__code__)
    found = knocker.broken(promise(name, "POST"), [persona])
    assert [one for one in found if f"{thing}: promised 403, got 302" in one]


@pytest.mark.parametrize("page", ["failed_list", "document_failed_list"])
def test_without_what_is_kept_from_a_reader_lists_name_the_case(
    knocker: Knocker, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    hidden = [
        one.record.reference
        for one in knocker.world.incidents
        if one.state in ("restricted", "shut") and one.record.reference
    ]

    def named() -> list[str]:
        body = knocker.ask("operations", "GET", page, Thing("")).body
        return [reference for reference in hidden if reference in body]

    assert hidden
    assert named() == []
    monkeypatch.setattr(kept, "_about", lambda user, restricted: iter(()))
    assert named() != []


def test_the_world_is_the_same_after_every_cell(knocker: Knocker) -> None:
    one, thing = promise("notification_discard", "POST"), knocker.world.incidents[0]
    answers = [
        knocker.ask("health_practitioner", "POST", one.name, thing).wrote.keys() for _ in range(2)
    ]
    wrote = {"audit_entry", "clocks_clock", "incidents_incident", "incidents_incidentevent"}
    assert answers[0] == answers[1] == wrote


def test_what_was_written_and_undone_counts_as_written(knocker: Knocker) -> None:
    before = writes()
    with undone():
        knocker.world.incidents[0].record.save()
    assert writes() != before


# --- Rules broken ---------------------------------------------------------------------------------


def leavers_are_kept(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(MembershipQuerySet, "current_or_later", lambda self, on: self)
    patch.setattr(access, "FACTS", access.FACTS.replace("m.ends_on >= %(on)s", "TRUE"))


def exclusions_are_ignored(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Incident, "reach", replace(Incident.reach, exclusions=None))


def restrictions_are_ignored(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Incident, "reach", replace(Incident.reach, grants=None))


def roles_reach_every_agency(patch: pytest.MonkeyPatch) -> None:
    every = set(Agency.objects.values_list("pk", flat=True))
    kept = access.Access.agencies_with
    patch.setattr(
        access.Access, "agencies_with", lambda self, perm: every if kept(self, perm) else set()
    )


# What is broken -> at whom it shows -> on what -> how the matrix names it.
BROKEN = (
    (leavers_are_kept, "leaver", "filed", "promised 403, got"),
    (exclusions_are_ignored, "operations", "shut", "promised 404, got 200"),
    (restrictions_are_ignored, "operations", "restricted", "promised 404, got 200"),
    (roles_reach_every_agency, "police_lead", "filed", "promised 404, got 200"),
)


@pytest.mark.parametrize(
    ("breaks", "persona", "state", "words"), BROKEN, ids=[one[0].__name__ for one in BROKEN]
)
def test_a_broken_rule_is_named(
    knocker: Knocker,
    monkeypatch: pytest.MonkeyPatch,
    breaks: Callable[[pytest.MonkeyPatch], None],
    persona: str,
    state: str,
    words: str,
) -> None:
    page = promise("notification_detail", "GET")
    assert knocker.broken(page, [persona]) == []
    breaks(monkeypatch)
    named = f"notification_detail GET as {persona} on {state} of health_practitioner: {words}"
    found = knocker.broken(page, [persona])
    assert any(problem.startswith(named) for problem in found), found
