"""What was decided in the demo? Invented, by the posts that the demo's accounts hold."""

from datetime import datetime, timedelta

from partnership import services
from partnership.models import Body, DecisionRequest, Priority
from shield.accounts.models import User
from shield.demo.people import address

EXECUTIVE = "S.H.I.E.L.D. Executive"
PARTNERS = ("lead.authority", "lead.police", "lead.icb")
AGREED = {
    "title": "Extend the audit tool to March",
    "question": "The licence of the multi-agency audit tool is extended to the end of March, from "
    "the pooled budget.",
    "why_now": "The licence ends before the next meeting.",
}
OPEN = {
    "title": "Date of the neglect conference",
    "question": "The conference on neglect is held in the last week of June instead of in May.",
    "why_now": "The venue holds the day for this week alone.",
}


def load_decisions(*, now: datetime) -> None:
    """One question that all partners agreed to, and one that two of them have yet to answer."""
    body = Body.objects.get(name=EXECUTIVE)
    at = now - timedelta(days=30)
    priority = Priority.objects.get(number=1)
    agreed = _ask(body, AGREED, priority, at)
    for hours, account in enumerate(PARTNERS, start=1):
        _agree(agreed, account, at + timedelta(hours=hours))
    _agree(_ask(body, OPEN, None, now), PARTNERS[0], now)


def _ask(
    body: Body, words: dict[str, str], priority: Priority | None, at: datetime
) -> DecisionRequest:
    return services.request_decision(
        by=User.objects.get(email=address("operations")),
        body=body,
        priority=priority,
        at=at,
        **words,
    )


def _agree(request: DecisionRequest, account: str, at: datetime) -> None:
    user = User.objects.get(email=address(account))
    seat = services.voices_of(user, request, at.date())[0].seat
    services.answer_request(
        by=user, request=request, agency=seat.agency, agrees=True, reasons="", at=at
    )
