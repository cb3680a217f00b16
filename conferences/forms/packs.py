"""What was said about a chair's pack?"""

from collections.abc import Sequence
from typing import Any

from django import forms

from conferences.models import Pack, ReportRequest
from shield.core.forms import Checkboxes, Form, MultipleChoiceField, OnceForm, TextField


class PackForm(OnceForm):
    """Asks for nothing but a press of its button; two presses make one pack."""

    submit = "Make a pack"


class ShareForm(Form):
    """With whom a pack is shared, and whether with what is restricted besides."""

    submit = "Continue"
    agencies = MultipleChoiceField(
        label="Which agencies may read this pack?",
        help_text="Ticked are those that have reported. An agency reads every report that is in "
        "the pack, of other agencies too.",
        choices=[],
        widget=Checkboxes,
        error_messages={
            "required": "Select at least one agency",
            "invalid_choice": "An agency that you chose is no longer asked. Choose again",
        },
    )
    with_annex = forms.BooleanField(
        label="Share the restricted annex with them too",
        help_text="The restricted annex holds what must be kept from the family. Unless you tick "
        "this they read the reports alone.",
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        pack: Pack,
        requests: Sequence[ReportRequest],
        chosen: Sequence[int],
        hints: dict[int, str],
        **kwargs: Any,
    ) -> None:
        self.requests = {str(one.pk): one for one in requests}
        kwargs["initial"] = {"agencies": [str(pk) for pk in chosen]}
        super().__init__(*args, **kwargs)
        field: Any = self.fields["agencies"]
        field.choices = [(key, one.agency.name) for key, one in self.requests.items()]
        field.widget.hints = {str(pk): words for pk, words in hints.items()}
        if pack.annex is None:
            del self.fields["with_annex"]

    @property
    def chosen(self) -> list[ReportRequest]:
        return [self.requests[key] for key in self.cleaned_data["agencies"]]

    @property
    def with_the_annex(self) -> bool:
        return bool(self.cleaned_data.get("with_annex"))


class EndShareForm(Form):
    """Why an agency reads a pack no longer."""

    submit = "End sharing"
    because = TextField(
        label="Why does the agency read it no longer?",
        max_length=2000,
        error_messages={"required": "Enter why the agency reads it no longer"},
    )
