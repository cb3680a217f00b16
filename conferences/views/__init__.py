"""Which page is this?"""

from conferences.views.asking import ReportAsk, ReportAskSeveral, ReportWithdraw
from conferences.views.conferences import (
    ConferenceCancel,
    ConferenceDetail,
    ConferenceEdit,
    ConferenceHandOn,
    ConferenceMove,
    ConferenceSchedule,
)
from conferences.views.copies import (
    ConferenceDisclose,
    ConferenceReport,
    ConferenceReportFamilyPdf,
    ConferenceReportPdf,
    ReportDisclose,
)
from conferences.views.family import (
    ChildAdd,
    ChildEdit,
    ChildRemove,
    ConferenceStartFrom,
    GuestAdd,
    GuestEdit,
    GuestRemove,
)
from conferences.views.listing import ConferenceList
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
from conferences.views.requests import RequestDetail
from conferences.views.writing import (
    ReportBegin,
    ReportCheck,
    ReportRow,
    ReportRowRemove,
    ReportStep,
    ReportTasks,
)

__all__ = [
    "ChildAdd",
    "ChildEdit",
    "ChildRemove",
    "ConferenceCancel",
    "ConferenceDetail",
    "ConferenceDisclose",
    "ConferenceEdit",
    "ConferenceHandOn",
    "ConferenceList",
    "ConferenceMove",
    "ConferenceReport",
    "ConferenceReportFamilyPdf",
    "ConferenceReportPdf",
    "ConferenceSchedule",
    "ConferenceStartFrom",
    "GuestAdd",
    "GuestEdit",
    "GuestRemove",
    "ReportAdd",
    "ReportAsk",
    "ReportAskSeveral",
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
    "ReportWithdraw",
    "RequestDetail",
]
