"""Who is told of what? Labels, references and addresses only: never content."""

from datetime import date

from shield.clocks.models import Clock, ClockChange
from shield.clocks.permissions import Perm
from shield.core.london import day_words, short_day
from shield.notifications.message import Message


def reminder(clock: Clock, *, on: date, url: str) -> Message:
    """Something is due soon, or overdue; `url` is a page that the reader may open."""
    when = time_left(clock.days_left(on))
    return Message(
        # The duty first: a mailbox shows little more than that.
        subject=f"{when[0].upper()}{when[1:]}: {clock.rule_version.rule.name}"
        + (f", {clock.reference}" if clock.reference else ""),
        lines=(
            f"{clock.subject} is {when}.",
            f"It was due by the end of {day_words(clock.due_on)}."
            if clock.is_overdue(on)
            else f"It must be done by the end of {day_words(clock.due_on)}.",
            f"What is asked for: {clock.rule_version.rule.name}.",
        ),
        url=url,
        reference=clock.reference,
        needs=(Perm.READ_ALL, Perm.READ_AGENCY),
        record=clock,
    )


def moved(change: ClockChange, *, url: str) -> Message:
    """Something is due on another day than before; `url` is a page that the reader may open."""
    clock, rule = change.clock, change.clock.rule_version.rule
    return Message(
        subject=f"Now due on {short_day(change.due_now)}: {rule.name}"
        + (f", {clock.reference}" if clock.reference else ""),
        lines=(
            f"{clock.subject} must be done by the end of {day_words(change.due_now)}. "
            f"Before, it was {day_words(change.due_was)}.",
            f"Why: {change.why}.",
            f"What is asked for: {rule.name}.",
            *([clock.warning] if clock.warning else []),
        ),
        url=url,
        reference=clock.reference,
        needs=(Perm.READ_ALL, Perm.READ_AGENCY),
        record=clock,
    )


def time_left(days: int) -> str:
    """`due today`, `due in 2 days`, `overdue by 1 day`."""
    if days == 0:
        return "due today"
    if days == 1:
        return "due tomorrow"
    count = abs(days)
    unit = "day" if count == 1 else "days"
    return f"due in {count} {unit}" if days > 0 else f"overdue by {count} {unit}"
