"""What was said about whom a conference asks for a report?"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django import forms

from shield.accounts.models import Agency
from shield.core.forms import Checkboxes, EmailField, Form, Select, Text, TextField

NOTE = "What should the agency know or cover?"


def note_field(**options: Any) -> TextField:
    return TextField(label=NOTE, required=False, max_length=2000, **options)


class AskForm(Form):
    """One agency, and who writes there, if that is known."""

    submit = "Ask for a report"
    marks_optional = True
    agency = forms.ModelChoiceField(
        Agency.objects.none(),
        label="Which agency?",
        widget=Select,
        error_messages={
            "required": "Select which agency is asked",
            "invalid_choice": "This agency is no longer part of the partnership. Select another",
        },
    )
    practitioner = EmailField(
        label="Email address of who is to write it",
        required=False,
        help_text="Where you know who works with the family. Without it the agency’s safeguarding "
        "leads are asked, and say who writes.",
        widget=Text(attrs={"type": "email", "autocomplete": "off", "spellcheck": "false"}),
    )
    note = note_field(help_text="Whoever sees the request reads this.")

    def __init__(self, *args: Any, agencies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["agency"]
        field.queryset = agencies


class AskSeveralForm(Form):
    """Several agencies, each asked of its safeguarding leads."""

    submit = "Ask these agencies"
    marks_optional = True
    agencies = forms.ModelMultipleChoiceField(
        Agency.objects.none(),
        label="Which agencies?",
        widget=Checkboxes,
        error_messages={"required": "Select at least one agency"},
    )
    note = note_field(help_text="Each of them reads this.")

    def __init__(
        self,
        *args: Any,
        agencies: Any,
        offered: Sequence[Agency],
        hints: Mapping[int, str],
        chosen: Collection[int],
        **kwargs: Any,
    ) -> None:
        """`agencies` can be named, `offered` are shown: what is asked meanwhile is no mistake."""
        kwargs["initial"] = {"agencies": list(chosen)}
        super().__init__(*args, **kwargs)
        field: Any = self.fields["agencies"]
        field.queryset = agencies
        field.choices = [(one.pk, one.name) for one in offered]
        field.widget.hints = {str(pk): words for pk, words in hints.items()}
