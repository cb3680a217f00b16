"""What is true of people, agencies, who works where as what, and who is let in by name?"""

from shield.accounts.models.cases import CaseExclusion, CaseGrant, CaseOpening
from shield.accounts.models.invitations import Invitation, InvitationQuerySet
from shield.accounts.models.people import (
    ONE_DAY,
    Agency,
    AgencyKind,
    AgencyQuerySet,
    Membership,
    MembershipQuerySet,
    User,
    UserManager,
)
from shield.accounts.models.rows import Row, RowQuerySet

__all__ = [
    "ONE_DAY",
    "Agency",
    "AgencyKind",
    "AgencyQuerySet",
    "CaseExclusion",
    "CaseGrant",
    "CaseOpening",
    "Invitation",
    "InvitationQuerySet",
    "Membership",
    "MembershipQuerySet",
    "Row",
    "RowQuerySet",
    "User",
    "UserManager",
]
