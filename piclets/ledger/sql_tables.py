"""The folded tables within one transaction: rows are read once, and written together at the end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, TypeVar

from sqlalchemy import Connection, select

from piclets.domain.tables import Key, Row
from piclets.ledger.schema import TABLE_OF
from piclets.ledger.statements import delete_by_key, row_by_key, rows_by_keys, upsert

R = TypeVar("R", bound=Row)

MOST_PARAMETERS = 30_000
MOST_ROWS_KEPT = 200_000


class SqlTables:
    """`Tables` (domain) over a connection. Nothing is written before `flush`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._rows: dict[tuple[type[Row], Key], Row | None] = {}
        self._changed: dict[tuple[type[Row], Key], Row | None] = {}

    def load(self, wanted: Iterable[tuple[type[Row], Key]]) -> None:
        """Fetch rows in one statement per table."""
        keys: dict[type[Row], set[Key]] = defaultdict(set)
        for place in wanted:
            if place not in self._rows:
                keys[place[0]].add(place[1])
        for row, missing in keys.items():
            for chunk in _chunks(sorted(missing), MOST_PARAMETERS // len(row.KEY)):
                self._fetch(row, chunk)

    def get(self, row: type[R], *key: str | int) -> R | None:
        if (row, key) not in self._rows:
            self._fetch(row, [key])
        found = self._rows[row, key]
        return found if isinstance(found, row) else None

    def put(self, row: Row) -> None:
        place = type(row), row.key
        self._rows[place] = self._changed[place] = row

    def remove(self, row: Row) -> None:
        self._rows[type(row), row.key] = None
        self._changed[type(row), row.key] = None

    def rows(self, row: type[R], **columns: str) -> list[R]:
        self.flush()
        table = TABLE_OF[row]
        wanted = select(table).where(*(table.c[name] == value for name, value in columns.items()))
        found = [make_row(row, dict(values)) for values in self._connection.execute(wanted).mappings()]
        self._rows.update(((row, made.key), made) for made in found)
        return found

    def flush(self) -> None:
        """Write what changed."""
        changed: dict[type[Row], list[Row]] = defaultdict(list)
        removed: dict[type[Row], list[Key]] = defaultdict(list)
        for (kind, key), row in self._changed.items():
            if row is None:
                removed[kind].append(key)
            else:
                changed[kind].append(row)
        for kind, keys in removed.items():
            parameters = [{f"key_{at}": value for at, value in enumerate(key)} for key in keys]
            self._connection.execute(delete_by_key(TABLE_OF[kind], kind.KEY), parameters)
        for kind, rows in changed.items():
            upsert(self._connection, TABLE_OF[kind], [vars(row) for row in rows])
        self._changed.clear()
        if len(self._rows) > MOST_ROWS_KEPT:
            self._rows.clear()

    def _fetch(self, row: type[Row], keys: list[Key]) -> None:
        table = TABLE_OF[row]
        for key in keys:
            self._rows[row, key] = None
        if len(keys) == 1:
            one = {f"key_{at}": value for at, value in enumerate(keys[0])}
            found = self._connection.execute(row_by_key(table, row.KEY), one)
        else:
            many = [key[0] for key in keys] if len(row.KEY) == 1 else keys
            statement = rows_by_keys(table, row.KEY, self._connection.dialect.name)
            found = self._connection.execute(statement, {"keys": many})
        for values in found.mappings():
            made = make_row(row, dict(values))
            self._rows[row, made.key] = made


def make_row(row: type[R], values: dict[str, Any]) -> R:
    """A row from its columns. JSON has lists where rows have tuples."""
    return row(**{name: tuple(value) if isinstance(value, list) else value for name, value in values.items()})


def _chunks(items: list[Key], size: int) -> Iterable[list[Key]]:
    return (items[start : start + size] for start in range(0, len(items), size))
