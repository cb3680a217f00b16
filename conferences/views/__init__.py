"""Which page is this?"""

from conferences.views.attending import AttendanceRemove, ConferenceAttendance, ConferenceQuorum
from conferences.views.conferences import ConferenceDetail
from conferences.views.core_groups import (
    CoreGroupDetail,
    CoreGroupHold,
    CoreGroupMemberAdd,
    CoreGroupMemberRemove,
    CoreGroupPlan,
    PlanEnd,
    PlanLead,
)
from conferences.views.deciding import ChildDecide, ChildDissent, DissentRemove
from conferences.views.letters import OutcomeLetterPdf, OutcomeLetterProgress, OutcomeLetters
from conferences.views.outcome import (
    ConferenceHold,
    ConferenceOutcome,
    ConferenceOutline,
    ConferenceReconvene,
    OutcomeCorrect,
    PlanStepAdd,
    PlanStepRemove,
)
from conferences.views.requests import RequestDetail

__all__ = [
    "AttendanceRemove",
    "ChildDecide",
    "ChildDissent",
    "ConferenceAttendance",
    "ConferenceDetail",
    "ConferenceHold",
    "ConferenceOutcome",
    "ConferenceOutline",
    "ConferenceQuorum",
    "ConferenceReconvene",
    "CoreGroupDetail",
    "CoreGroupHold",
    "CoreGroupMemberAdd",
    "CoreGroupMemberRemove",
    "CoreGroupPlan",
    "DissentRemove",
    "OutcomeCorrect",
    "OutcomeLetterPdf",
    "OutcomeLetterProgress",
    "OutcomeLetters",
    "PlanEnd",
    "PlanLead",
    "PlanStepAdd",
    "PlanStepRemove",
    "RequestDetail",
]
