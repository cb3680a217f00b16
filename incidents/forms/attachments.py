"""What does somebody say who brings a file?"""

from typing import Any

from django import forms as django_forms
from django.conf import settings
from django.core.exceptions import ValidationError

from incidents.forms.actions import TokenForm
from shield.core.forms import Form, TextField
from shield.documents.allowed import SAID


class AttachmentForm(TokenForm):
    submit = "Add the file"
    file = django_forms.FileField(
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


class ShutForm(Form):
    submit = "Shut the file away"
    reason = TextField(
        label="Why must nobody open it any more?",
        help_text="Shown beside the file to everybody who sees the notification: do not say here "
        "what the file holds.",
        error_messages={"required": "Enter why nobody must open it any more"},
        max_length=1000,
    )


def largest() -> str:
    return f"{settings.SHIELD_UPLOAD_MB} MB"
