"""What was said about a meeting, and about a year of them?"""

from datetime import datetime
from typing import Any

from django import forms

from partnership.forms.fields import TimeOfDayField
from partnership.models import Body, Meeting
from shield.core.forms import (
    CharField,
    Checkboxes,
    Form,
    MomentField,
    OnlineLinkField,
    Select,
    Text,
)
from shield.core.london import LONDON, short_day

FIRST_YEAR, LAST_YEAR = 2000, 2199


class When(forms.Form):
    """A day, and from when to when."""

    starts_at = MomentField(label="When does it start?")
    ends = TimeOfDayField(
        label="When does it end?", help_text="The same day, for example 4:30pm or 16:30"
    )

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        starts, ends = said.get("starts_at"), said.pop("ends", None)
        if starts is not None and ends is not None:
            said["ends_at"] = datetime.combine(starts.astimezone(LONDON).date(), ends, LONDON)
            if said["ends_at"] <= starts:
                self.add_error("ends", "It must end later than it starts")
        return said


class MeetingForm(Form):
    """What a meeting is called, and where it is."""

    submit = "Save"
    marks_optional = True
    title = CharField(
        label="Title", required=False, help_text="Only where it is not the body’s usual meeting"
    )
    venue = CharField(label="Venue", required=False)
    link = OnlineLinkField(label="Link to join it online", required=False)


class MeetingAddForm(When, MeetingForm):
    """A meeting added by hand."""

    submit = "Add this meeting"
    body = forms.ModelChoiceField(Body.objects.none(), label="Which body?", widget=Select)
    field_order = ("body", "starts_at", "ends", "title", "venue", "link")

    def __init__(self, *args: Any, bodies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["body"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = bodies


class MeetingMoveForm(When, Form):
    """To when a meeting moves, and why."""

    submit = "See what this moves"
    why = CharField(label="Why does it move?", max_length=500)

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        ends = meeting.ends_at.astimezone(LONDON).time()
        kwargs.setdefault("initial", {"starts_at": meeting.starts_at, "ends": ends})
        super().__init__(*args, **kwargs)
        if not meeting.reference:
            # Nobody knows of a proposal yet.
            del self.fields["why"]


class CancelForm(Form):
    """Why a meeting does not take place."""

    submit = "Cancel this meeting"
    why = CharField(
        label="Why is it cancelled?",
        max_length=500,
        help_text="Everybody who reads the body sees this.",
    )
    with_ = forms.ModelMultipleChoiceField(
        Meeting.objects.none(),
        label="Which of the meetings that hang on it are cancelled too?",
        help_text="The others stay where they are.",
        required=False,
        widget=Checkboxes,
    )

    def __init__(self, *args: Any, hanging: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not hanging:
            del self.fields["with_"]
            return
        field: Any = self.fields["with_"]
        field.queryset = hanging
        field.label_from_instance = lambda one: f"{one}, {short_day(one.on)}, {one.status_words}"

    def facts(self) -> dict[str, Any]:
        """What the service takes."""
        chosen = self.cleaned_data.get("with_", ())
        return {"why": self.cleaned_data["why"], "with_": [one.pk for one in chosen]}


class YearForm(Form):
    """Which bodies are planned for which year."""

    submit = "Propose the meetings"
    year = forms.IntegerField(
        label="Year", min_value=FIRST_YEAR, max_value=LAST_YEAR, widget=Text(width=4)
    )
    bodies = forms.ModelMultipleChoiceField(
        Body.objects.none(),
        label="Which bodies?",
        widget=Checkboxes,
        help_text="Each by its rhythm. A body that meets around another one hangs on its meetings.",
    )

    def __init__(self, *args: Any, bodies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["bodies"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = bodies
