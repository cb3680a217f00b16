"""How allauth behaves here: nobody signs up, and only mails that we wrote leave."""

import logging
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest

from shield.accounts.models import User

log = logging.getLogger(__name__)

PASSWORD_RESET = "account/email/password_reset_key"  # noqa: S105  a template, not a password
INVITATION = "accounts/email/invitation"


class MailNotSent(Exception):
    """The mail server did not take the mail; it may be sent again."""


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in by email for people who were invited."""

    # The same words whether the address or the password was wrong.
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "The email address or password is not correct",
        "too_many_login_attempts": "Too many tries to sign in. Wait five minutes and try again",
        "incorrect_password": "Your current password is not correct",
        "enter_current_password": "Enter your current password",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def format_email_subject(self, subject: str) -> str:
        return f"{settings.PORTAL_NAME}: {subject}"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send the mails of the portal and none of allauth's own.

        So an address that nobody has gets no mail, and a failing mail server makes the page for a
        known address no different from that for an unknown one.
        """
        if template_prefix != PASSWORD_RESET:
            return
        try:
            self._send(template_prefix, email, context)
        except MailNotSent as error:
            log.warning("a password reset could not be mailed: %s", error)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """At the portal's own address, whatever host the request named."""
        address: str = super().get_reset_password_from_key_url(key)
        return f"{settings.BASE_URL}{urlsplit(address).path}"

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """Only to those who have a password: the others answer their invitation."""
        if user.has_usable_password():
            super().send_password_reset_mail(user, email, context)

    def send_invitation(self, email: str, context: dict[str, Any]) -> None:
        """Send the one mail that carries an invitation's link; raises MailNotSent."""
        self._send(INVITATION, email, context)

    def _send(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        words = {"portal_name": settings.PORTAL_NAME, **context}
        try:
            self.render_mail(template_prefix, email, words).send()
        except OSError as error:  # what smtplib and sockets raise
            raise MailNotSent(type(error).__name__) from error
