"""What runs by the clock?"""

from typing import Any

from celery import shared_task

from shield.audit import heads
from shield.audit.checking import check


class ChainBroken(Exception):
    """The audit is not whole: `manage.py verify_audit` says where."""


@shared_task(name="audit.verify")
def verify(**_future: Any) -> None:
    """Check the chain each night; a broken one stands on the page of what runs."""
    if not check(heads.folder()).is_whole:
        raise ChainBroken
