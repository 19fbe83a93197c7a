"""Straight to the driver: what SQLAlchemy adds to a statement costs more than the statement itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

Statement = tuple[str, Mapping[str, Any]]
"""The text, with the driver's own marks, and the parameters by name."""

Lines = Sequence[tuple[Any, ...]]

LARGE_CACHE_KIB = 64_000

COMMIT: Statement = ("COMMIT", {})


def in_one_trip(connection: Connection, statements: Sequence[Statement]) -> list[Lines]:
    """PostgreSQL's pipeline mode: statements that travel together, and whose answers come back together.

    Each sees what was committed when its own turn came; after an error nothing more is executed. Returns the rows of
    each. Raises DBAPIError.
    """
    with _Driver(connection, statements[-1][0]) as driver:
        with driver.pipeline():
            cursors = [driver.cursor().execute(text, parameters or None) for text, parameters in statements]
        return [cursor.fetchall() if cursor.description else [] for cursor in cursors]


def read(connection: Connection, statement: Statement) -> Lines:
    """One statement on SQLite. Raises DBAPIError."""
    text, parameters = statement
    with _Driver(connection, text) as driver:
        rows: Lines = driver.execute(text, parameters).fetchall()
        return rows


def read_each(connection: Connection, text: str, lines: Iterable[Sequence[Any]]) -> Lines:
    """One statement on SQLite for each line of parameters: of each the first row, if any. Raises DBAPIError."""
    with _Driver(connection, text) as driver:
        return [row for line in lines if (row := driver.execute(text, line).fetchone()) is not None]


def write(connection: Connection, statements: Iterable[tuple[str, Iterable[Sequence[Any]]]]) -> None:
    """Statements on SQLite, each for each of its lines of parameters. Raises DBAPIError."""
    for text, lines in statements:
        with _Driver(connection, text) as driver:
            driver.executemany(text, lines)


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
    with _Driver(connection, text) as driver, driver.cursor() as cursor, cursor.copy(text) as copy:
        for line in lines:
            copy.write_row(line)


class _Driver:
    """The driver's connection, whose errors are SQLAlchemy's. A class, since a generator takes as long as a small
    statement does.
    """

    __slots__ = ("_connection", "_text")

    def __init__(self, connection: Connection, text: str) -> None:
        self._connection = connection
        self._text = text

    def __enter__(self) -> Any:
        return self._connection.connection.dbapi_connection

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        if error is None:
            return
        dialect = self._connection.dialect
        errors: Any = dialect.loaded_dbapi
        if isinstance(error, errors.Error):
            raise DBAPIError.instance(self._text, None, error, errors.Error, dialect=dialect) from error
