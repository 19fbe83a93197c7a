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

LARGE_CACHE_KIB = 128_000

COMMIT: Statement = ("COMMIT", {})


def in_one_trip(connection: Connection, statements: Sequence[Statement]) -> list[Lines]:
    """PostgreSQL's pipeline mode: statements that travel together, and whose answers come back together.

    Each sees what was committed when its own turn came; after an error nothing more is executed. Returns the rows of
    each. Raises DBAPIError.
    """
    driver = _driver_of(connection)
    try:
        with driver.pipeline():
            cursors = [driver.cursor().execute(text, parameters or None) for text, parameters in statements]
        return [cursor.fetchall() if cursor.description else [] for cursor in cursors]
    except _errors_of(connection) as error:
        raise _translated(connection, statements[-1][0], error) from error


def read(connection: Connection, statement: Statement) -> Lines:
    """One statement on SQLite. Raises DBAPIError."""
    text, parameters = statement
    try:
        rows: Lines = _driver_of(connection).execute(text, parameters).fetchall()
    except _errors_of(connection) as error:
        raise _translated(connection, text, error) from error
    return rows


def read_each(connection: Connection, text: str, lines: Iterable[Sequence[Any]]) -> Lines:
    """One statement on SQLite for each line of parameters: of each the first row, if any. Raises DBAPIError."""
    execute = _driver_of(connection).execute
    try:
        return [row for line in lines if (row := execute(text, line).fetchone()) is not None]
    except _errors_of(connection) as error:
        raise _translated(connection, text, error) from error


def write(connection: Connection, statements: Iterable[tuple[str, Iterable[Sequence[Any]]]]) -> None:
    """Statements on SQLite, each for each of its lines of parameters. Raises DBAPIError."""
    execute = _driver_of(connection).executemany
    for text, lines in statements:
        try:
            execute(text, lines)
        except _errors_of(connection) as error:
            raise _translated(connection, text, error) from error


@contextmanager
def large_cache(connection: Connection) -> Iterator[None]:
    """For SQLite, while much is written: keys that fall everywhere are put in their places in memory."""
    [[usual]] = read(connection, ("PRAGMA cache_size", {}))
    read(connection, (f"PRAGMA cache_size = -{LARGE_CACHE_KIB}", {}))
    try:
        yield
    finally:
        read(connection, (f"PRAGMA cache_size = {usual}", {}))


def copy_in(connection: Connection, text: str, lines: Iterable[tuple[Any, ...]]) -> None:
    """PostgreSQL's COPY FROM STDIN. Raises DBAPIError, and what `lines` raises."""
    try:
        with _driver_of(connection).cursor() as cursor, cursor.copy(text) as copy:
            for line in lines:
                copy.write_row(line)
    except _errors_of(connection) as error:
        raise _translated(connection, text, error) from error


def _driver_of(connection: Connection) -> Any:
    return connection.connection.dbapi_connection


def _errors_of(connection: Connection) -> Any:
    """Only asked where there is an error."""
    return connection.dialect.loaded_dbapi.Error


def _translated(connection: Connection, text: str, error: Exception) -> Exception:
    """The error as SQLAlchemy's."""
    return DBAPIError.instance(text, None, error, _errors_of(connection), dialect=connection.dialect)
