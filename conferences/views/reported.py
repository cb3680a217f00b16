"""How far are the reports of a conference, agency by agency?"""

from dataclasses import dataclass
from datetime import date, datetime

from conferences import services
from conferences.models import Conference, Option, ReportRequest, RequestStatus
from shield.core.london import london_day

COLOURS = {
    RequestStatus.ASKED: "blue",
    RequestStatus.WRITING: "blue",
    RequestStatus.CHECKING: "purple",
    RequestStatus.RETURNED: "yellow",
    RequestStatus.AGREED: "turquoise",
    RequestStatus.REPORTED: "green",
    RequestStatus.DECLINED: "grey",
    RequestStatus.WITHDRAWN: "grey",
}


@dataclass(frozen=True)
class Reported:
    """What one agency was asked, and how far it is."""

    asked: ReportRequest
    answering: services.Answering
    is_overdue: bool
    # The reason for a nil return, in words.
    no_report_because: str

    @property
    def colour(self) -> str:
        return COLOURS[RequestStatus(self.asked.status)]

    @property
    def is_withdrawn(self) -> bool:
        return self.asked.status == RequestStatus.WITHDRAWN

    @property
    def due_on(self) -> date | None:
        """None where nothing is due: before the conference has a day, and once it is not asked."""
        clock = self.asked.clock
        return clock.due_on if clock and clock.cancelled_at is None else None

    @property
    def lateness(self) -> str:
        """In words, empty for what is in time."""
        return "Late" if self.asked.is_late else "Overdue" if self.is_overdue else ""


def reports_of(conference: Conference, *, at: datetime) -> list[Reported]:
    """One for each agency that was asked, by name."""
    rows = conference.requests.by_agency().select_related(
        "agency", "clock", "practitioner", "answered_by", "withdrawn_by"
    )
    requests = list(rows)
    people = services.answering(conference, requests, at=at)
    today, words = london_day(at), Option.objects.labels().get("decline-reason", {})
    return [
        Reported(
            one,
            people[one.pk],
            bool(one.clock and one.clock.is_overdue(today)),
            words.get(one.decline_reason, one.decline_reason),
        )
        for one in requests
    ]
