"""Who knocks, and at what: the personas, and what a persona is to a record."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.personas import WHO

PUBLIC, LEAVER = "public", "leaver"
PERSONAS = (PUBLIC, *WHO)
NOBODY = 999_999_999  # an id that no row has
# What stands in every record that holds a case: whoever reads it has consulted the case.
SECRETS = ("Zebulonia", "Quillfeathery", "Thimblewick")


@dataclass(frozen=True)
class Thing:
    """What an address is about. `owner` is a persona; the others name agencies of the personas."""

    state: str
    path: Mapping[str, Any] = field(default_factory=dict)
    query: str = ""
    owner: str = ""
    agency: str = ""
    duty: str = ""  # the agency that must tell the Panel
    record: Any = None
    is_absent: bool = False
    granted: frozenset[str] = frozenset()  # may read it, by a grant that lasts
    checker: str = ""  # the persona who checks a report
    opened: frozenset[str] = frozenset()  # broke the glass, and it is still open
    excluded: frozenset[str] = frozenset()
    restricted_to: frozenset[str] | None = None

    def __str__(self) -> str:
        if self.is_absent:
            return f"what is not there {dict(self.path)}"
        return f"{self.state or 'the page'} of {self.owner or self.agency or 'nobody'}"


def absent(**path: Any) -> Thing:
    """An address that looks right, and at which there is nothing."""
    return Thing("", path, is_absent=True)


def groups(persona: str, thing: Thing) -> set[str]:
    """What a persona is to a thing, in the words of the policy; asks none of the portal's code."""
    if persona == PUBLIC:
        return {"everyone", PUBLIC}
    if persona == LEAVER:
        return {"everyone", LEAVER}
    if persona in thing.excluded:
        return {"everyone", "anyone"}
    if persona in thing.opened:
        return {"everyone", "anyone", "granted"}
    if thing.restricted_to is not None and persona not in thing.restricted_to:
        return {"everyone", "anyone"}
    _, agency, role = WHO[persona]
    short = {"safeguarding-lead": "lead", "agency-administrator": "administrator"}.get(role, role)
    found = {"everyone", "anyone"}
    if short in ("practitioner", "lead", "administrator"):
        found.add(f"any-{short}")
        if agency == thing.agency:
            found.add(short)
        if agency == thing.duty:
            found.add(f"duty-{short}")
    else:
        found.add(short)
    if persona == thing.owner:
        found.add("own")
    if persona == thing.checker:
        found.add("checker")
    if persona in thing.granted:
        found.add("granted")
    return found
