"""What was said on one page of a long form?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.forms.models import modelform_factory

from shield.core.forms.base import ModelForm
from shield.core.forms.dates import DayField
from shield.core.forms.fields import ChoiceField, MultipleChoiceField
from shield.core.questionnaires import Questionnaire
from shield.core.sections import Section
from shield.core.widgets import Checkboxes, Radios, Select

if TYPE_CHECKING:  # a model, which waits for Django; forms do not
    from shield.core.options import Option

FEW = 12


@dataclass(frozen=True)
class Offered:
    """The answers to choose from, read once for a page: {list: options}, {field: rows}."""

    options: Mapping[str, Sequence["Option"]]
    rows: Mapping[str, QuerySet[Any]] = field(default_factory=dict)


class StepForm(ModelForm):
    """One page: every answer may wait while it is a draft, but none may be nonsense.

    With `whole` the questions that must be answered before submission are asked for as well. Each
    app has a base of its own, which names its `questions` and words, and makes the form of each
    page by `step_forms`.
    """

    questions: ClassVar[Questionnaire]
    section: ClassVar[Section]
    # {field: text}. Shown under the question.
    hints: ClassVar[Mapping[str, str]] = {}
    # What a day is called within a message: a question would not make a sentence.
    called: ClassVar[Mapping[str, str]] = {}
    # Where whoever fills in the form is asked in other words than those in which it is read back.
    asked: ClassVar[Mapping[str, str]] = {}

    def __init__(
        self, *args: Any, offered: Offered, at: datetime, whole: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.at, self.whole = at, whole
        self.conditional = self.section.conditions  # type: ignore[misc]
        for name, list_name in self.section.options.items():
            self.fields[name] = self._choice(name, offered.options.get(list_name, []))
        for name, rows in offered.rows.items():
            if name in self.fields:
                self.fields[name].queryset = rows  # type: ignore[attr-defined]
        needed = self.questions.needed.get(self.section.slug, {})
        for name, question in self.fields.items():
            question.required = False
            question.help_text = self.hints.get(name, question.help_text)
            question.label = self.asked.get(name, question.label)
            if name not in needed and not isinstance(question, forms.BooleanField):
                question.label = f"{question.label} (optional)"
            if isinstance(question, DayField):
                question.called = self.called.get(name, question.called)

    def _choice(self, name: str, options: Sequence["Option"]) -> forms.Field:
        """Checkboxes for several, radios for one of few, a select for one of many."""
        several = isinstance(getattr(self.instance, name), list)
        hints = {option.code: option.hint for option in options if option.hint}
        choices: list[tuple[str, str]] = [(option.code, option.label) for option in options]
        label = self.fields[name].label
        if several:
            return MultipleChoiceField(
                choices=choices, label=label, widget=Checkboxes(hints=hints), required=False
            )
        if len(options) <= FEW:
            return ChoiceField(
                choices=choices, label=label, widget=Radios(hints=hints), required=False
            )
        choices.insert(0, ("", "Select one"))
        return ChoiceField(choices=choices, label=label, widget=Select(), required=False)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        found = self.questions.contradictions(self.section, values, at=self.at)
        if self.whole:
            found = self.questions.missing(self.section, values) | found
        for name, message in found.items():
            if name not in self.errors:
                self.add_error(name, message)
        return values

    def good_answers(self) -> dict[str, Any]:
        """What can be saved now: every answer of the page that is not in error."""
        return {
            name: self.cleaned_data[name]
            for name in self.section.fields
            if name in self.cleaned_data and name not in self.errors
        }


def step_forms(base: type[StepForm], *special: type[StepForm]) -> dict[str, type[StepForm]]:
    """The form of every page of `base.questions`, by its slug.

    A page asks for what its section names, of the kind that its model says. `special` are bases
    that name their `section` and say more: fields of their own, or `Meta.field_classes`.
    """
    known = {form.section.slug: form for form in special}
    return {
        page.slug: _form_of(page, known.get(page.slug, base)) for page in base.questions.pages()
    }


def _form_of(page: Section, base: type[StepForm]) -> type[StepForm]:
    made: Any = modelform_factory(page.model, form=base, fields=page.fields)
    made.section = page
    found: type[StepForm] = made
    return found
