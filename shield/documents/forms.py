"""What does somebody say who brings a file?"""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from shield.core.forms import OnceForm
from shield.documents.allowed import SAID


def largest() -> str:
    return f"{settings.SHIELD_UPLOAD_MB} MB"


class FileField(forms.FileField):
    """A file that is brought; whether it is harmless is found out later.

    A form that has one takes `too_large` and calls `refuse_too_large` when it is cleaned.
    """

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", f"{SAID[0].upper()}{SAID[1:]}, up to {largest()}.")
        options.setdefault(
            "error_messages",
            {"required": "Choose a file", "empty": "The file is empty. Choose another"},
        )
        super().__init__(**options)


class BringForm(OnceForm):
    """One file that belongs to a record; sent twice it is added once."""

    submit = "Add the file"
    file = FileField(label="Choose a file")

    def __init__(self, *args: Any, too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.too_large = too_large

    def clean(self) -> None:
        if self.too_large:
            refuse_too_large(self, "file")


def refuse_too_large(form: forms.BaseForm, name: str) -> None:
    """The file was dropped on its way, so that the field found none: say why."""
    form.errors.pop(name, None)
    form.add_error(name, ValidationError(f"The file must be smaller than {largest()}"))
