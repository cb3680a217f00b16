"""Who is told, of what? That something waits and where, never who or what."""

from datetime import datetime

from partnership.calendar import CANCEL, message_of
from partnership.models import Body, Meeting, PersonnelChange
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


def meeting_message(meeting: Meeting, *, method: str, to: str, at: datetime) -> Message:
    """To whoever is invited: a meeting that is to be, changed, or no longer theirs."""
    on = short_day(meeting.on)
    if method == CANCEL:
        subject = f"{meeting.body}: you are no longer expected on {on}"
        said = "The meeting was cancelled or moved, or you are no longer invited to it."
    else:
        subject = f"{meeting.body}: you are invited on {on}"
        said = f"It is planned for {on}, {meeting.hours}. Sign in to answer."
    return Message(
        subject=subject,
        lines=(f"This is about meeting {meeting.reference} of {meeting.body}.", said),
        url=meeting.get_absolute_url(),
        calendar=message_of(meeting, method=method, to=to, at=at),
    )
