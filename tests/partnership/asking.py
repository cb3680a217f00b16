"""An executive that is asked between its meetings, and what these tests do with it."""

from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from partnership import services
from partnership.models import Body, DecisionRequest, Seat, SeatRole
from shield.accounts.models import User
from shield.core.london import LONDON
from tests.partnership.doing import hold
from tests.personas import People

# (agency, post, role, persona); the operations team sits there without a vote.
SEATS = (
    ("authority", "Director", SeatRole.JOINT_CHAIR, "authority_lead"),
    ("police", "Superintendent", SeatRole.JOINT_CHAIR, "police_lead"),
    ("icb", "Designated nurse", SeatRole.JOINT_CHAIR, "icb_lead"),
    ("health", "Named nurse", SeatRole.MEMBER, "health_lead"),
    ("authority", "Coordinator", SeatRole.OPERATIONS, "operations"),
)


def make_deciding(body: Body, people: People) -> Body:
    """Give a body the rule of one of each partner, and people in its seats."""
    body.quorum_rule = {"each_statutory_partner": True}
    body.save(update_fields=["quorum_rule"])
    for order, (agency, post, role, persona) in enumerate(SEATS):
        seat = Seat.objects.create(
            body=body, agency=getattr(people.agencies, agency), post=post, role=role, order=order
        )
        hold(seat, getattr(people, persona))
    return body


def seat_of(body: Body, post: str) -> Seat:
    found: Seat = body.seats.get(post=post)
    return found


def ask(body: Body, by: User, at: datetime | None = None, **more: Any) -> DecisionRequest:
    given = {
        "title": "Fund the audit tool",
        "question": "Shall the partnership pay for the audit tool until March?",
        "why_now": "The offer ends before the next meeting",
    }
    return services.request_decision(by=by, body=body, at=at or timezone.now(), **(given | more))


def answer(
    request: DecisionRequest,
    by: User,
    agency: Any,
    at: datetime | None = None,
    *,
    agrees: bool = True,
    reasons: str = "",
) -> DecisionRequest:
    # As a request of theirs would: what they may do is looked up anew.
    person = User.objects.get(pk=by.pk)
    return services.answer_request(
        by=person,
        request=request,
        agency=agency,
        agrees=agrees,
        reasons=reasons,
        at=at or timezone.now(),
    )


def before_due(request: DecisionRequest, days: int) -> datetime:
    """Noon, so many days before the request is due."""
    day = request.clock.due_on - timedelta(days=days)
    return datetime.combine(day, time(12), LONDON)


def stored(request: DecisionRequest) -> DecisionRequest:
    found: DecisionRequest = DecisionRequest.objects.get(pk=request.pk)
    return found
