"""A clock that runs is counted again; when it was due before, and why not any more, stays known."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from shield.accounts.models import User
from shield.audit import services as audit
from shield.clocks import emails
from shield.clocks.models import Clock, ClockChange, RuleVersion, converted, overrides
from shield.clocks.reminders import Directory
from shield.clocks.services.keeping import ClockClosed, as_json, explain
from shield.core.london import london_day
from shield.notifications.services import notify

COUNTED = ("rule_version", "trigger_at", "due_on", "working", "reminded_for")


class Count(NamedTuple):
    """How a clock is to be counted from now on."""

    clock: Clock
    version: RuleVersion
    trigger: datetime


@transaction.atomic
def count_again(
    counts: Iterable[Count],
    *,
    why: str,
    by: User | None,
    at: datetime,
    verb: str = "clock.recounted",
    untold: Collection[User] = (),
) -> int:
    """Count open clocks that the caller has locked; gives how many are due on another day.

    Each of those remembers its old day, reminds again by its new one, and its keepers are told,
    but for the people in `untold`. `why` is free of content. Raises OutsideTheCalendar.
    """
    known, counted, changes = overrides(), [], []
    for clock, version, trigger in counts:
        working = explain(version, trigger, known)
        lines = as_json(working.days)
        change = ClockChange(
            clock=clock, due_was=clock.due_on, due_now=working.due_on, why=why, at=at, by=by
        )
        if trigger != clock.trigger_at:
            change.trigger_was, change.trigger_now = clock.trigger_at, trigger
        elif (version, lines) == (clock.rule_version, clock.working):
            continue
        if change.moves:
            clock.due_on, clock.reminded_for = working.due_on, None
        elif clock.reminded_for is not None:
            # The new version may count its reminders in other days: none is given twice.
            clock.reminded_for = converted(
                clock.reminded_for,
                was=clock.rule_version,
                now=version,
                due_on=clock.due_on,
                known=known,
            )
        if change.moves or change.trigger_now or version != clock.rule_version:
            changes.append(change)
        clock.rule_version, clock.trigger_at, clock.working = version, trigger, lines
        counted.append(clock)
    Clock.objects.bulk_update(counted, COUNTED, batch_size=500)
    ClockChange.objects.bulk_create(changes)
    for change in changes:
        audit.record(
            verb,
            change.clock,
            by=by,
            at=at,
            was=change.due_was.isoformat(),
            due_on=change.due_now.isoformat(),
        )
    moved = [change for change in changes if change.moves]
    _tell(moved, untold=untold, at=at)
    return len(moved)


def _tell(moved: list[ClockChange], *, untold: Collection[User], at: datetime) -> None:
    """Whoever keeps a clock that moved, or is told in their place, once for each move."""
    people = Directory([change.clock for change in moved], london_day(at))
    for change in moved:
        clock = change.clock
        keepers = [one for one in people.keepers(clock) if clock.admits(one)]
        # Who only watches may not open the record: the clock's own page says what is due.
        page = clock.get_absolute_url()
        url = clock.url or page if keepers else page
        readers = keepers or [one for one in people.last(clock) if clock.admits(one)]
        notify(
            recipients=[one for one in readers if one not in untold],
            key=f"clock:{clock.pk}:moved:{change.pk}",
            message=emails.moved(change, url=url),
            at=at,
        )


def correct_trigger(
    *,
    clock: Clock,
    trigger: datetime,
    why: str,
    by: User | None,
    at: datetime,
    untold: Collection[User] = (),
) -> None:
    """The moment was recorded wrongly from which a clock counts: it counts from another one.

    It is the same clock, by the version of its rule in force on the new moment's London day.
    Whoever put the moment right is not told of it, nor are those in `untold`, whom the caller
    tells. Raises ClockClosed, RuleNotInForce.
    """
    with transaction.atomic():
        rows = Clock.objects.open().filter(pk=clock.pk).select_related("rule_version__rule")
        locked = rows.select_for_update(of=("self",)).first()
        if locked is None:
            raise ClockClosed
        if trigger == locked.trigger_at:
            return
        slug = locked.rule_version.rule.slug
        version = RuleVersion.objects.in_force(slug, london_day(trigger))
        count_again(
            [Count(locked, version, trigger)],
            why=why,
            by=by,
            at=at,
            verb="clock.corrected",
            untold=(*untold, *(() if by is None else (by,))),
        )
    for name in COUNTED:
        setattr(clock, name, getattr(locked, name))
