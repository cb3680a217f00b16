"""What was said about people and agencies?"""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.contrib.auth.password_validation import (
    password_validators_help_texts,
    validate_password,
)
from django.core.exceptions import ValidationError

from shield.accounts.access import roles
from shield.accounts.models import Agency, AgencyKind, User
from shield.accounts.permissions import Perm
from shield.core.forms import (
    CharField,
    ChoiceField,
    DayField,
    EmailField,
    Form,
    ModelForm,
    PhoneField,
    Radios,
    Select,
    Text,
)

AT_ONCE, ON_A_DAY = "at_once", "on_a_day"


class RoleForm(Form):
    """Which role, in which agency, from when. `by` may give what the choices offer."""

    submit = "Give this role"
    agency = forms.ModelChoiceField(Agency.objects.none(), widget=Select, empty_label="")
    role = ChoiceField(label="Role")
    starts_on = DayField(label="First day", help_text="They can use the role from this day on.")

    def __init__(self, *args: Any, by: User, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        whole = by.access.allows(Perm.MANAGE_ALL)
        offered = [role for role in roles().values() if whole or role.scope == "agency"]
        agencies = Agency.objects.managed_by(by).on(today).by_name()
        agency, role = self.fields["agency"], self.fields["role"]
        assert isinstance(agency, forms.ModelChoiceField)
        agency.queryset = agencies
        if not whole and agencies.count() == 1:
            agency.initial = agencies.first()
        assert isinstance(role, ChoiceField)
        assert isinstance(role.widget, Radios)
        role.choices = [(one.id, one.name) for one in offered]
        role.widget.hints = {one.id: one.prose for one in offered}
        self.fields["starts_on"].initial = today


class InviteForm(RoleForm):
    """A new person and their first role."""

    submit = "Send the invitation"
    email = EmailField(
        label="Work email address",
        help_text="The invitation goes there, and they sign in with it.",
        # Somebody else's, so the browser has nothing to offer.
        widget=Text(attrs={"type": "email", "autocomplete": "off", "spellcheck": "false"}),
    )
    full_name = CharField(label="Full name")
    post = CharField(label="Job title")
    field_order = ("email", "full_name", "post", "agency", "role", "starts_on")


class EndForm(Form):
    """When a role ends."""

    submit = "End this role"
    when = ChoiceField(
        label="When does it end?",
        choices=[(AT_ONCE, "At once"), (ON_A_DAY, "At the end of a day")],
        error_messages={"required": "Select when the role ends"},
    )
    ends_on = DayField(label="Last day")
    conditional: ClassVar = {"ends_on": ("when", {ON_A_DAY})}


class PersonForm(Form):
    """How a person is named and reached."""

    submit = "Save"
    full_name = CharField(label="Full name")
    post = CharField(label="Job title", required=False)
    phone = PhoneField(
        label="Telephone number",
        required=False,
        widget=Text(width=20, attrs={"type": "tel", "autocomplete": "off"}),
    )


class AgencyForm(ModelForm):
    """What is known of an agency. Saving is the service's business."""

    submit = "Save"

    class Meta:
        model = Agency
        fields = (
            "name",
            "kind",
            "is_statutory_partner",
            "notifies_panel",
            "valid_from",
            "valid_to",
            "succeeded_by",
        )
        labels = {
            "kind": "Kind of agency",
            "is_statutory_partner": "It is one of the statutory safeguarding partners",
            "notifies_panel": "It holds the duty to notify the national Panel",
            "valid_from": "First day",
            "valid_to": "Last day",
            "succeeded_by": "Followed by",
        }
        help_texts = {
            "valid_from": "Leave empty if it always was part of the partnership.",
            "valid_to": "Leave empty while it exists. People's roles in it end by themselves.",
            "succeeded_by": "The agency that took over its work, such as the ICB after the CCG.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (
            ("kind", AgencyKind.objects.order_by("name")),
            ("succeeded_by", Agency.objects.exclude(pk=self.instance.pk).by_name()),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = rows
            field.empty_label = ""

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = given.get("valid_from"), given.get("valid_to")
        if first and last and last < first:
            self.add_error("valid_to", "The last day must be on or after the first day")
        return given


class PasswordForm(Form):
    """A first password, twice."""

    submit = "Save password"
    password = forms.CharField(
        label="Password",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label="The same password again",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["password"].help_text = " ".join(password_validators_help_texts())

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self.user)
        return password

    def clean_again(self) -> str:
        first, again = self.cleaned_data.get("password"), self.cleaned_data["again"]
        if first is not None and first != again:
            raise ValidationError("The two passwords are not the same")
        return str(again)
