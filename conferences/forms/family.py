"""What was said about a child, or about somebody of the family who is expected?"""

from collections.abc import Collection, Mapping
from typing import Any, ClassVar

from django import forms

from conferences.forms.shared import SeenForm
from conferences.models import Born, Child, FamilyGuest
from shield.core.forms import (
    CharField,
    Checkboxes,
    ChoiceField,
    DayField,
    Form,
    NHSNumberField,
    TextArea,
    TextField,
)

SEXES = ("Female", "Male", "Indeterminate", "Not known")


class PersonForm(SeenForm):
    """Somebody of the family: added with the page's own token, or changed."""

    marks_optional = True
    form_token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, facts: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, facts=facts, **kwargs)
        if facts is not None:
            del self.fields["form_token"]

    def facts(self) -> dict[str, Any]:
        """What the service takes."""
        beside = ("seen", "form_token")
        return {name: one for name, one in self.cleaned_data.items() if name not in beside}


class ChildForm(PersonForm):
    """A child, born or unborn; of twins each has a page of their own."""

    submit = "Save this child"
    days: ClassVar[tuple[str, ...]] = ("birth_date", "expected_on")
    conditional: ClassVar[Mapping[str, tuple[str, Collection[str]]]] = {
        "birth_date": ("born", (Born.BORN.value,)),
        "expected_on": ("born", (Born.UNBORN.value,)),
    }
    first_names = CharField(
        label="First names",
        required=False,
        help_text="Leave it empty for a child who has no name yet.",
    )
    last_name = CharField(label="Last name")
    other_names = CharField(label="Any other names used", required=False, max_length=300)
    born = ChoiceField(
        label="Is the child born?",
        choices=Born.choices,
        error_messages={"required": "Select whether the child is born"},
    )
    birth_date = DayField(label="Date of birth", required=False, help_text="For example, 27 3 2019")
    expected_on = DayField(
        label="Expected date of delivery", required=False, help_text="For example, 27 3 2027"
    )
    sex = ChoiceField(label="Sex", choices=[(one, one) for one in SEXES], required=False)
    nhs_number = NHSNumberField(label="NHS number", required=False, help_text="10 digits")
    school = CharField(label="School, college or nursery", required=False)
    gp = CharField(label="GP practice", required=False)
    address = TextField(label="Address", required=False, max_length=500, widget=TextArea(rows=4))
    address_confidential = forms.BooleanField(
        label="The address must be kept from the family or somebody in it", required=False
    )

    def __init__(self, *args: Any, facts: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, facts=facts, **kwargs)
        written = (facts or {}).get("sex")
        if written and written not in SEXES:
            # As the case-management system worded it.
            sex: Any = self.fields["sex"]
            sex.choices = [*sex.choices, (written, written)]


class GuestForm(PersonForm):
    """Somebody of the family, or a supporter; none of them has an account."""

    submit = "Save this person"
    conditional: ClassVar[Mapping[str, tuple[str, Collection[str]]]] = {
        "why_not": ("invited", (FamilyGuest.Invited.NO.value,))
    }
    name = CharField(label="Name")
    relationship = CharField(
        label="Relationship to the children",
        help_text="For example mother, grandfather, advocate",
    )
    parental_responsibility = forms.BooleanField(
        label="Has parental responsibility", required=False
    )
    supports = CharField(
        label="Whose supporter are they?",
        required=False,
        help_text="Only of somebody who comes to support somebody else.",
    )
    invited = ChoiceField(
        label="Are they invited?",
        choices=FamilyGuest.Invited.choices,
        error_messages={"required": "Select whether they are invited"},
    )
    why_not = TextField(
        label="Why are they not to be invited?",
        max_length=1000,
        error_messages={"required": "Enter why they are not to be invited"},
    )
    needs = TextField(
        label="What do they need, to take part?",
        required=False,
        max_length=1000,
        widget=TextArea(rows=3),
    )


class RemoveForm(Form):
    """Whether somebody is taken off a conference, or brought back: as the page said."""

    removed = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, removed: bool, submit: str, **kwargs: Any) -> None:
        """`removed` is how they stand now."""
        kwargs["initial"] = {"removed": "no" if removed else "yes"}
        super().__init__(*args, **kwargs)
        self.submit = submit  # type: ignore[misc]


class StartFromForm(Form):
    """Who of the family's last conference this one is about, and who is expected again."""

    submit = "Take these people over"
    children = forms.ModelMultipleChoiceField(
        Child.objects.none(), label="Children", widget=Checkboxes, required=False
    )
    guests = forms.ModelMultipleChoiceField(
        FamilyGuest.objects.none(),
        label="Family and supporters",
        widget=Checkboxes,
        required=False,
        help_text="Whether they are invited to this conference is asked anew.",
    )

    def __init__(self, *args: Any, children: Any, guests: Any, **kwargs: Any) -> None:
        chosen = {
            "children": [one.pk for one in children],
            "guests": [one.pk for one in guests],
        }
        kwargs["initial"] = chosen
        super().__init__(*args, **kwargs)
        for name, rows in (("children", children), ("guests", guests)):
            field: Any = self.fields[name]
            field.queryset = rows
            field.widget.hints = {str(one.pk): _hint(one) for one in rows}
        if not chosen["guests"]:
            del self.fields["guests"]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not said["children"] and not said.get("guests"):
            self.add_error("children", "Select who is taken over, or go on without")
        return said


def _hint(person: Child | FamilyGuest) -> str:
    return person.born_words if isinstance(person, Child) else person.relationship
