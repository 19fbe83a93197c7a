"""Statements that the embedded SQLite and PostgreSQL share."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from operator import itemgetter
from typing import Any

from pydantic_core import to_json
from sqlalchemy import (
    JSON,
    Connection,
    Delete,
    Executable,
    Insert,
    Table,
    bindparam,
    delete,
    insert,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite

from piclets.ledger import driver, schema
from piclets.ledger.prepared import Prepared


def upsert(connection: Connection, table: Table, values: Sequence[dict[str, Any]]) -> None:
    """Insert rows, or overwrite those with the same primary key."""
    if connection.dialect.name == "sqlite":
        write_rows(connection, {table: values})
    elif values:
        connection.execute(_upsert(table, connection.dialect.name), values)


_Writing = tuple[str, Callable[[Mapping[str, Any]], Iterable[Any]], Sequence[int]]
"""A statement for SQLite, what takes its parameters out of a row, and the places of those that are kept as JSON."""

Rows = Mapping[Table, Sequence[Mapping[str, Any]]]
"""What to write, by table; values by column. Events are only ever added; of other rows, those with the same key are
replaced."""


def write_rows(connection: Connection, rows: Rows, *, commit: bool = False) -> None:
    """Write into many tables: in one round trip on PostgreSQL, and with `commit` the transaction ends with it."""
    written = {table: values for table, values in rows.items() if values}
    if connection.dialect.name == "postgresql":
        parameters = {table.name: json.dumps(list(map(dict, values))) for table, values in written.items()}
        statements: list[driver.Statement] = [(_writing(tuple(written)), parameters)] if written else []
        statements += [driver.COMMIT] if commit else []
        if statements:
            driver.in_one_trip(connection, statements)
        return
    driver.write(connection, [_with_lines(_writing_one(table), values) for table, values in written.items()])


def _with_lines(writing: _Writing, values: Sequence[Mapping[str, Any]]) -> tuple[str, list[list[Any]]]:
    text, values_of, as_json = writing
    lines = [list(values_of(row)) for row in values]
    for at in as_json:
        for line in lines:
            line[at] = to_json(line[at]).decode()
    return text, lines


def insert_missing(connection: Connection, table: Table, values: dict[str, Any]) -> None:
    """Insert a row, unless there is one with its primary key."""
    if connection.dialect.name == "sqlite":
        driver.write(connection, [_with_lines(_writing_one(table, missing=True), [values])])
    else:
        connection.execute(_insert(table, connection.dialect.name).on_conflict_do_nothing(), values)


# Statements are built once: building one costs several times as much as executing it.


@cache
def delete_by_key(table: Table, names: tuple[str, ...]) -> Delete:
    """Delete one row by the columns `names`, whose values are the parameters `key_0`, `key_1`, ..."""
    return delete(table).where(*(table.c[name] == bindparam(f"key_{at}") for at, name in enumerate(names)))


@cache
def add_to_counter(dialect: str) -> Executable:
    """Adds the parameter `count` to the counter `name`."""
    counters = schema.counters
    adding = _insert(counters, dialect)
    return adding.on_conflict_do_update(
        index_elements=["name"], set_={"count": counters.c.count + adding.excluded["count"]}
    )


def note_later(connection: Connection, changed: Sequence[tuple[str, str, int]]) -> None:
    """Note documents as changed by events; one that is noted for a later event stays so."""
    rows = [{"kind": kind, "key": key, "seq": seq} for kind, key, seq in changed]
    connection.execute(_note_later(connection.dialect.name), rows)


@cache
def _note_later(dialect: str) -> Executable:
    table = schema.dirty_documents
    noting = _insert(table, dialect)
    return noting.on_conflict_do_update(
        index_elements=["kind", "key"],
        set_={"seq": noting.excluded.seq},
        where=noting.excluded.seq > table.c.seq,
    )


@cache
def _upsert(table: Table, dialect: str) -> postgresql.Insert | sqlite.Insert:
    adding = _insert(table, dialect)
    keys = [column.name for column in table.primary_key.columns]
    rest = {column.name: adding.excluded[column.name] for column in table.columns if not column.primary_key}
    if rest:
        return adding.on_conflict_do_update(index_elements=keys, set_=rest)
    return adding.on_conflict_do_nothing(index_elements=keys)


def _insert(table: Table, dialect: str) -> postgresql.Insert | sqlite.Insert:
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


@cache
def _writing(tables: tuple[Table, ...]) -> str:
    """One statement for PostgreSQL that writes into all of these tables; its parameters are JSON, by table."""
    quoted = postgresql.dialect().identifier_preparer.quote  # type: ignore[no-untyped-call]  # SQLAlchemy's
    parts = []
    for table in tables:
        columns = ", ".join(quoted(column.name) for column in table.columns)
        source = f"json_populate_recordset(NULL::{quoted(table.name)}, %({table.name})s::json)"
        adding = f"INSERT INTO {quoted(table.name)} ({columns}) SELECT {columns} FROM {source}"  # noqa: S608 - our names
        keys = ", ".join(quoted(column.name) for column in table.primary_key.columns)
        rest = ", ".join(
            f"{quoted(column.name)} = excluded.{quoted(column.name)}"
            for column in table.columns
            if not column.primary_key
        )
        on_conflict = f" ON CONFLICT ({keys}) DO {f'UPDATE SET {rest}' if rest else 'NOTHING'}"
        parts.append(f"written_{table.name} AS ({adding}{'' if table is schema.events else on_conflict})")
    return f"WITH {', '.join(parts)} SELECT 1"


@cache
def _writing_one(table: Table, *, missing: bool = False) -> _Writing:
    """The same for SQLite and one table; with `missing` rows that are there stay as they are."""
    names = tuple(column.name for column in table.columns)
    adding: Insert = sqlite.insert(table).on_conflict_do_nothing() if missing else _upsert(table, "sqlite")
    adding = insert(table) if table is schema.events else adding
    compiled = adding.compile(dialect=sqlite.dialect(paramstyle="qmark"), column_keys=list(names))
    names = tuple(compiled.positiontup or ())
    as_json = [at for at, name in enumerate(names) if isinstance(table.c[name].type, JSON)]
    return str(compiled), itemgetter(*names), as_json


HEAD = Prepared(select(schema.head.c.seq))
"""The place of the log's last event; 0 in an empty log."""
_META = Prepared(select(schema.meta.c.value).where(schema.meta.c.name == bindparam("name")))


def get_meta(connection: Connection, name: str) -> str | None:
    value: str | None = _META.scalar(connection, name=name)
    return value


def put_meta(connection: Connection, **values: str) -> None:
    upsert(connection, schema.meta, [{"name": name, "value": value} for name, value in values.items()])
