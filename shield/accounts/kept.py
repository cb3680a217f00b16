"""What of the rooms below is kept from a reader? Rows that speak of a record kept from them.

A room below knows no record of the apps above it: its rows name one by a reference. What such a
row tells, if no more than that there is something, is kept from whoever the record is kept from;
but what has to be seen to, such as a mail that did not leave, is there for whoever sees to such
things, with nothing in it (`marked`).
Each model that is a container with exclusions is found here by itself; it says as `known_as` what
other rooms call one of its records.
"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db.models import Case, CharField, F, Model, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable

from shield.accounts.access import access_of
from shield.accounts.reach import Reach


def containers() -> Iterator[type[Model]]:
    """The models whose records can be kept from people, whatever their roles."""
    for model in apps.get_models():
        reach: Reach | None = getattr(model, "reach", None)
        if reach is not None and reach.exclusions is not None:
            yield model


def shut_out(model: type[Model], user: Any) -> QuerySet[Any]:
    """The records of a container from which this reader is excluded."""
    reach: Reach = model.reach  # type: ignore[attr-defined]
    assert reach.exclusions is not None
    access = access_of(user)
    mine = reach.exclusions().objects.filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=access.at), user_id=access.user_id
    )
    return model._base_manager.filter(pk__in=mine.values("record_id"))


def not_let_in(model: type[Model], user: Any) -> QuerySet[Any]:
    """The restricted records of a container that this reader may not read."""
    rows: Any = model._default_manager.filter(is_restricted=True)
    return rows.exclude(pk__in=rows.visible_to(user).values("pk"))


def without(rows: QuerySet[Any], user: Any, *, restricted: bool = True) -> QuerySet[Any]:
    """`rows` without those whose `reference` names a record that is kept from this reader.

    All in the query that reads them. `restricted=False` for those who answer for what happens to
    restricted records, and whom an exclusion alone keeps away.
    """
    for about in _about(user, restricted):
        rows = rows.exclude(about)
    return rows


# What stands in a row that tells nothing but that there is something to be seen to.
UNSEEN = "About something that is kept from you"


def marked(rows: QuerySet[Any], user: Any, **shown: str) -> QuerySet[Any]:
    """All of `rows`, for those who see to them whatever they are about: `is_kept` says which
    are about what is kept from this reader.

    Each of `shown` is a column as it may be shown and sorted by: `UNSEEN` in those that are.
    """
    about = Q()
    for one in _about(user, restricted=True):
        about |= one
    hidden = Case(When(about, then=True), default=False) if about else Value(False)
    rows = rows.annotate(is_kept=hidden)
    return rows.annotate(
        **{
            name: Case(
                When(is_kept=True, then=Value(UNSEEN)),
                default=F(column),
                output_field=CharField(),
            )
            for name, column in shown.items()
        }
    )


def _about(user: Any, restricted: bool) -> Iterator[Q]:
    """What is true of a row about a record that is kept from this reader: one of these."""
    for model in containers():
        for name in model.known_as:  # type: ignore[attr-defined]
            yield Q(reference__in=_names(shut_out(model, user), name))
            if restricted and hasattr(model, "is_restricted"):
                yield Q(reference__in=_names(not_let_in(model, user), name))


def _names(records: QuerySet[Any], name: str | Combinable) -> QuerySet[Any]:
    """What records are called; one that has no such name is left out, for NOT IN would fall."""
    called = records.annotate(called=F(name) if isinstance(name, str) else name)
    return called.exclude(called=None).values("called")
