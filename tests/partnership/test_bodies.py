"""What can happen to bodies, terms and standing items: done and written down, or refused."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from partnership import services
from partnership.models import Body, StandingItem
from shield.core.london import london_day, short_day
from tests.partnership.conftest import Structure
from tests.partnership.doing import meeting, verbs
from tests.personas import People

pytestmark = pytest.mark.django_db


def facts(**more: Any) -> Any:
    return {
        "name": "The Forum",
        "parent": None,
        "purpose": "Learns",
        "chairing": "",
        "chairing_kind": "named",
        "frequency": "",
        "rhythm": "none",
        "around": None,
        "before_days": None,
        "after_days": None,
        "venue": "",
        "usual_start": None,
        "usual_end": None,
        "quorum": "",
        "quorum_rule": {},
        "needs_agreement": None,
        "on_disagreement": "",
        "ended_on": None,
        **more,
    }


def test_a_body_is_added_after_the_others(
    structure: Structure, people: People, at: datetime
) -> None:
    body = services.add_body(by=people.operations, at=at, **facts(parent=structure.board))
    assert (body.slug, body.order, body.parent) == ("the-forum", 3, structure.board)
    assert verbs() == ["body.added"]


def test_two_bodies_of_like_names_have_codes_of_their_own(
    structure: Structure, people: People, at: datetime
) -> None:
    for name in ("The Forum", "The forum!"):
        services.add_body(by=people.operations, at=at, **facts(name=name))
    assert set(Body.objects.values_list("slug", flat=True)) >= {"the-forum", "the-forum-2"}


def test_no_body_stands_below_itself(structure: Structure, people: People, at: datetime) -> None:
    with pytest.raises(services.BodyLoops):
        services.edit_body(
            by=people.operations,
            body=structure.board,
            at=at,
            **facts(parent=structure.executive),
        )
    structure.board.refresh_from_db()
    assert (structure.board.parent, structure.board.name) == (None, "The Board")


@pytest.mark.parametrize(("days", "ends"), [(-1, False), (0, True)])
def test_a_body_does_not_end_before_its_last_meeting(
    structure: Structure, people: People, at: datetime, days: int, ends: bool
) -> None:
    """The negative control is the day of the meeting itself."""
    body, day = structure.board, london_day(at) + timedelta(days=40)
    meeting(body, people, day, at)
    given = facts(name=body.name, ended_on=day + timedelta(days=days))
    if not ends:
        with pytest.raises(services.MeetsLater, match=short_day(day)):
            services.edit_body(by=people.operations, body=body, at=at, **given)
    else:
        services.edit_body(by=people.operations, body=body, at=at, **given)
    assert (Body.objects.get(pk=body.pk).ended_on is not None) == ends


def test_an_edit_that_changes_nothing_is_not_written_down(
    structure: Structure, people: People, at: datetime
) -> None:
    same = facts(name="The Board", purpose="Decides")
    services.edit_body(by=people.operations, body=structure.board, at=at, **same)
    assert verbs() == []


@pytest.mark.parametrize("persona", ["board_member", "scrutineer", "system_administrator"])
def test_only_the_operations_team_keeps_bodies(
    structure: Structure, people: People, at: datetime, persona: str
) -> None:
    with pytest.raises(PermissionDenied):
        services.add_body(by=getattr(people, persona), at=at, **facts())
    assert Body.objects.count() == 2


def test_terms_are_counted_and_stay(structure: Structure, people: People, at: datetime) -> None:
    for text in ("First", "Second"):
        services.adopt_terms(
            by=people.operations,
            body=structure.board,
            text=text,
            adopted_on=at.date(),
            adopted_at="The Board",
            at=at,
        )
    assert list(structure.board.terms.order_by("number").values_list("number", "text")) == [
        (1, "First"),
        (2, "Second"),
    ]


def test_terms_are_not_adopted_tomorrow(structure: Structure, people: People, at: datetime) -> None:
    with pytest.raises(services.AdoptedLater):
        services.adopt_terms(
            by=people.operations,
            body=structure.board,
            text="Terms",
            adopted_on=at.date() + timedelta(days=1),
            adopted_at="The Board",
            at=at,
        )


# --- Standing items -------------------------------------------------------------------------------


@pytest.fixture
def items(structure: Structure, people: People, at: datetime) -> list[StandingItem]:
    return [
        services.add_item(
            by=people.operations,
            body=structure.board,
            title=title,
            purpose="note",
            minutes=None,
            at=at,
        )
        for title in ("A", "B", "C")
    ]


def titles(structure: Structure) -> str:
    rows = structure.board.standing_items.order_by("order")
    return "".join(rows.values_list("title", flat=True))


@pytest.mark.parametrize(
    ("which", "is_up", "order"),
    [(0, False, "BAC"), (1, True, "BAC"), (2, True, "ACB"), (0, True, "ABC"), (2, False, "ABC")],
)
def test_items_change_places_and_the_ends_stay(
    structure: Structure,
    people: People,
    items: list[StandingItem],
    at: datetime,
    which: int,
    is_up: bool,
    order: str,
) -> None:
    services.move_item(by=people.operations, item=items[which], is_up=is_up, at=at)
    assert titles(structure) == order


def test_an_item_removed_is_gone_and_another_takes_the_end(
    structure: Structure, people: People, items: list[StandingItem], at: datetime
) -> None:
    services.remove_item(by=people.operations, item=items[1], at=at)
    services.add_item(
        by=people.operations, body=structure.board, title="D", purpose="note", minutes=5, at=at
    )
    assert titles(structure) == "ACD"


def test_an_item_stands_there_once(
    structure: Structure, people: People, items: list[StandingItem], at: datetime
) -> None:
    with pytest.raises(services.ItemTwice):
        services.add_item(
            by=people.operations, body=structure.board, title="A", purpose="note", minutes=1, at=at
        )
    assert titles(structure) == "ABC"
