"""Queries that are built once, and on SQLite go straight to the driver (see `driver`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import orjson
from sqlalchemy import JSON, Boolean, ColumnElement, CompoundSelect, Connection, RowMapping, Select
from sqlalchemy.dialects import sqlite

from piclets.ledger import driver

Found = dict[str, Any]
"""A row: its values by column."""

AnyRow = RowMapping | Mapping[str, Any]
"""The same, or as SQLAlchemy gives it."""


class Prepared:
    """A query whose parameters are texts and numbers, by the names of its `bindparam`s."""

    def __init__(self, query: Select[Any] | CompoundSelect[Any]) -> None:
        self._query = query

    def rows(self, connection: Connection, **values: str | float) -> Sequence[Found]:
        """All that it finds."""
        if connection.dialect.name != "sqlite":
            return [dict(row) for row in connection.execute(self._query, values).mappings()]
        written = self._written
        rows = driver.read(connection, (written.text, {**written.fixed, **values}))
        return [written.read(row) for row in rows]

    def first(self, connection: Connection, **values: str | float) -> Found | None:
        """The first row that it finds."""
        return next(iter(self.rows(connection, **values)), None)

    def scalar(self, connection: Connection, **values: str | float) -> Any:
        """The first value of the first row; None where there is no row."""
        row = self.first(connection, **values)
        return next(iter(row.values())) if row else None

    @cached_property
    def _written(self) -> _Written:
        compiled = self._query.compile(dialect=sqlite.dialect(paramstyle="named"))
        columns = self._query.selected_columns
        kinds = ((at, _conversion(column)) for at, column in enumerate(columns))
        return _Written(
            str(compiled),
            {name: value for name, value in compiled.params.items() if value is not None},
            tuple(columns.keys()),
            tuple((at, kind) for at, kind in kinds if kind),
        )


def _conversion(column: ColumnElement[Any]) -> Callable[[Any], Any] | None:
    """What makes of SQLite's value the one that was put in."""
    if isinstance(column.type, Boolean):
        return bool
    return orjson.loads if isinstance(column.type, JSON) else None


@dataclass(frozen=True)
class _Written:
    """A query as SQLite reads it: its text, the parameters that are always the same, and how its rows are read."""

    text: str
    fixed: dict[str, Any]
    names: tuple[str, ...]
    converted: tuple[tuple[int, Callable[[Any], Any]], ...]

    def read(self, row: Sequence[Any]) -> Found:
        values = list(row)
        for at, convert in self.converted:
            if values[at] is not None:
                values[at] = convert(values[at])
        return dict(zip(self.names, values, strict=True))
