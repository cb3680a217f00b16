"""Where mail goes in demo mode: into a table, in the transaction of whoever sends it."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from shield.notifications.models import DemoMail


class EmailBackend(BaseEmailBackend):
    """Keeps every mail, also those of password resets, for the pages under `/demo/mail/`."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            headers = message.message()
            DemoMail.objects.bulk_create(
                DemoMail(
                    recipient=address,
                    sender=message.from_email,
                    subject=str(message.subject),
                    body=str(message.body),
                    message_id=headers["Message-ID"],
                )
                for address in message.recipients()
            )
        return len(email_messages)
