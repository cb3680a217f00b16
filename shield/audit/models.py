"""What is true of an audit entry?"""

from typing import ClassVar

from django.db import models


class Entry(models.Model):
    """Who did what with which record, when. Never changed, never deleted, no foreign keys.

    `facts` holds ids, states and counts: never content of a case.
    """

    at = models.DateTimeField(db_index=True)
    actor_id = models.BigIntegerField(null=True, db_index=True)
    actor = models.CharField(max_length=300)  # name and email as they were, or "system"
    agencies = models.JSONField(default=list)  # ids the actor held roles in at that moment
    verb = models.CharField(max_length=80, db_index=True)
    subject_model = models.CharField(max_length=80)
    subject_id = models.BigIntegerField(null=True)
    reference = models.CharField(max_length=80, blank=True, db_index=True)
    facts = models.JSONField(default=dict)

    objects: ClassVar[models.Manager] = models.Manager()

    class Meta:
        indexes = [models.Index(fields=["subject_model", "subject_id"])]
        verbose_name_plural = "entries"

    def __str__(self) -> str:
        return f"{self.verb} {self.reference}"
