"""What is true of child protection conferences? One file a noun."""

from conferences.models.access import (
    ConferenceExclusion,
    ConferenceGrant,
    ConferenceOpening,
    ConferenceRestriction,
)
from conferences.models.conference import TO_COME, Conference, ConferenceMove, Status
from conferences.models.history import (
    ChildEvent,
    ConferenceEvent,
    FamilyGuestEvent,
    ReportRequestEvent,
)
from conferences.models.kinds import ConferenceKind
from conferences.models.people import Born, Child, FamilyGuest
from conferences.models.requests import (
    ANSWERED,
    EDITABLE,
    OPEN,
    Author,
    Checker,
    Duty,
    ReportRequest,
    RequestMember,
    RequestStatus,
)

__all__ = [
    "ANSWERED",
    "EDITABLE",
    "OPEN",
    "TO_COME",
    "Author",
    "Born",
    "Checker",
    "Child",
    "ChildEvent",
    "Conference",
    "ConferenceEvent",
    "ConferenceExclusion",
    "ConferenceGrant",
    "ConferenceKind",
    "ConferenceMove",
    "ConferenceOpening",
    "ConferenceRestriction",
    "Duty",
    "FamilyGuest",
    "FamilyGuestEvent",
    "ReportRequest",
    "ReportRequestEvent",
    "RequestMember",
    "RequestStatus",
    "Status",
]
