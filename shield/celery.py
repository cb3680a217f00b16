"""The Celery application and the one schedule of what runs by the clock."""

import os
from logging.config import dictConfig
from typing import Any

from celery import Celery
from celery.schedules import crontab
from celery.signals import setup_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shield.settings")

app = Celery("shield", task_cls="shield.core.history:Task")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect(dispatch_uid="logs")
def logs(**_: Any) -> None:
    """Worker and beat log as the portal does; Celery itself would quote what a task was given."""
    from django.conf import settings

    dictConfig(settings.LOGGING)


# Each entry is a question asked often, never a message stored ahead: missed runs are caught up.
app.conf.beat_schedule = {
    "deliver waiting mail": {"task": "notifications.sweep", "schedule": 20.0},
    "render waiting documents": {"task": "documents.sweep", "schedule": 20.0},
    "check waiting files": {"task": "documents.check_sweep", "schedule": 20.0},
    "clear the quarantine": {"task": "documents.clear_quarantine", "schedule": 3600.0},
    "remove erased files": {"task": "documents.remove_erased", "schedule": 3600.0},
    "mail links for new passwords": {"task": "people.resets", "schedule": 60.0},
    "clear sessions that are over": {"task": "people.clear_sessions", "schedule": 3600.0},
    "ask for quarterly returns": {"task": "partnership.open_returns", "schedule": 3600.0},
    "send reminders": {"task": "clocks.remind", "schedule": 300.0},
    "count clocks again": {"task": "clocks.settle", "schedule": 300.0},
    "settle who sees notifications": {"task": "incidents.settle", "schedule": 60.0},
    "hand conference reports to successors": {"task": "conferences.settle", "schedule": 3600.0},
    "count quarters of conference reports": {
        "task": "conferences.count_quarters",
        "schedule": 3600.0,
    },
    "chase decisions between meetings": {
        "task": "partnership.chase_requests",
        "schedule": 300.0,
    },
    "settle whose holder has left": {"task": "partnership.settle_actions", "schedule": 300.0},
    "tell of refused files": {"task": "partnership.tell_of_refused", "schedule": 60.0},
    "tell of items that nobody reads": {
        "task": "partnership.tell_of_unread",
        "schedule": 3600.0,
    },
    # On Monday morning; on a later one, what Monday missed.
    "tell how actions stand": {
        "task": "partnership.action_digests",
        "schedule": crontab(hour="7", minute="15"),
    },
    "erase what may not be kept": {
        "task": "conferences.erase",
        "schedule": crontab(hour="3", minute="15"),
    },
    "check the audit": {"task": "audit.verify", "schedule": crontab(hour="2", minute="30")},
}
