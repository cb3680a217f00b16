"""One day is declared a holiday, or a working day: what is open is counted again."""

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from shield.accounts.access import require
from shield.accounts.models import User
from shield.audit import services as audit
from shield.clocks.models import Clock, HolidayOverride, overrides
from shield.clocks.permissions import Perm
from shield.clocks.services.amending import settle_withdrawn
from shield.clocks.services.keeping import explain
from shield.clocks.services.moving import Count, count_again
from shield.core.refusals import Refusal
from shield.core.working_days import Override, Unit

# Longer than any request lives: whatever began before a day was said has ended by then.
SETTLES_AFTER = timedelta(minutes=10)


class AlreadyTakenBack(Refusal):
    """Somebody else was quicker."""

    def __init__(self) -> None:
        super().__init__("This day was taken back before.")


def override_day(
    *, day: date, is_working: bool, name: str, source: str, by: User, at: datetime
) -> int:
    """Say what a day is, whatever the list of bank holidays says; what stood before is taken back.

    Open clocks that count over the day are counted again, remind by their new day, and their
    keepers are told; closed ones keep the day they were judged by. Gives how many clocks moved.
    """
    require(by, Perm.AMEND_RULES)
    facts = {"day": day, "is_working": is_working, "name": name, "source": source}
    with transaction.atomic():
        stands = HolidayOverride.objects.standing().filter(day=day).select_for_update().first()
        if stands is not None:
            if all(getattr(stands, field) == value for field, value in facts.items()):
                return 0
            _remove(stands, by=by, at=at)
        try:
            with transaction.atomic():
                row = HolidayOverride.objects.create(**facts, added_at=at, added_by=by)
        except IntegrityError as error:
            raise Refusal("Somebody else has just said what this day is. Try again.") from error
        return _said("calendar.overridden", row, by=by, at=at)


def take_day_back(*, override: HolidayOverride, by: User, at: datetime) -> int:
    """The day is what the list of bank holidays says after all; gives how many clocks moved.

    The row stays, so that what a clock says of it can be read later. Raises AlreadyTakenBack.
    """
    require(by, Perm.AMEND_RULES)
    with transaction.atomic():
        rows = HolidayOverride.objects.standing().filter(pk=override.pk)
        stands = rows.select_for_update().first()
        if stands is None:
            raise AlreadyTakenBack
        _remove(stands, by=by, at=at)
        return _said("calendar.taken_back", stands, by=by, at=at)


def would_move(*, day: date, is_working: bool | None) -> int:
    """How many open clocks would be due on another day if a day were a working day or were not.

    None asks what would be if nothing had been said of it.
    """
    stored = overrides()
    said = None if is_working is None else Override(is_working, "")

    def then(asked: date) -> Override | None:
        return said if asked == day else stored(asked)

    rows = _over(day).select_related("rule_version__rule").iterator(chunk_size=500)
    return sum(explain(one.rule_version, one.trigger_at, then).due_on != one.due_on for one in rows)


def settle(*, at: datetime) -> int:
    """Count again what started while what it counts by was being changed; gives how many moved.

    A clock that starts in the instant in which a day is said or taken back, or a version of its
    rule is taken out, counts by what was. Asked often, so that it follows soon after; what has
    settled costs nothing.
    """
    moved = 0
    with transaction.atomic():
        rows = HolidayOverride.objects.unsettled().select_related("added_by", "removed_by")
        # The last word on a day first: it is the reason for what moves.
        for row in rows.select_for_update(of=("self",), skip_locked=True).order_by("-pk"):
            when = row.removed_at or row.added_at
            if when is not None and when > at - SETTLES_AFTER:
                continue
            moved += _recount(row, by=row.removed_by or row.added_by, at=at)
            row.settled_at = at
            row.save(update_fields=["settled_at"])
    return moved + settle_withdrawn(at=at)


def _remove(row: HolidayOverride, *, by: User, at: datetime) -> None:
    row.removed_at, row.removed_by, row.settled_at = at, by, None
    row.save(update_fields=["removed_at", "removed_by", "settled_at"])


def _said(verb: str, row: HolidayOverride, *, by: User, at: datetime) -> int:
    moved = _recount(row, by=by, at=at)
    day = row.day.isoformat()
    audit.record(verb, row, by=by, at=at, day=day, working=row.is_working, moved=moved)
    return moved


def _recount(row: HolidayOverride, *, by: User | None, at: datetime) -> int:
    rows = _over(row.day).select_related("rule_version__rule").order_by("pk")
    clocks = list(rows.select_for_update(of=("self",)))
    counts = (Count(clock, clock.rule_version, clock.trigger_at) for clock in clocks)
    return count_again(counts, why=row.effect, by=by, at=at)


def _over(day: date) -> QuerySet[Clock]:
    """Open clocks that count working days and come past a day on their way, forward or back."""
    found: QuerySet[Clock] = Clock.objects.open().filter(
        Q(trigger_at__date__lte=day, due_on__gte=day)
        | Q(trigger_at__date__gte=day, due_on__lte=day),
        rule_version__unit=Unit.WORKING_DAYS,
    )
    return found
