"""What runs by the clock, or when something woke it?"""

from typing import Any

from celery import shared_task
from django.utils import timezone

from shield.documents import making
from shield.documents.making import Outcome

MOST_IN_A_SWEEP = 20


@shared_task(name="documents.render")
def render(*, document_id: int, **_future: Any) -> None:
    """Make one document."""
    making.make(document_id=document_id, at=timezone.now())


@shared_task(name="documents.sweep")
def sweep(**_future: Any) -> None:
    """Make whatever waits: what a dead worker or a lost wake-up left, and second attempts."""
    for _ in range(MOST_IN_A_SWEEP):
        if making.make_next(at=timezone.now()) is Outcome.NOTHING_TO_DO:
            return
