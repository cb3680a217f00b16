"""What does a page show of a conference whose time is over?"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count

from conferences.models import ChildDecision, Conference, Decided, ReportRequest
from conferences.views.listing import COLOURS

TEMPLATE = "conferences/erased.html"


def what_is_left(conference: Conference, requests: Iterable[ReportRequest]) -> dict[str, Any]:
    """For `TEMPLATE`: days, states and agencies, as far as the reader is shown `requests`."""
    return {
        "conference": conference,
        "colour": COLOURS[conference.status],
        "requests": list(requests),
        "decisions": [],
    }


def decisions_of(conference: Conference) -> list[tuple[str, str, int]]:
    """What was decided, by which category, of how many children."""
    rows = (
        ChildDecision.objects.filter(child__conference=conference)
        .values_list("decided", "category__name")
        .annotate(number=Count("pk"))
        .order_by("decided", "category__name")
    )
    return [(str(Decided(decided).label), name or "", number) for decided, name, number in rows]
