"""Which state may follow which: one table per record, and the only code that changes a status."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from shield.core.refusals import Refusal


class MoveNotAllowed(Refusal):
    """The record was not in a state from which this move starts (any more)."""


@dataclass(frozen=True)
class Move:
    """One arrow of a workflow: from any of `sources` to `target`; `says` is shown when refused."""

    sources: tuple[str, ...]
    target: str
    says: str


@dataclass(frozen=True)
class Workflow:
    """The states of one kind of record and the named moves between them.

    `advance` is an UPDATE guarded by the old state, so of many people who press the same button at
    the same moment exactly one gets through.
    """

    title: str
    states: Mapping[str, str]
    moves: Mapping[str, Move]
    field: str = "status"

    def __post_init__(self) -> None:
        for name, move in self.moves.items():
            unknown = {*move.sources, move.target} - set(self.states)
            if unknown:
                raise ValueError(f"move {name!r} names unknown states: {sorted(unknown)}")

    def allows(self, record: Model, move: str) -> bool:
        """Whether `move` could start from the state this copy of the record shows."""
        return getattr(record, self.field) in self.moves[move].sources

    def advance(self, record: Model, move: str, **facts: Any) -> None:
        """Take `move`, writing `facts` (field values, such as who and when) in the same UPDATE.

        Raises MoveNotAllowed if the row in the database is not in a source state of the move.
        The given instance is changed to match only when the row was.
        """
        step = self.moves[move]
        changes = {self.field: step.target, **facts}
        moved = (
            type(record)
            ._base_manager.filter(pk=record.pk, **{f"{self.field}__in": step.sources})
            .update(**changes)
        )
        if not moved:
            raise MoveNotAllowed(step.says)
        for name, value in changes.items():
            setattr(record, name, value)

    def diagram(self) -> str:
        """The table as Markdown with a Mermaid state diagram, for `docs/workflows/`."""
        lines = [f"# {self.title}", "", "Generated from the code; do not edit.", ""]
        lines += ["```mermaid", "stateDiagram-v2"]
        lines += [f"    {state}: {label}" for state, label in self.states.items()]
        for name, move in self.moves.items():
            lines += [f"    {source} --> {move.target}: {name}" for source in move.sources]
        lines += [
            "```",
            "",
            "| move | from | to | said when refused |",
            "| --- | --- | --- | --- |",
        ]
        for name, move in self.moves.items():
            sources = ", ".join(self.states[source] for source in move.sources)
            lines.append(f"| {name} | {sources} | {self.states[move.target]} | {move.says} |")
        return "\n".join(lines) + "\n"
