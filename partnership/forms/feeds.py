"""Whose meetings does a calendar follow?"""

from typing import Any

from django import forms

from partnership.models import Body
from shield.core.forms import Form, Select


class FeedForm(Form):
    """One of the bodies that a person reads, or all of them."""

    submit = "Make the feed"
    body = forms.ModelChoiceField(
        Body.objects.none(),
        label="Which meetings?",
        required=False,
        empty_label="All meetings that you read",
        widget=Select,
    )

    def __init__(self, *args: Any, bodies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["body"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = bodies
