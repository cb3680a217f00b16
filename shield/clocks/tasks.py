"""What runs by the clock?"""

from typing import Any

from celery import shared_task
from django.utils import timezone

from shield.clocks import services
from shield.clocks.reminders import remind as send_reminders


@shared_task(name="clocks.remind")
def remind(**_future: Any) -> None:
    """Give the reminders that are due and were not given yet."""
    send_reminders(at=timezone.now())


@shared_task(name="clocks.settle")
def settle(**_future: Any) -> None:
    """Count again what started while a one-off day or a version of a rule was being changed."""
    services.settle(at=timezone.now())
