"""What runs by the clock?"""

from typing import Any

from celery import shared_task
from django.utils import timezone

from conferences.services import succession


@shared_task(name="conferences.settle")
def settle(**_future: Any) -> None:
    """Hand what agencies that have ended were asked to those that took their place."""
    succession.follow_successors(at=timezone.now())
