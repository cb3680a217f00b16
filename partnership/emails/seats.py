"""Who is told that seats, agreements and personnel change?"""

from partnership.models import Body, PersonnelChange
from shield.core.london import london_day, short_day
from shield.notifications.message import Message


def seated(body: Body, *, is_deputy: bool) -> Message:
    """To the person: where they sit from now on."""
    what = "are a standing deputy" if is_deputy else "hold a seat"
    return Message(
        subject=f"You {what} in {body}",
        lines=(
            f"You {what} in {body}.",
            "Its page says what it is for and who sits there. If it has a confidentiality "
            "agreement, please read and sign it.",
        ),
        url=body.get_absolute_url(),
    )


def agreement_to_sign(body: Body) -> Message:
    """To everybody who sits there: a new edition is to be signed."""
    return Message(
        subject=f"{body}: please sign the confidentiality agreement",
        lines=(
            f"There is a new edition of the confidentiality agreement of {body}.",
            "Please read and sign it before the next meeting.",
        ),
        url=body.get_absolute_url(),
    )


def change_notified(change: PersonnelChange) -> Message:
    """To the operations team: a seat changes hands."""
    return Message(
        subject="A change of personnel waits to be confirmed",
        lines=(
            f"On {short_day(london_day(change.notified_at))} an agency has said that one of its "
            "seats changes hands.",
            "Sign in to read it, and to confirm it or not.",
        ),
        url=change.get_absolute_url(),
    )


def change_answered(change: PersonnelChange, *, url: str) -> Message:
    """To whoever said so: the operations team has looked at it."""
    return Message(
        subject="Your change of personnel was answered",
        lines=(
            "The operations team has looked at the change of personnel that you notified.",
            "Sign in to see who holds your agency's seats.",
        ),
        url=url,
    )
