"""What can happen to priorities, their measures, and reporting duties?"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TypedDict, Unpack

from django.db import IntegrityError, transaction

from partnership.models import (
    Body,
    Measure,
    Priority,
    PriorityLead,
    ReportingDuty,
    ReportSent,
)
from partnership.permissions import Perm
from partnership.services.bodies import next_order
from shield.accounts.access import require
from shield.accounts.models import Agency, User
from shield.audit import services as audit
from shield.core.london import london_day
from shield.core.refusals import Refusal


class NumberTaken(Refusal):
    """The year has a priority of this number."""


class MeasureTwice(Refusal):
    """The priority has this measure already."""


class DutyTwice(Refusal):
    """The body owes this report already."""


class SentLater(Refusal):
    """A report cannot have been sent on a day that is yet to come."""


class SentTwice(Refusal):
    """This report was written down already."""


# --- Priorities -----------------------------------------------------------------------------------


@transaction.atomic
def add_priority(
    *, by: User, year: int, number: int, title: str, leads: Sequence[Agency], at: datetime
) -> Priority:
    """Add a priority to a year of the plan. Raises NumberTaken."""
    require(by, Perm.KEEP)
    priority = Priority(year=year, number=number, title=title)
    priority.order = next_order(Priority.objects)
    _put_priority(priority, leads)
    audit.record("priority.added", priority, by=by, at=at)
    return priority


@transaction.atomic
def edit_priority(
    *,
    by: User,
    priority: Priority,
    year: int,
    number: int,
    title: str,
    leads: Sequence[Agency],
    at: datetime,
) -> Priority:
    """Change a priority and who leads it. Raises NumberTaken."""
    require(by, Perm.KEEP)
    priority.year, priority.number, priority.title = year, number, title
    _put_priority(priority, leads)
    audit.record("priority.changed", priority, by=by, at=at)
    return priority


def _put_priority(priority: Priority, leads: Sequence[Agency]) -> None:
    try:
        with transaction.atomic():
            priority.save()
    except IntegrityError as error:
        raise NumberTaken(
            f"Year {priority.year} of the plan has a priority {priority.number} already."
        ) from error
    held = list(priority.leads.order_by("order").values_list("agency_id", flat=True))
    # Who led before keeps the place that the published arrangements gave.
    wanted = sorted(leads, key=lambda one: held.index(one.pk) if one.pk in held else len(held))
    if held != [agency.pk for agency in wanted]:
        priority.leads.all().delete()
        PriorityLead.objects.bulk_create(
            PriorityLead(priority=priority, agency=agency, order=order)
            for order, agency in enumerate(wanted, start=1)
        )


class MeasureFacts(TypedDict):
    """What is known of a measure."""

    measure: str
    baseline: str
    target: str
    latest: str
    latest_on: date | None
    how_known: str


@transaction.atomic
def add_measure(
    *, by: User, priority: Priority, at: datetime, **facts: Unpack[MeasureFacts]
) -> Measure:
    """Say how it will be known that a priority made a difference. Raises MeasureTwice."""
    require(by, Perm.KEEP)
    measure = Measure(priority=priority, order=next_order(priority.measures), **facts)
    _put_measure(measure)
    audit.record("measure.added", measure, by=by, at=at, priority=priority.pk)
    return measure


@transaction.atomic
def edit_measure(
    *, by: User, record: Measure, at: datetime, **facts: Unpack[MeasureFacts]
) -> Measure:
    """Change a measure, such as its latest figure. Raises MeasureTwice."""
    require(by, Perm.KEEP)
    for name, value in facts.items():
        setattr(record, name, value)
    _put_measure(record)
    audit.record("measure.changed", record, by=by, at=at, priority=record.priority_id)
    return record


def _put_measure(measure: Measure) -> None:
    try:
        with transaction.atomic():
            measure.save()
    except IntegrityError as error:
        raise MeasureTwice("The priority has this measure already.") from error


# --- Reporting duties -----------------------------------------------------------------------------


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
    """Change a reporting duty. Raises DutyTwice."""
    require(by, Perm.KEEP)
    for name, value in facts.items():
        setattr(duty, name, value)
    _put_duty(duty)
    audit.record("duty.changed", duty, by=by, at=at)
    return duty


def _put_duty(duty: ReportingDuty) -> None:
    try:
        with transaction.atomic():
            duty.save()
    except IntegrityError as error:
        raise DutyTwice(f"{duty.body} owes this report already.") from error


@transaction.atomic
def record_report(
    *, by: User, duty: ReportingDuty, sent_on: date, what: str, at: datetime
) -> ReportSent:
    """Write down that a report was sent. Raises SentLater, SentTwice."""
    require(by, Perm.KEEP)
    if sent_on > london_day(at):
        raise SentLater("The day on which it was sent must be today or before.")
    try:
        with transaction.atomic():
            report = ReportSent.objects.create(
                duty=duty, sent_on=sent_on, what=what, recorded_by=by, recorded_at=at
            )
    except IntegrityError as error:
        raise SentTwice("This report of this day was written down already.") from error
    audit.record("report.sent", report, by=by, at=at, duty=duty.pk)
    return report
