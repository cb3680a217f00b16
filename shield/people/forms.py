"""What was said about people and agencies?"""

from datetime import date
from typing import Any, ClassVar

from allauth.account.forms import ResetPasswordForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.internal.flows import check_rate_limit
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone

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
from shield.core.forms.account import rules
from shield.core.forms.base import Shared
from shield.people import services

AT_ONCE, ON_A_DAY = "at_once", "on_a_day"
ACCEPT, DECLINE = "accept", "decline"


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
        help_text="The invitation goes there. They hold the role once they have accepted it.",
        # Somebody else's, so the browser has nothing to offer.
        widget=Text(attrs={"type": "email", "autocomplete": "off", "spellcheck": "false"}),
    )
    full_name = CharField(label="Full name")
    post = CharField(label="Job title")
    field_order = ("email", "full_name", "post", "agency", "role", "starts_on")


class OfferForm(Form):
    """Whether somebody takes a role that they were offered."""

    submit = "Continue"
    answer = ChoiceField(
        label="Do you accept this role?",
        choices=[(ACCEPT, "Yes, I accept it"), (DECLINE, "No, I decline it")],
        error_messages={"required": "Select whether you accept the role"},
    )


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
    ends_roles = forms.BooleanField(required=False, label="End the roles held in it")

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
            "valid_to": "Leave empty while it exists. People's roles in it end with this day.",
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
        if self.instance.pk is None:
            del self.fields["ends_roles"]
            return
        held = services.counted(services.held_in(self.instance, timezone.localdate()).count())
        self.fields["ends_roles"].help_text = (
            f"{held} held in {self.instance} today or from a later day. Tick this if those that do "
            "not fit its first and last day may end with it."
        )

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
        self.fields["password"].help_text = rules()

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self.user)
        return password

    def clean_again(self) -> str:
        first, again = self.cleaned_data.get("password"), self.cleaned_data["again"]
        if first is not None and first != again:
            raise ValidationError("The two passwords are not the same")
        return str(again)


CODE_HINT = "6 digits from your authenticator app, or one of your recovery codes."


def code_widget() -> Text:
    return Text(width=10, attrs={"autocomplete": "one-time-code", "inputmode": "numeric"})


def code_of(person: User, code: str) -> Any:
    """The factor that a code belongs to; counted, by account and by address."""
    try:
        clear = check_rate_limit(person)
    except ValidationError:
        services.note_limit(email=person.email, at=timezone.now())
        raise
    try:
        factor = services.check_code(person=person, code=code, at=timezone.now())
    except services.WrongCode as refusal:
        raise ValidationError(str(refusal)) from refusal
    clear()
    return factor


class SignInCode(Shared, AuthenticateForm):
    """The code at sign-in, after the password. allauth finds it by the setting MFA_FORMS."""

    submit = "Continue"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = CharField(label="Code", help_text=CODE_HINT, widget=code_widget())

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        self.authenticator = code_of(self.user, code)
        return code


class CodeAgain(Form):
    """A code, to show that it is still the same person."""

    submit = "Continue"
    code = CharField(label="Code", help_text=CODE_HINT, widget=code_widget())

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        self.factor = code_of(self.person, code)
        return code


class PasswordAgain(Form):
    """The password once more, where nobody has to have a second factor."""

    submit = "Continue"
    password = forms.CharField(
        label="Password",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_password(self) -> str:
        clear = check_rate_limit(self.person)
        password: str = self.cleaned_data["password"]
        if not self.person.check_password(password):
            raise ValidationError("Your password is not correct")
        clear()
        return password


class AppCode(Form):
    """The first code that a new authenticator app shows."""

    submit = "Finish"
    code = CharField(
        label="Code from the app",
        help_text="6 digits; the app shows new ones every 30 seconds.",
        widget=code_widget(),
    )


class PasskeyName(Form):
    """What somebody calls a passkey of theirs."""

    submit = "Save"
    name = CharField(
        label="Name",
        max_length=60,
        help_text="So that you know it again, such as “Work laptop” or “Blue key”.",
    )


class Passkey(PasskeyName):
    """A new passkey: its name, and what the browser answered to our challenge."""

    submit = ""
    credential = forms.JSONField(widget=forms.HiddenInput)


class AskReset(Shared, ResetPasswordForm):
    """Where to send the link for a new password; whether anybody has it is not looked up here."""

    submit = "Send me a link"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = "Email address"

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        return email.strip().lower()

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        email: str = self.cleaned_data["email"]
        services.ask_reset(email=email, at=timezone.now())
        return email


class Nothing(Form):
    """Asks for nothing but a press of its button."""

    def __init__(self, *args: Any, submit: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.submit = submit  # type: ignore[misc]
