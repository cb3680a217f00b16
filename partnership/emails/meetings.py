"""Who is told of meetings, their agendas and their minutes?"""

from datetime import date, datetime

from partnership.calendar import CANCEL, message_of
from partnership.models import Decision, Meeting, MeetingStatus, Proposal
from shield.core.links import numbered
from shield.core.london import short_day
from shield.notifications.message import Message


def meeting_message(
    meeting: Meeting, *, method: str, to: str, at: datetime, was: date | None = None
) -> Message:
    """To whoever is invited: a meeting that is to be, changed, or no longer theirs.

    `was` is the day on which they expected it, where they are told that something is otherwise.
    """
    on = short_day(meeting.on)
    planned = f"It is planned for {on}, {meeting.hours}."
    if method == CANCEL and meeting.status == MeetingStatus.CANCELLED:
        subject = f"{meeting.body}: the meeting of {on} is cancelled"
        said = "It was cancelled. Sign in to read why."
    elif method == CANCEL:
        subject = f"{meeting.body}: you are no longer expected on {on}"
        said = "You are no longer invited to it."
    elif was is None:
        subject = f"{meeting.body}: you are invited on {on}"
        said = f"{planned} Sign in to answer."
    elif was != meeting.on:
        subject = f"{meeting.body}: the meeting of {short_day(was)} moves to {on}"
        said = f"{planned} Answers for {short_day(was)} count no more. Sign in to answer anew."
    else:
        subject = f"{meeting.body}: the meeting of {on} has changed"
        said = f"{planned} Sign in to see what is new, and whether you are asked to answer anew."
    return Message(
        subject=subject,
        lines=(f"This is about meeting {meeting.reference} of {meeting.body}.", said),
        url=meeting.get_absolute_url(),
        calendar=message_of(meeting, method=method, to=to, at=at),
    )


# --- Minutes --------------------------------------------------------------------------------------


def _of_minutes(meeting: Meeting, what: str, *lines: str, url: str) -> Message:
    """Of the minutes of one meeting, by body and day; the lines name the meeting as {}."""
    on = short_day(meeting.on)
    it = f"the meeting of {meeting.body} on {on}"
    return Message(
        subject=f"{meeting.body}: the {what.format(on)}",
        lines=tuple(line.format(it) for line in lines),
        url=url,
    )


def minutes_to_approve(meeting: Meeting, *, url: str) -> Message:
    """To whoever chairs the body: the draft is finished."""
    first = "The draft minutes of {} are finished."
    then = "Sign in to read them, and to approve them or have them changed."
    return _of_minutes(meeting, "draft minutes of {} wait for you", first, then, url=url)


def decision_unsound(decision: Decision) -> Message:
    """To the readers of its item: it may not stand, and the minutes are distributed."""
    return Message(
        subject=f"{decision.body}: please look at decision {decision.reference} again",
        lines=(
            f"As things are known now, {decision.body} could not have made decision "
            f"{decision.reference} as it was recorded.",
            "The minutes are distributed. Sign in to read it, and to add a correction to them.",
        ),
        url=decision.get_absolute_url(),
        reference=decision.reference,
    )


def minutes_distributed(meeting: Meeting, *, url: str) -> Message:
    """To whoever reads the body: minutes can be read."""
    lines = ("The minutes of {} have been distributed.", "Sign in to read them.")
    return _of_minutes(meeting, "minutes of {} can be read", *lines, url=url)


def minutes_corrected(meeting: Meeting, *, url: str) -> Message:
    """To whoever reads what was corrected: there is a correction."""
    lines = ("A correction was added to the minutes of {}.", "Sign in to read it.")
    return _of_minutes(meeting, "minutes of {} have a correction", *lines, url=url)


def excerpt_ready(meeting: Meeting, *, item_id: int) -> Message:
    """To whoever proposed an item: what was said of it can be read."""
    return Message(
        subject=f"{meeting.body}: what was minuted on your item can be read",
        lines=(
            f"{meeting.body} has dealt with an item that you proposed.",
            "Sign in to read what was minuted on it.",
        ),
        url=numbered("minutes_excerpt", item_id),
    )


# --- Agendas --------------------------------------------------------------------------------------


def agenda_published(meeting: Meeting, *, is_again: bool) -> Message:
    """To everybody who reads it: an agenda is there, or has changed."""
    on = short_day(meeting.on)
    what = "has changed" if is_again else "is published"
    return Message(
        subject=f"{meeting.body}: the agenda of {on} {what}",
        lines=(
            f"The agenda of meeting {meeting.reference} of {meeting.body} {what}.",
            "Sign in to read it.",
        ),
        url=numbered("agenda_detail", meeting.pk),
    )


def agenda_has_more(meeting: Meeting) -> Message:
    """To one person: there is more for them to read than before."""
    return Message(
        subject=f"{meeting.body}: the agenda of {short_day(meeting.on)} has changed for you",
        lines=(
            f"There is more for you to read on the agenda of meeting {meeting.reference} of "
            f"{meeting.body}.",
            "Sign in to read it.",
        ),
        url=numbered("agenda_detail", meeting.pk),
    )


def item_unread(meeting: Meeting) -> Message:
    """To those who lead the body: nobody is left who reads a restricted item."""
    on = short_day(meeting.on)
    return Message(
        subject=f"{meeting.body}: a restricted item of {on} has no reader",
        lines=(
            f"Nobody is left who can open a restricted item of meeting {meeting.reference} of "
            f"{meeting.body}.",
            "Sign in to name somebody who reads it. You are not shown what it is.",
        ),
        url=numbered("agenda_detail", meeting.pk),
    )


def interest_recorded(meeting: Meeting) -> Message:
    """To the person: somebody wrote down an interest that they declared."""
    return Message(
        subject=f"{meeting.body}: an interest of yours was recorded",
        lines=(
            f"For meeting {meeting.reference} of {meeting.body} it was recorded that you have an "
            "interest in an item of the agenda, which is kept from you now.",
            "If this is not so, please tell whoever chairs the meeting.",
        ),
        url=numbered("agenda_detail", meeting.pk),
    )


def proposal_waits(proposal: Proposal) -> Message:
    """To whoever keeps the agenda: somebody asks for an item."""
    return Message(
        subject=f"{proposal.body}: a proposal for the agenda waits",
        lines=(
            f"Somebody proposes an item for the agenda of {proposal.body}.",
            "Sign in to read it, and to put it on an agenda or not.",
        ),
        url=proposal.get_absolute_url(),
    )


def proposal_answered(proposal: Proposal) -> Message:
    """To whoever proposed it: it was answered."""
    return Message(
        subject=f"{proposal.body}: your proposal was answered",
        lines=(
            f"The item that you proposed for the agenda of {proposal.body} was answered.",
            "Sign in to see the answer.",
        ),
        url=proposal.get_absolute_url(),
    )
