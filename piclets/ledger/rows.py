"""Rows of the folded tables, out of the database."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields
from functools import cache
from typing import Any, Final, TypeVar

from pydantic_core import from_json
from sqlalchemy import JSON, BindParameter, Boolean, Column, Connection, Select, Table, bindparam, select, tuple_

from piclets.domain.rows import Key, Row, row_of
from piclets.ledger import driver
from piclets.ledger.schema import TABLE_OF

R = TypeVar("R", bound=Row)

MAX_PARAMETERS: Final = 30_000

NAMES: Final[dict[type[Row], tuple[str, ...]]] = {
    kind: tuple(each.name for each in fields(kind))  # type: ignore[arg-type]  # rows are dataclasses
    for kind in TABLE_OF
}
"""The fields of each kind of row, in order."""


def make_row(kind: type[R], values: Mapping[str, Any]) -> R:
    """A row from its columns. JSON has lists where rows have tuples."""
    return row_of(kind, {name: _unchanging(value) for name, value in values.items()})


def made_in_order(kind: type[R], values: Iterable[Any]) -> R:
    """The same from its values in the order of its fields."""
    return row_of(kind, dict(zip(NAMES[kind], map(_unchanging, values), strict=True)))


def read_rows(connection: Connection, kind: type[R], keys: Sequence[Key]) -> list[R]:
    """The rows that have these keys, those that there are; any number of keys.

    SQLite is asked for one after the other: however many there are, a list of them takes it no less.
    """
    if connection.dialect.name == "sqlite":
        found = driver.read_each(connection, _READING_ONE[kind], keys)
        return [_read(kind, line) for line in found]
    table, at_once = TABLE_OF[kind], MAX_PARAMETERS // len(kind.KEY)
    if len(keys) == 1:
        one = {f"key_{at}": value for at, value in enumerate(keys[0])}
        return [make_row(kind, dict(row)) for row in connection.execute(_by_key(table, kind.KEY), one).mappings()]
    many = [key[0] for key in keys] if len(kind.KEY) == 1 else keys
    return [
        make_row(kind, dict(row))
        for start in range(0, len(many), at_once)
        for row in connection.execute(_by_keys(table, kind.KEY), {"keys": many[start : start + at_once]}).mappings()
    ]


def _read(kind: type[R], line: Sequence[Any]) -> R:
    """A row as SQLite has it."""
    values = dict(zip(NAMES[kind], line, strict=True))
    for name, convert in _CONVERTED[kind]:
        values[name] = convert(values[name])
    return row_of(kind, values)


@cache
def _by_key(table: Table, names: tuple[str, ...]) -> Select[tuple[Any, ...]]:
    """One row by the columns `names`, whose values are the parameters `key_0`, `key_1`, ..."""
    return select(table).where(*(table.c[name] == bindparam(f"key_{at}") for at, name in enumerate(names)))


@cache
def _by_keys(table: Table, names: tuple[str, ...]) -> Select[tuple[Any, ...]]:
    """Many rows by the columns `names`: the parameter `keys` is a list of values, or of tuples of them."""
    columns = [table.c[name] for name in names]
    keys: BindParameter[Any] = bindparam("keys", expanding=True)
    return select(table).where((columns[0] if len(columns) == 1 else tuple_(*columns)).in_(keys))


def _reading_one(kind: type[Row]) -> str:
    """A statement for SQLite whose parameters are a row's key."""
    same = " AND ".join(f"{name} = ?" for name in kind.KEY)
    return f"SELECT {', '.join(NAMES[kind])} FROM {TABLE_OF[kind].name} WHERE {same}"  # noqa: S608 - our names


def _conversion(column: Column[Any]) -> Callable[[Any], Any] | None:
    """What makes of SQLite's value the row's, where they differ. None of these is ever NULL."""
    if isinstance(column.type, Boolean):
        return bool
    return _from_json if isinstance(column.type, JSON) else None


def _from_json(text: str) -> Any:
    return _unchanging(from_json(text))


def _unchanging(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


_READING_ONE: Final = {kind: _reading_one(kind) for kind in TABLE_OF}
_CONVERTED: Final = {
    kind: [(column.name, convert) for column in table.columns if (convert := _conversion(column))]
    for kind, table in TABLE_OF.items()
}
