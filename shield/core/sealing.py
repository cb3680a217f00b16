"""Sealing what is in the database already: what lies there in plain, or under a key that is to go.

What an old key sealed is looked for in every text and JSON column of every table, not only where
the models have encrypted fields: histories and the tables of libraries hold sealed text as well.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from psycopg import sql

from shield.core import ciphers

AT_ONCE = 500
# What `ciphers.seal` writes, be it a column of its own or within JSON.
SEALED = re.compile(r"\b[0-9a-f]{8}:gAAAA[A-Za-z0-9_-]+=*")
TABLES = """
SELECT c.relname, key.attname, array_agg(a.attname ORDER BY a.attnum),
       array_agg(format_type(a.atttypid, NULL) ORDER BY a.attnum)
FROM pg_class c
JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary AND i.indnkeyatts = 1
JOIN pg_attribute key ON key.attrelid = c.oid AND key.attnum = i.indkey[0]
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    AND a.atttypid IN ('text'::regtype, 'varchar'::regtype, 'jsonb'::regtype, 'json'::regtype)
WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
GROUP BY c.relname, key.attname ORDER BY c.relname
"""
HAS_TRIGGERS = "SELECT 1 FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal LIMIT 1"


@dataclass(frozen=True)
class Table:
    """A table, its primary key, and those of its columns that are looked into with their types."""

    name: str
    key: str
    columns: tuple[str, ...]
    types: tuple[str, ...]


def seal_column(table: str, key: str, column: str) -> int:
    """Seal what a column held in plain before it became an encrypted one; how many rows.

    For migrations. What is sealed already is passed over, so that it may be run again.
    """

    def sealed(text: str) -> str:
        try:
            ciphers.unseal(text)
        except ciphers.CannotUnseal:
            return ciphers.seal(text)
        return text

    return sum(_each(Table(table, key, (column,), ("text",)), sealed))


def unseal_column(table: str, key: str, column: str) -> int:
    """The way back of `seal_column`."""
    return sum(_each(Table(table, key, (column,), ("text",)), ciphers.unseal))


def tables() -> list[Table]:
    """Every table with columns that could hold sealed text."""
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        return [Table(t, key, tuple(names), tuple(types)) for t, key, names, types in cursor]


def reseal(table: Table, *, batch: int = AT_ONCE) -> Iterator[int]:
    """Seal anew, under the first key, what another sealed; the rows of each batch.

    Each batch is a transaction, so that it may be broken off and taken up again. What no key opens
    stays as it is: `left` finds it.
    """
    where = sql.SQL(" OR ").join(_under_another(name) for name in table.columns)
    yield from _each(table, _under_the_first_key, where=where, batch=batch, quietly=True)


def left(table: Table) -> dict[str, int]:
    """How many rows of each column the first key did not seal: {column: rows}, where there are."""
    counts = sql.SQL(", ").join(
        sql.SQL("count(*) FILTER (WHERE {})").format(_under_another(name)) for name in table.columns
    )
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("SELECT {} FROM {}").format(counts, sql.Identifier(table.name)))
        found = zip(table.columns, cursor.fetchone(), strict=True)
    return {name: number for name, number in found if number}


def rewrite(
    table: Table, change: Callable[..., Iterable[str]], *, batch: int = AT_ONCE
) -> Iterator[int]:
    """Put `change(*texts)` in place of the texts of each row; the rows that each batch changed.

    No trigger runs and nothing is added to histories: what the rows say stays the same.
    """
    yield from _rows(table, change, where=sql.SQL("true"), batch=batch, quietly=True)


def _under_the_first_key(text: str) -> str:
    def again(found: re.Match[str]) -> str:
        if found[0].startswith(f"{ciphers.current_key()}:"):
            return found[0]
        try:
            return ciphers.seal(ciphers.unseal(found[0]))
        except ciphers.CannotUnseal:
            return found[0]

    return SEALED.sub(again, text)


def _under_another(column: str) -> sql.Composed:
    """Whether a column holds sealed text that is not under the first key."""
    pattern = rf"\m(?!{ciphers.current_key()})[0-9a-f]{{8}}:gAAAA"
    return sql.SQL("(strpos({0}::text, ':gAAAA') > 0 AND {0}::text ~ {1})").format(
        sql.Identifier(column), sql.Literal(pattern)
    )


def _each(
    table: Table,
    change: Callable[[str], str],
    *,
    where: sql.Composable | None = None,
    batch: int = AT_ONCE,
    quietly: bool = False,
) -> Iterator[int]:
    """Change the texts of each row one by one; empty ones stay as they are."""
    if where is None:
        where = sql.SQL(" OR ").join(
            sql.SQL("{}::text <> ''").format(sql.Identifier(name)) for name in table.columns
        )

    def changed(*texts: str | None) -> list[str | None]:
        return [change(text) if text else text for text in texts]

    yield from _rows(table, changed, where=where, batch=batch, quietly=quietly)


def _rows(
    table: Table,
    change: Callable[..., Iterable[str | None]],
    *,
    where: sql.Composable,
    batch: int,
    quietly: bool,
) -> Iterator[int]:
    """Walk a table by its key, a transaction for each batch, its rows locked meanwhile.

    Where triggers are switched off the whole table is locked first, for everybody but readers: with
    rows locked already, the wait for the table could be one for whoever waits for those rows.
    """
    name, key = sql.Identifier(table.name), sql.Identifier(table.name, table.key)
    texts = sql.SQL(", ").join(
        sql.SQL("{}::text").format(sql.Identifier(column)) for column in table.columns
    )
    read = sql.SQL(
        "SELECT {key}, {texts} FROM {name} WHERE ({where}) AND {after} "
        "ORDER BY {key} LIMIT {batch} FOR UPDATE"
    )
    write = sql.SQL("UPDATE {name} SET {sets} WHERE {key} = %s").format(
        name=name,
        key=key,
        sets=sql.SQL(", ").join(
            sql.SQL("{} = %s::{}").format(sql.Identifier(column), sql.SQL(kind))
            for column, kind in zip(table.columns, table.types, strict=True)
        ),
    )
    after: sql.Composable = sql.SQL("true")
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            if with_triggers := quietly and _has_triggers(cursor, table):
                cursor.execute(sql.SQL("LOCK TABLE {} IN EXCLUSIVE MODE").format(name))
            query = read.format(
                key=key,
                texts=texts,
                name=name,
                where=where,
                after=after,
                batch=sql.Literal(batch),
            )
            cursor.execute(query)
            rows = cursor.fetchall()
            new = [(list(change(*old)), old, pk) for pk, *old in rows]
            changed = [(*texts_now, pk) for texts_now, old, pk in new if texts_now != old]
            if changed:
                if with_triggers:
                    _triggers(cursor, name, "DISABLE")
                cursor.executemany(write, changed)
                if with_triggers:
                    _triggers(cursor, name, "ENABLE")
        if not rows:
            return
        yield len(changed)
        after = sql.SQL("{} > {}").format(key, sql.Literal(rows[-1][0]))


def _has_triggers(cursor: CursorWrapper, table: Table) -> bool:
    cursor.execute(HAS_TRIGGERS, [table.name])
    return cursor.fetchone() is not None


def _triggers(cursor: CursorWrapper, table: sql.Identifier, verb: str) -> None:
    """Switch the table's own triggers off or on, until the transaction ends for everybody else.

    Only its owner may: one more reason for which the portal's role owns nothing.
    """
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    cursor.execute(sql.SQL("ALTER TABLE {} {} TRIGGER USER").format(table, sql.SQL(verb)))
    cursor.execute("SET CONSTRAINTS ALL DEFERRED")
