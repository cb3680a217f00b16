"""The forms of signing in, in our words. allauth finds them by the setting ACCOUNT_FORMS."""

from typing import Any

from allauth.account import forms as allauth
from django.core.exceptions import ValidationError
from django.utils.html import format_html, format_html_join

from shield.core.forms.base import Shared

RULES = (
    "Use at least 12 characters.",
    "Do not use a common password.",
    "Do not use your name or email address.",
)


class SignIn(Shared, allauth.LoginForm):
    """Email address and password; what is wrong leads to the first question."""

    submit = "Sign in"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "Email address"
        self.fields["password"].label = "Password"
        self.fields["password"].help_text = ""

    def clean(self) -> Any:
        try:
            return super().clean()
        except ValidationError as error:
            self.add_error("login", error)
            return self.cleaned_data


class ChoosePassword(Shared, allauth.ResetPasswordKeyForm):
    """A new password, by the link from the mail."""

    submit = "Save password"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_new_password(self)


class ChangePassword(Shared, allauth.ChangePasswordForm):
    """A new password for somebody who knows the old one."""

    submit = "Save password"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].label = "Current password"
        self.fields["oldpassword"].help_text = ""
        name_new_password(self)


def name_new_password(form: Shared) -> None:
    """The words for a password typed twice."""
    form.fields["password1"].label = "New password"
    form.fields["password1"].help_text = rules()
    form.fields["password2"].label = "New password again"


def rules() -> str:
    """What a new password must be like, as a list; `AUTH_PASSWORD_VALIDATORS` checks it."""
    lines = format_html_join("", "<li>{}</li>", ((one,) for one in RULES))
    return format_html('<ul class="govuk-list govuk-list--bullet govuk-hint">{}</ul>', lines)
