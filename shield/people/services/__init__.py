"""What can happen to people and agencies: one function for each thing that a person does."""

from shield.people.services.agencies import SuccessionLoops, add_agency, edit_agency
from shield.people.services.invitations import (
    Invited,
    LinkNotValid,
    NothingToResend,
    accept,
    invite,
    invite_first,
    mark_sent,
    open_invitation,
    resend,
    waiting,
    withdraw,
)
from shield.people.services.memberships import (
    AlreadyEnded,
    AlreadyHeld,
    EndsBeforeItStarts,
    NotYourOwn,
    edit_person,
    end_membership,
    give_role,
)

__all__ = [
    "AlreadyEnded",
    "AlreadyHeld",
    "EndsBeforeItStarts",
    "Invited",
    "LinkNotValid",
    "NotYourOwn",
    "NothingToResend",
    "SuccessionLoops",
    "accept",
    "add_agency",
    "edit_agency",
    "edit_person",
    "end_membership",
    "give_role",
    "invite",
    "invite_first",
    "mark_sent",
    "open_invitation",
    "resend",
    "waiting",
    "withdraw",
]
