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
