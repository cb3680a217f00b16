"""What is true of the partnership: its bodies, who sits there, what they owe and what it costs."""

from partnership.models.action import (
    DUE,
    Action,
    ActionStatus,
    ActionUpdate,
    Rag,
    amber_days,
    held_by,
)
from partnership.models.agenda import ON_RESTRICTED, AgendaItem, Interest, ItemKind, ItemReader
from partnership.models.agreement import Agreement, Signing, may_open
from partnership.models.attendance import Attendance, Sat, SeatThere, groups_of
from partnership.models.body import Body, Chairing, Rhythm, StandingItem, Terms, rhythm_from
from partnership.models.budget import Budget, Contribution, Spend, Sums
from partnership.models.decision import Decision
from partnership.models.duty import ReportingDuty, ReportSent
from partnership.models.escalation import (
    STATUS_TAGS,
    Escalation,
    EscalationAnswer,
    EscalationParty,
    EscalationReturn,
    EscalationStage,
    EscalationStatus,
    EscalationTheme,
    ReturnLine,
    StageClock,
)
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
from partnership.models.paper import Paper, is_link
from partnership.models.priority import Measure, Priority, PriorityLead
from partnership.models.proposal import Proposal, ProposalReader, Purpose
from partnership.models.publication import Opened, Pack, Publication
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
from partnership.models.scrutiny import (
    CHALLENGE_TAGS,
    Challenge,
    ChallengeReply,
    ChallengeResponse,
    ChallengeStatus,
    Evidence,
    EvidenceKind,
    KeyQuestion,
    ProgrammeEntry,
    QuestionStatus,
    reads_scrutiny,
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
    able_to_sit,
    sitting_roles,
)

__all__ = [
    "APPOINTMENT_COLUMNS", "CHAIRS", "CHALLENGE_TAGS", "DUE", "EACH_PARTNER", "MEMBERS",
    "ON_RESTRICTED", "STATUS_TAGS", "Action", "ActionEvent", "ActionStatus", "ActionUpdate",
    "AgendaItem", "Agreement", "Answer", "Attendance", "Attending", "Body", "Budget",
    "ChairHolding", "Chairing", "Challenge", "ChallengeReply", "ChallengeResponse",
    "ChallengeStatus", "Contribution", "Decision", "DecisionEvent", "DecisionRequest", "Escalation",
    "EscalationAnswer", "EscalationParty", "EscalationReturn", "EscalationStage",
    "EscalationStatus", "EscalationTheme", "Evidence", "EvidenceKind", "FeedToken", "Holding",
    "Interest", "Invited", "ItemKind", "ItemMinute", "ItemMinuteEvent", "ItemReader", "KeyQuestion",
    "Measure", "Meeting", "MeetingMove", "MeetingStatus", "MinuteEditing", "Minutes",
    "MinutesAddition", "MinutesCopy", "MinutesEvent", "MinutesStatus", "Opened", "Pack", "Paper",
    "PersonnelChange", "Priority", "PriorityLead", "ProgrammeEntry", "Proposal", "ProposalReader",
    "Publication", "PublishedPolicy", "Purpose", "QuestionStatus", "Rag", "ReportSent",
    "ReportingDuty", "RequestAnswer", "RequestConflict", "RequestStatus", "ReturnLine", "Rhythm",
    "Sat", "Seat", "SeatRole", "SeatThere", "Signing", "Spend", "StageClock", "StandingItem",
    "Sums", "Terms", "TimetableRow", "TrainingActivity", "Working", "able_to_sit", "amber_days",
    "check_rule", "day_starts", "groups_of", "held_by", "hours_words", "is_link", "may_open",
    "reads_scrutiny", "reckon", "rhythm_from", "rule_from", "rule_words", "sitting_roles",
]  # fmt: skip
