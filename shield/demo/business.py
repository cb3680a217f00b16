"""Who sits where in the demo, and what do its bodies do? Invented, beside the published tables."""

import json
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from partnership import services
from partnership.models import (
    Agreement,
    Body,
    Budget,
    Contribution,
    Holding,
    Measure,
    Priority,
    ReportingDuty,
    Seat,
    Signing,
    Spend,
    StandingItem,
    Terms,
)
from shield.accounts.models import Agency, User
from shield.core.london import london_day
from shield.demo.people import DATA, address


def load_business(*, now: datetime) -> None:
    """Seats for the demo's accounts, standing items, editions, measures and money."""
    data: dict[str, Any] = json.loads((DATA / "business.json").read_text(encoding="utf-8"))
    users = {user.email: user for user in User.objects.all()}
    bodies = {body.name: body for body in Body.objects.all()}
    keeper = users[address("operations")]
    _seat(data["seats"], users, at=now - timedelta(days=200))
    for row in data["standing_items"]:
        body = bodies[row.pop("body")]
        StandingItem.objects.create(body=body, order=body.standing_items.count() + 1, **row)
    for row in data["terms"]:
        Terms.objects.create(
            body=bodies[row.pop("body")],
            number=1,
            adopted_on=london_day(now) - timedelta(days=300),
            recorded_by=keeper,
            recorded_at=now,
            **row,
        )
    for row in data["agreements"]:
        agreement = Agreement.objects.create(
            body=bodies[row["body"]],
            number=1,
            text=row["text"],
            recorded_by=keeper,
            recorded_at=now,
        )
        for account in row["signed_by"]:
            Signing.objects.create(agreement=agreement, user=users[address(account)], signed_at=now)
    _plan(data, now=now, by=keeper)
    _money(data["budget"], now=now, by=keeper)


def _seat(rows: list[dict[str, Any]], users: dict[str, User], *, at: datetime) -> None:
    for row in rows:
        seat = Seat.objects.get(
            body__name=row["body"], agency__name=row["agency"], post=row["post"]
        )
        if "role" in row:  # the published table says who sits, not who chairs
            seat.role = row["role"]
            seat.save(update_fields=["role"])
        person = users[address(row["account"])]
        Holding.objects.create(
            seat=seat,
            user=person,
            is_deputy=row.get("deputy", False),
            is_from_elsewhere=seat.agency not in services.works_in(person, london_day(at)),
            starts_on=london_day(at),
            appointed_at=at,
        )


def _plan(data: dict[str, Any], *, now: datetime, by: User) -> None:
    """Measures of the priorities, and what was sent to whom."""
    for row in data["measures"]:
        priority = Priority.objects.get(number=row.pop("number"))
        Measure.objects.create(
            priority=priority,
            order=priority.measures.count() + 1,
            latest_on=london_day(now) - timedelta(days=30) if row["latest"] else None,
            **row,
        )
    duties = {(duty.body.name, duty.to_words): duty for duty in ReportingDuty.objects.in_order()}
    for row in data["reports"]:
        services.record_report(
            by=by,
            duty=duties[row["from"], row["to"]],
            sent_on=london_day(now) - timedelta(days=row["days_ago"]),
            what=row["what"],
            at=now,
        )


def _money(data: dict[str, Any], *, now: datetime, by: User) -> None:
    budget = Budget.objects.get(year=data["year"])
    agencies = {agency.name: agency for agency in Agency.objects.by_name()}
    for row in data["contributions"]:
        Contribution.objects.create(
            budget=budget,
            agency=agencies[row["agency"]] if "agency" in row else None,
            contributor=row.get("contributor", ""),
            promised=Decimal(row["promised"]),
            received=Decimal(row["received"]),
        )
    Spend.objects.bulk_create(
        Spend(
            budget=budget,
            spent_on=date.fromisoformat(row["on"]),
            what=row["what"],
            amount=Decimal(row["amount"]),
            recorded_by=by,
            recorded_at=now,
        )
        for row in data["spends"]
    )
