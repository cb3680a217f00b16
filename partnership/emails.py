"""Who is told, of what? That something waits and where, never who or what."""

from datetime import date, datetime

from partnership.calendar import CANCEL, message_of
from partnership.models import (
    Action,
    Body,
    Challenge,
    DecisionRequest,
    Escalation,
    Meeting,
    PersonnelChange,
    Proposal,
)
from shield.core.links import fixed, numbered
from shield.core.london import day_words, london_day, short_day
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


def escalation_waits(escalation: Escalation) -> Message:
    """To the leads of the other agencies: a difference has come to a stage that they answer."""
    return Message(
        subject=f"A difference between agencies waits for your answer, {escalation.reference}",
        lines=(
            f"{escalation.reference} is at a stage at which your agency is asked to resolve it.",
            "Sign in to read it, by when it is to be resolved, and to answer.",
        ),
        url=escalation.get_absolute_url(),
        reference=escalation.reference,
    )


def escalation_answered(escalation: Escalation) -> Message:
    """To the leads of the agencies concerned: one of them has answered."""
    return Message(
        subject=f"A difference between agencies was answered, {escalation.reference}",
        lines=(f"An agency has answered {escalation.reference}.", "Sign in to read the answer."),
        url=escalation.get_absolute_url(),
        reference=escalation.reference,
    )


def escalation_to_arbitrate(escalation: Escalation) -> Message:
    """To the leads concerned and the operations team: it was not resolved at any stage."""
    return Message(
        subject=f"A difference between agencies goes to arbitration, {escalation.reference}",
        lines=(
            f"{escalation.reference} was not resolved at its last stage, and is to be arbitrated.",
            "Sign in to read it.",
        ),
        url=escalation.get_absolute_url(),
        reference=escalation.reference,
    )


def escalation_ended(escalation: Escalation) -> Message:
    """To the leads of the agencies concerned: it has come to an end."""
    return Message(
        subject=f"A difference between agencies has ended, {escalation.reference}",
        lines=(f"{escalation.reference} has come to an end.", "Sign in to read how."),
        url=escalation.get_absolute_url(),
        reference=escalation.reference,
    )


def _of_challenge(challenge: Challenge, subject: str, *lines: str) -> Message:
    """Of one challenge, by its reference."""
    name, url = challenge.reference, challenge.get_absolute_url()
    said = tuple(line.format(name) for line in lines)
    return Message(subject=f"{subject}, {name}", lines=said, url=url, reference=name)


def challenge_waits(challenge: Challenge) -> Message:
    """To the leads of the agency: the scrutineer asks it to answer for something."""
    first, then = "{} waits for your agency's reply.", "Sign in to read by when, and to reply."
    return _of_challenge(
        challenge, "A challenge of the scrutineer waits for your reply", first, then
    )


def challenge_reaches_nobody(challenge: Challenge) -> Message:
    """To the operations team: nobody at the agency can reply."""
    lines = ("Nobody at the agency has a role with which to reply to {}.", "Find somebody who has.")
    return _of_challenge(challenge, "A challenge of the scrutineer reaches nobody", *lines)


def challenge_replied(challenge: Challenge) -> Message:
    """To the scrutineer: there is a reply."""
    lines = ("{} has a reply.", "Sign in to read it, and to respond.")
    return _of_challenge(challenge, "A challenge was replied to", *lines)


def challenge_ended(challenge: Challenge) -> Message:
    """To the leads of the agency: the scrutineer has responded."""
    lines = ("{} has a response.", "Sign in to read it.")
    return _of_challenge(challenge, "The scrutineer has responded to your reply", *lines)


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


# --- Decisions between meetings -------------------------------------------------------------------


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


# --- Actions --------------------------------------------------------------------------------------

# What happened -> the subject, what is said, and what follows for whoever reads it.
OF_ACTIONS = {
    "held": (
        "An action is yours",
        "{body} has given you action {reference}.",
        "It must be done by the end of {due}. Sign in to read what is to be done, and what will "
        "show that it is.",
    ),
    "done": (
        "An action waits to be accepted",
        "The holder of action {reference} of {body} says that it is done.",
        "Sign in to look at the evidence, and to accept it or send it back.",
    ),
    "accepted": (
        "Your action was accepted",
        "{body} has accepted action {reference} as done.",
        "There is nothing left to do.",
    ),
    "returned": (
        "Your action was sent back",
        "{body} does not take action {reference} as done yet.",
        "It is due by the end of {due}. Sign in to read why it came back.",
    ),
    "reopened": (
        "Your action is open again",
        "{body} has opened action {reference} again.",
        "It must be done by the end of {due}. Sign in to read why.",
    ),
    "gone": (
        "An action is no longer yours",
        "{body} has given action {reference} to somebody else.",
        "There is nothing left to do.",
    ),
    "withdrawn": (
        "Your action was withdrawn",
        "{body} has withdrawn action {reference}.",
        "There is nothing left to do.",
    ),
    "left": (
        "The holder of an action has left",
        "Nobody is there any more who holds action {reference} of {body}.",
        "Sign in to give it to somebody else.",
    ),
}


def of_action(what: str, action: Action, *, url: str = "") -> Message:
    """To whom it concerns: its reference, its body and its day, nothing of what it is about."""
    subject, *lines = OF_ACTIONS[what]
    words = {"body": action.body, "reference": action.reference, "due": day_words(action.due_on)}
    return Message(
        subject=f"{subject}: {action.reference}",
        lines=tuple(line.format(**words) for line in lines),
        url=url or action.get_absolute_url(),
        reference=action.reference,
    )


def action_digest(lines: tuple[str, ...]) -> Message:
    """Once a week, to whoever holds actions or leads a body that has some: counts alone."""
    said = (*lines, "Sign in to see them.")
    return Message(subject="Your actions this week", lines=said, url=fixed("action_list"))
