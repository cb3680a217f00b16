"""What becomes of what is due for a conference when what starts it changes?"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from conferences import clocks as duties
from conferences.models import Conference
from conferences.services.limits import limit
from shield.accounts.models import User
from shield.clocks import services as clocks
from shield.clocks.models import Clock
from shield.core.london import london_day


def follow_duty(conference: Conference, *, by: User | None, at: datetime) -> None:
    """Keep the clock by which it must be held in step with what starts it."""
    before = conference.reconvenes
    trigger = duties.to_be_held(
        hold_rule=conference.kind.hold_rule,
        triggered_at=conference.triggered_at,
        inquorate_at=before.starts_at if before else None,
    )
    clock = conference.clock
    if clock and trigger:
        why = "From when the time runs was recorded anew"
        clocks.correct_trigger(clock=clock, trigger=trigger.moment, why=why, by=by, at=at)
        return
    if clock:
        clocks.cancel(clock=clock, reason="What starts it was taken back", by=by, at=at)
        conference.clock = None
    if trigger:
        conference.clock = clocks.start(
            rule=trigger.rule,
            trigger=trigger.moment,
            subject=f"Child protection conference {conference.reference}",
            reference=conference.reference,
            url=conference.get_absolute_url(),
            holder=conference.administrator,
            agency=conference.agency,
            by=by,
            at=at,
        )
    conference.save(update_fields=["clock"])
    limit(conference, at=at)


def follow_report_clock(
    request: Any, *, why: str, by: User | None, at: datetime, untold: Collection[User] = ()
) -> None:
    """Keep the day on which a report is due in step with the conference's; `why` if it moves.

    Those in `untold` hear of it from the caller.
    """
    conference = request.conference
    trigger = (
        duties.for_report(report_rule=conference.kind.report_rule, starts_at=conference.starts_at)
        if request.is_open and conference.is_to_come
        else None
    )
    clock = request.clock if request.clock and request.clock.is_open else None
    if clock and trigger:
        clocks.correct_trigger(
            clock=clock, trigger=trigger.moment, why=why, by=by, at=at, untold=untold
        )
    elif clock:
        reason = why if request.is_open else "No report is asked for any more"
        clocks.cancel(clock=clock, reason=reason, by=by, at=at)
    elif trigger:
        request.clock = clocks.start(
            rule=trigger.rule,
            trigger=trigger.moment,
            subject=f"Report to conference {conference.reference}",
            reference=conference.reference,
            url=request.get_absolute_url(),
            holder=request.practitioner,
            agency=request.agency,
            holder_role="",
            by=by,
            at=at,
        )
        request.save(update_fields=["clock"])


def duties_to_hold(conference: Conference) -> list[Clock]:
    """What is still due until it is held: its own clock, and those of the inquorate ones before.

    To meet and find that one cannot decide meets no duty, so the first clock runs on.
    """
    found = list[Clock]()
    one: Conference | None = conference
    while one is not None:
        if one.clock and one.clock.is_open:
            found.append(one.clock)
        one = one.reconvenes
    return found


def must_be_held_by(conference: Conference) -> bool:
    """Whether the day set is later than the one by which it must be held."""
    clock, starts_at = conference.clock, conference.starts_at
    return bool(clock and starts_at and london_day(starts_at) > clock.due_on)
