"""To whom was a copy of a report given?"""

from django.db import models

from conferences.models.report import Report
from shield.accounts.models import User
from shield.core.fields import EncryptedCharField, EncryptedDateField


class Copy(models.TextChoices):
    FAMILY = "family", "The family's copy"
    WHOLE = "whole", "The whole report, restricted part included"


class Disclosure(models.Model):
    """A copy of a report left the portal: to whom, when, how, and which copy."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="disclosures")
    copy = models.CharField("Which copy?", max_length=10, choices=Copy)
    to = EncryptedCharField("Who was given it?", max_length=200)
    relationship = EncryptedCharField("Who are they to the children?", max_length=200)
    how = EncryptedCharField("How was it given to them?", max_length=200)
    given_on = EncryptedDateField("When was it given to them?")
    # What exactly was given: the file's own mark, and how many additions there were by then.
    sha256 = models.CharField(max_length=64, blank=True)
    additions = models.PositiveSmallIntegerField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    form_token = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "form_token"], name="report_disclosed_once")
        ]

    def __str__(self) -> str:
        return f"Disclosure {self.pk}"
