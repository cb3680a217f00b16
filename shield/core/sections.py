"""Which questions does each page of a long form ask, and what has been answered there?"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import Model

# field -> (the field that decides, the answers with which the question is asked)
Conditions = Mapping[str, tuple[str, frozenset[str]]]
# field -> how its answer is read back, given the record and the answer in plain words
Wording = Mapping[str, Callable[[Any, str], str]]


def only_if(decides: str, *answers: str) -> tuple[str, frozenset[str]]:
    return decides, frozenset(answers)


@dataclass(frozen=True)
class Section:
    """A page of questions about the record itself, or about each of several rows.

    `rows` names the relation of a repeatable section; `nothing_known` the field of the record
    that says that there are no rows. `options` maps fields to lists of options.
    """

    slug: str
    title: str
    model: type[Model]
    fields: tuple[str, ...]
    conditions: Conditions = field(default_factory=dict)
    options: Mapping[str, str] = field(default_factory=dict)
    # Answers that are not read back in plain words alone.
    worded: Wording = field(default_factory=dict)
    rows: str = ""
    row_noun: str = ""
    # What a row's own name needs from other tables.
    row_needs: tuple[str, ...] = ()
    # Whether its rows are given, so that here none is added or removed.
    rows_given: bool = False
    # What the page of rows says before there is any.
    no_rows: str = "None added yet."
    nothing_known: str = ""
    # What is asked once, above the rows: a page of its own kind, saved like any other.
    summary: "Section | None" = None
    group: str = ""

    @property
    def a_row(self) -> str:
        """`a child`, `an agency`."""
        return f"{'an' if self.row_noun[:1] in tuple('aeiou') else 'a'} {self.row_noun}"

    def asked(self, values: Mapping[str, object]) -> list[str]:
        """The fields whose question is put, given the other answers."""
        return [name for name in self.fields if self.is_asked(name, values)]

    def is_asked(self, name: str, values: Mapping[str, object]) -> bool:
        if name not in self.conditions:
            return True
        decides, answers = self.conditions[name]
        given = values.get(decides)
        chosen = set(given) if isinstance(given, (list, tuple, set)) else {given}
        return bool(chosen & answers) and self.is_asked(decides, values)


def values_of(record: Any, section: Section) -> dict[str, Any]:
    """The stored answers of one page or row, as the rules take them."""
    return {name: getattr(record, name) for name in section.fields}


def fingerprint(values: Mapping[str, Any]) -> str:
    """A short mark of stored answers: a page knows by it whether they are still those it showed."""
    text = json.dumps(values, sort_keys=True, default=_plain)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _plain(value: Any) -> Any:
    """What JSON has no word for; the same whether it was just typed or read from the database."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, Model):
        return value.pk
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"a {type(value).__name__} is no answer")
