"""Connections to the ledger's database: the embedded SQLite, or PostgreSQL shared by several servers.

Writers take turns. Within a server a lock sees to it; in SQLite, BEGIN IMMEDIATE besides; in PostgreSQL each writing
transaction first locks the one row of `head`, for as long as it takes and no longer. So the log has one order
without gaps, and a decision never has to be taken again because somebody else was faster.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, func, make_url, select
from sqlalchemy.exc import (
    ArgumentError,
    DataError,
    DBAPIError,
    IntegrityError,
    NoSuchModuleError,
    NotSupportedError,
    ProgrammingError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from tenacity import Retrying, retry_if_exception_type, stop_after_delay, wait_random_exponential

from piclets.errors import StorageUnavailable
from piclets.ledger import schema
from piclets.ledger.fair_lock import FairLock
from piclets.settings import BadSetting

T = TypeVar("T")

BUSY_S = 20
READERS = 16
WRITERS = 8
RETRY_S = 10

DEFINING = 0x7069636C657400
"""The advisory lock of who makes tables ("piclet", 0)."""

OUR_MISTAKES = (DataError, IntegrityError, NotSupportedError, ProgrammingError)
"""What a database says of a wrong statement. Everything else it says is of its own state: waiting may help."""

CONFLICTS = ("40001", "40P01")
"""SQLSTATEs of a transaction that was undone in favour of another: do it again."""


class Conflict(StorageUnavailable):
    """Undone in favour of another transaction. `Database.written` does it again."""


class Database:
    """Reading and writing transactions. A lost or full database raises StorageUnavailable."""

    def __init__(self, url: str) -> None:
        try:
            self.embedded = make_url(url).get_backend_name() == "sqlite"
            self._connect(url)
        except (ArgumentError, NoSuchModuleError):
            raise BadSetting("DATABASE_URL=(hidden) cannot be used: it has to be a SQLAlchemy URL.") from None
        except ModuleNotFoundError as error:
            raise BadSetting(
                f"DATABASE_URL=(hidden) cannot be used without {error.name}: pip install -r requirements-postgres.txt"
            ) from None
        self._turn = FairLock()

    def _connect(self, url: str) -> None:
        if self.embedded:
            self._reader = _sqlite(url, begin="BEGIN", synchronous="NORMAL", connections=READERS)
            self._writer = _sqlite(url, begin="BEGIN IMMEDIATE", synchronous="FULL", connections=1)
            self._casual = _sqlite(url, begin="BEGIN IMMEDIATE", synchronous="NORMAL", connections=1)
        else:
            self._reader = _postgresql(url, "REPEATABLE READ", READERS, "-c default_transaction_read_only=on")
            self._writer = _postgresql(url, "READ COMMITTED", WRITERS)
            self._casual = self._writer

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A snapshot: what is read within is of one moment."""
        with _translated(), self._reader.begin() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """The one writing transaction at a time. On disk when it is left without an exception."""
        with _translated(), self._in_turn(), self._writer.begin() as connection:
            if not self.embedded:
                connection.execute(select(schema.head.c.seq).with_for_update())
            yield connection

    def written(self, work: Callable[[Connection], T]) -> T:
        """Do `work` in a writing transaction, again while the database undoes it in favour of others."""
        attempts = Retrying(
            retry=retry_if_exception_type(Conflict),
            wait=wait_random_exponential(multiplier=0.02, max=1),
            stop=stop_after_delay(BUSY_S),
            reraise=True,
        )
        done: T = attempts(self._written_once, work)
        return done

    def _written_once(self, work: Callable[[Connection], T]) -> T:
        with self.write() as connection:
            return work(connection)

    @contextmanager
    def write_casually(self) -> Iterator[Connection]:
        """For caches and allowances: survives the process, not a power cut, and waits for no disk."""
        with _translated():
            if self.embedded:
                with self._in_turn(), self._casual.begin() as connection:
                    yield connection
            else:
                with self._casual.begin() as connection:
                    connection.exec_driver_sql("SET LOCAL synchronous_commit = off")
                    yield connection

    @contextmanager
    def define(self) -> Iterator[Connection]:
        """For making tables at start, when there may be no `head` to lock yet."""
        with _translated(), self._in_turn(), self._writer.begin() as connection:
            if not self.embedded:
                connection.execute(select(func.pg_advisory_xact_lock(DEFINING)))
            yield connection

    def session(self) -> Connection:
        """A connection of its own, outside transactions, for what lasts as long as a connection does.

        The caller closes it; that ends the session. PostgreSQL only.
        """
        with _translated():
            connection = self._writer.execution_options(isolation_level="AUTOCOMMIT").connect()
            connection.detach()
            return connection

    @contextmanager
    def _in_turn(self) -> Iterator[None]:
        """SQLite's own waiting is a poll that can starve; in PostgreSQL each that waits would hold a connection."""
        if not self._turn.acquire(timeout=BUSY_S):
            raise StorageUnavailable("The game's storage is busy. Please try again.", retry_after=RETRY_S)
        try:
            yield
        finally:
            self._turn.release()

    def copy_to(self, file: Path) -> None:
        """A consistent copy of the embedded database, while it is in use."""
        with _translated(), closing(self._reader.raw_connection()) as pooled, closing(sqlite3.connect(file)) as copy:
            source: Any = pooled.driver_connection
            source.backup(copy)

    def close(self) -> None:
        for engine in (self._reader, self._casual, self._writer):
            engine.dispose()


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except OUR_MISTAKES:
        raise
    except (DBAPIError, PoolTimeoutError) as error:
        conflict = isinstance(error, DBAPIError) and getattr(error.orig, "sqlstate", None) in CONFLICTS
        kind = Conflict if conflict else StorageUnavailable
        raise kind(
            "The game's storage cannot be reached right now. Please try again.", retry_after=RETRY_S
        ) from error


def _sqlite(url: str, *, begin: str, synchronous: str, connections: int) -> Engine:
    engine = create_engine(
        url,
        pool_size=connections,
        max_overflow=0,
        pool_use_lifo=True,  # the same few connections all the time, whose caches are filled
        pool_timeout=BUSY_S,
        connect_args={"timeout": BUSY_S, "check_same_thread": False},
    )

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: Any) -> None:
        # Transactions are begun by SQLAlchemy's event below, not by the driver's guess.
        connection.isolation_level = None
        for pragma in (
            "journal_mode = WAL",
            f"synchronous = {synchronous}",
            "fullfsync = 1",
            "checkpoint_fullfsync = 1",
            "cache_size = -16000",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _postgresql(url: str, isolation: Any, connections: int, options: str = "") -> Engine:
    """A dead server's or client's connection ends within seconds, on both sides: its locks are needed elsewhere."""
    alive = {"idle": 5, "interval": 2, "count": 3}
    server_side = " ".join(f"-c tcp_keepalives_{name}={value}" for name, value in alive.items())
    limits = "-c lock_timeout=20s -c statement_timeout=60s -c idle_in_transaction_session_timeout=60s"
    return create_engine(
        url,
        isolation_level=isolation,
        pool_size=connections,
        max_overflow=0,
        pool_timeout=BUSY_S,
        pool_pre_ping=True,
        pool_recycle=1800,
        connect_args={
            "connect_timeout": 5,
            "options": f"{limits} {server_side} {options}".strip(),
            **{f"keepalives_{name}": value for name, value in alive.items()},
            "tcp_user_timeout": 10_000,  # milliseconds: keepalives say nothing while an answer is waited for
        },
    )
