"""Which reminder of a rule is due on a day? Arithmetic alone: nothing is looked up or sent.

A reminder goes by a number, in the days of its own version: N is "N days before the due day", -k is
"overdue by k days". So of two the smaller is the more urgent. Where a version counts working days,
a due day that is none itself is still day 0: working days on either side are counted from it.
"""

from datetime import date, timedelta

from shield.clocks.models.rule import RuleVersion
from shield.core.working_days import Direction, Overrides, Unit, count, how_many

ONE_DAY = timedelta(days=1)


def days_to_go(unit: str, due_on: date, on: date, known: Overrides) -> int:
    """Days from one to the due day, as reminders count them; negative when overdue.

    In working days it is 0 on the due day, and after it until the next working day.
    """
    if unit != Unit.WORKING_DAYS:
        return (due_on - on).days
    if on > due_on:
        return -how_many(due_on + ONE_DAY, on, known)
    return how_many(on + ONE_DAY, due_on - ONE_DAY, known) + 1 if on < due_on else 0


def moment(unit: str, step: int, due_on: date, known: Overrides) -> date:
    """The day on which a reminder is to be given."""
    if unit != Unit.WORKING_DAYS:
        return due_on - timedelta(days=step)
    return _working_day(due_on, -step, known)


def latest_due(unit: str, step: int, on: date, known: Overrides) -> date:
    """The latest due day of which a reminder is due on a day, or was before."""
    if unit != Unit.WORKING_DAYS:
        return on + timedelta(days=step)
    if step >= 0:
        return _working_day(on, step, known)
    return _working_day(on + ONE_DAY, step, known) - ONE_DAY


def step(version: RuleVersion, *, due_on: date, on: date, known: Overrides) -> int | None:
    """The most urgent reminder whose moment has come; None before the first.

    After the due day what was missed before it is caught up until a reminder after it is due,
    unless the version is silent then.
    """
    left = days_to_go(version.remind_unit, due_on, on, known)
    if on > due_on:
        if not version.reminds_after:
            return None
        late = _overdue_by(version, -left)
        if late:
            return -late
    return min((n for n in version.remind_before if left <= n), default=None)


def converted(
    given: int, *, was: RuleVersion, now: RuleVersion, due_on: date, known: Overrides
) -> int:
    """A reminder that one version gave, as a number of another: the one that fits its moment."""
    if was.remind_unit == now.remind_unit:
        return given
    return days_to_go(now.remind_unit, due_on, moment(was.remind_unit, given, due_on, known), known)


def _overdue_by(version: RuleVersion, late: int) -> int:
    """The last reminder after the due day whose moment has come; 0 for none."""
    if version.remind_after:
        return max((k for k in version.remind_after if k <= late), default=0)
    every = version.remind_overdue_every
    return 1 + (late - 1) // every * every if late else 0


def _working_day(day: date, amount: int, known: Overrides) -> date:
    """So many working days after a day, or before it."""
    way = Direction.FORWARD if amount > 0 else Direction.BACKWARD
    lines = count(day, unit=Unit.WORKING_DAYS, amount=abs(amount), direction=way, overrides=known)
    return lines[-1].date
