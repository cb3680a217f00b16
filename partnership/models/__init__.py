"""What is true of the partnership: its bodies, who sits there, what they owe and what it costs."""

from partnership.models.action import Action, ActionStatus, ActionUpdate, held_by
from partnership.models.agenda import (
    AgendaItem,
    Interest,
    ItemKind,
    ItemReader,
    Opened,
    Pack,
    Paper,
    Proposal,
    Publication,
    Purpose,
)
from partnership.models.agreement import Agreement, Signing
from partnership.models.attendance import Attendance, Sat, SeatThere, groups_of
from partnership.models.body import Body, Chairing, Rhythm, StandingItem, Terms, rhythm_from
from partnership.models.budget import Budget, Contribution, Spend, Sums
from partnership.models.decision import Decision
from partnership.models.duty import ReportingDuty, ReportSent
from partnership.models.feed import FeedToken
from partnership.models.history import ActionEvent, DecisionEvent, ItemMinuteEvent, MinutesEvent
from partnership.models.invited import Answer, Invited
from partnership.models.meeting import Meeting, MeetingMove, MeetingStatus, day_starts, hours_words
from partnership.models.minutes import (
    ItemMinute,
    MinuteEditing,
    Minutes,
    MinutesAddition,
    MinutesCopy,
    MinutesStatus,
)
from partnership.models.priority import Measure, Priority, PriorityLead
from partnership.models.published import PublishedPolicy, TimetableRow, TrainingActivity
from partnership.models.quorum import (
    EACH_PARTNER,
    Attending,
    Working,
    check_rule,
    reckon,
    rule_from,
    rule_words,
)
from partnership.models.request import (
    DecisionRequest,
    RequestAnswer,
    RequestConflict,
    RequestStatus,
)
from partnership.models.seat import (
    APPOINTMENT_COLUMNS,
    CHAIRS,
    MEMBERS,
    ChairHolding,
    Holding,
    PersonnelChange,
    Seat,
    SeatRole,
)

__all__ = [
    "APPOINTMENT_COLUMNS",
    "CHAIRS",
    "EACH_PARTNER",
    "MEMBERS",
    "Action",
    "ActionEvent",
    "ActionStatus",
    "ActionUpdate",
    "AgendaItem",
    "Agreement",
    "Answer",
    "Attendance",
    "Attending",
    "Body",
    "Budget",
    "ChairHolding",
    "Chairing",
    "Contribution",
    "Decision",
    "DecisionEvent",
    "DecisionRequest",
    "FeedToken",
    "Holding",
    "Interest",
    "Invited",
    "ItemKind",
    "ItemMinute",
    "ItemMinuteEvent",
    "ItemReader",
    "Measure",
    "Meeting",
    "MeetingMove",
    "MeetingStatus",
    "MinuteEditing",
    "Minutes",
    "MinutesAddition",
    "MinutesCopy",
    "MinutesEvent",
    "MinutesStatus",
    "Opened",
    "Pack",
    "Paper",
    "PersonnelChange",
    "Priority",
    "PriorityLead",
    "Proposal",
    "Publication",
    "PublishedPolicy",
    "Purpose",
    "ReportSent",
    "ReportingDuty",
    "RequestAnswer",
    "RequestConflict",
    "RequestStatus",
    "Rhythm",
    "Sat",
    "Seat",
    "SeatRole",
    "SeatThere",
    "Signing",
    "Spend",
    "StandingItem",
    "Sums",
    "Terms",
    "TimetableRow",
    "TrainingActivity",
    "Working",
    "check_rule",
    "day_starts",
    "groups_of",
    "held_by",
    "hours_words",
    "reckon",
    "rhythm_from",
    "rule_from",
    "rule_words",
]
