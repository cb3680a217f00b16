"""What is true of a notification, and of a mail that the demo caught?"""

from datetime import datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse

from shield.accounts.access import access_of
from shield.accounts.reach import Path, Reach
from shield.notifications import workflow
from shield.notifications.message import SUBJECT_LENGTH, URL_LENGTH


class NotificationQuerySet(models.QuerySet["Notification"]):
    def of(self, user: Any) -> Self:
        """One person's own messages, but of cases those alone that their duties still reach."""
        access = access_of(user)
        return self.filter(
            Q(duties=[]) | Q(duties__overlap=sorted(access.duties)),
            recipient_id=access.user_id,
            withdrawn_at=None,
        )

    def unread(self) -> Self:
        return self.filter(read_at=None)

    def due(self, at: datetime) -> Self:
        """Mails whose turn has come, the longest waiting first."""
        return self.filter(next_attempt_at__lte=at).order_by("next_attempt_at", "pk")

    def abandoned(self, before: datetime) -> Self:
        """Mails that somebody began to send so long ago that they should have been done."""
        return self.filter(state=workflow.SENDING, sending_since__lte=before)

    def in_trouble(self) -> Self:
        """Mails given up after the last attempt, and mails that may have been sent."""
        return self.filter(state__in=(workflow.DEAD, workflow.UNCERTAIN))


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
    # An iCalendar object that goes with the mail; kept here, so that each attempt sends the same.
    calendar = models.TextField(blank=True, default="", db_default="")
    created_at = models.DateTimeField()
    # Any one of these lets the recipient know of it, as `shield.accounts.access.duty` writes them:
    # while none is held, it is neither shown nor sent. Empty is for whoever has a role here.
    duties = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    # They may no longer see what it is about: not shown, and not sent where it was not yet.
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(
        max_length=12, choices=list(workflow.DELIVERY.states.items()), default=workflow.WAITING
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True, blank=True)
    # Committed before the mail server is spoken to: whoever finds it later knows what is unknown.
    sending_since = models.DateTimeField(null=True, blank=True)
    # How often the mail may have left without our knowing. Once past 0 it may come twice.
    uncertain_count = models.PositiveSmallIntegerField(default=0, db_default=0)
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
                # An uncertain mail waits for its second copy, or for a person.
                condition=Q(
                    state__in=(workflow.WAITING, workflow.WITHHELD), next_attempt_at__isnull=False
                )
                | Q(state=workflow.UNCERTAIN)
                | (
                    ~Q(state__in=(workflow.WAITING, workflow.WITHHELD, workflow.UNCERTAIN))
                    & Q(next_attempt_at__isnull=True)
                ),
                name="notification_waits_for_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(state=workflow.SENDING, sending_since__isnull=False)
                | (~Q(state=workflow.SENDING) & Q(sending_since__isnull=True)),
                name="notification_is_sent_since_a_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(workflow.UNCERTAIN, workflow.LEFT))
                | Q(uncertain_count__gt=0),
                name="notification_uncertain_is_counted",
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
                condition=Q(next_attempt_at__isnull=False),
                name="notification_due",
            ),
            models.Index(
                fields=["sending_since"],
                condition=Q(state=workflow.SENDING),
                name="notification_sending",
            ),
            models.Index(
                fields=["-id"],
                condition=Q(state__in=(workflow.DEAD, workflow.UNCERTAIN)),
                name="notification_in_trouble",
            ),
            # When mail was last accepted, for whoever watches.
            models.Index(
                fields=["-sent_at"], condition=Q(state=workflow.SENT), name="notification_sent"
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
