"""Who is told of differences between agencies and of the scrutineer's challenges?"""

from partnership.models import Challenge, Escalation
from shield.notifications.message import Message


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
