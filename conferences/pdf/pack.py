"""What is on the pages of a chair's pack, and of its restricted annex?"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from conferences.models import Child, Conference, Report, ReportRequest, YesNo
from conferences.pdf import report as pdf
from shield.core.london import moment_words

TEMPLATE = "conferences/pdf/pack.html"
ANNEX_TEMPLATE = "conferences/pdf/annex.html"
MARKING = "OFFICIAL-SENSITIVE"


def frozen(
    conference: Conference,
    *,
    requests: Sequence[ReportRequest],
    forecast: dict[str, Any],
    at: datetime,
) -> dict[str, Any]:
    """All reports without what is restricted, as they stand at `at`, as JSON."""
    return {
        **_head(conference, "Chair’s pack", at),
        "forecast": forecast,
        "reports": [
            {"agency": str(one.agency), "sections": pdf.frozen_for_family(found.pk)["sections"]}
            for one, found in _reports(requests)
        ],
    }


def frozen_annex(
    conference: Conference, *, requests: Sequence[ReportRequest], at: datetime
) -> dict[str, Any] | None:
    """What is restricted in them; None where nothing is."""
    parts = [
        {"agency": str(one.agency), "text": found.restricted}
        for one, found in _reports(requests)
        if found.has_restricted == YesNo.YES
    ]
    return {**_head(conference, "Restricted annex", at), "parts": parts} if parts else None


def _reports(requests: Sequence[ReportRequest]) -> list[tuple[ReportRequest, Report]]:
    found = {one.request_id: one for one in Report.objects.filter(request__in=requests)}
    return [(one, found[one.pk]) for one in requests if one.pk in found]


def _head(conference: Conference, heading: str, at: datetime) -> dict[str, Any]:
    children = Child.objects.present().filter(conference=conference)
    return {
        "heading": heading,
        "facts": [
            ["Conference", f"{conference.kind}, {conference.reference}"],
            ["When it is", conference.when_words],
            ["As it stood", moment_words(at)],
        ],
        "children": [[str(child), child.born_words] for child in children],
    }
