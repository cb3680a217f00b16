"""What runs by the clock?"""

from typing import Any

from celery import shared_task
from django.utils import timezone

from incidents import services


@shared_task(name="incidents.settle")
def settle(**_future: Any) -> None:
    """Follow what has ended by itself: names on notifications, and who keeps them."""
    services.settle_ended(at=timezone.now())
