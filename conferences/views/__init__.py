"""Which page is this?"""

from conferences.views.conferences import ConferenceDetail
from conferences.views.copies import (
    ConferenceDisclose,
    ConferenceReport,
    ConferenceReportFamilyPdf,
    ConferenceReportPdf,
    ReportDisclose,
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
    "ConferenceDetail",
    "ConferenceDisclose",
    "ConferenceReport",
    "ConferenceReportFamilyPdf",
    "ConferenceReportPdf",
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
