"""Statements that the embedded SQLite and PostgreSQL share."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import (
    JSON,
    BindParameter,
    Connection,
    Delete,
    Executable,
    Select,
    Table,
    and_,
    bindparam,
    delete,
    func,
    select,
    tuple_,
)
from sqlalchemy.dialects import postgresql, sqlite

from piclets.ledger import schema


def upsert(connection: Connection, table: Table, values: Sequence[dict[str, Any]]) -> None:
    """Insert rows, or overwrite those with the same primary key."""
    if values:
        connection.execute(_upsert(table, connection.dialect.name), values)


def insert_missing(connection: Connection, table: Table, values: dict[str, Any]) -> None:
    """Insert a row, unless there is one with its primary key."""
    connection.execute(_insert(table, connection.dialect.name).on_conflict_do_nothing(), values)


# Statements are built once: building one costs several times as much as executing it.


@cache
def row_by_key(table: Table, names: tuple[str, ...]) -> Select[tuple[Any, ...]]:
    """One row by the columns `names`, whose values are the parameters `key_0`, `key_1`, ..."""
    return select(table).where(*(table.c[name] == bindparam(f"key_{at}") for at, name in enumerate(names)))


@cache
def delete_by_key(table: Table, names: tuple[str, ...]) -> Delete:
    """Delete one row, named as `row_by_key` does."""
    return delete(table).where(*(table.c[name] == bindparam(f"key_{at}") for at, name in enumerate(names)))


@cache
def rows_by_keys(table: Table, names: tuple[str, ...], dialect: str) -> Select[tuple[Any, ...]]:
    """Many rows by the columns `names`: the parameter `keys` is a list of values, or of tuples of them."""
    columns = [table.c[name] for name in names]
    keys: BindParameter[Any] = bindparam("keys", expanding=True)
    if len(columns) == 1:
        return select(table).where(columns[0].in_(keys))
    if dialect == "postgresql":
        return select(table).where(tuple_(*columns).in_(keys))
    # SQLite looks up no index for a list of tuples, but does for each row of a table of them.
    listed = func.json_each(bindparam("keys", type_=JSON)).table_valued("value")
    same = (column == func.json_extract(listed.c.value, f"$[{at}]") for at, column in enumerate(columns))
    return select(table).select_from(listed.join(table, and_(*same)))


@cache
def add_to_counter(dialect: str) -> Executable:
    """Adds the parameter `count` to the counter `name`."""
    counters = schema.counters
    insert = _insert(counters, dialect)
    return insert.on_conflict_do_update(
        index_elements=["name"], set_={"count": counters.c.count + insert.excluded["count"]}
    )


@cache
def _upsert(table: Table, dialect: str) -> Executable:
    insert = _insert(table, dialect)
    keys = [column.name for column in table.primary_key.columns]
    rest = {column.name: insert.excluded[column.name] for column in table.columns if not column.primary_key}
    if rest:
        return insert.on_conflict_do_update(index_elements=keys, set_=rest)
    return insert.on_conflict_do_nothing(index_elements=keys)


def _insert(table: Table, dialect: str) -> postgresql.Insert | sqlite.Insert:
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


def get_meta(connection: Connection, name: str) -> str | None:
    return connection.execute(select(schema.meta.c.value).where(schema.meta.c.name == name)).scalar()


def put_meta(connection: Connection, **values: str) -> None:
    upsert(connection, schema.meta, [{"name": name, "value": value} for name, value in values.items()])
