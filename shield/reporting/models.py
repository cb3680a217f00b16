"""When did what runs by the clock run last?"""

from django.db import models


class Beat(models.Model):
    """The last run of one task: when it ended well, and what went wrong since."""

    task = models.CharField(max_length=100, unique=True)
    ended_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=100, blank=True)  # class of the last error

    def __str__(self) -> str:
        return self.task
