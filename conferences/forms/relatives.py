"""What was said about a possible relative of a member of staff?"""

from django import forms as django_forms

from conferences.models import RelativeFlag
from shield.core.forms import Form, Radios, TextField


class RelativeForm(Form):
    """Whether it is so, and why."""

    submit = "Record this"
    decision = django_forms.ChoiceField(
        label="Are they a relative of this member of staff, or the same person?",
        choices=[
            (RelativeFlag.Decision.CONFIRMED, "Yes: restrict the conference and shut them out"),
            (RelativeFlag.Decision.DISMISSED, "No"),
        ],
        widget=Radios,
        error_messages={"required": "Select whether they are"},
    )
    reason = TextField(
        label="How do you know?",
        max_length=1000,
        error_messages={"required": "Enter how you know"},
    )
