"""Shield: a portal for a multi-agency safeguarding children partnership."""

from shield.celery import app as celery_app

__all__ = ["celery_app"]
