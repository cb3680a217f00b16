"""What is on the page of a letter of outcome?

It is put together from what was decided alone: it never held an address, a school, a practice,
a number, nor anything of a report.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from conferences.models import ChildDecision, CoreGroupMember, OutcomeAddition, Plan, PlanStep
from shield.core.london import day_words, london_day, short_day

TEMPLATE = "conferences/pdf/letter.html"
MARKING = "OFFICIAL-SENSITIVE"


@dataclass(frozen=True)
class OfChild:
    """What a letter says of one child."""

    name: str
    decision: ChildDecision
    plan: Plan | None
    dissents: tuple[tuple[str, str], ...]
    # (what is due, by when)
    due: tuple[tuple[str, date], ...]


@dataclass(frozen=True)
class Letter:
    """What a letter is made of."""

    to: str
    to_detail: str
    reference: str
    kind: str
    held_on: date
    chair: str
    agency: str
    summary: str
    must_change: str
    if_not: str
    children: tuple[OfChild, ...]
    steps: tuple[PlanStep, ...]
    members: tuple[CoreGroupMember, ...]
    next_core_group: str
    additions: tuple[OutcomeAddition, ...]
    written_on: date


def frozen(letter: Letter) -> dict[str, Any]:
    """The letter's content as JSON: words alone."""
    return {
        "heading": "What the child protection conference decided",
        "facts": [
            ["To", letter.to],
            *([["", letter.to_detail]] if letter.to_detail else []),
            ["Date of this letter", short_day(letter.written_on)],
            ["Conference", f"{letter.kind} child protection conference {letter.reference}"],
            ["Held on", day_words(letter.held_on)],
            ["Chair", f"{letter.chair}, {letter.agency}"],
        ],
        "summary": letter.summary,
        "children": [_child(one) for one in letter.children],
        "must_change": letter.must_change,
        "if_not": letter.if_not,
        "steps": _steps(letter.steps, letter.children),
        "members": [
            [one.name, one.role, str(one.agency) if one.agency else "Family"]
            for one in letter.members
        ],
        "next_core_group": letter.next_core_group,
        "additions": [[short_day(london_day(one.added_at)), one.text] for one in letter.additions],
    }


def _child(one: OfChild) -> dict[str, Any]:
    plan, decision = one.plan, one.decision
    lead = f"{plan.lead_name}, {plan.lead_agency}" if plan and plan.lead_name else ""
    return {
        "name": one.name,
        "rows": [
            ["Decision", decision.words],
            *([["Category", str(decision.category)]] if decision.category else []),
            ["Why", decision.reason],
            *([["Lead social worker", lead]] if lead else []),
            *([name, f"By {day_words(day)}"] for name, day in one.due),
            *([f"{agency} did not agree", reason] for agency, reason in one.dissents),
        ],
    }


def _steps(steps: Iterable[PlanStep], children: tuple[OfChild, ...]) -> list[list[str]]:
    several = len(children) > 1
    return [
        [
            one.what,
            one.who,
            one.due_words,
            *([str(one.child) if one.child else "All the children"] if several else []),
        ]
        for one in steps
    ]
