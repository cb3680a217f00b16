"""What was said about a seat, who holds it, and who is to?"""

from datetime import date
from typing import Any, ClassVar

from django import forms

from partnership.forms.fields import PersonField
from partnership.models import APPOINTMENT_COLUMNS, SeatRole
from shield.accounts.models import Agency
from shield.core.forms import (
    CharField,
    ChoiceField,
    DayField,
    EmailField,
    Form,
    Select,
    Text,
    TextArea,
    TextField,
    YesNoField,
)

AT_ONCE, ON_A_DAY = "at_once", "on_a_day"
LEAVES, COMES, BOTH = "leaves", "comes", "both"


def agencies(form: forms.BaseForm, name: str, today: date, held: Agency | None = None) -> None:
    """Offer the agencies that exist, and the one that stands there."""
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    now = Agency.objects.on(today)
    field.queryset = (now | Agency.objects.filter(pk__in=[held.pk] if held else [])).by_name()


class SeatForm(Form):
    """Whose seat it is, of which post, in which role."""

    submit = "Save"
    agency = forms.ModelChoiceField(Agency.objects.none(), label="Agency", widget=Select)
    post = CharField(label="Post", help_text="For example “Named nurse”; no person’s name")
    role = ChoiceField(label="Role in the body", choices=SeatRole.choices)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agencies(self, "agency", today, self.initial.get("agency"))


class EndSeatForm(Form):
    """When a seat ends."""

    submit = "End this seat"
    ends_on = DayField(label="Last day")


class AppointForm(Form):
    """Who holds a seat, from when to when."""

    submit = "Appoint"
    marks_optional = True
    person = PersonField(
        label="Email address of the person", help_text="The address with which they sign in"
    )
    is_deputy = YesNoField(
        label="Do they stand in for whoever holds the seat?",
        not_known=False,
        help_text="A standing deputy reads what the holder reads. There may be several.",
    )
    starts_on = DayField(label="First day", help_text="They read the body from this day on.")
    ends_on = DayField(label="Last day", required=False)
    is_from_elsewhere = forms.BooleanField(
        label="They hold the seat although they do not work for its agency", required=False
    )


class EndForm(Form):
    """When somebody leaves a seat."""

    submit = "End this"
    when = ChoiceField(
        label="When does it end?",
        choices=[(AT_ONCE, "At once"), (ON_A_DAY, "At the end of a day")],
        error_messages={"required": "Select when it ends"},
    )
    ends_on = DayField(label="Last day")
    conditional: ClassVar = {"ends_on": ("when", {ON_A_DAY})}


MOST_TEXT = 60_000


class BulkForm(Form):
    """Many appointments as CSV: pasted, or as a file."""

    submit = "Check these rows"
    text = TextField(
        label="Rows",
        required=False,
        help_text=(
            "From a spreadsheet or as CSV, first the heading: "
            f"{', '.join(APPOINTMENT_COLUMNS)}. Days like 31/01/2026 or 2026-01-31; “to” may be "
            "empty; “deputy” is yes or no. At most 200 rows."
        ),
        max_length=MOST_TEXT,
        widget=TextArea(rows=12, attrs={"spellcheck": "false"}),
    )
    file = forms.FileField(
        label="Or a file with these rows",
        required=False,
        help_text="CSV in UTF-8, as spreadsheets save it",
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
        error_messages={"empty": "The file is empty. Choose another"},
    )

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        file, text = said.pop("file", None), said.get("text", "")
        if file is not None and text:
            self.add_error("file", "Paste the rows or choose a file, not both")
        elif file is not None:
            said["text"] = self.read(file)
        elif not text and not self.errors:
            self.add_error("text", "Enter the rows, or choose a file")
        return said

    def read(self, file: Any) -> str:
        """The rows of a file, as if they had been pasted."""
        if file.size > MOST_TEXT:
            self.add_error("file", "The file is too large for 200 rows. Choose another")
            return ""
        try:
            text: str = file.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            text = "\0"
        if "\0" in text:
            self.add_error("file", "The file is no CSV in UTF-8. Save it as “CSV UTF-8” first")
            return ""
        return text


class ChangeForm(Form):
    """Who leaves a seat of one's own agency, who takes it."""

    submit = "Tell the operations team"
    what = ChoiceField(
        label="What changes?",
        choices=[
            (LEAVES, "Whoever holds the seat leaves it"),
            (COMES, "Somebody takes the seat"),
            (BOTH, "One leaves and another takes the seat"),
        ],
        error_messages={"required": "Select what changes"},
    )
    last_day = DayField(label="Last day of whoever leaves")
    successor_name = CharField(label="Name of whoever takes the seat")
    successor_email = EmailField(
        label="Their email address",
        widget=Text(attrs={"type": "email", "autocomplete": "off", "spellcheck": "false"}),
    )
    from_day = DayField(label="First day of whoever takes the seat")
    conditional: ClassVar = {
        "last_day": ("what", {LEAVES, BOTH}),
        "successor_name": ("what", {COMES, BOTH}),
        "successor_email": ("what", {COMES, BOTH}),
        "from_day": ("what", {COMES, BOTH}),
    }

    def facts(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        del said["what"]
        return said
