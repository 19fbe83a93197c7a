"""Tables of an embedded database made by workers, each in a file, and taken over from there.

SQLite has one writer; so many files have many. It takes a table over cell by cell, without a look at what is in it
("transfer optimization"), with indexes that are in order: a fifth of what filling it costs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Final

from sqlalchemy import URL, Connection, Table, create_engine
from sqlalchemy.exc import SQLAlchemyError

from piclets.domain.upcasting import UnknownEvent
from piclets.ledger import copies, driver, schema, workers
from piclets.ledger.copies import Line, UnfitCopy

DIGEST: Final = "the digest of the log"
LOG: Final = schema.events.name

Events = Callable[[], Iterable[tuple[int, str]]]
Rows = Callable[[str], Iterable[Sequence[Line]]]


class NotMade(Exception):
    """A worker could not make it, for want of memory or of disk for example. Of the copy that says nothing."""


Made = Path | str | UnfitCopy | UnknownEvent | NotMade
"""The file of a table or of the log, the digest, or why there is none."""


@contextmanager
def making(
    names: Sequence[str], last: int, events: Events, rows: Rows, folder: Path
) -> Iterator[Iterator[tuple[str, Path | str]]]:
    """Have tables made by name, the `DIGEST` of a log and the `LOG` up to its event `last`, about in this order.

    Gives files and digest as they come. The iterator raises UnfitCopy, UnknownEvent and NotMade. Raises OSError where
    workers cannot be started.
    """
    jobs: dict[str, Callable[[], Made]] = {
        DIGEST: partial(_digest, events),
        LOG: partial(_log, events, last, folder / "log.sqlite3"),
    }
    ordered = [(name, jobs.get(name) or partial(_table, rows, name, folder / f"{name}.sqlite3")) for name in names]
    with workers.working(ordered) as results:
        yield _whole(results)


def _whole(results: Iterator[tuple[str, Made]]) -> Iterator[tuple[str, Path | str]]:
    try:
        for name, made in results:
            if isinstance(made, Exception):
                raise made
            yield name, made
    except workers.WorkerEnded as ended:
        raise NotMade(str(ended)) from ended


def take_over(connection: Connection, table: Table) -> None:
    """Fill an empty table with that of the database which is attached as `aside` (see `Database.write_beside`).

    Their columns have to be the same in the same order. SQLite takes over cells, and no rows, only with `*`, and only
    where all else of the two is the same.
    """
    name = connection.dialect.identifier_preparer.quote(table.name)
    connection.exec_driver_sql(f"INSERT INTO main.{name} SELECT * FROM aside.{name}")  # noqa: S608 - a name of ours


def _table(rows: Rows, name: str, file: Path) -> Made:
    return _made(file, copies.TABLES[name], lambda connection: copies.fill(connection, name, rows(name)))


def _log(events: Events, last: int, file: Path) -> Made:
    return _made(file, schema.events, lambda connection: copies.fill_log(connection, last, events()))


def _digest(events: Events) -> Made:
    try:
        return copies.log_digest(body for _, body in events())
    except UnfitCopy as unfit:
        return unfit


def _made(file: Path, table: Table, fill: Callable[[Connection], None]) -> Made:
    """Make a table in a database of its own, which nobody else looks at and which need not outlast a power cut."""
    engine = create_engine(URL.create("sqlite", database=str(file)))
    try:
        with engine.connect() as connection:
            for pragma in ("journal_mode = OFF", "synchronous = OFF"):
                driver.read(connection, (f"PRAGMA {pragma}", {}))
            with connection.begin(), driver.large_cache(connection):
                table.create(connection)
                fill(connection)
    except (UnfitCopy, UnknownEvent) as error:
        return error
    except (SQLAlchemyError, OSError) as error:
        return NotMade(f"{table.name} cannot be made ({type(error).__name__})")
    finally:
        engine.dispose()
    return file
