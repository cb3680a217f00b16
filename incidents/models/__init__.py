"""What is true of serious incidents? One file a noun."""

from incidents.models.access import (
    IncidentExclusion,
    IncidentGrant,
    IncidentOpening,
    IncidentRestriction,
)
from incidents.models.attachments import Attachment, ShutFile
from incidents.models.choices import (
    FILED,
    Abuse,
    Area,
    AuthorityAware,
    Consulted,
    Discussion,
    Happened,
    Status,
    ThresholdView,
    YesNo,
    YesNoUnknown,
)
from incidents.models.corrections import Correction
from incidents.models.history import (
    AttachmentEvent,
    ChildEvent,
    CorrectionEvent,
    FamilyMemberEvent,
    IncidentEvent,
    InvolvedAgencyEvent,
)
from incidents.models.incident import Incident
from incidents.models.options import Option
from incidents.models.people import Born, Child, FamilyMember, InvolvedAgency

__all__ = [
    "FILED",
    "Abuse",
    "Area",
    "Attachment",
    "AttachmentEvent",
    "AuthorityAware",
    "Born",
    "Child",
    "ChildEvent",
    "Consulted",
    "Correction",
    "CorrectionEvent",
    "Discussion",
    "FamilyMember",
    "FamilyMemberEvent",
    "Happened",
    "Incident",
    "IncidentEvent",
    "IncidentExclusion",
    "IncidentGrant",
    "IncidentOpening",
    "IncidentRestriction",
    "InvolvedAgency",
    "InvolvedAgencyEvent",
    "Option",
    "ShutFile",
    "Status",
    "ThresholdView",
    "YesNo",
    "YesNoUnknown",
]
