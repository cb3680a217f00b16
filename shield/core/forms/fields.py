"""The kinds of answer: each gives a clean value or says what to do, in GOV.UK's words."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from shield.core import widgets
from shield.core.forms.text import ControlCharacter, clean_line, clean_text, lower_first

NOT_TEXT = (
    "{name} contains a character that is not text, which can happen when you paste. "
    "Delete it and type that part again"
)
NOT_EMAIL = "Enter an email address in the correct format, like name@example.com"
LINE, PARAGRAPHS = 200, 10_000
YES, NO, NOT_KNOWN = "yes", "no", "not_known"


class CharField(forms.CharField):
    """One line of text, at most 200 characters unless told otherwise. `called`: as in messages."""

    widget: Any = widgets.Text
    tidy = staticmethod(clean_line)
    longest = LINE

    def __init__(self, *, called: str = "", max_length: int | None = None, **options: Any) -> None:
        self.called = called
        super().__init__(max_length=max_length or self.longest, **options)

    def to_python(self, value: Any) -> str:
        text = "" if value in self.empty_values else str(value)
        try:
            return self.tidy(text)
        except ControlCharacter:
            raise ValidationError(NOT_TEXT.format(name=name_of(self)), code="control") from None


class TextField(CharField):
    """Paragraphs of text, at most 10,000 characters unless told otherwise."""

    widget = widgets.TextArea
    tidy = staticmethod(clean_text)
    longest = PARAGRAPHS


class EmailField(CharField):
    """An email address, in small letters."""

    longest = 254

    def __init__(self, **options: Any) -> None:
        options.setdefault(
            "widget",
            widgets.Text(attrs={"type": "email", "autocomplete": "email", "spellcheck": "false"}),
        )
        super().__init__(**options)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value).lower()
        if text:
            try:
                forms.EmailField().clean(text)
            except ValidationError:
                raise ValidationError(NOT_EMAIL, code="email") from None
        return text


class PhoneField(CharField):
    """A telephone number as people write it, extension and all; no format is forced on it."""

    longest = 40

    def __init__(self, **options: Any) -> None:
        options.setdefault(
            "widget", widgets.Text(width=20, attrs={"type": "tel", "autocomplete": "tel"})
        )
        super().__init__(**options)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        digits = re.sub(r"\D", "", text)
        if text and (len(digits) < 5 or not re.fullmatch(r"[0-9+()/.,#\- a-zA-Z]*", text)):
            raise ValidationError(
                "Enter a telephone number, like 01632 960 001 or 07700 900 982 extension 4",
                code="phone",
            )
        return text


class OnlineLinkField(CharField):
    """An address at which people meet online: https, or nothing."""

    longest = 500

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", widgets.Text(attrs={"type": "url", "spellcheck": "false"}))
        super().__init__(**options)

    def to_python(self, value: Any) -> str:
        found = super().to_python(value)
        if found and (not found.startswith("https://") or len(found) < 10 or " " in found):
            raise ValidationError(
                "The link must be an address that begins with https://", code="link"
            )
        return found


class NHSNumberField(CharField):
    """Ten digits with the right check digit (modulus 11); gives them without spaces."""

    def __init__(self, **options: Any) -> None:
        options.setdefault(
            "widget",
            widgets.Text(width=10, attrs={"inputmode": "numeric", "spellcheck": "false"}),
        )
        super().__init__(**options)

    def to_python(self, value: Any) -> str:
        digits = re.sub(r"[\s\-]", "", super().to_python(value))
        if digits and not is_nhs_number(digits):
            raise ValidationError(
                f"{name_of(self)} must be a valid NHS number, like 943 476 5919", code="nhs_number"
            )
        return digits


def is_nhs_number(digits: str) -> bool:
    """Ten digits of which the last is the NHS check digit."""
    if not re.fullmatch(r"[0-9]{10}", digits):
        return False
    total = sum(
        int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)
    )
    return (11 - total % 11) % 11 == int(digits[9])


class ChoiceField(forms.ChoiceField):
    """One of some, as radios."""

    widget = widgets.Radios

    def __init__(self, *, called: str = "", **options: Any) -> None:
        self.called = called
        super().__init__(**options)


class MultipleChoiceField(forms.MultipleChoiceField):
    """Any of some, as checkboxes; `alone` on the widget is refused together with others."""

    widget = widgets.Checkboxes

    def __init__(self, *, called: str = "", **options: Any) -> None:
        self.called = called
        super().__init__(**options)

    def validate(self, value: Any) -> None:
        super().validate(value)
        alone = getattr(self.widget, "alone", "")
        if alone and alone in value and len(value) > 1:
            words = dict(self.choices)[alone]  # type: ignore[arg-type]
            raise ValidationError(
                f"Select “{words}”, or the others that apply, but not both", code="alone"
            )


class YesNoField(ChoiceField):
    """Yes or no, or not known unless `not_known=False`; gives `"yes"`, `"no"`, `"not_known"`."""

    def __init__(self, *, not_known: bool = True, **options: Any) -> None:
        choices = [(YES, "Yes"), (NO, "No"), *([(NOT_KNOWN, "Not known")] if not_known else [])]
        options.setdefault("widget", widgets.Radios(inline=True))
        super().__init__(choices=choices, **options)


def name_of(field: forms.Field) -> str:
    """What messages call the field."""
    return getattr(field, "called", "") or str(field.label or "This")


def befriend(fields: Iterable[tuple[str, forms.Field]]) -> None:
    """Put GOV.UK's words in place of Django's, wherever a form has not said its own."""
    for key, field in fields:
        if field.label is None:
            field.label = forms.utils.pretty_name(key)
        name = name_of(field)
        for code, message in friendly(field, name).items():
            if field.error_messages.get(code) in (None, *_stock(field, code)):
                field.error_messages[code] = message


def _stock(field: forms.Field, code: str) -> list[Any]:
    """Django's own messages of this code for this kind of field."""
    stock = (getattr(kind, "default_error_messages", {}) for kind in type(field).__mro__)
    return [messages[code] for messages in stock if code in messages]


