"""For which meeting are figures put forward?"""

from typing import Any

from django import forms

from partnership.models import Meeting
from shield.core.forms import OnceForm, Select


class PutForwardForm(OnceForm):
    submit = "Propose this paper"
    meeting = forms.ModelChoiceField(
        Meeting.objects.none(),
        label="For which meeting?",
        widget=Select,
        error_messages={"required": "Select for which meeting the paper is"},
    )

    def __init__(self, *args: Any, meetings: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["meeting"]
        field.queryset = meetings
