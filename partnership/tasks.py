"""What runs by the clock?"""

from typing import Any

from celery import shared_task
from django.utils import timezone

from partnership import services


@shared_task(name="partnership.chase_requests")
def chase_requests(**_future: Any) -> None:
    """Close decisions between meetings that lapsed, and remind partners that have not answered."""
    services.chase_requests(at=timezone.now())
