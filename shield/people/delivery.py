"""Sends the one mail that cannot wait in the outbox: its link must not be stored anywhere."""

from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.urls import reverse

from shield.accounts.adapter import MailNotSent
from shield.accounts.models import Invitation
from shield.core.london import moment_words

__all__ = ["MailNotSent", "link", "send_invitation"]


def link(token: str) -> str:
    """Where an invitation is taken up. In the query, since logs hold paths and no queries."""
    return f"{settings.BASE_URL}{reverse('invitation_accept')}?{urlencode({'token': token})}"


def send_invitation(*, invitation: Invitation, token: str) -> None:
    """Mail the link to the person invited; raises MailNotSent."""
    by = invitation.invited_by
    get_adapter().send_invitation(
        invitation.user.email,
        {
            "name": invitation.user.full_name,
            "inviter": by.full_name if by else "The system administrator",
            "link": link(token),
            "expires": moment_words(invitation.expires_at),
        },
    )
