"""What becomes of an edit when somebody else has changed the same record meanwhile?"""

from collections.abc import Mapping
from typing import Any

from shield.core.refusals import Conflict

SHOWN = (
    "Somebody else changed this after you opened the page. Nothing you typed is lost: look at what "
    "stands there now, change your answers if need be, and save again."
)


class ChangedMeanwhile(Conflict):
    """Somebody else changed the same answers after the page was opened; `theirs` are those now.

    Where `theirs` are not shown, `said` says what to do.
    """

    def __init__(self, theirs: Mapping[str, Any], *, said: str = SHOWN) -> None:
        super().__init__(said)
        self.theirs = theirs


def changes(row: Any, facts: Mapping[str, Any], seen: Mapping[str, Any]) -> list[str]:
    """The names of what is to be written; raises ChangedMeanwhile where two wrote differently.

    `seen` are the facts as the page showed them. What was left as it stood there is nobody's
    change, so that two people may fill in different answers of one record at once.
    """
    changed = [
        name
        for name, value in facts.items()
        if getattr(row, name) != value and not (name in seen and seen[name] == value)
    ]
    lost = [name for name in changed if name in seen and getattr(row, name) != seen[name]]
    if lost:
        raise ChangedMeanwhile({name: getattr(row, name) for name in lost})
    return changed
