"""Which page is this?"""

from conferences.views.attending import AttendanceRemove, ConferenceAttendance, ConferenceQuorum
from conferences.views.conferences import ConferenceDetail
from conferences.views.copies import (
    ConferenceDisclose,
    ConferenceReport,
    ConferenceReportFamilyPdf,
    ConferenceReportPdf,
    ReportDisclose,
)
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
from conferences.views.reports import (
    ReportAdd,
    ReportDetail,
    ReportFamilyPdf,
    ReportPdf,
    ReportPdfProgress,
    ReportReview,
    ReportSend,
    ReportTakeBack,
)
from conferences.views.request_list import RequestList
from conferences.views.requests import (
    RequestAssign,
    RequestDecline,
    RequestDetail,
    RequestJoin,
    RequestLeave,
    RequestReopen,
)
from conferences.views.writing import (
    ReportBegin,
    ReportCheck,
    ReportRow,
    ReportRowRemove,
    ReportStep,
    ReportTasks,
)

__all__ = [
    "AttendanceRemove",
    "ChildDecide",
    "ChildDissent",
    "ConferenceAttendance",
    "ConferenceDetail",
    "ConferenceDisclose",
    "ConferenceHold",
    "ConferenceOutcome",
    "ConferenceOutline",
    "ConferenceQuorum",
    "ConferenceReconvene",
    "ConferenceReport",
    "ConferenceReportFamilyPdf",
    "ConferenceReportPdf",
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
    "ReportAdd",
    "ReportBegin",
    "ReportCheck",
    "ReportDetail",
    "ReportDisclose",
    "ReportFamilyPdf",
    "ReportPdf",
    "ReportPdfProgress",
    "ReportReview",
    "ReportRow",
    "ReportRowRemove",
    "ReportSend",
    "ReportStep",
    "ReportTakeBack",
    "ReportTasks",
    "RequestAssign",
    "RequestDecline",
    "RequestDetail",
    "RequestJoin",
    "RequestLeave",
    "RequestList",
    "RequestReopen",
]
