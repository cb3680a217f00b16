"""Many notifications: one of the demo's, written again and again by the database itself."""

from collections.abc import Mapping
from typing import Any

from django.db import connection, models

from incidents.models import Child, Incident
from shield.clocks.models import Clock


def fill(total: int) -> None:
    """Bring the table to `total` filed notifications, each with a child and an open clock.

    They are spread over the agencies that the demo has notifications of and over as many hours as
    there are rows. Triggers are off meanwhile: the history of rows that nobody wrote is not asked
    for.
    """
    missing = total - Incident.objects.filed().count()
    if missing <= 0:
        return
    model = Incident.objects.filed().order_by("pk").first()
    assert model is not None
    assert model.partnership_clock_id is not None
    child = Child.objects.filter(incident=model).order_by("pk").first()
    assert child is not None
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        # VACUUM marks a page as seen by all only when its rows' commit has reached the disk.
        cursor.execute("SET synchronous_commit = on")
        first = 1 + max(Incident.objects.latest("pk").pk, Clock.objects.latest("pk").pk)
        ids = f"{first} + n"
        again(
            Clock,
            model.partnership_clock_id,
            missing,
            {
                "id": ids,
                "reference": "'B-' || n",
                "due_on": "due_on + mod(n, 60)::int",
                "met_at": "NULL",
                "met_by_id": "NULL",
            },
        )
        again(
            Incident,
            model.pk,
            missing,
            {
                "id": ids,
                "reference": f"'B-' || ({first} + n)",
                "form_token": "gen_random_uuid()",
                "created_at": "created_at - n * interval '1 hour'",
                "submitted_at": "submitted_at - n * interval '1 hour'",
                "partnership_clock_id": ids,
                "panel_clock_id": "NULL",
                "rapid_review_clock_id": "NULL",
                "document_id": "NULL",
            },
        )
        again(
            Child,
            child.pk,
            missing,
            {"incident_id": ids, "form_token": "gen_random_uuid()"},
        )
        cursor.execute("SET session_replication_role = origin")
        settled(Clock, Incident, Child)


def settled(*tables: type[models.Model]) -> None:
    """After rows were written past their models: keys go on from the last, plans know the tables.

    VACUUM marks a page as seen by all only when its rows' commit has reached the disk.
    """
    with connection.cursor() as cursor:
        for table in tables:
            name = table._meta.db_table
            quoted = connection.ops.quote_name(name)
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence(%s, 'id'), (SELECT max(id) FROM {quoted}))",  # noqa: S608  ours
                [name],
            )
            cursor.execute(f"VACUUM ANALYZE {quoted}")


def again(table: type[models.Model], pk: Any, times: int, different: Mapping[str, str]) -> None:
    """Insert the row `pk` so many times; `different` gives some columns as SQL over `n`."""
    quote = connection.ops.quote_name
    columns = [
        str(field.column)
        for field in table._meta.concrete_fields
        if not field.primary_key or field.column in different
    ]
    values = ", ".join(different.get(column, quote(column)) for column in columns)
    names = ", ".join(quote(column) for column in columns)
    name = quote(table._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {name} ({names}) "  # noqa: S608  names of our own models
            f"SELECT {values} FROM {name}, generate_series(1, %s) AS n WHERE id = %s",
            [times, pk],
        )
