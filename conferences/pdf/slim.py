"""What do reports say without what is kept from the family?

They are made of rows that were read without it: nothing restricted and no address is fetched, so
nothing of it can reach a page.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from conferences.completeness import questions_by_kind
from conferences.models import ChronologyEntry, Report, ReportRequest
from conferences.sections import EVERY, for_family
from shield.core.answers import Labels, answered
from shield.core.answers import frozen as as_json
from shield.core.questionnaires import Questionnaire, Rows
from shield.core.sections import Section


@dataclass(frozen=True)
class Slim:
    """One report that was never told what is restricted, with its rows in their order."""

    request: ReportRequest
    report: Report
    questions: Questionnaire
    rows: dict[str, list[Any]]

    def sections(self, labels: Labels) -> list[dict[str, Any]]:
        """All that it says, in words."""
        return as_json(answered(self.questions, self.report, self.rows, labels))


def slim_reports(request_ids: Collection[int]) -> list[Slim]:
    """The reports of some requests to one conference, those that were sent alone, by agency.

    As many queries for many as for one.
    """
    requests: list[ReportRequest] = list(
        ReportRequest.objects.reported().filter(pk__in=request_ids)
        .select_related("conference__kind", "agency", "answered_by")
        .only(
            "status", "answered_at", "is_late", "agency__name", "agency__kind",
            "conference__reference", "conference__starts_at", "conference__kind__name",
            "conference__kind__is_review", "answered_by__full_name",
        ).order_by("agency__name", "pk")
    )  # fmt: skip
    if not requests:
        return []
    questions = {
        kind: replace(form, sections=for_family(form.sections))
        for kind, form in questions_by_kind(
            {one.agency.kind_id for one in requests},
            is_review=requests[0].conference.kind.is_review,
        ).items()
    }
    reports = _reports([one.pk for one in requests])
    rows = {
        section.slug: _rows(section, [one.pk for one in reports.values()])
        for section in for_family(EVERY)
        if section.rows
    }
    return [
        Slim(
            request=one,
            report=reports[one.pk],
            questions=questions[one.agency.kind_id],
            rows=in_order({slug: found[reports[one.pk].pk] for slug, found in rows.items()}),
        )
        for one in requests
    ]


def _reports(request_ids: Collection[int]) -> dict[int, Report]:
    """Reports that were never told what is kept from the family, by their requests."""
    pages = [*for_family(EVERY), *(one.summary for one in for_family(EVERY) if one.summary)]
    names = {name for page in pages if page.model is Report for name in page.fields}
    found = Report.objects.filter(request__in=request_ids)
    return {
        values["request_id"]: Report(**values)
        for values in found.values("pk", "request_id", *sorted(names))
    }


def _rows(section: Section, report_ids: Collection[int]) -> dict[int, list[Any]]:
    """The rows of a page by report; of a child nothing but the name.

    Nothing of a child who was taken off the conference: they may be of another family.
    """
    found: Any = section.model._default_manager
    there = {f"{need}__removed_at": None for need in section.row_needs}
    rows = found.present().filter(report__in=report_ids, **there)
    names = [
        f"{need}__{name}" for need in section.row_needs for name in ("first_names", "last_name")
    ]
    if section.row_needs:
        rows = rows.select_related(*section.row_needs)
    made: dict[int, list[Any]] = defaultdict(list)
    for row in rows.only("report_id", *section.fields, *names):
        made[row.report_id].append(row)
    return made


def in_order(rows: Rows) -> dict[str, list[Any]]:
    """The rows of each page, events by when they were."""
    return {
        slug: sorted(found, key=lambda row: (row.place, row.pk))
        if found and isinstance(found[0], ChronologyEntry)
        else found
        for slug, found in rows.items()
    }
