"""What runs by the clock?"""

from typing import Any

from celery import shared_task
from django.utils import timezone

from conferences import services


@shared_task(name="conferences.settle")
def settle(**_future: Any) -> None:
    """Follow what has ended: agencies that became others, people who have left."""
    services.settle(at=timezone.now())


@shared_task(name="conferences.count_quarters")
def count_quarters(**_future: Any) -> None:
    """Count how timely reports were in quarters whose day has come."""
    services.count_quarters(at=timezone.now())


# Stopped by its time limit it goes on the next night: each conference is a transaction.
@shared_task(name="conferences.erase", soft_time_limit=3000, time_limit=3300)
def erase(**_future: Any) -> None:
    """Erase what was said at conferences whose time is over."""
    services.erase_over(at=timezone.now())
