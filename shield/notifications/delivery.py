"""Sending: takes one waiting mail at a time and writes down what became of it.

First the row is marked as being sent, and that is committed; then it is locked while the mail
server is spoken to, and what became of it is committed with the lock. So of many workers one sends;
a worker that dies leaves a marked row without a lock, and what nobody can know is written down:
the mail may have left. Such a mail is sent again once, with the same Message-ID and a line that
says so; after that it waits for a person (docs/adr/0016).
"""

import logging
from datetime import datetime, timedelta
from enum import StrEnum
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.db import transaction
from django.db.models import QuerySet

from shield.accounts.models import Membership
from shield.core.london import london_day
from shield.notifications.message import METHOD
from shield.notifications.models import Notification
from shield.notifications.smtp import Unanswered
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
# A row marked for longer than this, and locked by nobody, was left by a worker that died. It covers
# the moment between mark and lock, and clocks that differ.
ABANDONED_AFTER = timedelta(seconds=30)
MOST_ABANDONED = 100
# When a mail that may have left is sent again unasked, and how often.
SECOND_COPY_AFTER = timedelta(minutes=1)
SECOND_COPIES = 1
# Somebody who may not know of something today may again tomorrow: a role that was ended by mistake,
# a name given back. How long a mail is kept for that, and how often it is looked at.
WITHHELD_FOR = timedelta(days=14)
WITHHELD_EVERY = timedelta(hours=1)


class Outcome(StrEnum):
    """What became of a turn."""

    NOTHING_TO_DO = "nothing to do"
    DONE = "done"
    FAILED = "failed"
    UNCERTAIN = "uncertain"


def deliver(*, notification_id: int, at: datetime) -> Outcome:
    """Send one mail if it still waits, is due and nobody else is sending it."""
    return _take(Notification.objects.due(at).filter(pk=notification_id), at)


def deliver_next(*, at: datetime) -> Outcome:
    """Send the mail that has waited longest."""
    return _take(Notification.objects.due(at), at)


def take_up_abandoned(*, at: datetime) -> int:
    """Write down which mails were being sent when their worker died; says how many."""
    with transaction.atomic():
        left = Notification.objects.abandoned(at - ABANDONED_AFTER)
        # Whoever still sends holds a lock and is passed by.
        rows = list(left.select_for_update(skip_locked=True)[:MOST_ABANDONED])
        for row in rows:
            _uncertain(row, "the worker died", at)
    return len(rows)


def _take(due: QuerySet[Notification], at: datetime) -> Outcome:
    notification = _claim(due, at)
    if notification is None:
        return Outcome.NOTHING_TO_DO
    return _send(notification, at) if notification.sending_since else Outcome.DONE


@transaction.atomic
def _claim(due: QuerySet[Notification], at: datetime) -> Notification | None:
    """Mark a mail as being sent; one that its recipient may not know of is kept back, then left."""
    found = due.select_related("recipient").select_for_update(skip_locked=True, of=("self",))
    notification = found.first()
    if notification is None:
        return None
    if notification.recipient.is_active and is_theirs(notification, at):
        DELIVERY.advance(notification, "begin", sending_since=at, next_attempt_at=None)
    elif notification.recipient.is_active and at < notification.created_at + WITHHELD_FOR:
        DELIVERY.advance(notification, "withhold", next_attempt_at=at + WITHHELD_EVERY)
    else:
        DELIVERY.advance(notification, "leave_out", next_attempt_at=None)
    return notification


@transaction.atomic
def _send(marked: Notification, at: datetime) -> Outcome:
    """Send a mail that this worker has marked, unless somebody took it for abandoned meanwhile."""
    mine = Notification.objects.filter(pk=marked.pk, sending_since=marked.sending_since)
    notification = mine.select_related("recipient").select_for_update(of=("self",)).first()
    if notification is None:
        return Outcome.UNCERTAIN
    try:
        with transaction.atomic():
            mail(notification).send()
    except Unanswered:
        _uncertain(notification, Unanswered.__name__, at)
        return Outcome.UNCERTAIN
    except Exception as error:  # whatever went wrong with one mail, the others must leave
        _failed(notification, error, at)
        return Outcome.FAILED
    DELIVERY.advance(notification, "send", sending_since=None, sent_at=at, error="")
    return Outcome.DONE


def _failed(notification: Notification, error: Exception, at: datetime) -> None:
    """Write down a failed attempt: another one later, or none."""
    name = type(error).__name__
    log.warning("mail %s could not be sent: %s", notification.pk, name)
    tried = notification.attempts + 1
    last = tried > len(BACK_OFF)
    DELIVERY.advance(
        notification,
        "give_up" if last else "try_later",
        attempts=tried,
        sending_since=None,
        next_attempt_at=None if last else at + BACK_OFF[tried - 1],
        error=name[:100],
    )


def _uncertain(notification: Notification, why: str, at: datetime) -> None:
    """Write down that a mail may have left: a second copy later, or a person decides."""
    log.warning("mail %s may have been sent: %s", notification.pk, why)
    times = notification.uncertain_count + 1
    DELIVERY.advance(
        notification,
        "lose_sight",
        sending_since=None,
        uncertain_count=times,
        next_attempt_at=at + SECOND_COPY_AFTER if times <= SECOND_COPIES else None,
        error=why,
    )


def is_theirs(notification: Notification, at: datetime) -> bool:
    """Whether the recipient has a role, and a duty that lets them know of it where it takes one."""
    person, day = notification.recipient_id, london_day(at)
    if notification.withdrawn_at:
        return False
    if not notification.duties:
        # A role that begins later counts: they are told of it before.
        return bool(Membership.objects.current_or_later(day).filter(user=person).exists())
    held = Membership.objects.duties([person], day).get(person, set())
    return not held.isdisjoint(notification.duties)


def mail(notification: Notification) -> EmailMessage:
    """The mail of a notification: its lines, a link, and the same Message-ID at every attempt."""
    base = urlsplit(settings.BASE_URL)
    parts = [*notification.lines, f"Read it here:\n{settings.BASE_URL}{notification.url}"]
    if notification.reference:
        parts.append(f"Reference: {notification.reference}")
    if notification.uncertain_count:
        parts.append("This may be the second copy of this mail: the first may have been lost.")
    parts.append(
        "This mail holds no details on purpose. Sign in to read them.\n"
        f"Sent by {settings.PORTAL_NAME}. Answers to this address are not read."
    )
    stamp = f"{notification.created_at.timestamp():.0f}"
    made = EmailMultiAlternatives(
        subject=notification.subject,
        body="\n\n".join(parts) + "\n",
        to=[notification.recipient.email],
        headers={
            "Message-ID": f"<notification.{notification.pk}.{stamp}@{base.hostname}>",
            "Auto-Submitted": "auto-generated",
        },
    )
    if found := METHOD.search(notification.calendar):
        # Beside the words, not behind them: so calendars know it for an invitation.
        made.attach_alternative(notification.calendar, f"text/calendar; method={found[1]}")
    return made
