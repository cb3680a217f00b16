"""Sending: takes one waiting mail at a time and writes down what became of it.

The row stays locked while its mail is sent, and whoever meets a locked row passes it by. So two
workers never send the same mail, and the lock of a worker that died is gone with its connection:
the next sweep takes the row up. A worker that dies between sending and commit sends twice, with the
same Message-ID, by which receivers drop the double; in demo mode the mail is a row of the same
transaction, so there it happens exactly once.
"""

import logging
from datetime import datetime, timedelta
from enum import StrEnum
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import QuerySet

from shield.accounts.models import Membership, User
from shield.core.london import london_day
from shield.notifications.models import Notification
from shield.notifications.workflow import DELIVERY

log = logging.getLogger(__name__)

# How long to wait after each failed attempt; after the last the mail is given up.
BACK_OFF = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=6),
    timedelta(hours=24),
)


class Outcome(StrEnum):
    """What became of a turn."""

    NOTHING_TO_DO = "nothing to do"
    DONE = "done"
    FAILED = "failed"


def deliver(*, notification_id: int, at: datetime) -> Outcome:
    """Send one mail if it still waits, is due and nobody else is sending it."""
    return _take(Notification.objects.due(at).filter(pk=notification_id), at)


def deliver_next(*, at: datetime) -> Outcome:
    """Send the mail that has waited longest."""
    return _take(Notification.objects.due(at), at)


@transaction.atomic
def _take(due: QuerySet[Notification], at: datetime) -> Outcome:
    found = due.select_related("recipient").select_for_update(skip_locked=True, of=("self",))
    notification = found.first()
    if notification is None:
        return Outcome.NOTHING_TO_DO
    if not still_here(notification.recipient, at):
        DELIVERY.advance(notification, "leave_out", next_attempt_at=None)
        return Outcome.DONE
    try:
        with transaction.atomic():
            mail(notification).send()
    except Exception as error:  # whatever went wrong with one mail, the others must leave
        _failed(notification, error, at)
        return Outcome.FAILED
    DELIVERY.advance(notification, "send", next_attempt_at=None, sent_at=at, error="")
    return Outcome.DONE


def _failed(notification: Notification, error: Exception, at: datetime) -> None:
    """Write down a failed attempt: another one later, or none."""
    name = type(error).__name__
    log.warning("mail %s could not be sent: %s", notification.pk, name)
    tried = notification.attempts + 1
    if tried > len(BACK_OFF):
        DELIVERY.advance(
            notification, "give_up", attempts=tried, next_attempt_at=None, error=name[:100]
        )
    else:
        Notification.objects.filter(pk=notification.pk).update(
            attempts=tried, next_attempt_at=at + BACK_OFF[tried - 1], error=name[:100]
        )


def still_here(person: User, at: datetime) -> bool:
    """Whether a person still has a sign-in and a role: leavers are not mailed."""
    current = Membership.objects.current(london_day(at))
    return person.is_active and current.filter(user=person).exists()


def mail(notification: Notification) -> EmailMessage:
    """The mail of a notification: its lines, a link, and the same Message-ID at every attempt."""
    base = urlsplit(settings.BASE_URL)
    parts = [*notification.lines, f"Read it here:\n{settings.BASE_URL}{notification.url}"]
    if notification.reference:
        parts.append(f"Reference: {notification.reference}")
    parts.append(
        "This mail holds no details on purpose. Sign in to read them.\n"
        f"Sent by {settings.PORTAL_NAME}. Answers to this address are not read."
    )
    stamp = f"{notification.created_at.timestamp():.0f}"
    return EmailMessage(
        subject=notification.subject,
        body="\n\n".join(parts) + "\n",
        to=[notification.recipient.email],
        headers={
            "Message-ID": f"<notification.{notification.pk}.{stamp}@{base.hostname}>",
            "Auto-Submitted": "auto-generated",
        },
    )
