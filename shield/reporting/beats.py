"""Notes each run of what runs by the clock, told by Celery's own signals."""

from typing import Any

from celery import current_app
from celery.signals import task_failure, task_success
from django.utils import timezone

from shield.reporting.models import Beat


@task_success.connect(dispatch_uid="beats")
def ended(sender: Any = None, **_: Any) -> None:
    """A scheduled task ended well."""
    if is_scheduled(sender.name):
        _note(sender.name, ended_at=timezone.now(), problem="")


@task_failure.connect(dispatch_uid="beats")
def failed(sender: Any = None, exception: Any = None, **_: Any) -> None:
    """A scheduled task failed; of the error its class is kept, never its words."""
    if is_scheduled(sender.name):
        problem = type(exception).__name__[:100]
        _note(sender.name, failed_at=timezone.now(), problem=problem)


def is_scheduled(task: str) -> bool:
    return any(entry["task"] == task for entry in current_app.conf.beat_schedule.values())


def _note(task: str, **facts: Any) -> None:
    Beat.objects.update_or_create(task=task, defaults=facts)
