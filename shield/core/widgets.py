"""What an answer is given with. Drawn by the template pack `templates/forms/`, not by Django."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django import forms

from shield.core.london import LONDON


class Text(forms.TextInput):
    """One line. `width` is GOV.UK's fixed width in characters: 2, 3, 4, 5, 10, 20 or 30."""

    def __init__(
        self,
        *,
        width: int | None = None,
        prefix: str = "",
        suffix: str = "",
        attrs: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(attrs)
        self.width, self.prefix, self.suffix = width, prefix, suffix


class TextArea(forms.Textarea):
    """Many lines; `count=True` counts down to the field's `max_length` as the person types."""

    def __init__(
        self, *, rows: int = 5, count: bool = False, attrs: dict[str, Any] | None = None
    ) -> None:
        super().__init__(attrs)
        self.rows, self.count = rows, count


class _Choices:
    """What radios and checkboxes share: a hint under single choices, small boxes."""

    hints: Mapping[str, str]
    small: bool
    inline: bool


class Radios(_Choices, forms.RadioSelect):
    """One of few; `hints` maps values to hints, `inline` suits two short choices."""

    def __init__(
        self,
        *,
        hints: Mapping[str, str] | None = None,
        inline: bool = False,
        small: bool = False,
        attrs: dict[str, Any] | None = None,
        choices: Any = (),
    ) -> None:
        super().__init__(attrs, choices)
        self.hints, self.inline, self.small = hints or {}, inline, small


class Checkboxes(_Choices, forms.CheckboxSelectMultiple):
    """Any of some; `alone` is the value of "none of these", which rules out the others."""

    def __init__(
        self,
        *,
        hints: Mapping[str, str] | None = None,
        small: bool = False,
        alone: str = "",
        attrs: dict[str, Any] | None = None,
        choices: Any = (),
    ) -> None:
        super().__init__(attrs, choices)
        self.hints, self.small, self.alone, self.inline = hints or {}, small, alone, False


class Select(forms.Select):
    """One of many."""


class Day(forms.MultiWidget):
    """Day, month and year, named `<name>_0`, `<name>_1` and `<name>_2`."""

    parts: tuple[str, ...] = ("day", "month", "year")

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__([forms.TextInput() for _ in self.parts], attrs)

    def decompress(self, value: Any) -> list[str]:
        if not isinstance(value, date):
            return [""] * len(self.parts)
        return [str(value.day), str(value.month), str(value.year)]


class Moment(Day):
    """The same and a time, named `<name>_3`; London's clock."""

    parts = ("day", "month", "year", "time")

    def decompress(self, value: Any) -> list[str]:
        if not isinstance(value, datetime):
            return [""] * len(self.parts)
        local = value.astimezone(LONDON)
        return [*super().decompress(local.date()), time_typed(local.time())]


def time_typed(value: time) -> str:
    """A time of day as people here type it: `4:30pm`."""
    return f"{value.hour % 12 or 12}:{value:%M}{'am' if value.hour < 12 else 'pm'}"
