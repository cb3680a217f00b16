"""What is true of an audit entry?"""

from typing import ClassVar

from django.db import models


class Entry(models.Model):
    """Who did what with which record, when. Never changed, never deleted, no foreign keys.

    `facts` holds ids, states and counts: never content of a case. `position` has no gaps, and
    `digest` ties each entry to the one before it (`chain.py`). Triggers refuse UPDATE, DELETE and
    TRUNCATE (migrations), and the role that web and workers run under may do none of them.
    """

    append_only: ClassVar[bool] = True  # `core/roles_apart.py`

    position = models.BigIntegerField(unique=True)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    # Name and email as they were, or "system": as long as both may be, since whoever cannot be
    # written down is refused every page of a case.
    actor = models.CharField(max_length=460)
    agencies = models.JSONField(default=list)  # ids the actor held roles in at that moment
    verb = models.CharField(max_length=80)
    subject_model = models.CharField(max_length=80)
    subject_id = models.BigIntegerField(null=True)
    reference = models.CharField(max_length=80, blank=True)
    facts = models.JSONField(default=dict)

    objects: ClassVar[models.Manager] = models.Manager()

    class Meta:
        # Each filter of the search page ends in the order of that page: newest first, by (at, id).
        indexes = [
            models.Index(fields=["at", "id"], name="audit_by_moment"),
            models.Index(fields=["actor_id", "at", "id"], name="audit_by_person"),
            models.Index(fields=["verb", "at", "id"], name="audit_by_verb"),
            models.Index(fields=["reference", "at", "id"], name="audit_by_reference"),
            models.Index(fields=["subject_model", "subject_id", "at"], name="audit_by_subject"),
        ]
        verbose_name_plural = "entries"

    def __str__(self) -> str:
        return f"{self.verb} {self.reference}"