# A name that begins so is no bare noun.
NO_NOUN = (
    *("a", "an", "the", "your", "how", "what", "when", "where", "which", "who", "whose", "why"),
    *("whether", "is", "are"),
)


def with_article(name: str) -> str:
    """`title` -> `the title`; `what happened` as it is."""
    return name if name.split(" ")[0] in NO_NOUN else f"the {name}"


def friendly(field: forms.Field, name: str) -> dict[str, str]:
    """The messages of one field by their code."""
    question = name.endswith("?")
    chosen = isinstance(field, forms.ChoiceField | forms.ModelChoiceField | forms.BooleanField)
    verb = "Select" if chosen else "Enter"
    what = f"an answer to “{name}”" if question else with_article(lower_first(name))
    asked = f"{verb} {what}"
    if isinstance(field, forms.BooleanField):
        asked = f"Select “{name}” to continue"
    subject = "Your answer" if question else name
    safe = subject.replace("%", "%%")
    said = {"required": asked}
    if isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        said["invalid_choice"] = f"{asked.replace('%', '%%')} from the list"
        said["invalid_list"] = said["invalid_pk_value"] = said["invalid_choice"]
    elif isinstance(field, forms.CharField):
        if isinstance(field, forms.EmailField):
            said["invalid"] = NOT_EMAIL
        said["max_length"] = f"{safe} must be {field.max_length or 0:,} characters or fewer"
    elif isinstance(field, forms.IntegerField):
        said["invalid"] = f"{subject} must be a whole number, like 14"
        said["min_value"] = f"{safe} must be %(limit_value)s or more"
        said["max_value"] = f"{safe} must be %(limit_value)s or fewer"
    return said
