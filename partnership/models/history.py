"""What did minutes, decisions and actions say before? Written by the database itself.

As in `incidents/models/history.py`: nothing is altered here and nothing removed.
"""

import pghistory

from partnership.models.action import Action
from partnership.models.decision import Decision
from partnership.models.minutes import ItemMinute, Minutes
from shield.core.history import KEPT


class MinutesEvent(pghistory.create_event_model(Minutes, **KEPT)):  # type: ignore[misc]
    """One version of who has agreed that minutes are so."""

    append_only = True


class ItemMinuteEvent(pghistory.create_event_model(ItemMinute, **KEPT)):  # type: ignore[misc]
    """One version of what was said about an item."""

    append_only = True


class DecisionEvent(pghistory.create_event_model(Decision, **KEPT)):  # type: ignore[misc]
    """One version of a decision."""

    append_only = True


class ActionEvent(pghistory.create_event_model(Action, **KEPT)):  # type: ignore[misc]
    """One version of an action."""

    append_only = True
