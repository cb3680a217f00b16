"""Which page of the notification comes next, and how far is each?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from incidents.completeness import state_of
from incidents.models import Incident
from incidents.sections import SECTIONS, Section


@dataclass(frozen=True)
class Task:
    section: Section
    state: str

    @property
    def is_complete(self) -> bool:
        return self.state == "complete"


def tasks(incident: Incident, rows: Mapping[str, list[Any]], *, at: datetime) -> list[Task]:
    """Every page with its state, in the order of the form."""
    return [
        Task(section, state_of(incident, section, rows.get(section.slug, []), at=at))
        for section in SECTIONS
    ]


def grouped(found: list[Task]) -> list[tuple[str, list[Task]]]:
    """The tasks under their headings."""
    return [(heading, list(members)) for heading, members in groupby(found, key=_heading_of)]


def _heading_of(task: Task) -> str:
    return task.section.group


def after(section: Section) -> Section | None:
    """The page that follows; None after the last, where the answers are checked."""
    place = SECTIONS.index(section)
    return SECTIONS[place + 1] if place + 1 < len(SECTIONS) else None
