"""What is on the pages of a report, and of the copy that the family may have?"""

from dataclasses import replace
from typing import Any

from conferences.completeness import questions_for
from conferences.models import (
    Child,
    ChronologyEntry,
    Option,
    Report,
)
from conferences.sections import for_family
from shield.core.answers import answered
from shield.core.answers import frozen as as_json
from shield.core.london import moment_words
from shield.core.questionnaires import Questionnaire, Rows
from shield.core.sections import Section

TEMPLATE = "conferences/pdf/report.html"
MARKING = "OFFICIAL-SENSITIVE"


def frozen(report: Report) -> dict[str, Any]:
    """The whole report as it stood when it was sent, as JSON: words, no ids, no objects."""
    questions = questions_for(report)
    rows = in_order(questions.rows_of(report))
    return {
        **_head(report),
        "for_family": False,
        "sections": as_json(answered(questions, report, rows, Option.objects.labels())),
    }


def frozen_for_family(report_id: int) -> dict[str, Any]:
    """The family's copy: made of rows that were read without what is kept from them.

    Nothing restricted and no address is fetched, so nothing of it can reach the page.
    """
    slim = Report.objects.select_related(
        "request__conference__kind", "request__agency", "request__answered_by"
    ).only(
        "request__status", "request__answered_at", "request__is_late", "request__agency__name",
        "request__agency__kind", "request__conference__reference",
        "request__conference__starts_at", "request__conference__kind__name",
        "request__conference__kind__is_review", "request__answered_by__full_name",
    ).get(pk=report_id)  # fmt: skip
    whole = questions_for(slim)
    questions = replace(whole, sections=for_family(whole.sections))
    shared = _for_family(questions, report_id)
    rows = in_order(
        {
            section.slug: list(_slim_rows(slim, section))
            for section in questions.sections
            if section.rows
        }
    )
    return {
        **_head(slim),
        "for_family": True,
        "sections": as_json(answered(questions, shared, rows, Option.objects.labels())),
    }


def _for_family(questions: Questionnaire, report_id: int) -> Report:
    """A report that was never told what is kept from the family."""
    names = {
        name
        for section in questions.pages()
        if section.model is Report
        for name in section.fields
    }  # fmt: skip
    return Report(**Report.objects.filter(pk=report_id).values(*sorted(names)).get())


def _slim_rows(report: Report, section: Section) -> Any:
    """The rows of a page; of a child nothing but the name."""
    rows = getattr(report, section.rows).present()
    if section.row_needs:
        names = ("child__first_names", "child__last_name")
        rows = rows.select_related(*section.row_needs).only(*section.fields, "report_id", *names)
    return rows


def in_order(rows: Rows) -> Rows:
    """The rows of each page, events by when they were."""
    return {
        slug: sorted(found, key=lambda row: (row.place, row.pk))
        if found and isinstance(found[0], ChronologyEntry)
        else found
        for slug, found in rows.items()
    }


def _head(report: Report) -> dict[str, Any]:
    request = report.request
    conference = request.conference
    children = Child.objects.present().filter(conference=conference)
    assert request.answered_at is not None
    return {
        "heading": "Report to a child protection conference",
        "facts": [
            ["Conference", f"{conference.kind}, {conference.reference}"],
            ["When it is", conference.when_words],
            ["Agency", request.agency.name],
            ["Sent", moment_words(request.answered_at)],
            ["Sent by", str(request.answered_by)],
            *([["Late", "Sent after the day on which it was due"]] if request.is_late else []),
        ],
        "children": [
            [str(child), child.born_words]
            for child in children.only(
                "first_names", "last_name", "born", "birth_date", "expected_on"
            )
        ],
    }
