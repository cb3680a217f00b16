"""How many actions were open, overdue and done, month by month and by agency?"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from partnership.models.action import Action, ActionStatus
from partnership.models.meeting import day_starts

MONTHS = 12


@dataclass(frozen=True)
class Month:
    """At the end of a month, or today: what was open, and of that overdue; what was done in it."""

    first: date
    open: int
    overdue: int
    done: int

    @property
    def words(self) -> str:
        return f"{self.first:%b %Y}"

    @property
    def numbers(self) -> tuple[int, int, int]:
        return self.open, self.overdue, self.done


@dataclass(frozen=True)
class OfAgency:
    """How the actions of one agency stand today."""

    name: str
    open: int
    overdue: int
    done: int

    @property
    def numbers(self) -> tuple[int, int, int]:
        return self.open, self.overdue, self.done


def by_month(rows: QuerySet[Action], today: date) -> list[Month]:
    """The last twelve months up to today's, in one query.

    What was opened again counts as open since it was raised: its first end is not among the rows.
    """
    firsts = [_months_before(today, n) for n in range(MONTHS - 1, -1, -1)]
    asked: dict[str, Any] = {}
    for n, first in enumerate(firsts):
        following = min(_months_before(first, -1), today + timedelta(days=1))
        starts, ends = day_starts(first), day_starts(following)
        unfinished = Q(done_at__isnull=True) | Q(done_at__gte=ends)
        open_then = (
            Q(raised_at__lt=ends)
            & unfinished
            & (Q(closed_at__isnull=True) | Q(closed_at__gte=ends))
        )
        asked[f"open_{n}"] = Count("pk", filter=open_then)
        asked[f"overdue_{n}"] = Count("pk", filter=open_then & Q(due_on__lt=following - DAY))
        asked[f"done_{n}"] = Count(
            "pk", filter=Q(status=ActionStatus.CLOSED, done_at__gte=starts, done_at__lt=ends)
        )
    found = rows.aggregate(**asked)
    return [
        Month(first, found[f"open_{n}"], found[f"overdue_{n}"], found[f"done_{n}"])
        for n, first in enumerate(firsts)
    ]


DAY = timedelta(days=1)


def by_agency(rows: QuerySet[Action], today: date) -> list[OfAgency]:
    """Those agencies for which anything was counted, in one query."""
    found = (
        rows.exclude(status=ActionStatus.WITHDRAWN)
        .values("agency__name")
        .annotate(
            open=Count("pk", filter=Q(status=ActionStatus.OPEN)),
            overdue=Count("pk", filter=Q(status=ActionStatus.OPEN, due_on__lt=today)),
            done=Count("pk", filter=~Q(status=ActionStatus.OPEN)),
        )
        .order_by("agency__name")
    )
    return [
        OfAgency(one["agency__name"] or "No agency", one["open"], one["overdue"], one["done"])
        for one in found
    ]


def _months_before(day: date, months: int) -> date:
    """The first day of the month so many months before."""
    number = day.year * 12 + day.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)
