"""What would come of moving a conference, before it is moved?"""

from dataclasses import dataclass
from datetime import date, datetime

from conferences import clocks as duties
from conferences.models import Conference, ReportRequest
from shield.clocks import services as clocks
from shield.clocks.models import RuleVersion
from shield.core.london import london_day


@dataclass(frozen=True)
class Shift:
    """When one agency's report is due now, and when it would be; None where it is not due."""

    request: ReportRequest
    was: date | None
    now: date | None

    @property
    def agency(self) -> str:
        return self.request.agency.name


def would_move(conference: Conference, *, starts_at: datetime | None) -> list[Shift]:
    """What of each report that is still to come; nothing is changed. Raises RuleNotInForce."""
    rows = conference.requests.open().select_related("agency", "clock").order_by("agency__name")
    open_ones: list[ReportRequest] = list(rows)
    trigger = duties.for_report(report_rule=conference.kind.report_rule, starts_at=starts_at)
    now = None
    if trigger is not None and open_ones:
        version = RuleVersion.objects.in_force(trigger.rule, london_day(trigger.moment))
        now = clocks.explain(version, trigger.moment).due_on
    return [
        Shift(one, one.clock.due_on if one.clock and one.clock.is_open else None, now)
        for one in open_ones
    ]
