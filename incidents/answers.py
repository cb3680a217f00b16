"""How are the answers read back: on the check page, on the record and in the PDF?

One list of sections for all three, worded by the same fields that asked the questions.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Model

from incidents.models import Incident, Option, YesNo
from incidents.sections import FAMILY, SECTIONS, Section
from shield.core.london import moment_words, short_day

NOT_ANSWERED = "Not answered"
Labels = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Answer:
    field: str
    question: str
    text: str
    is_given: bool


@dataclass(frozen=True)
class Group:
    """The answers about the notification, or about one row (`row_id`)."""

    heading: str
    row_id: int | None
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class AnsweredSection:
    section: Section
    groups: tuple[Group, ...]
    note: str = ""


def text_of(record: Model, name: str, section: Section, labels: Labels) -> str:
    """One stored answer in words; empty when there is none."""
    value = getattr(record, name)
    if value in (None, "", []):
        return ""
    if name in section.options:
        words = labels.get(section.options[name], {})
        codes = value if isinstance(value, list) else [value]
        return "\n".join(words.get(code, code) for code in codes)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        return moment_words(value)
    if isinstance(value, date):
        return short_day(value)
    if name == "address" and getattr(record, "address_confidential", "") == YesNo.YES:
        return f"Confidential address, do not pass on:\n{value}"
    choices: Mapping[Any, Any] = dict(getattr(record._meta.get_field(name), "flatchoices", ()))
    return str(choices.get(value, value))


def _question(record: Model, name: str) -> str:
    """How a field's question is worded."""
    return str(record._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def group_of(record: Model, section: Section, labels: Labels, *, heading: str = "") -> Group:
    """The questions asked of one record and their answers."""
    values = {name: getattr(record, name) for name in section.fields}
    answers = []
    for name in section.asked(values):
        text = text_of(record, name, section, labels)
        question = _question(record, name)
        answers.append(Answer(name, question, text or NOT_ANSWERED, bool(text)))
    return Group(heading, record.pk if section.rows else None, tuple(answers))


def rows_of(incident: Incident) -> dict[str, list[Any]]:
    """The rows of every repeatable section: {slug: rows}, one query each."""
    found: dict[str, list[Any]] = {}
    for section in SECTIONS:
        if section.rows:
            rows = getattr(incident, section.rows).present()
            if section.slug == "agencies":
                rows = rows.select_related("agency")
            found[section.slug] = list(rows)
    return found


def answered(incident: Incident, rows: Mapping[str, list[Any]]) -> list[AnsweredSection]:
    """Every section with its answers, in the order of the form."""
    labels = Option.objects.labels()
    found = []
    for section in SECTIONS:
        if not section.rows:
            found.append(AnsweredSection(section, (group_of(incident, section, labels),)))
            continue
        groups = tuple(
            group_of(
                row, section, labels, heading=f"{section.row_noun.capitalize()} {number}: {row}"
            )
            for number, row in enumerate(rows[section.slug], start=1)
        )
        note = _note(incident, section, any_rows=bool(groups))
        if section is FAMILY and (more := incident.household_notes):
            question = _question(incident, "household_notes")
            groups += (Group("", None, (Answer("household_notes", question, more, True),)),)
        found.append(AnsweredSection(section, groups, note))
    return found


def _note(incident: Incident, section: Section, *, any_rows: bool) -> str:
    """What is said where there are no rows."""
    if section.nothing_known and getattr(incident, section.nothing_known):
        return _question(incident, section.nothing_known)
    return "" if any_rows else NOT_ANSWERED
