from typing import Any

import pytest

from shield.accounts.models import Agency, AgencyKind
from shield.core.workflow import Move, MoveNotAllowed, Workflow

# A record with a status: the name of an agency will do.
FLOW = Workflow(
    title="A thing",
    states={"draft": "Draft", "sent": "Sent", "closed": "Closed"},
    moves={
        "send": Move(("draft",), "sent", "This has been sent already."),
        "close": Move(("draft", "sent"), "closed", "This is closed already."),
    },
    field="name",
)


@pytest.fixture
def thing(db: None) -> Agency:
    kind = AgencyKind.objects.create(code="thing", name="Thing")
    return Agency.objects.create(name="draft", kind=kind)


def test_a_move_changes_the_row_and_the_copy_with_its_facts(thing: Agency) -> None:
    FLOW.advance(thing, "send", is_statutory_partner=True)
    stored = Agency.objects.get(pk=thing.pk)

    assert (thing.name, thing.is_statutory_partner) == ("sent", True)
    assert (stored.name, stored.is_statutory_partner) == ("sent", True)


def test_of_two_copies_only_one_moves(thing: Agency) -> None:
    other = Agency.objects.get(pk=thing.pk)
    FLOW.advance(thing, "send")

    with pytest.raises(MoveNotAllowed, match=r"This has been sent already\."):
        FLOW.advance(other, "send", is_statutory_partner=True)

    assert (other.name, other.is_statutory_partner) == ("draft", False)
    assert Agency.objects.get(pk=thing.pk).is_statutory_partner is False


def test_a_move_starts_only_from_its_sources(thing: Agency) -> None:
    FLOW.advance(thing, "close")

    assert (FLOW.allows(thing, "send"), FLOW.allows(thing, "close")) == (False, False)


def test_an_unknown_state_is_refused_when_the_table_is_read() -> None:
    with pytest.raises(ValueError, match=r"'send' names unknown states: \['lost'\]"):
        Workflow("A thing", {"draft": "Draft"}, {"send": Move(("draft",), "lost", "No.")})


def test_an_unknown_move_is_an_error(thing: Agency) -> None:
    with pytest.raises(KeyError):
        FLOW.advance(thing, "burn")


def test_the_diagram_draws_every_arrow() -> None:
    drawn = FLOW.diagram()
    arrows: list[Any] = [line.strip() for line in drawn.splitlines() if "-->" in line]

    assert arrows == ["draft --> sent: send", "draft --> closed: close", "sent --> closed: close"]
    assert "| close | Draft, Sent | Closed | This is closed already. |" in drawn
