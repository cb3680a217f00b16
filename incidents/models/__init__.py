"""What is true of serious incidents? One file a noun."""

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
from incidents.models.incident import Correction, Incident, IncidentGrant
from incidents.models.options import Option
from incidents.models.people import Born, Child, FamilyMember, InvolvedAgency, Row

__all__ = [
    "FILED",
    "Abuse",
    "Area",
    "AuthorityAware",
    "Born",
    "Child",
    "Consulted",
    "Correction",
    "Discussion",
    "FamilyMember",
    "Happened",
    "Incident",
    "IncidentGrant",
    "InvolvedAgency",
    "Option",
    "Row",
    "Status",
    "ThresholdView",
    "YesNo",
    "YesNoUnknown",
]
