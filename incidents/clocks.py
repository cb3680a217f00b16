"""What is due for a notification, from when?"""

from dataclasses import dataclass
from datetime import datetime

NOTIFY_PARTNERSHIP = "incident.notify_partnership"
NOTIFY_PANEL = "incident.notify_panel"
RAPID_REVIEW = "incident.rapid_review"


@dataclass(frozen=True)
class Trigger:
    """A rule, and the stored moment from which it counts."""

    rule: str
    moment: datetime


def for_draft(
    *, criteria: set[str], statutory: set[str], agency_aware_at: datetime | None
) -> Trigger | None:
    """The agency's duty to tell the partnership, as far as a draft shows it.

    It runs from when the agency became aware; a near miss or good practice starts none. While no
    criterion has been chosen yet the duty is assumed, so that a reminder is not missed.
    """
    if agency_aware_at is None or (criteria and not criteria & statutory):
        return None
    return Trigger(NOTIFY_PARTNERSHIP, agency_aware_at)


def for_panel(
    *,
    criteria: set[str],
    statutory: set[str],
    authority_aware_at: datetime | None,
    own_aware_at: datetime | None,
    submitted_at: datetime,
) -> Trigger | None:
    """The local authority's duty to tell the Panel, where a criterion makes it one.

    It runs from the first moment at which the authority is known to have been aware: as answered,
    its own awareness where it is itself the notifier (`own_aware_at`), and otherwise the
    submission, which tells it.
    """
    if not criteria & statutory:
        return None
    known = [moment for moment in (authority_aware_at, own_aware_at) if moment]
    return Trigger(NOTIFY_PANEL, min(known) if known else submitted_at)
