"""What is due for a conference, from when?"""

from dataclasses import dataclass
from datetime import datetime

HOLD_INITIAL = "conference.initial"
REPORT = "conference.report"
FIRST_CORE_GROUP = "conference.first_core_group"
CORE_GROUP = "conference.core_group"
FIRST_REVIEW = "conference.first_review"
REVIEW = "conference.review"
RECONVENE = "conference.reconvene_inquorate"


@dataclass(frozen=True)
class Trigger:
    """A rule, and the stored moment from which it counts."""

    rule: str
    moment: datetime


def to_be_held(
    *, hold_rule: str, triggered_at: datetime | None, inquorate_at: datetime | None
) -> Trigger | None:
    """By when a conference must be held: one held again counts from the one that was inquorate."""
    if inquorate_at is not None:
        return Trigger(RECONVENE, inquorate_at)
    if hold_rule and triggered_at is not None:
        return Trigger(hold_rule, triggered_at)
    return None


def for_report(*, report_rule: str, starts_at: datetime | None) -> Trigger | None:
    """By when a report must be there; none is due while the conference has no day."""
    return Trigger(report_rule, starts_at) if starts_at else None


def plan_begins(*, held_at: datetime, next_rule: str, is_review: bool) -> tuple[Trigger, Trigger]:
    """The first core group and the child's next review, both from the conference.

    A plan that begins at a review conference, as for another sibling, has its first review too.
    """
    return (
        Trigger(FIRST_CORE_GROUP, held_at),
        Trigger(FIRST_REVIEW if is_review else next_rule, held_at),
    )


def plan_continues(*, held_at: datetime, next_rule: str) -> Trigger:
    """The child's next review, from the one that was held; core groups go on as they ran."""
    return Trigger(next_rule, held_at)


def core_group_held(*, held_at: datetime) -> Trigger:
    """The next core group, from the one that was held."""
    return Trigger(CORE_GROUP, held_at)
