"""Connections to the ledger's database: the embedded SQLite, or PostgreSQL shared by several servers.

Writers take turns. In SQLite a lock sees to it, and BEGIN IMMEDIATE besides; in PostgreSQL each writing transaction
first locks the one row of `head`, for as long as it takes and no longer. So the log has one order without gaps, and a
decision never has to be taken again because another server was faster. A few of a server wait for that row at once:
while one decides, or its answer is on the way, the database has the next.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, func, make_url, select
from sqlalchemy.exc import (
    ArgumentError,
    DataError,
    DBAPIError,
    DisconnectionError,
    IntegrityError,
    NoSuchModuleError,
    NotSupportedError,
    ProgrammingError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from tenacity import Retrying, retry_if_exception_type, stop_after_delay, wait_random_exponential

from piclets.errors import StorageUnavailable
from piclets.ledger import driver, foreseen
from piclets.ledger.fair_lock import FairLock
from piclets.ledger.foreseen import Found, Looked
from piclets.settings import BadSetting

T = TypeVar("T")

BUSY_S = 20
READERS = 16
WRITERS = 8
RETRY_S = 10
IN_LINE = 3
"""Writing transactions of one server at PostgreSQL: one has the turn, the others wait for it there."""
FRESH_S = 1.0
"""A connection that was used so shortly ago is not asked whether it is still there."""

BEGIN_READING = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
BEGIN_WRITING = "BEGIN ISOLATION LEVEL READ COMMITTED"
LOCK = "SELECT seq FROM head FOR UPDATE"

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
            known = make_url(url)
            self.embedded = known.get_backend_name() == "sqlite"
            self.file = Path(known.database or "")
            """The embedded database's."""
            self._connect(url)
        except (ArgumentError, NoSuchModuleError):
            raise BadSetting("DATABASE_URL=(hidden) cannot be used: it has to be a SQLAlchemy URL.") from None
        except ModuleNotFoundError as error:
            raise BadSetting(
                f"DATABASE_URL=(hidden) cannot be used without {error.name}: pip install -r requirements-postgres.txt"
            ) from None
        self._turn = FairLock(1 if self.embedded else IN_LINE)

    def _connect(self, url: str) -> None:
        if self.embedded:
            self._reader = _sqlite(url, begin="BEGIN", synchronous="NORMAL", connections=READERS)
            self._writer = _sqlite(url, begin="BEGIN IMMEDIATE", synchronous="FULL", connections=1)
            self._casual = _sqlite(url, begin="BEGIN IMMEDIATE", synchronous="NORMAL", connections=1)
        else:
            self._reader = _postgresql(url, BEGIN_READING, READERS)
            # Writers look rows up by their keys: a plan once made is as good as a new one, which takes milliseconds.
            self._writer = _postgresql(url, BEGIN_WRITING, WRITERS, "-c plan_cache_mode=force_generic_plan")
            self._casual = self._writer
        self._unbegun = self._writer.execution_options(begun=True)
        self._kept: dict[Engine, Connection] = {}

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A snapshot: what is read within is of one moment."""
        with _translated(), self._reader.begin() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """The one writing transaction at a time. On disk when it is left without an exception."""
        with _translated(), self._in_turn(), self._begun(self._writer) as connection:
            if not self.embedded:
                connection.exec_driver_sql(LOCK)
            yield connection

    @contextmanager
    def write_beside(self, file: Path) -> Iterator[Connection]:
        """Like `write`, with another embedded database attached as `aside`. Of the embedded one only."""
        with _translated(), self._in_turn():
            kept = self._kept_of(self._writer)
            driver.read(kept, ("ATTACH :file AS aside", {"file": str(file)}))
            try:
                with kept.begin():
                    yield kept
            finally:
                driver.read(kept, ("DETACH aside", {}))

    @contextmanager
    def write_reading(self, looked: Looked) -> Iterator[tuple[Connection, Found | None]]:
        """Like `write`; of PostgreSQL, what a scan looks at is read in the same round trip, as it is once the turn
        has come. The embedded database is no room away: nothing of it is read ahead.
        """
        if self.embedded:
            with self.write() as connection:
                yield connection, None
            return
        reading = foreseen.statement(), looked.parameters()
        with _translated(), self._in_turn(), self._unbegun.begin() as connection:
            *_, found = driver.in_one_trip(connection, [(BEGIN_WRITING, {}), (LOCK, {}), reading])
            yield connection, found

    def written(self, work: Callable[[Connection], T]) -> T:
        """Do `work` in a writing transaction, again while the database undoes it in favour of others."""
        return _again(lambda: self._written_once(work))

    def written_reading(self, looked: Looked, work: Callable[[Connection, Found | None], T]) -> T:
        """`written`, for `work` that is given what a scan looks at."""
        return _again(lambda: self._written_reading_once(looked, work))

    def _written_once(self, work: Callable[[Connection], T]) -> T:
        with self.write() as connection:
            return work(connection)

    def _written_reading_once(self, looked: Looked, work: Callable[[Connection, Found | None], T]) -> T:
        with self.write_reading(looked) as (connection, found):
            return work(connection, found)

    @contextmanager
    def write_casually(self) -> Iterator[Connection]:
        """For caches and allowances: survives the process, not a power cut, and waits for no disk."""
        with _translated():
            if self.embedded:
                with self._in_turn(), self._begun(self._casual) as connection:
                    yield connection
            else:
                with self._begun(self._casual) as connection:
                    connection.exec_driver_sql("SET LOCAL synchronous_commit = off")
                    yield connection

    @contextmanager
    def define(self) -> Iterator[Connection]:
        """For making tables at start, when there may be no `head` to lock yet."""
        with _translated(), self._in_turn(), self._begun(self._writer) as connection:
            if not self.embedded:
                connection.execute(select(func.pg_advisory_xact_lock(DEFINING)))
            yield connection

    def session(self) -> Connection:
        """A connection of its own, outside transactions, for what lasts as long as a connection does.

        The caller closes it; that ends the session. PostgreSQL only.
        """
        with _translated():
            connection = self._unbegun.connect()
            connection.detach()
            return connection

    @contextmanager
    def _begun(self, engine: Engine) -> Iterator[Connection]:
        """A writing transaction. The embedded database has one at a time, so its connection is kept: to take it out
        of a pool and put it back takes longer than to begin and commit.
        """
        if not self.embedded:
            with engine.begin() as connection:
                yield connection
            return
        kept = self._kept_of(engine)
        with kept.begin():
            yield kept

    def _kept_of(self, engine: Engine) -> Connection:
        kept = self._kept.get(engine)
        if kept is None:
            kept = self._kept[engine] = engine.connect()
        return kept

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
        """Waits for who is writing; who reads may go on."""
        if self._turn.acquire(timeout=BUSY_S):
            while self._kept:
                self._kept.popitem()[1].close()
            self._turn.release()
        for engine in (self._reader, self._casual, self._writer):
            engine.dispose()


def _again(work: Callable[[], T]) -> T:
    """Do `work`, again while it raises Conflict."""
    try:
        return work()
    except Conflict:
        pass  # rare, and what follows costs a tenth of a decision
    attempts = Retrying(
        retry=retry_if_exception_type(Conflict),
        wait=wait_random_exponential(multiplier=0.02, max=1),
        stop=stop_after_delay(BUSY_S),
        reraise=True,
    )
    done: T = attempts(work)
    return done


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
            # Pages that many decisions change go into the file once for all of them. Up to 4,062 have one index.
            "wal_autocheckpoint = 4000",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        driver.read(connection, (begin, {}))

    return engine


def _postgresql(url: str, begin: str, connections: int, options: str = "") -> Engine:
    """A dead server's or client's connection ends within seconds, on both sides: its locks are needed elsewhere."""
    alive = {"idle": 5, "interval": 2, "count": 3}
    server_side = " ".join(f"-c tcp_keepalives_{name}={value}" for name, value in alive.items())
    limits = "-c lock_timeout=20s -c statement_timeout=60s -c idle_in_transaction_session_timeout=60s"
    engine = create_engine(
        url,
        isolation_level="AUTOCOMMIT",  # transactions are begun below, or with their first statement
        pool_size=connections,
        max_overflow=0,
        pool_use_lifo=True,  # the connections that were used last, see `FRESH_S`
        pool_timeout=BUSY_S,
        pool_recycle=1800,
        connect_args={
            "connect_timeout": 5,
            "options": f"{limits} {server_side} {options}".strip(),
            **{f"keepalives_{name}": value for name, value in alive.items()},
            "tcp_user_timeout": 10_000,  # milliseconds: keepalives say nothing while an answer is waited for
        },
    )

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        if not connection.get_execution_options().get("begun"):
            connection.exec_driver_sql(begin)

    @event.listens_for(engine, "checkin")
    def _used(_connection: Any, record: Any) -> None:
        record.info["used"] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def _ask(connection: Any, record: Any, _proxy: Any) -> None:
        if time.monotonic() - record.info.get("used", 0) > FRESH_S:
            try:
                engine.dialect.do_ping(connection)
            except engine.dialect.loaded_dbapi.Error:
                raise DisconnectionError from None  # the pool takes another

    return engine
