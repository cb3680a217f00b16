"""How are the answers of a long form read back: on the check page, on the record and in the PDF?

One list of sections for all three, worded by the same fields that asked the questions.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Model

from shield.core.london import moment_words, short_day
from shield.core.questionnaires import Questionnaire, Rows, says_none
from shield.core.sections import Section, values_of

NOT_ANSWERED = "Not answered"
# {list: {code: label}}, as `OptionQuerySet.labels` gives them.
Labels = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Answer:
    field: str
    question: str
    text: str
    is_given: bool


@dataclass(frozen=True)
class Group:
    """The answers about the record itself, or about one row (`row_id`)."""

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
    plain = _plain(record, name, value, labels.get(section.options.get(name, ""), {}))
    return section.worded[name](record, plain) if name in section.worded else plain


def _plain(record: Model, name: str, value: Any, words: Mapping[str, str]) -> str:
    if isinstance(value, list):
        return "\n".join(words.get(code, code) for code in value)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        return moment_words(value)
    if isinstance(value, date):
        return short_day(value)
    choices: Mapping[Any, Any] = dict(getattr(record._meta.get_field(name), "flatchoices", ()))
    return str(words.get(value) or choices.get(value, value))


def question_of(record: Model, name: str) -> str:
    """How a field's question is worded."""
    return str(record._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def answer_of(record: Model, name: str, section: Section, labels: Labels) -> Answer:
    text = text_of(record, name, section, labels)
    return Answer(name, question_of(record, name), text or NOT_ANSWERED, bool(text))


def group_of(record: Model, section: Section, labels: Labels, *, heading: str = "") -> Group:
    """The questions asked of one record and their answers."""
    asked = section.asked(values_of(record, section))
    answers = tuple(answer_of(record, name, section, labels) for name in asked)
    return Group(heading, record.pk if section.rows else None, answers)


def answered(
    questions: Questionnaire, record: Model, rows: Rows, labels: Labels
) -> list[AnsweredSection]:
    """Every section with its answers, in the order of the form."""
    found = []
    for section in questions.sections:
        if not section.rows:
            found.append(AnsweredSection(section, (group_of(record, section, labels),)))
            continue
        groups = tuple(
            group_of(
                row, section, labels, heading=f"{section.row_noun.capitalize()} {number}: {row}"
            )
            for number, row in enumerate(rows[section.slug], start=1)
        )
        note = _note(record, section, any_rows=bool(groups))
        above = _above(questions, record, section, labels)
        found.append(AnsweredSection(section, groups + above, note))
    return found


def _note(record: Model, section: Section, *, any_rows: bool) -> str:
    """What is said where there are no rows."""
    if says_none(record, section):
        return question_of(record, section.nothing_known)
    return "" if any_rows else NOT_ANSWERED


def _above(
    questions: Questionnaire, record: Model, section: Section, labels: Labels
) -> tuple[Group, ...]:
    """What was asked once, above the rows; what needed no answer only where it has one."""
    if section.summary is None:
        return ()
    needed = questions.needed.get(section.summary.slug, {})
    answers = tuple(
        answer
        for answer in group_of(record, section.summary, labels).answers
        if answer.field != section.nothing_known and (answer.is_given or answer.field in needed)
    )
    return (Group("", None, answers),) if answers else ()


def frozen(parts: list[AnsweredSection]) -> list[dict[str, Any]]:
    """The answers as JSON, for the content of a PDF: words, no ids, no objects."""
    return [
        {
            "title": part.section.title,
            "note": part.note,
            "groups": [
                {
                    "heading": group.heading,
                    "rows": [[answer.question, answer.text] for answer in group.answers],
                }
                for group in part.groups
            ],
        }
        for part in parts
    ]
