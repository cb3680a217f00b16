"""What is true of a notification, and of a mail that the demo caught?"""

from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from shield.accounts.access import Path, Reach
from shield.notifications import workflow
from shield.notifications.message import SUBJECT_LENGTH, URL_LENGTH


class NotificationQuerySet(models.QuerySet["Notification"]):
    def of(self, user_id: int | None) -> Self:
        """One person's own messages."""
        return self.filter(recipient_id=user_id)

    def unread(self) -> Self:
        return self.filter(read_at=None)

    def due(self, at: datetime) -> Self:
        """Mails whose turn has come, the longest waiting first."""
        return self.filter(state=workflow.WAITING, next_attempt_at__lte=at).order_by(
            "next_attempt_at", "pk"
        )

    def dead(self) -> Self:
        """Mails given up after the last attempt."""
        return self.filter(state=workflow.DEAD)


class Notification(models.Model):
    """One person is told one thing, once: in the portal, and by mail. The outbox of the portal.

    Written in the transaction of the event it tells of. `key` names the event, so that telling the
    same person of it again does nothing.
    """

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notifications"
    )
    key = models.CharField(max_length=200)
    subject = models.CharField(max_length=SUBJECT_LENGTH)
    lines = models.JSONField(default=list)
    url = models.CharField(max_length=URL_LENGTH)
    reference = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(
        max_length=12, choices=list(workflow.DELIVERY.states.items()), default=workflow.WAITING
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=100, blank=True)  # class of the last error, never its text

    objects: ClassVar[models.Manager] = NotificationQuerySet.as_manager()

    # The delivery of mail is the operations team's business across the partnership. A person's own
    # messages need no permission: pages start from `of(user)`.
    reach: ClassVar[Reach] = Reach(paths=(Path("partnership"),))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["recipient", "key"], name="notification_told_once"),
            models.CheckConstraint(
                condition=Q(state=workflow.WAITING, next_attempt_at__isnull=False)
                | (~Q(state=workflow.WAITING) & Q(next_attempt_at__isnull=True)),
                name="notification_waits_for_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(state=workflow.SENT, sent_at__isnull=False)
                | (~Q(state=workflow.SENT) & Q(sent_at__isnull=True)),
                name="notification_sent_at_a_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["recipient", "-id"], name="notification_own"),
            models.Index(
                fields=["recipient"], condition=Q(read_at=None), name="notification_unread"
            ),
            models.Index(
                fields=["next_attempt_at", "id"],
                condition=Q(state=workflow.WAITING),
                name="notification_waiting",
            ),
            models.Index(
                fields=["-id"], condition=Q(state=workflow.DEAD), name="notification_dead"
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        return reverse("message_open", kwargs={"pk": self.pk})


class DemoMail(models.Model):
    """A mail that left the portal in demo mode: kept here, one row a recipient, sent nowhere."""

    recipient = models.EmailField(max_length=254)
    sender = models.CharField(max_length=320)
    subject = models.CharField(max_length=1000)
    body = models.TextField()
    message_id = models.CharField(max_length=300)
    sent_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[models.Manager] = models.Manager()

    class Meta:
        indexes = [models.Index(fields=["recipient", "-id"], name="demo_mail_recipient")]

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        return reverse("demo_mail", kwargs={"pk": self.pk})
