"""Sends the mails that hold a link which opens an account: it is stored nowhere, and made here.

An invitation's leaves with the page that makes it, a password's with the worker (`tasks.py`).
"""

from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse

from shield.accounts.models import Invitation, User
from shield.core.london import moment_words

PASSWORD_RESET = "account/email/password_reset_key"  # noqa: S105  a template, not a password
INVITATION = "accounts/email/invitation"


class MailNotSent(Exception):
    """The mail server did not take the mail; it may be sent again."""


def link(token: str) -> str:
    """Where an invitation is taken up. In the query, since logs hold paths and no queries."""
    return f"{settings.BASE_URL}{reverse('invitation_accept')}?{urlencode({'token': token})}"


def reset_link(person: User) -> str:
    """Where a person chooses a new password; at the portal's own address, made when it is sent."""
    path = reverse(
        "account_reset_password_from_key",
        kwargs={
            "uidb36": user_pk_to_url_str(person),
            "key": default_token_generator.make_token(person),
        },
    )
    return f"{settings.BASE_URL}{path}"


def send_invitation(*, invitation: Invitation, token: str) -> None:
    """Mail the link to the person invited; raises MailNotSent."""
    by = invitation.invited_by
    _send(
        INVITATION,
        invitation.user.email,
        name=invitation.full_name,
        inviter=by.full_name if by else "The system administrator",
        role=role.name if (role := invitation.role_held) else invitation.role,
        agency=invitation.agency,
        link=link(token),
        expires=moment_words(invitation.expires_at),
    )


def send_reset(person: User) -> None:
    """Mail a person the link by which they choose a new password; raises MailNotSent."""
    _send(PASSWORD_RESET, person.email, password_reset_url=reset_link(person))


def _send(template_prefix: str, email: str, **words: Any) -> None:
    context = {"portal_name": settings.PORTAL_NAME, **words}
    try:
        get_adapter().render_mail(template_prefix, email, context).send()
    except OSError as error:  # what smtplib and sockets raise
        raise MailNotSent(type(error).__name__) from error
