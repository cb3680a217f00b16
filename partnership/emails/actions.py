"""Who is told of actions, and of files that were refused?"""

from partnership.models import Action, Paper
from shield.core.links import fixed
from shield.core.london import day_words, short_day
from shield.notifications.message import Message

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
    "refused": (
        "Evidence was refused",
        "A file that came as evidence with action {reference} of {body} was refused when it was "
        "checked, and nobody can open it.",
        "Sign in to read why, and to see what shows that the action is done.",
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


def paper_refused(paper: Paper) -> Message:
    """To whoever brought it and whoever leads the body: a paper cannot be opened."""
    meeting = paper.item.meeting
    on = short_day(meeting.on)
    return Message(
        subject=f"{meeting.body}: a paper of {on} was refused",
        lines=(
            f"A paper for meeting {meeting.reference} of {meeting.body} was refused when it was "
            "checked, and nobody can open it.",
            "Sign in to read why, and to put another in its place.",
        ),
        url=paper.item.get_absolute_url(),
    )
