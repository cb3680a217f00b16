"""What can happen to notifications?"""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import F, Q

from shield.accounts.access import duties_for, require, roles
from shield.accounts.models import Membership, User
from shield.accounts.reach import duty
from shield.audit import services as audit
from shield.core.london import london_day
from shield.core.wake import wake
from shield.notifications import workflow
from shield.notifications.message import Message
from shield.notifications.models import Notification
from shield.notifications.permissions import Perm

UNREAD = (
    "SELECT count(*) FROM notifications_notification "
    "WHERE recipient_id = %s AND withdrawn_at IS NULL AND read_at IS NULL "
    "AND (duties = '{}' OR duties && %s::varchar[])"
)
# A duty that nobody holds: for whoever was told of a case without any.
NOBODYS = duty(None, "nobody")


@transaction.atomic
def notify(*, recipients: Iterable[User], key: str, message: Message, at: datetime) -> None:
    """Tell each of `recipients` once, in the portal and by mail.

    Call it in the transaction of the event: the mail leaves after commit, and not at all when the
    event is undone. `key` names the event, such as `incident.submitted:17`; whoever has been told
    under this key is not told again. The caller has already required its own permission.
    """
    ids = sorted({person.pk for person in recipients})
    duties = _duties(ids, message, at)
    Notification.objects.bulk_create(
        [
            Notification(
                recipient_id=pk,
                key=key,
                subject=message.subject,
                lines=list(message.lines),
                url=message.url,
                reference=message.reference,
                calendar=message.calendar,
                duties=sorted(duties[pk]),
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


def _duties(people: list[int], message: Message, at: datetime) -> dict[int, set[str]]:
    """Which duties let each of some people know of a message; empty is for whoever has a role."""
    if not (message.reference or message.needs or message.record):
        return {pk: set() for pk in people}
    held, found = Membership.objects.duties(people, london_day(at)), {}
    for pk in people:
        if message.record is not None:
            asked = duties_for(message.needs, message.record, pk)
        else:
            asked = {duty(None, perm) for perm in message.needs}
        has = held.get(pk, set())
        # Told although no role opens it, such as for a name in it: it goes with what they do now.
        found[pk] = asked if asked & has else asked | _roles_among(has)
    return {pk: asked or {NOBODYS} for pk, asked in found.items()}


def _roles_among(duties: set[str]) -> set[str]:
    return {one for one in duties if one.partition(":")[2] in roles()}


def withdraw(*, reference: str, at: datetime, people: set[int], only: bool) -> None:
    """Take back what people were told of a record, by its reference: nobody sees or gets it.

    With `only` it stays with `people` and is taken from everybody else. What was taken back from
    somebody who may see the record again is shown again; a mail that did not leave meanwhile still
    does, unless it is too old (`delivery.WITHHELD_FOR`).
    """
    if not reference:
        return
    rows = Notification.objects.filter(reference=reference)
    among = Q(recipient_id__in=people)
    rows.filter(~among if only else among, withdrawn_at=None).update(withdrawn_at=at)
    rows.filter(among if only else ~among).update(withdrawn_at=None)


def unread_count(user: User) -> int:
    """How many messages wait to be read by this person: `of(user).unread()`, as SQL.

    Each page's menu asks; put together by the ORM it costs twice as much.
    """
    with connection.cursor() as cursor:
        cursor.execute(UNREAD, [user.pk, sorted(user.access.duties)])
        return int(cursor.fetchone()[0])


def read(*, notification: Notification, by: User, at: datetime) -> None:
    """Mark one's own message as read; the first time counts."""
    if notification.recipient_id != by.pk:
        raise PermissionDenied("notifications.read")
    Notification.objects.unread().filter(pk=notification.pk).update(read_at=at)


def read_all(*, by: User, at: datetime) -> int:
    """Mark all of one's own messages as read; gives how many were unread."""
    return Notification.objects.of(by).unread().update(read_at=at)


@transaction.atomic
def retry(*, notification: Notification, by: User, at: datetime) -> None:
    """Send a mail again that was given up or may have been sent, from the first attempt."""
    require(by, Perm.READ_FAILED, notification)
    workflow.DELIVERY.advance(notification, "retry", attempts=0, next_attempt_at=at)
    audit.record("notification.retried", notification, by=by, at=at)
    wake("notifications.deliver", notification_id=notification.pk)


def fence(*, at: datetime) -> int:
    """After a restore: nothing that waited then leaves by itself; says how many were stopped.

    Whether each was sent since, nobody here knows: they are uncertain, and people decide. Called by
    a command, which no page reaches.
    """
    open_ones = (workflow.WAITING, workflow.WITHHELD, workflow.SENDING, workflow.UNCERTAIN)
    return Notification.objects.filter(state__in=open_ones).update(
        state=workflow.UNCERTAIN,
        uncertain_count=F("uncertain_count") + 1,
        sending_since=None,
        next_attempt_at=None,
        error="restored from a backup",
    )


@transaction.atomic
def leave(*, notification: Notification, by: User, at: datetime) -> None:
    """Leave a mail as it is that may have been sent: it arrived, or is no longer needed."""
    require(by, Perm.READ_FAILED, notification)
    workflow.DELIVERY.advance(notification, "leave", next_attempt_at=None)
    audit.record("notification.left", notification, by=by, at=at)
