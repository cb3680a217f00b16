"""What runs by the clock, or when something woke it?"""

from typing import Any

from celery import shared_task
from django.utils import timezone

from shield.people import services


@shared_task(name="people.resets")
def resets(**_future: Any) -> None:
    """Mail the links for new passwords that wait."""
    services.send_resets(at=timezone.now())


@shared_task(name="people.clear_sessions")
def clear_sessions(**_future: Any) -> None:
    """Forget the sessions that are over, and on which devices they were."""
    services.clear_sessions(at=timezone.now())
