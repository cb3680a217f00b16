"""Which page shows what else was published?"""

import django_filters
from django.db.models import QuerySet

from partnership.models import (
    Body,
    PublishedPolicy,
    TimetableRow,
    TrainingActivity,
)
from partnership.views.lists import BusinessList
from shield.core.forms import Select
from shield.core.lists import Column, Filters


class TimetableFilters(Filters):
    """The timetable of one body."""

    body = django_filters.ModelChoiceFilter(
        queryset=Body.objects.order_by("order"), label="Body", widget=Select, empty_label="All"
    )


def hours(row: TimetableRow) -> str:
    if row.starts_at is None:
        return ""
    return f"{row.starts_at:%H:%M}" + (f" to {row.ends_at:%H:%M}" if row.ends_at else "")


class TimetableList(BusinessList):
    """The published timetable: meetings, stages of work and events."""

    caption = "Timetable"
    csv_name = "timetable"
    order = ("on", "starts_at", "order")
    filterset_class = TimetableFilters
    columns = (
        Column("title", "What", order_by="title"),
        Column("on", "Day", order_by="on"),
        Column("hours", "Time", value=hours),
        Column("body", "Body", order_by="body__order",
               value=lambda row: row.body.name if row.body else ""),
        Column("cycle", "Cycle", order_by="cycle"),
        Column("stage", "Stage"),
    )  # fmt: skip

    def rows(self) -> QuerySet[TimetableRow]:
        return TimetableRow.objects.select_related("body")


class TrainingList(BusinessList):
    """The published training and development offer."""

    caption = "Training offer"
    csv_name = "training"
    columns = (
        Column("activity", "Activity", order_by="activity"),
        Column("audience_level", "Level", order_by="audience_level", numeric=True),
        Column("cadence", "How often"),
        Column("recommendation", "Recommendation"),
    )

    def rows(self) -> QuerySet[TrainingActivity]:
        return TrainingActivity.objects.all()


class PublishedPolicyList(BusinessList):
    """The lines of the public policy page."""

    caption = "Published policies"
    csv_name = "policies"
    columns = (
        Column("title", "Title", order_by="title"),
        Column("section", "Section", order_by="section"),
        Column("edition", "Edition"),
        Column("kind", "Kind", order_by="kind"),
        Column("source", "Source"),
    )

    def rows(self) -> QuerySet[PublishedPolicy]:
        return PublishedPolicy.objects.all()
