"""What runs by the clock?"""

from typing import Any

from celery import shared_task
from django.utils import timezone

from conferences import services


@shared_task(name="conferences.settle")
def settle(**_future: Any) -> None:
    """Follow what has ended: agencies that became others, people who have left."""
    services.settle(at=timezone.now())
