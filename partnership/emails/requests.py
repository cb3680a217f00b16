"""Who is told of decisions between meetings?"""

from datetime import date

from partnership.models import DecisionRequest
from shield.core.london import day_words
from shield.notifications.message import Message


def request_asked(request: DecisionRequest, *, due_on: date) -> Message:
    """To those who may answer for a partner: they are asked."""
    return Message(
        subject=f"{request.body}: a decision between meetings waits for your answer",
        lines=(
            f"{request.body} is asked to decide before its next meeting ({request.reference}).",
            "One person of each statutory partner answers, by the end of "
            f"{day_words(due_on)}. Sign in to read it, and to answer.",
        ),
        url=request.get_absolute_url(),
    )


def request_waits(request: DecisionRequest, *, due_on: date) -> Message:
    """To those who may answer for a partner that has not: it is soon too late."""
    return Message(
        subject=f"{request.body}: your agency has yet to answer {request.reference}",
        lines=(
            f"{request.body} is asked to decide before its next meeting ({request.reference}), and "
            "nobody has answered for your agency.",
            f"It lapses after {day_words(due_on)}. Sign in to read it, and to answer.",
        ),
        url=request.get_absolute_url(),
    )


def request_stuck(request: DecisionRequest) -> Message:
    """To whoever asked: nobody is left who may answer for one of the partners."""
    return Message(
        subject=f"{request.body}: nobody is left to answer {request.reference} for a partner",
        lines=(
            f"Everybody who could answer {request.reference} for one of the statutory partners has "
            "declared a conflict of interest.",
            "It lapses unless that partner's seats are given to somebody else, or it is withdrawn.",
        ),
        url=request.get_absolute_url(),
    )


def request_closed(request: DecisionRequest) -> Message:
    """To everybody who sits there: what became of it stands on its page."""
    return Message(
        subject=f"{request.body}: {request.reference} is closed",
        lines=(
            f"What {request.body} was asked between its meetings ({request.reference}) was "
            "decided, was not agreed, lapsed or was withdrawn.",
            "Sign in to see which.",
        ),
        url=request.get_absolute_url(),
    )
