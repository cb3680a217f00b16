"""How far are the reports of a conference, agency by agency?"""

from dataclasses import dataclass
from datetime import date, datetime

from conferences import services
from conferences.models import Conference, ReportRequest, RequestStatus
from shield.core.london import london_day

COLOURS = {
    RequestStatus.ASKED.value: "yellow",
    RequestStatus.WRITING.value: "blue",
    RequestStatus.CHECKING.value: "blue",
    RequestStatus.RETURNED.value: "blue",
    RequestStatus.AGREED.value: "blue",
    RequestStatus.REPORTED.value: "green",
    RequestStatus.DECLINED.value: "green",
    RequestStatus.WITHDRAWN.value: "grey",
}


@dataclass(frozen=True)
class Reported:
    """What one agency was asked, and how far it is."""

    asked: ReportRequest
    answering: services.Answering
    is_overdue: bool

    @property
    def colour(self) -> str:
        return COLOURS[self.asked.status]

    @property
    def is_withdrawn(self) -> bool:
        return self.asked.status == RequestStatus.WITHDRAWN

    @property
    def due_on(self) -> date | None:
        """None where nothing is due: before the conference has a day, and once it is not asked."""
        clock = self.asked.clock
        return clock.due_on if clock and clock.cancelled_at is None else None

    @property
    def no_report_because(self) -> str:
        """The reason for a nil return, in words."""
        return self.asked.decline_reason.replace("-", " ").capitalize()

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
    today = london_day(at)
    return [
        Reported(one, people[one.pk], bool(one.clock and one.clock.is_overdue(today)))
        for one in requests
    ]
