"""Things that are only counted, such as refused photos; shared by all servers of a game."""

from __future__ import annotations

from sqlalchemy import select

from piclets.ledger.database import Database
from piclets.ledger.schema import counters
from piclets.ledger.statements import add_to_counter


class Counters:
    """Methods raise StorageUnavailable."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, name: str) -> None:
        """Count one more."""
        with self._database.write_casually() as connection:
            connection.execute(add_to_counter(connection.dialect.name), {"name": name, "count": 1})

    def all(self) -> dict[str, int]:
        """Every count, by name."""
        with self._database.read() as connection:
            rows = connection.execute(select(counters.c.name, counters.c.count).order_by(counters.c.name))
            return {name: count for name, count in rows}  # noqa: C416 - rows are no pairs to a type checker
