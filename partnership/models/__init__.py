"""What is true of the partnership: its bodies, who sits there, what they owe and what it costs."""

from partnership.models.agreement import Agreement, Signing
from partnership.models.body import Body, Chairing, Rhythm, StandingItem, Terms, rhythm_from
from partnership.models.budget import Budget, Contribution, Spend, Sums
from partnership.models.duty import ReportingDuty, ReportSent
from partnership.models.invited import Answer, Invited
from partnership.models.meeting import Meeting, MeetingMove, MeetingStatus, day_starts, hours_words
from partnership.models.priority import Measure, Priority, PriorityLead
from partnership.models.published import PublishedPolicy, TimetableRow, TrainingActivity
from partnership.models.quorum import EACH_PARTNER, check_rule, rule_from, rule_words
from partnership.models.seat import (
    APPOINTMENT_COLUMNS,
    Holding,
    PersonnelChange,
    Seat,
    SeatRole,
)

__all__ = [
    "APPOINTMENT_COLUMNS",
    "EACH_PARTNER",
    "Agreement",
    "Answer",
    "Body",
    "Budget",
    "Chairing",
    "Contribution",
    "Holding",
    "Invited",
    "Measure",
    "Meeting",
    "MeetingMove",
    "MeetingStatus",
    "PersonnelChange",
    "Priority",
    "PriorityLead",
    "PublishedPolicy",
    "ReportSent",
    "ReportingDuty",
    "Rhythm",
    "Seat",
    "SeatRole",
    "Signing",
    "Spend",
    "StandingItem",
    "Sums",
    "Terms",
    "TimetableRow",
    "TrainingActivity",
    "check_rule",
    "day_starts",
    "hours_words",
    "rhythm_from",
    "rule_from",
    "rule_words",
]
