"""What is on the pages of a meeting's pack?"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, Protocol

from partnership.models import Action, AgendaItem, ItemKind, Meeting, Paper, Rag
from shield.core.london import day_words, moment_words, short_day

PACK = "partnership/pdf/pack.html"
MARKING = "OFFICIAL-SENSITIVE"
APART = "An item in which you have declared an interest"


class Line(Protocol):
    """A line of an agenda as one person reads it: see `services/running.py`."""

    @property
    def number(self) -> str: ...
    @property
    def minutes(self) -> int | None: ...
    @property
    def item(self) -> AgendaItem | None: ...
    @property
    def papers(self) -> tuple[Paper, ...]: ...
    @property
    def starts_words(self) -> str: ...


def pack_title(meeting: Meeting) -> str:
    """The same for every pack of a meeting: it says nothing of what is in this one."""
    return f"Pack for the meeting of {meeting.body} on {short_day(meeting.on)}"


def frozen_pack(
    meeting: Meeting,
    lines: Iterable[Line],
    *,
    arising: Sequence[Action],
    more: int,
    published_at: datetime,
    what_changed: str,
    is_whole: bool,
    address: str,
) -> dict[str, Any]:
    """What one reader reads of a meeting's agenda, as JSON; `address` is the portal's own.

    Not `is_whole` for a guest of single items, who learns nothing of the others: neither when
    theirs begins, nor which number it has, nor what changed on the agenda.
    """
    parts = [_part(line, is_whole, address) for line in lines]
    papers = [paper for part in parts for paper in part["papers"]]
    return {
        "heading": str(meeting.body),
        "facts": [
            ["Meeting", str(meeting)],
            ["Date", day_words(meeting.on)],
            ["Time", meeting.hours],
            ["Place", meeting.venue or ("By video link" if meeting.link else "To be said")],
            ["Reference", meeting.reference],
            ["Agenda published", moment_words(published_at)],
            *([["What changed", what_changed]] if what_changed and is_whole else []),
            ["Read it in the portal", f"{address}{meeting.get_absolute_url()}"],
        ],
        "is_whole": is_whole,
        "open": [part for part in parts if not part["is_restricted"]],
        "restricted": [part for part in parts if part["is_restricted"]],
        "papers": papers,
        "arising": [_action(one, meeting.on) for one in arising],
        "more": more,
    }


def same_for(content: dict[str, Any]) -> dict[str, Any]:
    """What of a pack's content makes it another pack; how actions stand is as of its making."""
    return {
        **content,
        "arising": [row[0] for row in content["arising"]],
        "more": bool(content["more"]),
    }


def _part(line: Line, is_whole: bool, address: str) -> dict[str, Any]:
    item = line.item
    label = line.number if is_whole else ""
    if item is None:
        return {
            "label": label,
            "title": APART,
            "starts": line.starts_words if is_whole else "",
            "minutes": line.minutes or "",
            "purpose": "",
            "who": "",
            "facts": [],
            "asks": "",
            "is_restricted": False,
            "is_apart": True,
            "has_arising": False,
            "has_last_minutes": False,
            "papers": [],
        }
    who = item.presenter or item.lead
    return {
        "label": label,
        "title": item.title,
        "starts": line.starts_words if is_whole else "",
        "minutes": line.minutes or "",
        "purpose": item.purpose_words,
        "who": who,
        "facts": [
            [name, value]
            for name, value in (
                ("Purpose", item.purpose_words),
                ("Time", line.starts_words if is_whole else ""),
                ("Minutes", str(line.minutes or "")),
                ("Led by", item.lead),
                ("Presented by", item.presenter),
            )
            if value
        ],
        "asks": item.asks,
        "is_restricted": item.is_restricted,
        "is_apart": False,
        "has_arising": item.kind == ItemKind.MATTERS_ARISING,
        "has_last_minutes": item.kind == ItemKind.LAST_MINUTES,
        "papers": [
            _paper(paper, label, place, address) for place, paper in enumerate(line.papers, start=1)
        ],
    }


def _paper(paper: Paper, label: str, place: int, address: str) -> dict[str, str]:
    here = f"{address}{paper.item.get_absolute_url()}"
    is_away = paper.link.startswith("https://")
    return {
        "key": paper_key(paper),
        "label": f"Paper {label}.{place}" if label else f"Paper {place}",
        "title": paper.title if paper.edition == 1 else f"{paper.title} (edition {paper.edition})",
        "address": paper.link if is_away else f"{address}{paper.link}" if paper.link else here,
        "reason": "it is a page and not a file" if paper.link else "",
    }


def paper_key(paper: Paper) -> str:
    """By what the pack's pages name a paper."""
    return f"paper-{paper.pk}"


def _action(action: Action, on: date) -> list[str]:
    """How an action stands on the day of the meeting, as far as is known before it."""
    is_overdue = action.rag(on, 0) == Rag.RED
    return [
        action.reference,
        action.what,
        str(action.holder or action.holder_agency or ""),
        short_day(action.due_on),
        str(Rag.RED.label) if is_overdue else action.status_words,
    ]
