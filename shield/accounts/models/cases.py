"""What says who may see one case, beside roles: grants, exclusions, openings in an emergency?"""

from django.db import models
from django.db.models import Q

from shield.accounts.models.people import User
from shield.core.fields import EncryptedTextField


class CaseGrant(models.Model):
    """One person may do one thing with one record: who allowed it, why, and until when.

    Abstract: each container has a concrete table with a foreign key named `record`
    (`docs/adr/0003`).
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    perm = models.CharField(max_length=60)
    reason = EncryptedTextField()
    granted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    # When clocks and messages were taken back after it had ended (`shield/cases/services/ending`).
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        # One index serves "may this person see this record" and "which records".
        indexes = [models.Index(fields=["user", "perm", "record"])]


class CaseExclusion(models.Model):
    """One person is shut out of one record, whatever roles and grants say.

    Abstract, as CaseGrant. The reason lies apart from the case and is not shown to the person.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reason = EncryptedTextField()
    excluded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    excluded_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        indexes = [models.Index(fields=["user", "record"])]


class CaseOpening(models.Model):
    """The glass was broken: one person reads one record for a time, and answers for it.

    Abstract, as CaseGrant. `ends_at` is moved forward when it is ended early; whether it was right
    is judged by the data protection lead.
    """

    class Judgement(models.TextChoices):
        JUSTIFIED = "justified", "Justified"
        NOT_JUSTIFIED = "not-justified", "Not justified"

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reason = EncryptedTextField()
    opened_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ended_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    judgement = models.CharField(max_length=20, choices=Judgement, blank=True)
    note = EncryptedTextField(blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True
        indexes = [models.Index(fields=["user", "record", "ends_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(judgement="", reviewed_at__isnull=True, reviewed_by__isnull=True)
                | (~Q(judgement="") & Q(reviewed_at__isnull=False, reviewed_by__isnull=False)),
                name="%(class)s_judged_by_somebody",
            )
        ]
