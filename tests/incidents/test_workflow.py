"""Which state may follow which."""

import itertools

import pytest

from incidents.models import Incident, Status
from incidents.workflow import NOTIFICATION

ALLOWED = {
    (Status.DRAFT, "submit"),
    (Status.DRAFT, "discard"),
    (Status.DISCARDED, "restore"),
    (Status.SUBMITTED, "record_panel"),
}


def test_every_state_is_in_the_table() -> None:
    assert set(NOTIFICATION.states) == {str(state.value) for state in Status}


@pytest.mark.parametrize(
    ("state", "move"), list(itertools.product(Status, NOTIFICATION.moves)), ids=str
)
def test_only_these_moves_are_allowed(state: Status, move: str) -> None:
    assert NOTIFICATION.allows(Incident(status=state), move) is ((state, move) in ALLOWED)


def test_nothing_leads_back_from_a_filed_notification() -> None:
    filed = {Status.SUBMITTED, Status.PANEL_NOTIFIED}
    back = [
        name
        for name, move in NOTIFICATION.moves.items()
        if filed & set(move.sources) and move.target not in filed
    ]
    assert back == []
