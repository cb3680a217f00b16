"""Mail back ends that go wrong, and the messages that tests send."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend

from shield.notifications.message import Message
from shield.notifications.smtp import Unanswered

MESSAGE = Message(
    subject="SIN-2026-0001 has been submitted",
    lines=("Your notification has reached the partnership.",),
    url="/incidents/1/",
    reference="SIN-2026-0001",
)
DOWN = "tests.notifications.mailers.Down"
REFUSES_POLICE = "tests.notifications.mailers.RefusesPolice"
UNANSWERED = "tests.notifications.mailers.NeverAnswers"


class Down(EmailBackend):
    """A mail server that is not there."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        raise ConnectionRefusedError("nobody answers")


class RefusesPolice(EmailBackend):
    """A mail server that refuses one address."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        if any("police" in address for message in email_messages for address in message.to):
            raise ValueError("no such mailbox")
        return super().send_messages(email_messages)


class NeverAnswers(EmailBackend):
    """A mail server that takes the mail and goes away before it says what became of it."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        raise Unanswered
