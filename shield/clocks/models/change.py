"""What is true of a clock that moved: when was it due before, and why is it not any more?"""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from shield.accounts.models import User
from shield.clocks.models.clock import Clock
from shield.core.roles_apart import only_grows


class ClockChangeQuerySet(models.QuerySet["ClockChange"]):
    def in_order(self) -> Self:
        """The oldest first, with who made each."""
        return self.select_related("by").order_by("pk")


class ClockChange(models.Model):
    """One move of one clock. Only ever added: what was due once stays known."""

    append_only: ClassVar[bool] = True  # `core/roles_apart.py`

    clock = models.ForeignKey(Clock, on_delete=models.PROTECT, related_name="changes")
    due_was = models.DateField()
    due_now = models.DateField()
    # Where the moment was put right from which it is counted.
    trigger_was = models.DateTimeField(null=True)
    trigger_now = models.DateTimeField(null=True)
    why = models.CharField(max_length=300)  # in words, free of content: "… is not a working day"
    at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar[models.Manager] = ClockChangeQuerySet.as_manager()

    class Meta:
        triggers = only_grows()
        constraints = [
            models.CheckConstraint(condition=~Q(why=""), name="clock_change_says_why"),
            models.CheckConstraint(
                condition=Q(trigger_was__isnull=True, trigger_now__isnull=True)
                | Q(trigger_was__isnull=False, trigger_now__isnull=False),
                name="clock_change_of_a_trigger_is_whole",
            ),
        ]
        indexes = [models.Index(fields=["clock", "at"], name="clock_change_by_clock")]

    def __str__(self) -> str:
        return f"{self.clock_id}: {self.due_was} to {self.due_now}"

    @property
    def moves(self) -> bool:
        """Whether the clock is due on another day, not only for another reason."""
        return self.due_was != self.due_now
