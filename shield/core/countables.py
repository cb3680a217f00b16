"""What an administrator of access may count for somebody: never more than how many, and where.

Apps register theirs (`AppConfig.ready`), with the same `visible_to` from which their pages start.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet


@dataclass(frozen=True)
class Countable:
    """One kind of record: what it is called, which of it a person sees, how its agency is found."""

    name: str
    rows: Callable[[Any], QuerySet[Any]]
    agency: str = "agency__name"
    # Of such rows: those that are not kept from whoever looks, and those that no name opened.
    not_kept: Callable[[QuerySet[Any], Any], QuerySet[Any]] = lambda rows, by: rows
    unnamed: Callable[[QuerySet[Any]], QuerySet[Any]] = lambda rows: rows


@dataclass(frozen=True)
class Counted:
    """How many of one kind a person sees: all, and by agency; "" is no agency."""

    name: str
    total: int
    by_agency: tuple[tuple[str, int], ...]


COUNTABLES: dict[str, Countable] = {}


def count(user: Any, *, by: Any, agencies: Collection[int] | None = None) -> list[Counted]:
    """How much of each kind a person sees now, but for what is kept from `by`; one query a kind.

    With `agencies` only what lies in them and is seen by role alone: `user` then is somebody whose
    access is `by_role`.
    """
    found = []
    for one in COUNTABLES.values():
        rows = one.not_kept(one.rows(user), by).order_by()
        if agencies is not None:
            rows = one.unnamed(rows).filter(agency__in=agencies)
        rows = rows.values_list(one.agency).annotate(Count("pk"))
        by_agency = tuple(sorted((name or "", number) for name, number in rows))
        found.append(Counted(one.name, sum(number for _, number in by_agency), by_agency))
    return found
