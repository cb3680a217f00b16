"""Since when has somebody worked here without a break? Counted from the days of their roles."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from shield.core.london import LONDON, london_day

# What is said of each membership of a person that began by a day: in the order in which `Spell.of`
# takes it, then the role, and whether it holds on the day as `MembershipQuerySet.current` says.
# Written out, since each request asks: put together by the ORM, it costs more than a refusal does.
FACTS = """
    SELECT m.agency_id, m.starts_on, m.ends_on, m.given_at,
           a.valid_from, a.valid_to, a.succeeded_by_id, m.role,
           (m.ends_on IS NULL OR m.ends_on >= %(on)s)
           AND (a.valid_to IS NULL OR a.valid_to >= %(on)s)
           AND (a.valid_from IS NULL OR a.valid_from <= %(on)s)
    FROM accounts_membership AS m JOIN accounts_agency AS a ON a.id = m.agency_id
    WHERE m.user_id = %(user)s AND m.starts_on <= %(on)s
"""


class Spell(NamedTuple):
    """The days on which somebody held one role, and in which agency."""

    first: date
    last: date
    agency: int
    successor: int | None
    began: datetime

    @classmethod
    def of(
        cls,
        agency: int,
        starts_on: date,
        ends_on: date | None,
        given_at: datetime | None,
        valid_from: date | None,
        valid_to: date | None,
        successor: int | None,
    ) -> Spell:
        """From what a membership says; one that was given later than it starts began when given."""
        first = max(starts_on, valid_from or starts_on)
        last = min(ends_on or date.max, valid_to or date.max)
        began = datetime.combine(first, time(), LONDON)
        if given_at is not None and began < given_at and london_day(given_at) <= last:
            first, began = london_day(given_at), given_at
        return cls(first, last, agency, successor, began)

    def leads_to(self, after: Spell) -> bool:
        """Whether the other began before this one was over, or the day after in the same agency."""
        if after.first <= self.last:
            return True
        return after.first == self.last + timedelta(days=1) and after.agency in (
            self.agency,
            self.successor,
        )


def unbroken_since(spells: Iterable[Spell]) -> datetime | None:
    """When somebody came back who had left, the last time; None for whoever never left."""
    run: list[Spell] = []
    since = None
    lived = [one for one in spells if one.first <= one.last]
    for spell in sorted(lived, key=lambda one: (one.first, one.began)):
        if run and not any(one.leads_to(spell) for one in run):
            run, since = [], spell.began
        run.append(spell)
    return since
