"""What can happen to notifications?"""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from shield.accounts.access import require
from shield.accounts.models import User
from shield.audit import services as audit
from shield.core.wake import wake
from shield.notifications import workflow
from shield.notifications.message import Message
from shield.notifications.models import Notification
from shield.notifications.permissions import Perm


@transaction.atomic
def notify(*, recipients: Iterable[User], key: str, message: Message, at: datetime) -> None:
    """Tell each of `recipients` once, in the portal and by mail.

    Call it in the transaction of the event: the mail leaves after commit, and not at all when the
    event is undone. `key` names the event, such as `incident.submitted:17`; whoever has been told
    under this key is not told again. The caller has already required its own permission.
    """
    ids = sorted({person.pk for person in recipients})
    Notification.objects.bulk_create(
        [
            Notification(
                recipient_id=pk,
                key=key,
                subject=message.subject,
                lines=list(message.lines),
                url=message.url,
                reference=message.reference,
                created_at=at,
                next_attempt_at=at,
            )
            for pk in ids
        ],
        ignore_conflicts=True,
    )
    fresh = Notification.objects.filter(
        recipient_id__in=ids, key=key, state=workflow.WAITING, attempts=0
    )
    for pk in fresh.values_list("pk", flat=True):
        wake("notifications.deliver", notification_id=pk)


def unread_count(user: User) -> int:
    """How many messages wait to be read by this person."""
    return Notification.objects.of(user.pk).unread().count()


def read(*, notification: Notification, by: User, at: datetime) -> None:
    """Mark one's own message as read; the first time counts."""
    if notification.recipient_id != by.pk:
        raise PermissionDenied("notifications.read")
    Notification.objects.unread().filter(pk=notification.pk).update(read_at=at)


def read_all(*, by: User, at: datetime) -> int:
    """Mark all of one's own messages as read; gives how many were unread."""
    return Notification.objects.of(by.pk).unread().update(read_at=at)


@transaction.atomic
def retry(*, notification: Notification, by: User, at: datetime) -> None:
    """Send a mail that was given up again, from the first attempt."""
    require(by, Perm.READ_FAILED, notification)
    workflow.DELIVERY.advance(notification, "retry", attempts=0, next_attempt_at=at)
    audit.record("notification.retried", notification, by=by, at=at)
    wake("notifications.deliver", notification_id=notification.pk)
