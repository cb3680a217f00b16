"""Two roles in the database: the owner changes tables, the portal works in them.

Triggers refuse changes of what only grows, whoever asks (`only_grows`), but its owner can switch a
trigger off. So web, worker and beat run as a role that owns nothing and may not alter, delete or
empty those tables.
"""

from collections.abc import Iterator

import pgtrigger
from django.apps import apps
from django.db import connection
from psycopg import sql

# Django's own note of what was migrated: the owner's.
MIGRATIONS = "django_migrations"


def only_grows() -> list[pgtrigger.Trigger]:
    """The triggers, for `Meta.triggers`, of a model whose rows are only ever added."""
    return [
        pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        pgtrigger.Trigger(
            name="never_emptied",
            level=pgtrigger.Statement,
            when=pgtrigger.Before,
            operation=pgtrigger.Truncate,
            func="RAISE EXCEPTION 'rows of % are only ever added: % refused', "
            "TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';",
        ),
    ]


def append_only() -> Iterator[str]:
    """The tables that only grow: of models that say so (`append_only = True`)."""
    for model in apps.get_models(include_auto_created=True):
        if getattr(model, "append_only", False):
            yield model._meta.db_table


def give(role: str, *, password: str) -> None:
    """Make the role where it is missing, set its password, and give it just its rights."""
    name = sql.Identifier(role)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        verb = sql.SQL("ALTER" if cursor.fetchone() else "CREATE")
        attributes = sql.SQL("LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD")
        cursor.execute(
            sql.SQL("{} ROLE {} {} {}").format(verb, name, attributes, sql.Literal(password))
        )
        for right in (
            "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {}",
            "GRANT USAGE ON SCHEMA public TO {}",
            "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {}",
            "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}",
        ):
            cursor.execute(sql.SQL(right).format(name))
        for table in append_only():
            _take(cursor, "UPDATE, DELETE", table, name)
        _take(cursor, "INSERT, UPDATE, DELETE", MIGRATIONS, name)


def _take(cursor: object, rights: str, table: str, role: sql.Identifier) -> None:
    statement = sql.SQL("REVOKE {} ON {} FROM {}")
    cursor.execute(  # type: ignore[attr-defined]
        statement.format(sql.SQL(rights), sql.Identifier(table), role)
    )


def too_much() -> list[str]:
    """What the role in use could do to the tables that only grow, in words; nothing if all is well.

    Owning a table is too much already: an owner gives himself every right.
    """
    found = []
    with connection.cursor() as cursor:
        for table in append_only():
            cursor.execute(
                "SELECT named FROM unnest(%s::text[]) AS named "
                "WHERE has_table_privilege(current_user, %s, named)",
                [["UPDATE", "DELETE", "TRUNCATE"], table],
            )
            found += [f"{right} {table}" for (right,) in cursor.fetchall()]
            cursor.execute(
                "SELECT 1 FROM pg_class WHERE oid = %s::regclass AND "
                "pg_has_role(current_user, relowner, 'MEMBER')",
                [table],
            )
            found += [f"own {table}"] if cursor.fetchone() else []
    return found
