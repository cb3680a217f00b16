"""How is a year of meetings planned? Proposed by rhythm, put right by hand, confirmed whole."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.db import transaction

from partnership.models import Body, Meeting, Rhythm
from partnership.permissions import Perm
from partnership.planning import FAR, Planned, Rhythmic, propose
from partnership.services.clashing import sitting, slot_of, standing_between
from partnership.services.meetings import confirm_meeting, remove
from shield.accounts.access import require
from shield.accounts.models import User
from shield.audit import services as audit
from shield.clocks.models import overrides
from shield.core.london import LONDON
from shield.core.refusals import Refusal

# Where the arrangements name no usual time.
USUAL = (time(14), time(16))
# What stands this near a year may have a meeting of the year hanging on it.
BESIDE = timedelta(days=60)


class PlannedAlready(Refusal):
    """A body has meetings in that year, or a proposal of them."""


class NothingToPlan(Refusal):
    """No rhythm of these bodies says a day."""


class NothingProposed(Refusal):
    """There is no proposal for that year."""


def rhythmic(body: Body) -> Rhythmic:
    """A body as the plan sees it."""
    starts, ends = USUAL
    if body.usual_start is not None:
        starts = body.usual_start
        later = datetime.combine(date.min, starts) + timedelta(hours=2)
        ends = later.time() if later.date() == date.min else time(23, 59)
    if body.usual_end is not None:
        ends = body.usual_end
    return Rhythmic(
        body=body.pk,
        name=body.name,
        rhythm=body.rhythm,
        starts=starts,
        ends=ends,
        around=body.around_id,
        before_days=body.before_days or 0,
        after_days=body.after_days or 0,
    )


@transaction.atomic
def propose_year(*, by: User, year: int, bodies: Sequence[Body], at: datetime) -> list[Meeting]:
    """Propose a year of some bodies' meetings. Raises PlannedAlready, NothingToPlan."""
    require(by, Perm.KEEP)
    ids = [body.pk for body in bodies]
    bodies = list(Body.objects.select_for_update().filter(pk__in=ids).order_by("order", "pk"))
    there = Meeting.objects.standing().in_year(year).filter(body__in=ids)
    if planned := sorted(set(there.values_list("body__name", flat=True))):
        raise PlannedAlready(
            f"There are meetings in {year} already of: {', '.join(planned)}. Leave these out, or "
            "take their proposals out first."
        )
    lines, around = _lines(year, bodies)
    if not lines:
        raise NothingToPlan(
            "Nothing can be planned: none of these bodies has a rhythm that says a day, or a body "
            "on whose meetings it hangs. Give it a rhythm, or add its meetings by hand."
        )
    meetings = list[Meeting]()
    hang_on = {body.pk: body.around_id for body in bodies}
    venues = {body.pk: body.venue for body in bodies}
    # What others hang on is written first.
    for line in sorted(lines, key=lambda one: one.offset is not None):
        centre = around.get((hang_on[line.body], line.around))
        meeting = Meeting.objects.create(
            body_id=line.body,
            starts_at=datetime.combine(line.slot.day, line.slot.starts, LONDON),
            ends_at=datetime.combine(line.slot.day, line.slot.ends, LONDON),
            venue=venues[line.body],
            around_id=centre,
            offset_days=None if centre is None else line.offset,
            why=line.why[:500],
            proposed_by=by,
            proposed_at=at,
        )
        around[line.body, line.slot.day] = meeting.pk
        meetings.append(meeting)
    audit.record(
        "year.proposed", meetings[0], by=by, at=at, year=year, bodies=ids, meetings=len(meetings)
    )
    return meetings


def _lines(
    year: int, bodies: Sequence[Body]
) -> tuple[list[Planned], dict[tuple[int | None, date | None], int]]:
    """What the plan says; and the meetings that stand on which others may hang, by body and day."""
    first, last = date(year, 1, 1) - BESIDE, date(year, 12, 31) + BESIDE
    stand = standing_between(first, last + timedelta(days=FAR))
    sits = sitting({body.pk for body in bodies} | {one.body_id for one in stand})
    centres = {body.around_id for body in bodies if body.rhythm == Rhythm.AROUND}
    standing, around = (
        defaultdict[int, list[date]](list),
        dict[tuple[int | None, date | None], int](),
    )
    for one in stand:
        if one.body_id in centres and one.on.year == year:
            standing[one.body_id].append(one.on)
            around[one.body_id, one.on] = one.pk
    lines = propose(
        year,
        [rhythmic(body) for body in bodies],
        sits=sits,
        taken=[slot_of(one, sits) for one in stand],
        standing=standing,
        overrides=overrides(),
    )
    return lines, around


@transaction.atomic
def confirm_year(*, by: User, year: int, at: datetime) -> list[Meeting]:
    """Confirm every proposal of a year, all or none, in order of time. Raises NothingProposed."""
    require(by, Perm.KEEP)
    rows = Meeting.objects.proposed().in_year(year).select_for_update(of=("self",))
    meetings = list(rows.select_related("body").by_day())
    if not meetings:
        raise NothingProposed(f"Nothing is proposed for {year}.")
    return [confirm_meeting(by=by, meeting=meeting, at=at) for meeting in meetings]


def asked_of(meetings: Sequence[Meeting]) -> tuple[int, int]:
    """How many invitations confirming some proposals would send, and to how many people."""
    sits = sitting({one.body_id for one in meetings}, with_deputies=True)
    asked = [sits(one.body_id, one.on).keys() for one in meetings]
    return sum(map(len, asked)), len({user for people in asked for user in people})


@transaction.atomic
def discard_year(*, by: User, year: int, at: datetime) -> int:
    """Take every proposal of a year out; says how many. Raises NothingProposed."""
    require(by, Perm.KEEP)
    ids = list(Meeting.objects.proposed().in_year(year).values_list("pk", flat=True))
    if not ids:
        raise NothingProposed(f"Nothing is proposed for {year}.")
    remove(ids, by=by, at=at)
    return len(ids)
