"""What was said about who may see a case?"""

from datetime import datetime, time
from typing import Any

from django import forms as django_forms
from django.core.exceptions import ValidationError

from shield.accounts.models import CaseOpening, User
from shield.cases.kind import CaseKind
from shield.core.forms import CharField, DayField, Form, Radios, TextField
from shield.core.london import LONDON


class CaseForm(Form):
    """A form about cases of one kind, in whose words it asks."""

    def __init__(self, *args: Any, kind: CaseKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind


class PersonForm(CaseForm):
    """A person of the portal, by the address with which they sign in, and a reason."""

    person = CharField(
        label="Email address of the person",
        error_messages={"required": "Enter the person’s email address"},
        max_length=254,
    )
    reason = TextField(
        label="Why?",
        help_text="Kept with the list of who can see it. The person does not see it.",
        error_messages={"required": "Enter why"},
        max_length=1000,
    )

    def clean_person(self) -> User:
        found: User | None = User.objects.filter(
            email__iexact=self.cleaned_data["person"].strip(), is_active=True
        ).first()
        if found is None or not found.access.roles:
            raise ValidationError("Nobody with a role in the portal has this email address")
        return found


class NameForm(PersonForm):
    submit = "Name this person"
    gives = django_forms.ChoiceField(
        label="What is it to give?",
        widget=Radios,
        error_messages={"required": "Select what it is to give"},
    )
    until = DayField(
        label="Until when? (optional)",
        required=False,
        help_text="The last day. Leave it empty if it does not end by itself.",
    )

    field_order = ("person", "gives", "reason", "until")

    def __init__(self, *args: Any, kind: CaseKind, **kwargs: Any) -> None:
        super().__init__(*args, kind=kind, **kwargs)
        if len(kind.gives) == 1:
            del self.fields["gives"]
        else:
            gives: Any = self.fields["gives"]
            gives.choices = list(kind.choices)

    def clean_until(self) -> datetime | None:
        day = self.cleaned_data["until"]
        return datetime.combine(day, time.max, LONDON) if day else None


class KeeperForm(PersonForm):
    submit = "Name this person"


class ExcludeForm(PersonForm):
    submit = "Shut this person out"


class RestrictForm(CaseForm):
    submit = "Restrict it"
    people = TextField(
        label="Who may see it?",
        help_text="Email addresses, one a line. You are named in any case.",
        required=False,
        max_length=5000,
    )
    reason = TextField(
        label="Why?",
        error_messages={"required": "Enter why it must be restricted"},
        max_length=1000,
    )

    def clean_people(self) -> list[User]:
        asked = list(dict.fromkeys(self.cleaned_data["people"].lower().split()))
        known = {
            user.email.lower(): user
            for user in User.objects.filter(is_active=True).filter(email__in=asked)
        }
        missing = [one for one in asked if one not in known or not known[one].access.roles]
        if missing:
            raise ValidationError(
                "Nobody with a role in the portal has this email address: %(who)s",
                params={"who": ", ".join(missing)},
            )
        return [known[one] for one in asked]


class LiftForm(CaseForm):
    submit = "Lift the restriction"
    reason = TextField(
        label="Why?",
        help_text="Kept with the list of who can see it.",
        error_messages={"required": "Enter why it need not be restricted any more"},
        max_length=1000,
    )


class GlassForm(CaseForm):
    submit = "Open it and tell the data protection lead"
    reference = CharField(
        label="Reference",
        error_messages={"required": "Enter the reference"},
        max_length=20,
    )
    reason = TextField(
        label="Why must you read it now?",
        help_text="The data protection lead reads this at once, and judges it.",
        error_messages={"required": "Enter why you must read it now"},
        max_length=2000,
    )

    def __init__(self, *args: Any, kind: CaseKind, **kwargs: Any) -> None:
        super().__init__(*args, kind=kind, **kwargs)
        self.fields["reference"].label = f"Reference of the {kind.noun}"
        self.fields["reference"].help_text = f"For example {kind.example}"

    def clean_reference(self) -> str:
        return str(self.cleaned_data["reference"]).strip().upper()


class JudgeForm(CaseForm):
    submit = "Record this"
    judgement = django_forms.ChoiceField(
        label="Was it justified to open it?",
        choices=CaseOpening.Judgement.choices,
        widget=Radios,
        error_messages={"required": "Select whether it was justified"},
    )
    note = TextField(label="Why do you think so?", required=False, max_length=2000)

    def __init__(self, *args: Any, kind: CaseKind, **kwargs: Any) -> None:
        super().__init__(*args, kind=kind, **kwargs)
        self.fields["judgement"].label = f"Was it justified to open this {kind.noun}?"

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        unjustified = said.get("judgement") == CaseOpening.Judgement.NOT_JUSTIFIED
        if unjustified and not said.get("note"):
            self.add_error("note", "Enter why it was not justified")
        return said
