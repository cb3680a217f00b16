"""What was said about an action: what it is, who does it until when, how it goes?"""

from datetime import date
from typing import Any, ClassVar

from django import forms

from partnership.forms.fields import LinkField, PersonField
from partnership.forms.requests import PriorityField, with_priorities
from partnership.models import Body, Holding
from partnership.permissions import Perm
from shield.accounts.access import roles
from shield.accounts.models import Agency
from shield.core.forms import (
    ChoiceField,
    DayField,
    Form,
    Select,
    TextArea,
    TextField,
)
from shield.documents.forms import FileField, refuse_too_large

SITS, PERSON, ROLE = "sits", "person", "role"


class HolderForm(Form):
    """Who does it: somebody who sits in the body, somebody else, or whoever holds a role."""

    marks_optional = True
    who = ChoiceField(
        label="Who does it?",
        choices=[
            (SITS, "Somebody who sits in the body"),
            (PERSON, "Somebody else"),
            (ROLE, "Everybody who holds a role in an agency"),
        ],
        error_messages={"required": "Select who does it"},
    )
    seat = forms.ModelChoiceField(Holding.objects.none(), label="Which person?", widget=Select)
    person = PersonField(
        label="Email address of the person", help_text="The address with which they sign in"
    )
    holder_agency = forms.ModelChoiceField(
        Agency.objects.none(), label="Which agency?", widget=Select
    )
    holder_role = forms.ChoiceField(label="Which role?", widget=Select)
    conditional: ClassVar = {
        "seat": ("who", {SITS}),
        "person": ("who", {PERSON}),
        "holder_agency": ("who", {ROLE}),
        "holder_role": ("who", {ROLE}),
    }

    def __init__(self, *args: Any, body: Body, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seats: Any = self.fields["seat"]
        held = Holding.objects.current(today).filter(seat__body=body)
        seats.queryset = held.select_related("user", "seat__agency").order_by("seat__order", "pk")
        seats.label_from_instance = seat_words
        agency: Any = self.fields["holder_agency"]
        agency.queryset = Agency.objects.on(today).by_name()
        role: Any = self.fields["holder_role"]
        able = [one for one in roles().values() if Perm.OPEN in one.perms]
        role.choices = [("", ""), *((one.id, one.name) for one in able)]

    def facts(self) -> dict[str, Any]:
        """As the services take it: one person, or a role in an agency."""
        said = dict(self.cleaned_data)
        who, seat, person = said.pop("who"), said.pop("seat"), said.pop("person")
        said["holder"] = seat.user if who == SITS else person or None
        return said


def seat_words(held: Holding) -> str:
    """`Paula Lead: Superintendent, Northshire Police`."""
    return f"{held.user}: {held.seat}"


class ActionForm(HolderForm):
    """Another action of a body."""

    submit = "Add this action"
    what = TextField(
        label="What is to be done?",
        max_length=2000,
        widget=TextArea(rows=3),
        error_messages={"required": "Enter what is to be done"},
    )
    evidence_required = TextField(
        label="What will show that it is done?",
        help_text="For example a paper, a figure or a published page. Do not name a child.",
        max_length=2000,
        widget=TextArea(rows=3),
        error_messages={"required": "Enter what will show that it is done"},
    )
    due_on = DayField(label="Due day")
    priority = PriorityField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        with_priorities(self)
        self.order_fields(
            ["what", "evidence_required", "who", "seat", "person", "holder_agency", "holder_role"]
        )


def why(label: str, missing: str, **more: Any) -> TextField:
    return TextField(
        label=label,
        max_length=5000,
        widget=TextArea(rows=4),
        error_messages={"required": missing},
        **more,
    )


class ReassignForm(HolderForm):
    """Somebody else does it."""

    submit = "Give it to them"
    text = why("Why does it change hands?", "Enter why it changes hands")


class ActionDueForm(Form):
    """Another due day."""

    submit = "Change the due day"
    due_on = DayField(label="New due day")
    text = why("Why does the day change?", "Enter why the day changes")


class ReopenForm(Form):
    """It is to be done after all."""

    submit = "Open it again"
    due_on = DayField(label="New due day")
    text = why("Why is it opened again?", "Enter why it is opened again")


class SendBackForm(Form):
    """It is not done yet."""

    submit = "Send it back"
    text = why("What is missing?", "Enter what is missing")


class ActionWithdrawForm(Form):
    """It is not to be done any more."""

    submit = "Withdraw this action"
    text = why("Why is it not to be done any more?", "Enter why it is not to be done any more")


class AcceptForm(Form):
    """It is done."""

    submit = "Accept it as done"
    marks_optional = True
    text = TextField(
        label="Anything to add?", required=False, max_length=5000, widget=TextArea(rows=3)
    )


class EvidenceForm(Form):
    """Words, and a file or a link beside them."""

    marks_optional = True
    text = why("What shows that it is done?", "Enter what shows that it is done")
    file = FileField(label="A file that shows it", required=False)
    link = LinkField(
        label="A link to what shows it",
        required=False,
        help_text="It starts with https://, or with / for a page of this portal",
    )

    def __init__(self, *args: Any, too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.too_large = too_large

    def clean(self) -> None:
        if self.too_large:
            refuse_too_large(self, "file")


class FinishForm(EvidenceForm):
    """Its holder says that it is done."""

    submit = "Say that it is done"


class ProgressForm(EvidenceForm):
    """How it goes."""

    submit = "Add this"
    text = why("How does it go?", "Enter how it goes")
    file = FileField(label="A file", required=False)
    link = LinkField(
        label="A link",
        required=False,
        help_text="It starts with https://, or with / for a page of this portal",
    )
