"""What runs by the clock?"""

from typing import Any

from celery import shared_task
from django.utils import timezone

from partnership import services
from partnership.services import differences


@shared_task(name="partnership.open_returns")
def open_returns(**_future: Any) -> None:
    """Ask each agency for its return of the quarter that ended last."""
    differences.open_returns(at=timezone.now())


@shared_task(name="partnership.chase_requests")
def chase_requests(**_future: Any) -> None:
    """Close decisions between meetings that lapsed, and remind partners that have not answered."""
    services.chase_requests(at=timezone.now())


@shared_task(name="partnership.settle_actions")
def settle_actions(**_future: Any) -> None:
    """Notice whose holder has left."""
    services.settle_actions(at=timezone.now())


@shared_task(name="partnership.action_digests")
def action_digests(**_future: Any) -> None:
    """Tell everybody who has not been told this week how their actions stand."""
    services.send_digests(at=timezone.now())


@shared_task(name="partnership.tell_of_refused")
def tell_of_refused(**_future: Any) -> None:
    """Tell of papers and evidence that were refused when they were checked."""
    services.tell_of_refused(at=timezone.now())


@shared_task(name="partnership.tell_of_unread")
def tell_of_unread(**_future: Any) -> None:
    """Tell of restricted items that nobody is left to read."""
    services.tell_of_unread(at=timezone.now())
