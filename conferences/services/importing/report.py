"""What did an import do, or would it do? Counts, references and columns, never content."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from conferences.services.importing.planning import CLOSED, NOBODY, REASONS, Plan

# From so many conferences on, applying keeps others waiting who are written down in the audit.
MANY = 50


@dataclass
class Report:
    """Filled in plan by plan; the same for a dry run and for what was done."""

    is_trial: bool
    new: int = 0
    changed: int = 0
    moved: int = 0
    unchanged: int = 0
    left_whole: int = 0
    children_added: int = 0
    children_changed: int = 0
    children_born: int = 0
    asked: int = 0
    details: list[str] = field(default_factory=list)
    # For each reason the references of the conferences in which something was left as it is.
    left: dict[str, list[str]] = field(default_factory=dict)
    gone: list[str] = field(default_factory=list)

    def count(self, plan: Plan) -> None:
        births = sum(one.is_birth for one in plan.edited)
        self.children_added += len(plan.added)
        self.children_changed += len(plan.edited) - births
        self.children_born += births
        self.asked += len(plan.asked)
        if plan.conference is None:
            self.new += 1
            return
        for reason in dict.fromkeys(plan.left):
            self.left.setdefault(reason, []).append(plan.conference.reference)
        self.changed += plan.is_change
        self.moved += plan.starts_at is not None
        if plan.is_change or plan.starts_at:
            where = f"{plan.conference.reference} (row {plan.row})"
            self.details.append(f"{where}: {'; '.join(_what(plan))}")
        elif {CLOSED, NOBODY} & set(plan.left):
            self.left_whole += 1
        else:
            self.unchanged += 1

    @property
    def counts(self) -> dict[str, int]:
        """How many of what, as the audit keeps it."""
        return {
            "new": self.new,
            "changed": self.changed,
            "moved": self.moved,
            "unchanged": self.unchanged,
            "left": self.left_whole,
            "children_added": self.children_added,
            "children_changed": self.children_changed,
            "children_born": self.children_born,
            "agencies_asked": self.asked,
            "not_in_file": len(self.gone),
        }

    def lines(self) -> Iterator[str]:
        """All of it in words, for whoever ran it."""
        if self.is_trial:
            yield "A dry run: nothing was changed. With --apply this happens:"
            if self.new + len(self.details) > MANY:
                yield (
                    "Meanwhile nobody else's work can be written down: apply it when few people "
                    "work, or divide the file."
                )
        yield (
            f"conferences: {self.new} new, {self.changed} changed, {self.moved} moved, "
            f"{self.unchanged} unchanged, {self.left_whole} left as they are"
        )
        yield (
            f"children: {self.children_added} added, {self.children_changed} changed, "
            f"{self.children_born} born"
        )
        yield f"agencies: {self.asked} asked for a report"
        yield from self.details
        for reason in REASONS:
            if reason in self.left:
                yield f"{reason}: {', '.join(self.left[reason])}"
        if self.gone:
            yield f"To come here and not in the file, left as they are: {', '.join(self.gone)}"


def _what(plan: Plan) -> Iterator[str]:
    if plan.starts_at:
        yield "moved"
    if plan.fields:
        yield f"changed: {', '.join(plan.fields)}"
    births = sum(one.is_birth for one in plan.edited)
    for number, words in (
        (len(plan.added), "children added"),
        (births, "children born"),
        (len(plan.asked), "agencies asked"),
    ):
        if number:
            yield f"{words}: {number}"
