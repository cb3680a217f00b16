"""What runs by the clock, or when something woke it?"""

from time import monotonic
from typing import Any

from celery import shared_task
from django.utils import timezone

from shield.documents import checking, making, removal
from shield.documents.making import Outcome

MOST_IN_A_SWEEP = 20
# Seconds after which a sweep begins no further document: each has as long as `render` gives it.
SWEEPS_FOR = 60.0


# A pack of hundreds of pages takes longer than most tasks may; less than a task is kept for it.
@shared_task(name="documents.render", soft_time_limit=240, time_limit=270)
def render(*, document_id: int, **_future: Any) -> None:
    """Make one document."""
    making.make(document_id=document_id, at=timezone.now())


@shared_task(name="documents.sweep", soft_time_limit=240, time_limit=270)
def sweep(**_future: Any) -> None:
    """Make whatever waits: what a dead worker or a lost wake-up left, and second attempts."""
    began = monotonic()
    for _ in range(MOST_IN_A_SWEEP):
        if (
            monotonic() - began > SWEEPS_FOR
            or making.make_next(at=timezone.now()) is Outcome.NOTHING_TO_DO
        ):
            return


@shared_task(name="documents.check")
def check(*, upload_id: int, **_future: Any) -> None:
    """Check one file that somebody brought."""
    checking.check(upload_id=upload_id, at=timezone.now())


@shared_task(name="documents.check_sweep")
def check_sweep(**_future: Any) -> None:
    """Check whatever waits: what a dead worker or a lost wake-up left, and further attempts."""
    for _ in range(MOST_IN_A_SWEEP):
        if checking.check_next(at=timezone.now()) is not Outcome.DONE:
            return


@shared_task(name="documents.clear_quarantine")
def clear_quarantine(**_future: Any) -> None:
    """Remove files whose row was never committed."""
    removal.remove_orphans(at=timezone.now())


@shared_task(name="documents.remove_erased")
def remove_erased(**_future: Any) -> None:
    """Remove files of which nothing may be kept any longer."""
    removal.remove_erased()
