"""What can happen to reporting duties: owed, due on a day, met by a report?"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import TypedDict, Unpack

from django.db import IntegrityError, transaction

from partnership.clocks import REPORT, midday, next_report
from partnership.models import Body, ChairHolding, ReportingDuty, ReportSent
from partnership.permissions import Perm
from partnership.services.bodies import next_order
from shield.accounts.access import require
from shield.accounts.models import User
from shield.audit import services as audit
from shield.clocks import services as clocks
from shield.clocks.models import Clock
from shield.core.london import london_day
from shield.core.refusals import Refusal

KEPT_BY = "operations"


class DutyTwice(Refusal):
    """The body owes this report already."""


class SentLater(Refusal):
    """A report cannot have been sent on a day that is yet to come."""


class SentTwice(Refusal):
    """This report was written down already."""


class DutyFacts(TypedDict):
    """Who owes what to whom."""

    body: Body
    to_body: Body | None
    to_outside: str
    about: str
    times_a_year: int


@transaction.atomic
def add_duty(*, by: User, at: datetime, **facts: Unpack[DutyFacts]) -> ReportingDuty:
    """Write down that a body reports to another. Raises DutyTwice."""
    require(by, Perm.KEEP)
    duty = ReportingDuty(order=next_order(ReportingDuty.objects), **facts)
    _put_duty(duty)
    audit.record("duty.added", duty, by=by, at=at)
    return duty


@transaction.atomic
def edit_duty(
    *, by: User, duty: ReportingDuty, at: datetime, **facts: Unpack[DutyFacts]
) -> ReportingDuty:
    """Change a reporting duty. How often it is owed moves the next day. Raises DutyTwice."""
    require(by, Perm.KEEP)
    duty = _locked(duty)
    often = duty.times_a_year
    for name, value in facts.items():
        setattr(duty, name, value)
    _put_duty(duty)
    audit.record("duty.changed", duty, by=by, at=at)
    last = duty.reports.order_by("-sent_on").first()
    if duty.due is not None and last is not None and often != duty.times_a_year:
        _restart(duty, next_report(last.sent_on, duty.times_a_year), by=by, at=at)
    elif duty.due is not None:
        clocks.rename(clock=duty.due, **_label(duty))
    return duty


def _put_duty(duty: ReportingDuty) -> None:
    try:
        with transaction.atomic():
            duty.save()
    except IntegrityError as error:
        raise DutyTwice(f"{duty.body} owes this report already.") from error


@transaction.atomic
def set_due(*, by: User, duty: ReportingDuty, due_on: date | None, at: datetime) -> ReportingDuty:
    """Say when the next report is due; None for a day that is not known."""
    require(by, Perm.KEEP)
    duty = _locked(duty)
    if due_on == (duty.due.due_on if duty.due else None):
        return duty
    _restart(duty, due_on, by=by, at=at)
    audit.record("duty.due_set", duty, by=by, at=at, due_on=due_on.isoformat() if due_on else None)
    return duty


@transaction.atomic
def record_report(
    *, by: User, duty: ReportingDuty, sent_on: date, what: str, at: datetime
) -> ReportSent:
    """Write down that a report was sent; the latest meets its clock, and the next one starts.

    Raises SentLater, SentTwice.
    """
    require(by, Perm.KEEP)
    if sent_on > london_day(at):
        raise SentLater("The day on which it was sent must be today or before.")
    duty = _locked(duty)
    is_latest = not duty.reports.filter(sent_on__gte=sent_on).exists()
    try:
        with transaction.atomic():
            report = ReportSent.objects.create(
                duty=duty,
                sent_on=sent_on,
                what=what,
                recorded_by=by,
                recorded_at=at,
                clock=duty.due if is_latest else None,
            )
    except IntegrityError as error:
        raise SentTwice("This report of this day was written down already.") from error
    if is_latest:
        if duty.due is not None:
            clocks.complete(clock=duty.due, met_at=midday(sent_on), by=by, at=at)
        _restart(duty, next_report(sent_on, duty.times_a_year), by=by, at=at)
    audit.record("report.sent", report, by=by, at=at, duty=duty.pk)
    return report


def _locked(duty: ReportingDuty) -> ReportingDuty:
    """The duty as it is now: whoever else changes when it is due waits."""
    rows = ReportingDuty.objects.select_related("body", "to_body", "clock__rule_version__rule")
    found: ReportingDuty = rows.select_for_update(of=("self",)).get(pk=duty.pk)
    return found


class Label(TypedDict):
    """What a clock is called, and where it leads."""

    subject: str
    reference: str
    url: str


def _label(duty: ReportingDuty) -> Label:
    """What its clock is called: bodies and what is published of them."""
    longest = Clock._meta.get_field("subject").max_length or 0
    return {
        "subject": f"Report of {duty}"[:longest],
        "reference": duty.reference,
        "url": duty.get_absolute_url(),
    }


def _restart(duty: ReportingDuty, due_on: date | None, *, by: User, at: datetime) -> None:
    """From now on the next report is due on another day, or on none."""
    if duty.due is not None:
        why = "Another day was set" if due_on else "No day is known for it"
        clocks.cancel(clock=duty.due, reason=why, by=by, at=at)
    duty.clock = None
    if due_on is not None:
        duty.clock = clocks.start(
            rule=REPORT,
            trigger=midday(due_on),
            holder=None,
            agency=None,
            holder_role=KEPT_BY,
            by=by,
            at=at,
            **_label(duty),
        )
    duty.save(update_fields=["clock"])


def chairs_beside(due: Iterable[Clock], on: date) -> Mapping[int, list[User]]:
    """Who chairs the body that owes the report of a clock: reminded with those who keep it."""
    owed = ReportingDuty.objects.filter(clock__in=[clock.pk for clock in due])
    clock_of: dict[int, list[int]] = defaultdict(list)
    for clock, body in owed.values_list("clock_id", "body_id"):
        clock_of[body].append(clock)
    found: dict[int, list[User]] = defaultdict(list)
    if clock_of:
        chairs = ChairHolding.objects.current(on).filter(
            seat__body__in=clock_of, user__is_active=True
        )
        for held in chairs.select_related("user", "seat").order_by("seat__order", "pk"):
            for clock in clock_of[held.seat.body_id]:
                found[clock].append(held.user)
    return found
