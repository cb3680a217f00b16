"""One day is declared a holiday, or a working day: what is open is counted again."""

from datetime import date, datetime

from django.db import transaction

from shield.accounts.access import require
from shield.accounts.models import User
from shield.audit import services as audit
from shield.clocks.models import Clock, HolidayOverride, overrides
from shield.clocks.permissions import Perm
from shield.clocks.services.keeping import as_json, explain
from shield.core.working_days import Unit


def override_day(
    *, day: date, is_working: bool, name: str, source: str, by: User, at: datetime
) -> int:
    """Say what a day is, whatever the list of bank holidays says.

    Open clocks that count working days are counted again, and remind again by their new day;
    closed ones keep the day they were judged by. Gives the number of clocks that moved.
    """
    require(by, Perm.AMEND_RULES)
    with transaction.atomic():
        row, _ = HolidayOverride.objects.update_or_create(
            day=day, defaults={"is_working": is_working, "name": name, "source": source}
        )
        moved = _recount(by=by, at=at)
        audit.record(
            "calendar.overridden",
            row,
            by=by,
            at=at,
            day=day.isoformat(),
            working=is_working,
            moved=moved,
        )
    return moved


def _recount(*, by: User, at: datetime) -> int:
    known, moved = overrides(), []
    counted = Clock.objects.open().filter(rule_version__unit=Unit.WORKING_DAYS)
    for clock in counted.select_related("rule_version__rule").select_for_update(of=("self",)):
        working = explain(clock.rule_version, clock.trigger_at, known)
        lines = as_json(working.days)
        if lines == clock.working:
            continue
        if working.due_on != clock.due_on:
            audit.record(
                "clock.recounted",
                clock,
                by=by,
                at=at,
                was=clock.due_on.isoformat(),
                due_on=working.due_on.isoformat(),
            )
            clock.due_on, clock.reminded_for = working.due_on, None
        clock.working = lines
        moved.append(clock)
    Clock.objects.bulk_update(moved, ["due_on", "working", "reminded_for"], batch_size=500)
    return len(moved)
