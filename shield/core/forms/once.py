"""What makes a page that is sent twice act once?"""

import uuid
from typing import Any

from django import forms

from shield.core.forms.base import Form


class OnceForm(Form):
    """A form whose page may be sent twice and is acted on once."""

    form_token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"form_token": uuid.uuid4(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)

    @property
    def token(self) -> uuid.UUID:
        found: uuid.UUID = self.cleaned_data["form_token"]
        return found
