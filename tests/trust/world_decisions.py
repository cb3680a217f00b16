"""What a body was asked between its meetings, and what it decided."""

from dataclasses import replace
from datetime import datetime

from partnership.models import (
    EACH_PARTNER,
    Body,
    Decision,
    DecisionRequest,
    RequestAnswer,
    RequestStatus,
)
from shield.accounts.models import Agency
from shield.clocks import services as clocks
from shield.core.london import london_day
from tests.personas import People
from tests.trust.things import Thing

SIT = frozenset({"authority_lead", "police_lead", "icb_lead", "board_member"})
CHAIRS = frozenset({"authority_lead", "police_lead", "icb_lead"})
PARTNERS = ("authority", "police", "icb")


def make_decisions(people: People, board: Body, at: datetime) -> dict[str, tuple[Thing, ...]]:
    """One question that is open, and one on which all agreed."""
    board.quorum_rule = {EACH_PARTNER: True}
    board.save(update_fields=["quorum_rule"])
    asked, agreed = (make_request(people, board, number, at) for number in (1, 2))
    for partner in PARTNERS:
        RequestAnswer.objects.create(
            request=agreed, agency=getattr(people.agencies, partner),
            user=getattr(people, f"{partner}_lead"), post="Somebody",
            answer="agree", answered_at=at,
        )  # fmt: skip
    DecisionRequest.objects.filter(pk=agreed.pk).update(
        status=RequestStatus.AGREED, closed_at=at, closed_by=people.icb_lead
    )
    decision = Decision.objects.create(
        reference=f"DEC-{at.year}-0001", body=board, request=agreed, text="Do it",
        decided_on=london_day(at), recorded_at=at,
    )  # fmt: skip
    questions = (
        Thing("asked", {"pk": asked.pk}, granted=SIT),
        Thing("agreed", {"pk": agreed.pk}, granted=SIT),
    )
    return {
        "asking": (Thing("board", {"pk": board.pk}, granted=CHAIRS),),
        "questions": questions,
        "led": tuple(replace(one, granted=CHAIRS) for one in questions),
        "decisions": (Thing("between", {"pk": decision.pk}, granted=SIT),),
    }


def make_request(people: People, board: Body, number: int, at: datetime) -> DecisionRequest:
    reference = f"DREQ-{at.year}-{number:04d}"
    request: DecisionRequest = DecisionRequest.objects.create(
        reference=reference, body=board, title="Fund it", question="Shall we?",
        why_now="It ends", requested_by=people.operations, requested_at=at,
        clock=clocks.start(
            rule="decision.request", trigger=at, subject="A decision", reference=reference,
            url="", holder=people.operations, agency=None, by=people.operations, at=at,
        ),
    )  # fmt: skip
    request.partners.set(Agency.objects.filter(is_statutory_partner=True))
    return request
