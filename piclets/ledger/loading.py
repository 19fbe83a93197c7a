"""Loading a log and the tables folded from it (see `copies`) into an empty ledger, part by part.

First what the five reads look at, so that they are served while the rest follows. Each table is a transaction: who
writes casually waits for one, not for all of them. From the first one to the last `meta` says whose loading it is,
and the head stays where it is in an empty ledger: one that was cut off is empty, but for its tables, which `clear`
empties. The log comes last, so that nothing follows it before it is known to be whole.
"""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Final, Protocol

from sqlalchemy import Connection, Table, delete, update

from piclets.ledger import apart, copies, driver, learning, log, schema
from piclets.ledger.apart import DIGEST, LOG, Events, Rows
from piclets.ledger.copies import Described, UnfitCopy
from piclets.ledger.database import Database
from piclets.ledger.statements import get_meta, put_meta

MARK: Final = "loading"
"""The name under which `meta` says whose loading is under way."""

FIRST: Final = ("piclets", "finds", "objects", "aliases", "players", "scores", "decisions", "totals")
"""What the five reads look at, the largest first."""


class _Filling(Protocol):
    """A way to fill an empty ledger's tables. Methods raise what `load` does."""

    def digest(self) -> str: ...

    def fill(self, names: Sequence[str]) -> None:
        """Tables, each in a transaction."""

    def log(self) -> AbstractContextManager[Connection]:
        """A transaction in which the log is filled."""


def load(
    database: Database,
    described: Described,
    events: Events,
    rows: Rows,
    readable: Callable[[], None],
    *,
    by_workers: bool,
) -> None:
    """Load a copy. `events` gives the log's places and bodies, in order, and is asked twice; `rows` a table's rows.

    `readable` is called once what the five reads look at is there. That the log is the one which was folded, and that
    the totals are those which were told, is known by then. `by_workers`: an embedded database's tables are made by
    processes of their own (see `apart`), and `events` and `rows` can be pickled.

    Raises UnfitCopy, UnknownEvent, StorageUnavailable, what the iterables do, and NotMade or OSError where it was the
    workers that failed: `clear` is due then.
    """
    mark = uuid.uuid4().hex
    with _part(database.write(), None) as connection:
        put_meta(connection, **{MARK: mark})
    with _filling(database, mark, described.events, events, rows, by_workers=by_workers) as filling:
        filling.fill(FIRST)
        if filling.digest() != described.digest:
            raise UnfitCopy("it is of another log")
        with database.read() as connection:
            if copies.totals(connection) != described.totals:
                raise UnfitCopy("the totals are other ones")
        readable()
        filling.fill(_rest())
        with filling.log() as connection:
            connection.execute(update(schema.head).values(seq=described.events))
            if described.names_version is not None:
                put_meta(connection, **{learning.KEY: described.names_version})
            _unmark(connection)


def clear(database: Database) -> None:
    """Empty the tables of a ledger whose loading was cut off; content where none was."""
    if database.embedded:
        shutil.rmtree(_folder(database), ignore_errors=True)
    with database.write() as connection:
        if get_meta(connection, MARK) is not None:
            for table in schema.folded.sorted_tables:
                connection.execute(delete(table))
            _unmark(connection)


@contextmanager
def _filling(
    database: Database, mark: str, last: int, events: Events, rows: Rows, *, by_workers: bool
) -> Iterator[_Filling]:
    if not (by_workers and database.embedded):
        yield _Here(database, mark, last, events, rows)
        return
    folder = _folder(database)
    folder.mkdir()
    try:
        with apart.making([*FIRST, DIGEST, LOG, *_rest()], last, events, rows, folder) as made:
            yield _Apart(database, mark, made)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _folder(database: Database) -> Path:
    """Where tables are made: on the disk that has room for the ledger. Of the embedded database only."""
    return database.file.with_name(f"{database.file.name}-restoring")


def _rest() -> list[str]:
    return [name for name in copies.TABLES if name not in FIRST]


class _Here:
    """By this process."""

    def __init__(self, database: Database, mark: str, last: int, events: Events, rows: Rows) -> None:
        self._database = database
        self._mark = mark
        self._last = last
        self._events = events
        self._rows = rows

    def digest(self) -> str:
        return copies.log_digest(body for _, body in self._events())

    def fill(self, names: Sequence[str]) -> None:
        for name in names:
            with _part(self._database.write(), self._mark) as connection, _room(connection):
                copies.fill(connection, name, self._rows(name))

    @contextmanager
    def log(self) -> Iterator[Connection]:
        with _part(self._database.write(), self._mark) as connection:
            with _room(connection):
                copies.fill_log(connection, self._last, self._events())
            yield connection


class _Apart:
    """By workers. What they have made is taken over as it comes, as far as it is asked for."""

    def __init__(self, database: Database, mark: str, made: Iterator[tuple[str, Path | str]]) -> None:
        self._database = database
        self._mark = mark
        self._coming = made
        self._there: dict[str, Path | str] = {}

    def digest(self) -> str:
        return str(self._one_of({DIGEST})[1])

    def fill(self, names: Sequence[str]) -> None:
        left = set(names)
        while left:
            name, file = self._one_of(left)
            left.remove(name)
            with self._with(copies.TABLES[name], Path(file)):
                pass

    @contextmanager
    def log(self) -> Iterator[Connection]:
        _, file = self._one_of({LOG})
        with self._with(schema.events, Path(file)) as connection:
            yield connection

    def _one_of(self, names: set[str]) -> tuple[str, Path | str]:
        while not (there := self._there.keys() & names):
            name, made = next(self._coming)
            self._there[name] = made
        name = there.pop()
        return name, self._there.pop(name)

    @contextmanager
    def _with(self, table: Table, file: Path) -> Iterator[Connection]:
        """A transaction in which a table is filled with that of a file, which is gone by its end: once the log is
        there, no error may say that it is not, and after a kill nobody would remove the file.
        """
        with _part(self._database.write_beside(file), self._mark) as connection:
            apart.take_over(connection, table)
            file.unlink()
            yield connection


@contextmanager
def _part(transaction: AbstractContextManager[Connection], mark: str | None) -> Iterator[Connection]:
    """Raises UnfitCopy where the ledger is not empty, or another loading's."""
    with transaction as connection:
        if log.head(connection) or get_meta(connection, MARK) != mark:
            raise UnfitCopy("the ledger is not empty")
        yield connection


@contextmanager
def _room(connection: Connection) -> Iterator[None]:
    """For a transaction that writes much: memory, or the time that an index of millions of rows takes."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
        yield
    else:
        with driver.large_cache(connection):
            yield


def _unmark(connection: Connection) -> None:
    connection.execute(delete(schema.meta).where(schema.meta.c.name == MARK))
