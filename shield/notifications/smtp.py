"""Mail over SMTP, that tells a refusal from an answer that never came."""

import smtplib
from typing import Any

from django.core.mail.backends import smtp


class Unanswered(smtplib.SMTPException):
    """The mail was handed over, and the server went away before it said what became of it."""


class _Watched:
    """A connection that says whether it was lost while the mail itself was on its way."""

    def data(self, msg: Any) -> tuple[int, bytes]:
        try:
            return super().data(msg)  # type: ignore[misc]
        except smtplib.SMTPResponseException:
            raise  # an answer, if not a kind one
        except OSError as lost:
            raise Unanswered from lost


class _Plain(_Watched, smtplib.SMTP):
    pass


class _OverTls(_Watched, smtplib.SMTP_SSL):
    pass


class EmailBackend(smtp.EmailBackend):
    """Django's own, but for the connection that it opens."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return _OverTls if self.use_ssl else _Plain
