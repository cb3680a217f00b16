"""What is on the pages of a report, and of the copy that the family may have?"""

from collections.abc import Iterable
from typing import Any

from conferences.completeness import questions_for
from conferences.models import Child, Conference, Option, Report, ReportRequest
from conferences.pdf.slim import in_order, slim_reports
from shield.core.answers import answered
from shield.core.answers import frozen as as_json
from shield.core.london import moment_words

TEMPLATE = "conferences/pdf/report.html"
MARKING = "OFFICIAL-SENSITIVE"


def frozen(report: Report) -> dict[str, Any]:
    """The whole report as it stood when it was sent, as JSON: words, no ids, no objects."""
    questions = questions_for(report)
    rows = in_order(questions.rows_of(report))
    return {
        **_head(report.request),
        "for_family": False,
        "sections": as_json(answered(questions, report, rows, Option.objects.labels())),
    }


def frozen_for_family(report_id: int) -> dict[str, Any]:
    """The family's copy: made of rows that were read without what is kept from them (`slim.py`)."""
    [one] = slim_reports([Report.objects.values_list("request", flat=True).get(pk=report_id)])
    return {
        **_head(one.request),
        "for_family": True,
        "sections": one.sections(Option.objects.labels()),
    }


def facts_of(request: ReportRequest) -> list[list[str]]:
    """Whose report it is, and when it was sent."""
    assert request.answered_at is not None
    return [
        ["Agency", request.agency.name],
        ["Sent", moment_words(request.answered_at)],
        ["Sent by", str(request.answered_by)],
        *([["Late", "Sent after the day on which it was due"]] if request.is_late else []),
    ]


def children_of(conference: Conference) -> Iterable[Child]:
    """Whom the conference is about: of each child the name and when it was born, nothing else."""
    found: Iterable[Child] = (
        Child.objects.present()
        .filter(conference=conference)
        .only("first_names", "last_name", "born", "birth_date", "expected_on")
    )
    return found


def _head(request: ReportRequest) -> dict[str, Any]:
    conference = request.conference
    return {
        "heading": "Report to a child protection conference",
        "facts": [
            ["Conference", f"{conference.kind}, {conference.reference}"],
            ["When it is", conference.when_words],
            *facts_of(request),
        ],
        "children": [[str(child), child.born_words] for child in children_of(conference)],
    }
