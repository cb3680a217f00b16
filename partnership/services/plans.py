"""What can happen to priorities and their measures?"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TypedDict, Unpack

from django.db import IntegrityError, transaction

from partnership.models import Measure, Priority, PriorityLead
from partnership.permissions import Perm
from partnership.services.bodies import next_order
from shield.accounts.access import require
from shield.accounts.models import Agency, User
from shield.audit import services as audit
from shield.core.refusals import Refusal


class NumberTaken(Refusal):
    """The year has a priority of this number."""


class MeasureTwice(Refusal):
    """The priority has this measure already."""


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
