"""Who is told, of what? That something waits and where, never who or what. One file a noun."""

from partnership.emails.actions import action_digest, of_action, paper_refused
from partnership.emails.differences import (
    challenge_ended,
    challenge_reaches_nobody,
    challenge_replied,
    challenge_waits,
    escalation_answered,
    escalation_ended,
    escalation_to_arbitrate,
    escalation_waits,
)
from partnership.emails.meetings import (
    agenda_has_more,
    agenda_published,
    decision_unsound,
    excerpt_ready,
    interest_recorded,
    item_unread,
    meeting_message,
    minutes_corrected,
    minutes_distributed,
    minutes_to_approve,
    proposal_answered,
    proposal_waits,
)
from partnership.emails.requests import request_asked, request_closed, request_stuck, request_waits
from partnership.emails.seats import agreement_to_sign, change_answered, change_notified, seated

__all__ = [
    "action_digest",
    "agenda_has_more",
    "agenda_published",
    "agreement_to_sign",
    "challenge_ended",
    "challenge_reaches_nobody",
    "challenge_replied",
    "challenge_waits",
    "change_answered",
    "change_notified",
    "decision_unsound",
    "escalation_answered",
    "escalation_ended",
    "escalation_to_arbitrate",
    "escalation_waits",
    "excerpt_ready",
    "interest_recorded",
    "item_unread",
    "meeting_message",
    "minutes_corrected",
    "minutes_distributed",
    "minutes_to_approve",
    "of_action",
    "paper_refused",
    "proposal_answered",
    "proposal_waits",
    "request_asked",
    "request_closed",
    "request_stuck",
    "request_waits",
    "seated",
]
