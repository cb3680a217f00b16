"""Clocks start, are met or cancelled, and show their working."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from shield.accounts.models import Agency, User
from shield.audit import services as audit
from shield.clocks.models import Clock, RuleVersion, overrides
from shield.core.london import london_day
from shield.core.refusals import Refusal
from shield.core.working_days import Day, Direction, Overrides, Unit, count


class ClockClosed(Refusal):
    """The clock was met or cancelled before."""

    def __init__(self) -> None:
        super().__init__("This is no longer due: it was met or cancelled before.")


@dataclass(frozen=True)
class Working:
    """Why something is due on a day."""

    rule: str
    version: int
    trigger: datetime
    due_on: date
    days: tuple[Day, ...]
    # In words, where it counts working days of years whose bank holidays are not all known.
    warning: str = ""


def explain(
    rule_version: RuleVersion, trigger: datetime, known: Overrides | None = None
) -> Working:
    """Count from the London day of an aware moment by one version of a rule.

    `known` saves reading the table of overrides again. Raises OutsideTheCalendar.
    """
    days = count(
        london_day(trigger),
        unit=Unit(rule_version.unit),
        amount=rule_version.amount,
        direction=Direction(rule_version.direction),
        overrides=known or overrides(),
    )
    return Working(
        rule=rule_version.rule.slug,
        version=rule_version.number,
        trigger=trigger,
        due_on=days[-1].date,
        days=days,
        warning=rule_version.warning(days[0].date, days[-1].date),
    )


def as_json(days: tuple[Day, ...]) -> list[dict[str, Any]]:
    """The working as it is stored and printed."""
    return [
        {"date": day.date.isoformat(), "counted": day.counted, "reason": day.reason} for day in days
    ]


def start(
    *,
    rule: str,
    trigger: datetime,
    subject: str,
    reference: str,
    url: str,
    holder: User | None,
    agency: Agency | None,
    holder_role: str = "",
    origin: Agency | None = None,
    by: User | None,
    at: datetime,
) -> Clock:
    """Start a clock by the version of `rule` in force on the trigger's London day.

    `subject` is a label free of content, `url` the record's own page. `holder` is one person,
    `holder_role` everybody who holds that role in `agency`. Leads of `origin`, and whoever started
    the clock there, may follow it although `agency` must keep it. Raises RuleNotInForce.
    """
    version = RuleVersion.objects.in_force(rule, london_day(trigger))
    working = explain(version, trigger)
    with transaction.atomic():
        clock = Clock.objects.create(
            rule_version=version,
            trigger_at=trigger,
            due_on=working.due_on,
            working=as_json(working.days),
            subject=subject,
            reference=reference,
            url=url,
            holder=holder,
            agency=agency,
            holder_role=holder_role,
            origin=origin,
            started_at=at,
            started_by=by,
        )
        audit.record(
            "clock.started",
            clock,
            by=by,
            at=at,
            rule=rule,
            version=version.number,
            due_on=working.due_on.isoformat(),
        )
    return clock


def complete(*, clock: Clock, met_at: datetime, by: User | None, at: datetime) -> None:
    """The duty was done at `met_at`. Raises ClockClosed."""
    with transaction.atomic():
        _close(clock, met_at=met_at, met_by=by)
        audit.record("clock.met", clock, by=by, at=at, late=clock.is_late)


def cancel(*, clock: Clock, reason: str, by: User | None, at: datetime) -> None:
    """The duty fell away; `reason` is free of content. Raises ClockClosed."""
    if not reason.strip():
        raise Refusal("Say why this is no longer due.")
    with transaction.atomic():
        _close(clock, cancelled_at=at, cancelled_by=by, cancel_reason=reason)
        audit.record("clock.cancelled", clock, by=by, at=at)


def await_acceptance(*, clock: Clock, at: datetime) -> None:
    """Its holder says that it is done; it is open until somebody accepts that. Raises ClockClosed.

    Nobody is reminded meanwhile. `complete` then says when it was done.
    """
    if not Clock.objects.filter(pk=clock.pk).open().update(waits_since=at):
        raise ClockClosed
    clock.waits_since = at


def run_on(*, clock: Clock) -> None:
    """It was not done after all: it runs on, and reminds at once if that is due."""
    if not Clock.objects.filter(pk=clock.pk).open().update(waits_since=None, reminded_for=None):
        raise ClockClosed
    clock.waits_since, clock.reminded_for = None, None


def rename(*, clock: Clock, subject: str, reference: str, url: str) -> None:
    """The record got its reference or another page; nothing else about the clock changes."""
    _write(clock, subject=subject, reference=reference, url=url)


def limit(*, clocks: Iterable[Clock], closed_to: set[int], open_to: set[int] | None) -> None:
    """Keep clocks from people as the record is kept from them; None for `open_to` is no list."""
    for clock in clocks:
        _write(
            clock,
            closed_to=sorted(closed_to),
            open_to=None if open_to is None else sorted(open_to),
        )


def _close(clock: Clock, **facts: Any) -> None:
    """Of two that close a clock at the same moment one gets through."""
    if not Clock.objects.filter(pk=clock.pk).open().update(**facts):
        raise ClockClosed
    for name, value in facts.items():
        setattr(clock, name, value)


def _write(clock: Clock, **facts: Any) -> None:
    Clock.objects.filter(pk=clock.pk).update(**facts)
    for name, value in facts.items():
        setattr(clock, name, value)
