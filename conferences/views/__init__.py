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
from conferences.views.requests import RequestDetail

__all__ = [
    "ChildAdd",
    "ChildEdit",
    "ChildRemove",
    "ConferenceCancel",
    "ConferenceDetail",
    "ConferenceEdit",
    "ConferenceHandOn",
    "ConferenceList",
    "ConferenceMove",
    "ConferenceSchedule",
    "ConferenceStartFrom",
    "GuestAdd",
    "GuestEdit",
    "GuestRemove",
    "ReportAsk",
    "ReportAskSeveral",
    "ReportWithdraw",
    "RequestDetail",
]
