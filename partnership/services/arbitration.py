"""How are the partners asked to arbitrate a difference that no stage has resolved?"""

from datetime import datetime

from django.db import transaction

from partnership.models import Body, DecisionRequest, Escalation, EscalationStatus, RequestStatus
from partnership.permissions import Perm
from partnership.services.escalations import refuse_names
from partnership.services.requests import request_decision
from shield.accounts.access import require
from shield.accounts.models import User
from shield.audit import services as audit
from shield.core.refusals import Refusal

SOURCE = "difference"
STANDS = (RequestStatus.OPEN, RequestStatus.AGREED)


class NotToArbitrate(Refusal):
    """It is not in arbitration, or the partners were asked already."""


def can_be_arbitrated(escalation: Escalation) -> bool:
    """Whether the partners can be asked now: no question to them stands."""
    if escalation.status != EscalationStatus.ARBITRATION:
        return False
    return escalation.request is None or escalation.request.status not in STANDS


@transaction.atomic
def ask_arbitration(
    *, by: User, escalation: Escalation, body: Body, question: str, why_now: str, at: datetime
) -> DecisionRequest:
    """Ask a body, such as the Executive, to decide between its meetings.

    Raises NamesChild, NotToArbitrate, NotBetweenMeetings, NobodyToAnswer.
    """
    require(by, Perm.KEEP, body)
    refuse_names(question, why_now, at=at)
    rows = Escalation.objects.select_for_update(of=("self",)).select_related("request")
    escalation = rows.get(pk=escalation.pk)
    if not can_be_arbitrated(escalation):
        raise NotToArbitrate(
            "The partners were asked already, or this difference is not in arbitration."
        )
    request = request_decision(
        by=by,
        body=body,
        title=f"Difference between agencies {escalation.reference}",
        question=question,
        why_now=why_now,
        source_kind=SOURCE,
        source_reference=escalation.reference,
        source_url=escalation.get_absolute_url(),
        at=at,
    )
    escalation.request = request
    escalation.save(update_fields=["request"])
    audit.record("escalation.arbiter_asked", escalation, by=by, at=at, request=request.pk)
    return request
