"""What a body was asked between its meetings, and what it decided."""

from dataclasses import replace
from datetime import datetime, timedelta

from partnership.models import (
    EACH_PARTNER,
    AgendaItem,
    Body,
    Decision,
    DecisionRequest,
    ItemReader,
    Meeting,
    MeetingStatus,
    Minutes,
    MinutesStatus,
    RequestAnswer,
    RequestStatus,
    day_starts,
)
from shield.accounts.models import Agency, User
from shield.clocks import services as clocks
from shield.core.london import london_day
from tests.personas import People
from tests.trust.things import Thing

SIT = frozenset({"authority_lead", "police_lead", "icb_lead", "board_member"})
CHAIRS = frozenset({"authority_lead", "police_lead", "icb_lead"})
# Named readers of the restricted item: one who chairs and so minutes it, one who reads it.
READERS = frozenset({"police_lead", "board_member"})
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
    open_item, draft = make_draft(people, board, at)
    secret, hidden = make_restricted(people, open_item.meeting, at)
    told = make_distributed(people, board, at)
    at_meetings = {"draft": draft, "distributed": told, "restricted": hidden}
    reads = {"draft": CHAIRS, "distributed": SIT, "restricted": READERS}
    edits = reads | {"distributed": CHAIRS, "restricted": READERS & CHAIRS}
    requests = (
        Thing("asked", {"pk": asked.pk}, granted=SIT),
        Thing("agreed", {"pk": agreed.pk}, granted=SIT),
    )
    return {
        "asking": (Thing("board", {"pk": board.pk}, granted=CHAIRS),),
        "requests": requests,
        "led_requests": tuple(replace(one, granted=CHAIRS) for one in requests),
        "decided": (
            Thing("open", {"pk": open_item.pk}, granted=CHAIRS),
            Thing("restricted", {"pk": secret.pk}, granted=READERS & CHAIRS),
        ),
        "decisions": (
            Thing("between", {"pk": decision.pk}, granted=SIT),
            *(
                Thing(state, {"pk": one.pk}, granted=reads[state])
                for state, one in at_meetings.items()
            ),
        ),
        "decisions_led": (
            Thing("between", {"pk": decision.pk}),
            *(
                Thing(state, {"pk": one.pk}, granted=edits[state])
                for state, one in at_meetings.items()
            ),
        ),
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


# --- At meetings ----------------------------------------------------------------------------------


def make_meeting(people: People, board: Body, at: datetime, name: str) -> Meeting:
    """One of today, with a published agenda."""
    meeting: Meeting = Meeting.objects.create(
        body=board, reference=f"MEET-{name}", starts_at=day_starts(london_day(at)),
        ends_at=day_starts(london_day(at)) + timedelta(hours=23, minutes=59),
        status=MeetingStatus.CONFIRMED, proposed_by=people.operations, proposed_at=at,
        confirmed_by=people.operations, confirmed_at=at, published_at=at, edition=1,
    )  # fmt: skip
    return meeting


def make_item(people: People, meeting: Meeting, at: datetime, **more: bool) -> AgendaItem:
    item: AgendaItem = AgendaItem.objects.create(
        meeting=meeting, order=meeting.items.count() + 1, title="Neglect",
        added_by=people.operations, added_at=at, **more,
    )  # fmt: skip
    return item


def make_decision(item: AgendaItem, by: User, at: datetime) -> Decision:
    """One that the body recommended: with nobody there it could not decide."""
    decision: Decision = Decision.objects.create(
        reference=f"DEC-{at.year}-{Decision.objects.count() + 1:04d}", body=item.meeting.body,
        meeting=item.meeting, item=item, is_recommendation=True, text="Do it",
        decided_on=london_day(at), recorded_by=by, recorded_at=at,
    )  # fmt: skip
    return decision


def make_draft(people: People, board: Body, at: datetime) -> tuple[AgendaItem, Decision]:
    item = make_item(people, make_meeting(people, board, at, "DRAFT"), at)
    return item, make_decision(item, people.operations, at)


def make_restricted(people: People, meeting: Meeting, at: datetime) -> tuple[AgendaItem, Decision]:
    item = make_item(people, meeting, at, is_restricted=True)
    for reader in sorted(READERS):
        ItemReader.objects.create(
            item=item, user=getattr(people, reader), named_by=people.operations, named_at=at
        )
    return item, make_decision(item, people.board_member, at)


def make_distributed(people: People, board: Body, at: datetime) -> Decision:
    meeting = make_meeting(people, board, at, "TOLD")
    Minutes.objects.create(
        meeting=meeting, status=MinutesStatus.DISTRIBUTED, begun_by=people.operations, begun_at=at,
        approved_by=people.operations, approved_at=at, distributed_by=people.operations,
        distributed_at=at,
    )  # fmt: skip
    return make_decision(make_item(people, meeting, at), people.operations, at)
