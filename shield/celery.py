"""The Celery application and the one schedule of what runs by the clock."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shield.settings")

app = Celery("shield")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
# Each entry is a question asked often, never a message stored ahead: missed runs are caught up.
app.conf.beat_schedule = {
    "deliver waiting mail": {"task": "notifications.sweep", "schedule": 20.0},
    "render waiting documents": {"task": "documents.sweep", "schedule": 20.0},
    "send reminders": {"task": "clocks.remind", "schedule": 300.0},
}
