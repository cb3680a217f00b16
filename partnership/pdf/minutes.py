"""What is on the page of a meeting's minutes, and of the excerpt of one item?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from partnership.models import (
    Action,
    AgendaItem,
    Attendance,
    Decision,
    Minutes,
    MinutesAddition,
    Purpose,
    Working,
    groups_of,
)
from partnership.pdf.packs import APART
from shield.accounts.access import roles
from shield.core.london import london_day, moment_words, short_day

TEMPLATE = "partnership/pdf/minutes.html"


@dataclass(frozen=True)
class Minuted:
    """One item with all that was minuted of it; None where it is kept from whoever reads."""

    number: str
    item: AgendaItem | None = None
    text: str = ""
    decisions: Sequence[Decision] = ()
    actions: Sequence[Action] = ()
    corrections: Sequence[MinutesAddition] = ()
    interests: Sequence[str] = ()  # who took no part in it
    is_approved_unread: bool = False  # whoever approved the minutes was not among its readers


def marking(items: Iterable[AgendaItem]) -> str:
    """What the margins say: more where something restricted is in it."""
    return "OFFICIAL-SENSITIVE" if any(one.is_restricted for one in items) else "OFFICIAL"


def frozen(
    minutes: Minutes,
    *,
    items: Iterable[Minuted],
    attendance: Iterable[Attendance],
    edition: int,
    is_excerpt: bool,
) -> dict[str, Any]:
    """The content as it stands, as JSON: words and numbers, no ids, no objects."""
    meeting = minutes.meeting
    working = Working.of(meeting.quorum)
    agreed = [
        ("Approved", minutes.approved_at, minutes.approved_by, minutes.approved_why),
        ("Distributed", minutes.distributed_at, minutes.distributed_by, ""),
    ]
    return {
        "heading": "Excerpt of minutes" if is_excerpt else "Minutes",
        "is_excerpt": is_excerpt,
        "day": short_day(meeting.on),
        "facts": [
            ["Body", meeting.body.name],
            ["Meeting", f"{meeting}, {meeting.reference}"],
            ["Held", f"{short_day(meeting.on)}, {meeting.hours}"],
            *([["Chaired by", str(meeting.chaired_by)]] if meeting.chaired_by else []),
            *([["Venue", meeting.venue]] if meeting.venue else []),
            *(
                [
                    what,
                    f"{moment_words(at)} by {by}"
                    + (f", in place of a chair: {why}" if why else ""),
                ]
                for what, at, by, why in agreed
                if at
            ),
            *([["Corrections", str(edition)]] if edition else []),
        ],
        "attendance": []
        if is_excerpt
        else [[name, "\n".join(lines)] for name, lines in groups_of(attendance, meeting.visitors)],
        # Who was there by name is not for whoever proposed an item and reads no more.
        "quorum": _quorum(working)[: 1 if is_excerpt else None],
        "items": [_item(one) for one in items],
    }


def _quorum(working: Working | None) -> list[list[str]]:
    if working is None:
        return []
    said = "The body could decide" if working.is_met else "The body could not decide"
    rows = [["Quorum", f"{said}: {working.words}"]]
    return [*rows, ["Working", "\n".join(working.lines)]] if working.lines else rows


def _item(minuted: Minuted) -> dict[str, Any]:
    item = minuted.item
    if item is None:
        return {"title": f"{minuted.number}. {APART}", "is_apart": True}
    source = item.proposal
    return {
        "title": f"{minuted.number}. {item.title}" if minuted.number else item.title,
        "purpose": str(Purpose(item.purpose).label),
        "is_apart": False,
        "is_restricted": item.is_restricted,
        "interests": ", ".join(minuted.interests),
        "is_approved_unread": minuted.is_approved_unread,
        "source": source.source_reference if source is not None else "",
        "text": minuted.text,
        "decisions": [_decision(one) for one in minuted.decisions],
        "actions": [
            [one.reference, one.what, holder_words(one), short_day(one.due_on)]
            for one in minuted.actions
        ],
        "corrections": [
            [
                f"Correction of {short_day(london_day(one.added_at))} by {one.added_by}",
                one.text,
            ]
            for one in minuted.corrections
        ],
    }


def _decision(decision: Decision) -> list[list[str]]:
    what = "Recommendation" if decision.is_recommendation else "Decision"
    rows = [
        [f"{what} {decision.reference}", decision.text],
        ["Reasons", decision.reasons],
        ["Agreed", "\n".join(decision.agreed)],
        ["Dissent", decision.dissent],
    ]
    return [[name, value] for name, value in rows if value]


def holder_words(action: Action) -> str:
    """Who is to do it."""
    if action.holder is not None:
        return str(action.holder)
    role = roles().get(action.holder_role)
    return f"{role.name if role else action.holder_role}, {action.holder_agency}"
