"""The portal's own Celery application with every wait made short, for runs of seconds.

`SHIELD_FAULT_UNLOCKED=1` takes the lock and the mark away from sending, and the scanner from files:
the negative control.
"""

import os
from datetime import timedelta

import django

django.setup()

from django.db import transaction  # noqa: E402
from django.db.models import QuerySet  # noqa: E402

from shield.celery import app  # noqa: E402
from shield.documents import checking, making, scanning  # noqa: E402
from shield.notifications import delivery  # noqa: E402
from shield.notifications.models import Notification  # noqa: E402

SECOND = timedelta(seconds=1)
delivery.BACK_OFF = (SECOND,) * 60  # type: ignore[assignment]
delivery.ABANDONED_AFTER = 3 * SECOND
delivery.SECOND_COPY_AFTER = SECOND
making.BACK_OFF = (SECOND,) * 60  # type: ignore[assignment]
checking.BACK_OFF = (SECOND,) * 60  # type: ignore[assignment]
for entry in app.conf.beat_schedule.values():
    entry["schedule"] = 1.0


def unlocked(due: "QuerySet[Notification]", at: object) -> Notification | None:
    """Take whatever waits, as if nobody else did."""
    return due.select_related("recipient").first()


def send_unlocked(marked: Notification, at: object) -> delivery.Outcome:
    delivery.mail(marked).send()
    with transaction.atomic():
        Notification.objects.filter(pk=marked.pk).update(
            state="sent", sent_at=at, next_attempt_at=None
        )
    return delivery.Outcome.DONE


def take_unlocked(due: "QuerySet[Notification]", at: object) -> delivery.Outcome:
    found = unlocked(due, at)
    return send_unlocked(found, at) if found else delivery.Outcome.NOTHING_TO_DO


if os.environ.get("SHIELD_FAULT_UNLOCKED"):
    delivery._take = take_unlocked
    scanning.scan = lambda path: scanning.Verdict(is_clean=True, scanner="nobody")
