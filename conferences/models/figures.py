"""Which figures were put before a body of the partnership?"""

from django.db import models

from shield.accounts.models import User
from shield.core.links import numbered
from shield.documents.models import Document


class QuarterFigures(models.Model):
    """How a quarter stood on the day on which it was counted: small figures hidden, for good.

    What is shown later are these, whatever has become of the reports and conferences since.
    """

    quarter = models.CharField(max_length=6, unique=True)
    lines = models.JSONField()
    counted_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "quarters' figures"

    def __str__(self) -> str:
        return f"Figures of {self.quarter}"


class TimelinessPaper(models.Model):
    """How a quarter stood on the day on which it was put forward; the paper never changes.

    It holds what anybody with the figures' permission sees, small ones hidden: no case.
    """

    quarter = models.CharField(max_length=6)
    content = models.JSONField()
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    form_token = models.UUIDField(unique=True)

    def __str__(self) -> str:
        return f"Timeliness of conference reports, {self.content['period']}"

    def get_absolute_url(self) -> str:
        return numbered("timeliness_paper", self.pk)
