"""What is said to whoever had to use a recovery code: how many are left, and what to do now."""

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from shield.accounts.models import User
from shield.people import services


def say_used(request: HttpRequest, person: User) -> None:
    """A banner on the next page, with the way to put right what made the code necessary."""
    left = services.codes_left(person) or 0
    has_app = services.factors_of(person).filter(type=Authenticator.Type.TOTP).exists()
    messages.warning(
        request,
        format_html(
            "You used a recovery code; {} left. If you have lost your {}, <a "
            'class="govuk-notification-banner__link" href="{}">{}</a>.',
            {0: "none is", 1: "1 is"}.get(left, f"{left} are"),
            "phone" if has_app else "passkey",
            reverse("factor_app_replace" if has_app else "factor_passkey"),
            "replace your authenticator app" if has_app else "add another passkey",
        ),
    )
