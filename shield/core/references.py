"""References people quote on the telephone: SIN-2026-0001, without gaps within a year."""

from django.db import connection
from django.db.models import Max, QuerySet
from django.db.models.fields import IntegerField
from django.db.models.functions import Cast, Substr


def next_reference(records: "QuerySet", *, prefix: str, year: int, field: str = "reference") -> str:
    """The next free reference `PREFIX-YEAR-NNNN` among `records`.

    Call it inside the transaction that stores it: a lock held until the transaction ends makes two
    people wait for each other, and a rolled-back transaction gives its number back, so the year has
    no gap and no double.
    """
    start = f"{prefix}-{year}-"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [start])
    last = (
        records.filter(**{f"{field}__startswith": start})
        .annotate(number=Cast(Substr(field, len(start) + 1), IntegerField()))
        .aggregate(last=Max("number"))["last"]
    )
    return f"{start}{(last or 0) + 1:04d}"
