"""What was said at a meeting, item by item, and who has agreed that this is so?"""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from partnership.models.agenda import AgendaItem
from partnership.models.body import chaired_by
from partnership.models.meeting import Meeting
from partnership.permissions import Perm
from shield.accounts.access import access_of, keys_of
from shield.accounts.models import User
from shield.core.fields import EncryptedTextField
from shield.core.links import numbered
from shield.core.roles_apart import only_grows
from shield.documents.models import Document


class MinutesStatus(models.TextChoices):
    DRAFT = "draft", "Draft"
    APPROVED = "approved", "Approved by the chair"
    DISTRIBUTED = "distributed", "Distributed"
    CONFIRMED = "confirmed", "Confirmed at a later meeting"


class MinutesQuerySet(models.QuerySet["Minutes"]):
    def visible_to(self, user: Any) -> Self:
        """Those of the meetings that a person reads, once distributed; before that, their keepers'.

        What a person reads of each item follows from the item.
        """
        rows = self.filter(meeting__in=keys_of(Meeting, user))
        if access_of(user).allows(Perm.KEEP):
            return rows
        return rows.filter(Q(distributed_at__isnull=False) | Q(meeting__body__in=chaired_by(user)))


class Minutes(models.Model):
    """The minutes of one meeting, from the draft to their confirmation at a later one."""

    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="minutes")
    status = models.CharField(max_length=20, choices=MinutesStatus, default=MinutesStatus.DRAFT)
    begun_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    approved_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    # Where nobody chairs the body: why somebody else approved them.
    approved_why = models.CharField(max_length=500, blank=True)
    distributed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    distributed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_in = models.ForeignKey(
        Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="confirms"
    )

    objects: ClassVar[models.Manager] = MinutesQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "minutes"
        constraints = [
            models.CheckConstraint(
                condition=Q(status="draft", approved_at__isnull=True, approved_by__isnull=True)
                | (~Q(status="draft") & Q(approved_at__isnull=False, approved_by__isnull=False)),
                name="minutes_approved_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(
                    status__in=("draft", "approved"),
                    distributed_at__isnull=True,
                    distributed_by__isnull=True,
                )
                | Q(
                    status__in=("distributed", "confirmed"),
                    distributed_at__isnull=False,
                    distributed_by__isnull=False,
                ),
                name="minutes_distributed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(
                    status="confirmed",
                    confirmed_at__isnull=False,
                    confirmed_by__isnull=False,
                    confirmed_in__isnull=False,
                )
                | (
                    ~Q(status="confirmed")
                    & Q(
                        confirmed_at__isnull=True,
                        confirmed_by__isnull=True,
                        confirmed_in__isnull=True,
                    )
                ),
                name="minutes_confirmed_at_a_meeting",
            ),
        ]

    def __str__(self) -> str:
        return f"Minutes of {self.meeting}"

    def get_absolute_url(self) -> str:
        return numbered("minutes_detail", self.meeting_id)

    @property
    def status_words(self) -> str:
        return str(MinutesStatus(self.status).label)


class ItemMinute(models.Model):
    """What was said about one item. `version` rises with each saving: two do not overwrite."""

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="of_items")
    item = models.OneToOneField(AgendaItem, on_delete=models.PROTECT, related_name="minute")
    text = EncryptedTextField(blank=True)
    version = models.PositiveIntegerField(default=0)
    edited_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    edited_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"Minute {self.pk}"


class MinuteEditing(models.Model):
    """A person has the minute of an item open: since when, and when they last said so."""

    minute = models.ForeignKey(ItemMinute, on_delete=models.PROTECT, related_name="editing")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["minute", "user"], name="minute_editing_once"),
            models.CheckConstraint(
                condition=Q(last_at__gte=models.F("since")), name="minute_editing_since"
            ),
        ]

    def __str__(self) -> str:
        return f"Editing {self.pk}"


class MinutesAddition(models.Model):
    """A correction after approval: dated, signed, and added; what it corrects stays."""

    append_only: ClassVar[bool] = True
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="additions")
    text = EncryptedTextField()
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        triggers = only_grows()

    def __str__(self) -> str:
        return f"Addition {self.pk}"


class MinutesCopy(models.Model):
    """The PDF of minutes for one set of items: everybody who may read the same gets the same."""

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="copies")
    # Which items are in it, as a short text; of an excerpt the one item.
    reads = models.CharField(max_length=500)
    # Which edition: 0 as distributed, then one more with each addition to an item that is in it.
    edition = models.PositiveSmallIntegerField(default=0)
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="minutes_copy")
    requested_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["minutes", "reads", "edition"], name="minutes_copy_once"
            )
        ]

    def __str__(self) -> str:
        return f"Copy {self.pk}"
