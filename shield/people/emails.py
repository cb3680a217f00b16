"""Who is told, of what?"""

from django.urls import reverse

from shield.accounts.models import Membership
from shield.core.london import short_day
from shield.notifications.message import Message


def role_given(membership: Membership) -> Message:
    """To the person: what they may do from which day on."""
    role = membership.role_held
    name = role.name if role else membership.role
    return Message(
        subject=f"You have been given the role of {name.lower()}",
        lines=(
            f"From {short_day(membership.starts_on)} you hold the role of {name.lower()} "
            f"in {membership.agency}.",
            "Your profile says what this role does and what you may see.",
        ),
        url=reverse("profile"),
    )


def _about_security(subject: str, what: str) -> Message:
    return Message(
        subject=subject,
        lines=(
            what,
            "If it was not you, tell the administrator of your agency at once: they can sign you "
            "out everywhere and let you set up anew.",
        ),
        url=reverse("security"),
    )


def factor_added() -> Message:
    """To the person: there is another way to prove that it is they."""
    return _about_security(
        "A way to confirm your sign-in was added",
        "An authenticator app or a passkey was added to your account.",
    )


def factor_removed() -> Message:
    """To the person: one way less."""
    return _about_security(
        "A way to confirm your sign-in was removed",
        "An authenticator app or a passkey was removed from your account.",
    )


def app_replaced() -> Message:
    """To the person: codes come from another app now."""
    return _about_security(
        "Your authenticator app was replaced",
        "Another authenticator app was set up for your account. The old one no longer works.",
    )


def code_used(left: int) -> Message:
    """To the person: somebody got on without the app or a passkey."""
    return _about_security(
        "A recovery code was used",
        "A recovery code of yours was used to confirm that it is you. "
        f"{left or 'None'} of them {'is' if left == 1 else 'are'} left.",
    )


def codes_made() -> Message:
    """To the person: the recovery codes kept before are worth nothing now."""
    return _about_security(
        "You have new recovery codes",
        "New recovery codes were made for your account. The old ones no longer work.",
    )


def factors_reset() -> Message:
    """To the person: an administrator let them begin anew."""
    return _about_security(
        "Your sign-in was reset",
        "An administrator removed your authenticator app, passkeys and recovery codes and signed "
        "you out everywhere. Sign in with your password and set up a new one.",
    )


def password_changed() -> Message:
    """To the person: the password is another."""
    return _about_security(
        "Your password was changed",
        "The password of your account was changed, and your other devices were signed out.",
    )


def identity_changed(name: str, *, added: bool) -> Message:
    """To the person: an agency's sign-in opens this account, or no longer does."""
    what = "can now be used" if added else "can no longer be used"
    return _about_security("Your ways to sign in were changed", f"{name} {what} to sign you in.")
