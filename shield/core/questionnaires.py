"""What is still missing from a long form, what contradicts, and how far is each of its pages?

Pure rules over answers, used by the forms while somebody types, by the task list, and by the
service when the whole is submitted.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any

from shield.core.sections import Section, values_of

Values = Mapping[str, Any]
Problems = dict[str, str]
Rows = Mapping[str, list[Any]]


@dataclass(frozen=True)
class Task:
    """A page in the task list: `not started`, `incomplete` or `complete`."""

    section: Section
    state: str

    @property
    def is_complete(self) -> bool:
        return self.state == "complete"


@dataclass(frozen=True)
class Questionnaire:
    """A long form: its pages in order, and the rules over their answers, each by a page's slug.

    `needed` says what must be answered before the whole is submitted, with the message; questions
    that hang on others only where they are asked. `together` says what is missing although no
    single question need be answered. `checks` find answers that cannot be true together, or not
    yet; they are given the answers of the questions that are asked, and the moment.
    """

    sections: tuple[Section, ...]
    needed: Mapping[str, Mapping[str, str]]
    checks: Mapping[str, Callable[[Values, datetime], Problems]] = field(default_factory=dict)
    together: Mapping[str, Callable[[Values], Problems]] = field(default_factory=dict)

    def find(self, slug: str) -> Section | None:
        """The page at this address."""
        return next((section for section in self.sections if section.slug == slug), None)

    def pages(self) -> list[Section]:
        """Everything that has a form: the pages, and what is asked above rows."""
        above = [section.summary for section in self.sections if section.summary]
        return [*self.sections, *above]

    def after(self, section: Section) -> Section | None:
        """The page that follows; None after the last, where the answers are checked."""
        place = self.sections.index(section)
        return self.sections[place + 1] if place + 1 < len(self.sections) else None

    def missing(self, section: Section, values: Values) -> Problems:
        """The questions asked and not answered: {field: message}."""
        needed = self.needed.get(section.slug, {})
        found = {
            name: needed[name]
            for name in section.asked(values)
            if name in needed and values.get(name) in (None, "", [])
        }
        together = self.together.get(section.slug)
        return found | (together(values) if together else {})

    def contradictions(self, section: Section, values: Values, *, at: datetime) -> Problems:
        """The answers that cannot be true together, or not yet: {field: message}."""
        check = self.checks.get(section.slug)
        asked = {name: values.get(name) for name in section.asked(values)}
        return check(asked, at) if check else {}

    def problems_of(self, record: Any, section: Section, *, at: datetime) -> Problems:
        """What keeps one page or row from being complete."""
        values = values_of(record, section)
        return self.missing(section, values) | self.contradictions(section, values, at=at)

    def rows_of(self, record: Any) -> dict[str, list[Any]]:
        """The rows of every repeatable section: {slug: rows}, one query each."""
        found: dict[str, list[Any]] = {}
        for section in self.sections:
            if section.rows:
                rows = getattr(record, section.rows).present()
                if section.row_needs:
                    rows = rows.select_related(*section.row_needs)
                found[section.slug] = list(rows)
        return found

    def state_of(self, record: Any, section: Section, rows: list[Any], *, at: datetime) -> str:
        """`not started`, `incomplete` or `complete`, for the task list."""
        if not section.rows:
            if not self.problems_of(record, section, at=at):
                return "complete"
            return "incomplete" if any(values_of(record, section).values()) else "not started"
        if not rows and not says_none(record, section):
            return "not started"
        above = section.summary and self.problems_of(record, section.summary, at=at)
        if above or any(self.problems_of(row, section, at=at) for row in rows):
            return "incomplete"
        return "complete"

    def tasks(self, record: Any, rows: Rows, *, at: datetime) -> list[Task]:
        """Every page with its state, in the order of the form."""
        return [
            Task(section, self.state_of(record, section, rows.get(section.slug, []), at=at))
            for section in self.sections
        ]

    def unfinished(self, record: Any, rows: Rows, *, at: datetime) -> list[Section]:
        """The pages that keep the whole from being submitted."""
        return [task.section for task in self.tasks(record, rows, at=at) if not task.is_complete]


def grouped(tasks: list[Task]) -> list[tuple[str, list[Task]]]:
    """The tasks under their headings."""
    return [(heading, list(members)) for heading, members in groupby(tasks, key=_heading_of)]


def _heading_of(task: Task) -> str:
    return task.section.group


def says_none(record: Any, section: Section) -> bool:
    """Whether it is said of a repeatable section that there is nothing to add."""
    return bool(section.nothing_known and getattr(record, section.nothing_known))


def in_future(values: Values, names: Mapping[str, str], at: datetime) -> Problems:
    """The moments that have not come yet; `names` says what each is called in a sentence."""
    return {
        name: f"{what} must be in the past"
        for name, what in names.items()
        if values.get(name) is not None and values[name] > at
    }


def none_alone(values: Values, name: str, none: str, label: str) -> Problems:
    """“None” chosen beside something else; `label` is how the choice is worded, with quotes."""
    chosen = values.get(name) or []
    if none in chosen and len(chosen) > 1:
        return {name: f"Select {label} or the ones that apply, not both"}
    return {}
