"""What was said of an item, of a correction, and of whether minutes are so?"""

from typing import Any

from django import forms

from partnership.models import Meeting
from shield.core.forms import CharField, Form, Select, TextArea, TextField
from shield.core.london import short_day

LONGEST = 20_000


class MinuteForm(Form):
    """What was said on one item. `fingerprint` is the version with which the page came."""

    submit = "Save and go back"
    text = TextField(
        label="What was said",
        widget=TextArea(rows=14),
        max_length=LONGEST,
        required=False,
        help_text="It saves itself while you type.",
    )
    fingerprint = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class AdditionForm(Form):
    """A correction to what was approved."""

    submit = "Add this correction"
    text = TextField(
        label="What is corrected?",
        max_length=5000,
        help_text="It is added with your name and the day. What it corrects stays as it is.",
    )


class ApproveForm(Form):
    """That minutes are so."""

    submit = "Approve these minutes"
    # The mark of what the page of the minutes showed.
    seen = forms.CharField(widget=forms.HiddenInput, max_length=32)
    why = CharField(
        label="Why do you approve them in place of a chair?",
        max_length=500,
        required=False,
        help_text="Nobody holds a chair’s seat of this body today.",
    )

    def __init__(self, *args: Any, is_chair: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_chair:
            del self.fields["why"]


class MeetingField(forms.ModelChoiceField):
    """One of some meetings, called by their day."""

    widget = Select

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj}, {short_day(obj.on)}"


class ConfirmForm(Form):
    """At which later meeting minutes were confirmed."""

    submit = "Record that they were confirmed"
    meeting = MeetingField(Meeting.objects.none(), label="At which meeting?")

    def __init__(self, *args: Any, meetings: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["meeting"]
        assert isinstance(field, MeetingField)
        field.queryset = meetings
