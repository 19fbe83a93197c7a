"""Loading a log and the tables folded from it (see `copies`) into an empty ledger, part by part.

First what the five reads look at, so that they are served while the rest follows. Each part is a transaction: who
writes casually waits for a table, not for all of them. From the first part to the last `meta` says whose loading it
is, and the head stays where it is in an empty ledger: one that was cut off is empty, but for its tables, which
`clear` empties. The log comes with the last part, so that nothing follows it before it is known to be whole.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from sqlalchemy import Connection, delete, update

from piclets.ledger import copies, driver, learning, log, schema
from piclets.ledger.copies import Described, Line, UnfitCopy
from piclets.ledger.database import Database
from piclets.ledger.statements import get_meta, put_meta

MARK: Final = "loading"
"""The name under which `meta` says whose loading is under way."""

FIRST: Final = ("totals", "objects", "aliases", "piclets", "players", "finds", "scores", "decisions")
"""What the five reads look at."""

Events = Callable[[], Iterable[tuple[int, str]]]
Rows = Callable[[str], Iterable[Sequence[Line]]]


def load(database: Database, described: Described, events: Events, rows: Rows, readable: Callable[[], None]) -> None:
    """Load a copy. `events` gives the log's places and bodies, in order, and is asked twice; `rows` a table's rows.

    `readable` is called once what the five reads look at is there. That the log is the one which was folded, and that
    the totals are those which were told, is known by then.

    Raises UnfitCopy, UnknownEvent, StorageUnavailable, and what the iterables do: `clear` is due then.
    """
    if copies.log_digest(body for _, body in events()) != described.digest:
        raise UnfitCopy("it is of another log")
    mark = uuid.uuid4().hex
    with _part(database, None) as connection:
        put_meta(connection, **{MARK: mark})
        copies.fill(connection, FIRST, rows)
        if copies.totals(connection) != described.totals:
            raise UnfitCopy("the totals are other ones")
    readable()
    for name in copies.TABLES:
        if name not in FIRST:
            with _part(database, mark) as connection:
                copies.fill(connection, [name], rows)
    with _part(database, mark) as connection:
        copies.fill_log(connection, described.events, events())
        connection.execute(update(schema.head).values(seq=described.events))
        if described.names_version is not None:
            put_meta(connection, **{learning.KEY: described.names_version})
        _unmark(connection)


def clear(database: Database) -> None:
    """Empty the tables of a ledger whose loading was cut off; content where none was."""
    with database.write() as connection:
        if get_meta(connection, MARK) is not None:
            for table in schema.folded.sorted_tables:
                connection.execute(delete(table))
            _unmark(connection)


@contextmanager
def _part(database: Database, mark: str | None) -> Iterator[Connection]:
    with database.write() as connection:
        if log.head(connection) or get_meta(connection, MARK) != mark:
            raise UnfitCopy("the ledger is not empty")
        if connection.dialect.name == "postgresql":
            # An index of millions of rows takes its time.
            connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
            yield connection
        else:
            with driver.large_cache(connection):
                yield connection


def _unmark(connection: Connection) -> None:
    connection.execute(delete(schema.meta).where(schema.meta.c.name == MARK))
