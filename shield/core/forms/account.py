"""The forms of signing in, in our words. allauth finds them by the setting ACCOUNT_FORMS."""

from typing import Any

from allauth.account import forms as allauth
from django.core.exceptions import ValidationError

from shield.core.forms.base import Shared

RULES = "At least 12 characters, not a common password and not like your name or email address."


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


class AskReset(Shared, allauth.ResetPasswordForm):
    """Where to send the link for a new password."""

    submit = "Send me a link"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = "Email address"


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


class ConfirmPassword(Shared, allauth.ReauthenticateForm):
    """The password once more, before something that matters."""

    submit = "Continue"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = "Password"
        self.fields["password"].help_text = ""


def name_new_password(form: Shared) -> None:
    """The words for a password typed twice."""
    form.fields["password1"].label = "New password"
    form.fields["password1"].help_text = RULES
    form.fields["password2"].label = "New password again"
