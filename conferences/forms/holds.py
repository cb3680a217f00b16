"""What was said about a legal hold?"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from shield.core.forms import CharField, Form, OnceForm, Radios, TextField

ONE, ALL = "one", "all"


class PlaceForm(OnceForm):
    """Of which conferences nothing may be erased, and why."""

    submit = "Place the hold"
    of = forms.ChoiceField(
        label="What must not be erased?",
        choices=[
            (ONE, "One conference, and those of the same children before and after it"),
            (ALL, "Every conference there is"),
        ],
        widget=Radios,
        error_messages={"required": "Select what must not be erased"},
    )
    reference = CharField(
        label="Reference of the conference (if it is one)",
        help_text="For example CPC-2026-0042. Whoever runs the conference finds it on its page.",
        required=False,
        max_length=20,
    )
    reason = TextField(
        label="Why must it be kept?",
        help_text="For example a court's order, an inquiry, or a complaint. Do not name children.",
        error_messages={"required": "Enter why it must be kept"},
        max_length=2000,
    )

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if found.get("of") == ONE and not found.get("reference"):
            self.add_error("reference", ValidationError("Enter the reference of the conference"))
        if found.get("of") == ALL and found.get("reference"):
            words = "Select one conference, or take the reference out to keep every one"
            self.add_error("of", ValidationError(words))
        return found

    @property
    def named(self) -> str:
        return str(self.cleaned_data["reference"]) if self.cleaned_data["of"] == ONE else ""


class LiftForm(Form):
    """Why what was kept need not be kept any longer."""

    submit = "Lift the hold"
    reason = TextField(
        label="Why may it be lifted?",
        error_messages={"required": "Enter why it may be lifted"},
        max_length=2000,
    )
