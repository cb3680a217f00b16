"""What runs by the clock, or when something woke it?"""

from typing import Any

from celery import shared_task
from django.utils import timezone

from shield.notifications import delivery
from shield.notifications.delivery import Outcome

MOST_IN_A_SWEEP = 200
# The mail server is down rather than a mail bad; the next sweep goes on where this one stops.
MOST_FAILURES_IN_A_SWEEP = 3


@shared_task(name="notifications.deliver")
def deliver(*, notification_id: int, **_future: Any) -> None:
    """Send one mail."""
    delivery.deliver(notification_id=notification_id, at=timezone.now())


@shared_task(name="notifications.sweep")
def sweep(**_future: Any) -> None:
    """Send whatever waits: what a dead worker or a lost wake-up left, and second attempts."""
    delivery.take_up_abandoned(at=timezone.now())
    failures = 0
    for _ in range(MOST_IN_A_SWEEP):
        outcome = delivery.deliver_next(at=timezone.now())
        failures += outcome in (Outcome.FAILED, Outcome.UNCERTAIN)
        if outcome is Outcome.NOTHING_TO_DO or failures == MOST_FAILURES_IN_A_SWEEP:
            return
