"""What every form of the portal does: its layout, its conditional questions, its messages."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, ClassVar

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.db import models
from django.forms.models import ModelFormMetaclass

from shield.core import widgets
from shield.core.forms import fields as kinds
from shield.core.forms.dates import DayField, MomentField


class Shared(forms.BaseForm):
    """How a form is laid out, and which questions are asked under which answer."""

    # field -> (controlling field, answers under which it is asked)
    conditional: ClassVar[Mapping[str, tuple[str, Collection[str]]]] = {}
    # (legend, fields) groups; fields named in none follow in their order.
    sections: ClassVar[tuple[tuple[str, tuple[str, ...]], ...]] = ()
    submit: ClassVar[str] = "Save and continue"
    # What a drop-down's empty choice says.
    any_choice: ClassVar[str] = ""
    # The one field whose question is the page's heading.
    heading: ClassVar[str] = ""
    # Whether questions that need no answer say "(optional)".
    marks_optional: ClassVar[bool] = False

    def full_clean(self) -> None:
        kinds.befriend(self.fields.items())
        super().full_clean()

    def _clean_form(self) -> None:
        self._drop_what_was_not_asked()
        super()._clean_form()  # type: ignore[misc]

    def asks(self, name: str) -> bool:
        """Whether the answers given so far make this a question at all."""
        if name not in self.conditional:
            return True
        controller, answers = self.conditional[name]
        given = self.cleaned_data.get(controller)
        found = {str(one) for one in given} if isinstance(given, list | set) else {answer(given)}
        return self.asks(controller) and bool(found & set(answers))

    def _drop_what_was_not_asked(self) -> None:
        for name in self.conditional:
            if name in self.fields and not self.asks(name):
                self._errors.pop(name, None)  # type: ignore[attr-defined]
                self.cleaned_data[name] = empty_of(self.fields[name])

    def under(self, name: str) -> Iterator[tuple[str, Collection[str]]]:
        """The questions that hang on the answers to `name`."""
        for field, (controller, answers) in self.conditional.items():
            if controller == name and field in self.fields:
                yield field, answers

    def reveals(self, name: str) -> bool:
        """Whether `name` is drawn inside the choice that it belongs to."""
        if name not in self.conditional:
            return False
        controller, answers = self.conditional[name]
        return (
            controller in self.fields
            and len(answers) == 1
            and isinstance(
                self.fields[controller].widget, forms.RadioSelect | forms.CheckboxSelectMultiple
            )
        )

    def layout(self) -> Layout:
        """Sections first where the form has them; a revealed question is left to its choice."""
        grouped = {name for _, names in self.sections for name in names}
        groups = [
            Fieldset(legend, *(n for n in names if n in self.fields and not self.reveals(n)))
            for legend, names in self.sections
        ]
        rest = [n for n in self.fields if n not in grouped and not self.reveals(n)]
        return Layout(*groups, *rest)

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.layout = self.layout()
        helper.attrs = {"novalidate": True}
        return helper


class Form(Shared, forms.Form):
    """A form whose answers a service takes."""


def model_field(field: models.Field, **options: Any) -> forms.Field | None:
    """Our kind of form field for a model field."""
    if "form_class" in options:  # the form's Meta has said which
        return field.formfield(**options)
    if field.choices and not isinstance(field, models.BooleanField):
        few = len(list(field.choices)) <= 7
        options.setdefault("widget", widgets.Radios if few else widgets.Select)
        return field.formfield(choices_form_class=forms.TypedChoiceField, **options)
    of_ours: tuple[tuple[type[models.Field], Any], ...] = (
        (models.DateTimeField, MomentField),
        (models.DateField, DayField),
        (models.EmailField, kinds.EmailField),
        (models.TextField, kinds.TextField),
        (models.CharField, kinds.CharField),
    )
    for kind, ours in of_ours:
        if isinstance(field, kind):
            return field.formfield(form_class=ours, **{"widget": ours.widget, **options})
    if isinstance(field, models.ForeignKey):
        options.setdefault("widget", widgets.Select)
    return field.formfield(**options)


class OurFields(ModelFormMetaclass):
    """Makes `model_field` the way from model to form unless a form's Meta says otherwise."""

    def __new__(cls, name: str, bases: tuple[type, ...], attrs: dict[str, Any]) -> Any:
        meta = attrs.get("Meta")
        if meta is not None and not hasattr(meta, "formfield_callback"):
            meta.formfield_callback = staticmethod(model_field)
        return super().__new__(cls, name, bases, attrs)


class ModelForm(Shared, forms.ModelForm, metaclass=OurFields):
    """A form that edits a draft."""


def answer(given: Any) -> str:
    """An answer as its choice's value, so that conditions can be written as they are posted."""
    if isinstance(given, models.Model):
        return str(given.pk)
    return "" if given is None else str(given)


def empty_of(field: forms.Field) -> Any:
    """What a question that was not asked is answered with."""
    if isinstance(field, forms.MultipleChoiceField):
        return []
    if isinstance(field, forms.ModelMultipleChoiceField):
        return field.queryset.none() if field.queryset is not None else []
    if isinstance(field, forms.BooleanField):
        return False
    if isinstance(field, forms.CharField | forms.TypedChoiceField):
        return field.empty_value
    is_row = isinstance(field, forms.ModelChoiceField)
    return "" if isinstance(field, forms.ChoiceField) and not is_row else None
