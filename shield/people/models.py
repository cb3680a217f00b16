"""What is true of a session, and of somebody's wish for a new password?"""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models


class Session(AbstractBaseSession):
    """A browser that is signed in, or was here; told apart by person, so that theirs can end."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="sessions"
    )
    started_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    device = models.CharField(max_length=100, blank=True)  # "Firefox on Windows"

    @classmethod
    def get_session_store_class(cls) -> Any:
        from shield.people.sessions import SessionStore

        return SessionStore


class PasswordReset(models.Model):
    """Somebody asked for a link to choose a new password: a row for every address typed.

    Whether anybody has that address is looked up by the worker, so that asking takes as long for
    an unknown one. The address lies sealed, the link is made when the mail leaves, and the row is
    gone with it.
    """

    email = models.TextField()
    asked_at = models.DateTimeField()
    next_attempt_at = models.DateTimeField()

    objects: ClassVar[models.Manager] = models.Manager()

    class Meta:
        indexes = [models.Index(fields=["next_attempt_at", "id"], name="reset_waiting")]

    def __str__(self) -> str:
        return f"reset {self.pk}"
