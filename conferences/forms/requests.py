"""What was said about what an agency is asked?"""

from typing import Any

from django import forms

from conferences.models import Duty, Option
from shield.accounts.models import User
from shield.core.forms import ChoiceField, Form, Radios, Select, TextField

# Reasons that say too little by themselves.
NEEDS_DETAILS = ("other-service", "other")


class Person(forms.ModelChoiceField):
    """Somebody of the agency, with what they do."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.full_name}, {obj.post}" if obj.post else str(obj.full_name)


class AssignForm(Form):
    """Who answers for the report from now on."""

    submit = "Pass the report on"
    practitioner = Person(
        User.objects.none(),
        label="Who writes the report?",
        widget=Select,
        empty_label="Select one",
        error_messages={"required": "Select who writes the report"},
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["practitioner"].queryset = people  # type: ignore[attr-defined]


class JoinForm(Form):
    """Who else works on it, and as what."""

    submit = "Add this person"
    person = Person(
        User.objects.none(),
        label="Who?",
        widget=Select,
        empty_label="Select one",
        error_messages={"required": "Select who it is"},
    )
    duty = forms.ChoiceField(
        label="What do they do?",
        widget=Radios(
            hints={
                Duty.AUTHOR: "They read the report and write on it",
                Duty.CHECKER: "They read the report, and agree it or return it. They do not write.",
            }
        ),
        choices=[(Duty.AUTHOR, "Write on the report"), (Duty.CHECKER, "Check it, as a manager")],
        error_messages={"required": "Select what they do"},
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]


class DeclineForm(Form):
    """Why there is no report."""

    submit = "Answer that there is no report"
    decline_reason = ChoiceField(
        label="Why is there no report?",
        error_messages={"required": "Select why there is no report"},
    )
    decline_details = TextField(
        label="Details",
        help_text="Those who run the conference read this.",
        required=False,
        max_length=2000,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = Option.objects.offered().filter(list="decline-reason")
        field: Any = self.fields["decline_reason"]
        field.choices = [(one.code, one.label) for one in offered]
        field.widget.hints = {one.code: one.hint for one in offered if one.hint}

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("decline_reason") in NEEDS_DETAILS and not said.get("decline_details"):
            self.add_error("decline_details", "Enter which, or why")
        return said


class Nothing(Form):
    """A page that only asks whether; each says on its button what happens."""

    def __init__(self, *args: Any, submit: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.submit = submit  # type: ignore[misc]
