"""Connections to the ledger's database: the embedded SQLite, or PostgreSQL shared by several servers.

Writers take turns. In SQLite that is its own rule (one connection, BEGIN IMMEDIATE); in PostgreSQL each writing
transaction first locks the one row of `head`. So the log has one order without gaps, and a decision never has to
be taken again because somebody else was faster.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, func, make_url, select
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, NotSupportedError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from piclets.errors import StorageUnavailable
from piclets.ledger import schema

BUSY_S = 20
READERS = 16
RETRY_S = 10

DEFINING = 0x7069636C657400
"""The advisory lock of who makes tables ("piclet", 0)."""

OUR_MISTAKES = (DataError, IntegrityError, NotSupportedError, ProgrammingError)
"""What a database says of a wrong statement. Everything else it says is of its own state: waiting may help."""


class Database:
    """Reading and writing transactions. A lost or full database raises StorageUnavailable."""

    def __init__(self, url: str) -> None:
        self.embedded = make_url(url).get_backend_name() == "sqlite"
        if self.embedded:
            self._reader = _sqlite(url, begin="BEGIN", synchronous="NORMAL", connections=READERS)
            self._writer = _sqlite(url, begin="BEGIN IMMEDIATE", synchronous="FULL", connections=1)
            self._casual = _sqlite(url, begin="BEGIN IMMEDIATE", synchronous="NORMAL", connections=1)
        else:
            self._writer = self._casual = _postgresql(url)
            self._reader = self._writer.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        self._turn = threading.Lock()

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

    @contextmanager
    def write_casually(self) -> Iterator[Connection]:
        """For caches and allowances: survives the process, not a power cut, and waits for no disk."""
        with _translated(), self._in_turn(), self._casual.begin() as connection:
            yield connection

    @contextmanager
    def define(self) -> Iterator[Connection]:
        """For making tables at start, when there may be no `head` to lock yet."""
        with _translated(), self._in_turn(), self._writer.begin() as connection:
            if not self.embedded:
                connection.execute(select(func.pg_advisory_xact_lock(DEFINING)))
            yield connection

    @contextmanager
    def _in_turn(self) -> Iterator[None]:
        """SQLite's own waiting is a poll that can starve; a lock within the process is fair enough."""
        if not self.embedded:
            yield
        elif not self._turn.acquire(timeout=BUSY_S):
            raise StorageUnavailable("The game's storage is busy. Please try again.", retry_after=RETRY_S)
        else:
            try:
                yield
            finally:
                self._turn.release()

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
        raise StorageUnavailable(
            "The game's storage cannot be reached right now. Please try again.", retry_after=RETRY_S
        ) from error


def _sqlite(url: str, *, begin: str, synchronous: str, connections: int) -> Engine:
    engine = create_engine(
        url,
        pool_size=connections,
        max_overflow=0,
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


def _postgresql(url: str) -> Engine:
    return create_engine(
        url,
        pool_size=READERS,
        max_overflow=8,
        pool_timeout=BUSY_S,
        pool_pre_ping=True,
        pool_recycle=1800,
        connect_args={
            "connect_timeout": 5,
            "options": "-c lock_timeout=20s -c statement_timeout=60s -c idle_in_transaction_session_timeout=60s",
            "keepalives_idle": 15,
            "keepalives_interval": 5,
            "keepalives_count": 3,
        },
    )
