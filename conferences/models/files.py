"""Which files were brought along with a report?"""

from typing import ClassVar

from django.db import models

from conferences.models.report import Report
from shield.documents.models import Brought, BroughtQuerySet


class ReportFile(Brought):
    """A file that belongs to one report. None goes into the family's copy."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="files")
    # Kept from the family: it goes to the chair beside the restricted part of the report.
    is_restricted = models.BooleanField("This must not be shared with the family", default=False)

    objects: ClassVar[models.Manager] = BroughtQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "form_token"], name="report_file_once"),
            models.CheckConstraint(
                condition=Brought.REMOVED_BY_SOMEBODY, name="report_file_removed_by_somebody"
            ),
        ]
