"""Can a conference decide with those who are there? Its quorum, with the working."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class There:
    """One agency that somebody comes for; `kind` is the code of its kind."""

    agency: int
    name: str
    kind: str


@dataclass(frozen=True)
class Quoracy:
    """Whether it can decide, and line by line why."""

    is_quorate: bool
    lines: tuple[str, ...]

    @property
    def words(self) -> str:
        return "Quorate" if self.is_quorate else "Not quorate"

    def as_json(self) -> dict[str, object]:
        """As it is kept once the conference was held, whatever the rule says later."""
        return {"is_quorate": self.is_quorate, "lines": list(self.lines)}


def quorum(
    attended: Iterable[There],
    *,
    kinds: Collection[str],
    lead_name: str,
    others: int,
    called: str = "there",
) -> Quoracy:
    """An agency of one of `kinds`, and at least so many others, however many came for each.

    A second agency of those kinds counts among the others. `called` is how those are called who
    are counted: before the day they are expected.
    """
    there = {one.agency: one for one in attended}
    lead = next((one for one in there.values() if one.kind in kinds), None)
    rest = [one for one in there.values() if one is not lead]
    names = ", ".join(sorted((one.name for one in rest), key=str.casefold)) or "none"
    enough = len(rest) >= others
    lines = (
        f"{lead_name}: {lead.name if lead else f'nobody {called}'}",
        f"Other agencies, at least {others}: {len(rest)} {called} ({names})"
        + ("" if enough else f"; {others - len(rest)} missing"),
    )
    return Quoracy(lead is not None and enough, lines)
