"""How is what was said at a conference erased, once its time is over?

By a task each night, one conference in one transaction: who is stopped anywhere goes on the next
night, and what is erased already is not found again. What goes and what stays says `erasure.py`.
"""

from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Case, Field, Model, QuerySet, Value, When

from conferences.erasure import KEPT, PLAIN, WORD, erased_as, files, sealed, tables
from conferences.models import Conference
from conferences.services.retention import keeping, over
from shield.audit import services as audit
from shield.core.london import london_day
from shield.documents import services as documents
from shield.documents.models import Document

# Whoever erases and whoever places a hold wait for each other: a hold that is placed is kept.
LOCK = "conferences.retention"


def alone() -> None:
    """Wait until nobody else erases or places a hold; until this transaction ends nobody does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [LOCK])


def erase_over(*, at: datetime) -> int:
    """Erase every conference whose time is over; says how many. Asked as often as one likes."""
    return sum(_erase(pk, at) for pk in over(at=at))


@transaction.atomic
def _erase(pk: int, at: datetime) -> bool:
    """Whether it was erased now: not, where somebody else did, or something keeps it after all."""
    alone()
    found = Conference.objects.unerased().select_for_update(of=("self",)).filter(pk=pk).first()
    if found is None or not keeping([pk])[pk].is_over(london_day(at)):
        return False
    # In this order: the database lets go of old versions of what says that it is erased, and what
    # is written after that is the one version left.
    Conference.objects.filter(pk=pk).update(erased_at=at)
    with connection.cursor() as cursor:
        cursor.execute("SELECT conferences_forget_history(%s)", [pk])
        [versions] = cursor.fetchone() or [0]
    rows = sum(_empty(model, model._base_manager.filter(**{path: pk})) for model, path in tables())
    number = documents.erase(**_files_of(pk))
    facts = {"rows": rows, "versions": versions, "files": number}
    audit.record("conference.erased", found, by=None, at=at, **facts)
    return True


def _empty(model: type[Model], rows: QuerySet[Any]) -> int:
    """Take from rows of one table all that they say, in one UPDATE; says how many there are."""
    name = model.__name__
    values: dict[str, Any] = {one.name: _value(one) for one in sealed(model)}
    values |= {field: value for (table, field), value in PLAIN.items() if table == name}
    values = {field: value for field, value in values.items() if (name, field) not in KEPT}
    return rows.update(**values) if values else 0


def _value(field: Field[Any, Any]) -> Any:
    """What a column becomes. Empty stays empty: constraints know the two apart."""
    became = erased_as(field)
    if became != WORD:
        return became
    nothing, word = (Value(one, output_field=field) for one in ("", WORD))
    return Case(When(**{field.name: ""}, then=nothing), default=word, output_field=field)


def _files_of(pk: int) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {"documents": set(), "uploads": set()}
    for model, column, path, target in files():
        rows = model._base_manager.filter(**{path: pk, f"{column}__isnull": False})
        found["documents" if target is Document else "uploads"] |= set(
            rows.values_list(column, flat=True)
        )
    return found
