"""Straight to the driver: what SQLAlchemy adds to a statement costs more than the statement itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

Statement = tuple[str, Mapping[str, Any]]
"""The text, with the driver's own marks, and the parameters by name."""

Lines = Sequence[tuple[Any, ...]]

COMMIT: Statement = ("COMMIT", {})


def in_one_trip(connection: Connection, statements: Sequence[Statement]) -> list[Lines]:
    """PostgreSQL's pipeline mode: statements that travel together, and whose answers come back together.

    Each sees what was committed when its own turn came; after an error nothing more is executed. Returns the rows of
    each. Raises DBAPIError.
    """
    with _driver_of(connection, statements[-1][0]) as driver:
        with driver.pipeline():
            cursors = [driver.cursor().execute(text, parameters or None) for text, parameters in statements]
        return [cursor.fetchall() if cursor.description else [] for cursor in cursors]


def read(connection: Connection, statement: Statement) -> Lines:
    """One statement on SQLite. Raises DBAPIError."""
    text, parameters = statement
    with _driver_of(connection, text) as driver:
        rows: Lines = driver.execute(text, parameters).fetchall()
        return rows


def write(connection: Connection, text: str, lines: Iterable[Sequence[Any]]) -> None:
    """One statement on SQLite, for each line of parameters. Raises DBAPIError."""
    with _driver_of(connection, text) as driver:
        driver.executemany(text, lines)


def copy_in(connection: Connection, text: str, lines: Iterable[tuple[Any, ...]]) -> None:
    """PostgreSQL's COPY FROM STDIN. Raises DBAPIError, and what `lines` raises."""
    with _driver_of(connection, text) as driver, driver.cursor() as cursor, cursor.copy(text) as copy:
        for line in lines:
            copy.write_row(line)


@contextmanager
def _driver_of(connection: Connection, text: str) -> Iterator[Any]:
    driver: Any = connection.connection.driver_connection
    errors: Any = connection.dialect.loaded_dbapi.Error
    try:
        yield driver
    except errors as error:
        raise DBAPIError.instance(text, None, error, errors, dialect=connection.dialect) from error
