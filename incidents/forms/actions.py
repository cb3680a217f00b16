"""What was said when a notification is started, submitted, corrected or sent to the Panel?"""

from typing import Any

from django import forms as django_forms

from shield.accounts.models import Agency
from shield.core.forms import (
    CharField,
    Form,
    MomentField,
    NHSNumberField,
    OnceForm,
    Radios,
    Text,
    TextField,
)


class StartForm(OnceForm):
    submit = "Start now"
    agency = django_forms.ModelChoiceField(
        queryset=Agency.objects.none(),
        label="Which agency are you notifying for?",
        widget=Radios,
        empty_label=None,
        error_messages={"required": "Select the agency you are notifying for"},
    )

    def __init__(self, *args: Any, agencies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]


class DeclarationForm(Form):
    submit = "Submit notification"
    late_reason = TextField(
        label="Why is the notification late?",
        help_text="It is past the day on which it was due. It will be accepted and marked late.",
        error_messages={"required": "Enter why the notification is late"},
        max_length=2000,
    )
    declared = django_forms.BooleanField(
        label="The information is correct as far as I know, and I understand that it cannot be "
        "changed after it has been submitted, only added to",
        error_messages={"required": "Tick the box to declare that the information is correct"},
    )

    def __init__(self, *args: Any, late: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not late:
            del self.fields["late_reason"]


class CorrectionForm(OnceForm):
    submit = "Add the correction"
    text = TextField(
        label="What needs to be added or corrected?",
        help_text="It is added with your name and today's date. What was submitted stays as it is.",
        error_messages={"required": "Enter what needs to be added or corrected"},
    )
    authority_aware_at = MomentField(
        label="When the local authority became aware, if that was recorded wrongly",
        called="When the local authority became aware",
        help_text="Leave empty otherwise. The day by which the Panel must be told follows it.",
        required=False,
    )


class PanelForm(Form):
    submit = "Record"
    panel_notified_at = MomentField(
        label="When was the Panel told?",
        called="When the Panel was told",
        error_messages={"required": "Enter when the Panel was told"},
    )
    panel_reference = CharField(
        label="Panel reference",
        max_length=60,
        error_messages={"required": "Enter the reference the Panel gave"},
    )


class FindForm(Form):
    submit = "Find"
    nhs_number = NHSNumberField(
        label="NHS number",
        help_text="10 digits, like 943 476 5919",
        error_messages={"required": "Enter an NHS number"},
        widget=Text(
            width=10, attrs={"inputmode": "numeric", "spellcheck": "false", "autocomplete": "off"}
        ),
    )
