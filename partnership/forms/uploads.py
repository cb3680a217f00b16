"""What does somebody say who brings a file to the partnership?"""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from shield.core.forms import Form
from shield.documents.allowed import SAID


class PaperFile(Form):
    """A file of a kind that is allowed, and not too large."""

    file = forms.FileField(
        label="Choose a file",
        error_messages={
            "required": "Choose a file",
            "empty": "The file is empty. Choose another",
            "missing": "Choose a file",
        },
    )

    def __init__(self, *args: Any, too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.too_large = too_large
        self.fields["file"].help_text = f"{SAID[0].upper()}{SAID[1:]}, up to {largest()}."

    def clean(self) -> None:
        if self.too_large:
            # It was dropped on its way, so that the field found none.
            self.errors.pop("file", None)
            self.add_error("file", ValidationError(f"The file must be smaller than {largest()}"))


def largest() -> str:
    return f"{settings.SHIELD_UPLOAD_MB} MB"
