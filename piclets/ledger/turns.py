"""Which of several servers publishes: the one that holds an advisory lock of the shared database.

The lock lasts as long as its connection. When its server dies, the database lets go of it (at once where the
process died, within about ten seconds where the machine did), and the next that tries takes over. It only keeps
servers out of each other's way: that two never publish at once, even for the moment in which a connection is lost
and not yet missed, rests on each dataset commit being chained on the one before. Who takes over claims the dataset
first, with a commit; from then on whatever its predecessor still sends is refused (412), and it finds a higher epoch.
What the predecessor still notes in the ledger is of commits that landed before that, and stays true.

A second lock, on the same connection, tells the other servers that the ledger has all that the dataset has.
"""

from __future__ import annotations

import zlib

from sqlalchemy import Connection, func, literal, select
from sqlalchemy.exc import DBAPIError

from piclets.ledger.database import Database

PUBLISHING = 0x7069636C657401
"""The advisory lock of who publishes ("piclet", 1)."""

RESTORED = 0x7069636C657402
"""The advisory lock that the publisher has besides, once the ledger has all that the dataset has."""


LOOKING = 0x7069636C
"""The first half of the advisory lock of who computes sight's vectors; the second is a checksum of their model."""

TELLING = 0x7069636C657403
"""The advisory lock of who tells the webhook of discoveries ("piclet", 3)."""


class TurnLost(Exception):
    """The connection that had the lock is gone: another server may publish by now."""


class Turn:
    """A lock of the shared database that one server has at a time, for as long as its connection lasts.

    Used by one thread. With the embedded database there is one server, and it is always its turn.
    """

    def __init__(self, database: Database, lock: int) -> None:
        self._database = database
        self._lock = lock
        self._session: Connection | None = None

    def try_take(self) -> bool:
        """Take the turn if it is free. Raises StorageUnavailable."""
        if self.held():
            return True
        session = self._database.session()
        try:
            taken = bool(session.execute(select(func.pg_try_advisory_lock(self._lock))).scalar())
        except DBAPIError:
            taken = False
        if taken:
            self._session = session
        else:
            session.close()
        return taken

    def held(self) -> bool:
        """Whether it is still this server's turn: asks the database over the connection that has the lock."""
        if self._database.embedded:
            return True
        if self._session is None:
            return False
        try:
            self._session.execute(select(literal(1)))
        except DBAPIError:
            self.release()
        return self._session is not None

    def hold(self) -> None:
        """Raises TurnLost where it is not this server's turn any more."""
        if not self.held():
            raise TurnLost

    def release(self) -> None:
        """Give the turn up, so that another server need not wait."""
        if self._session is not None:
            self._session.close()
            self._session = None


class PublishingTurn(Turn):
    """Who publishes."""

    def __init__(self, database: Database) -> None:
        super().__init__(database, PUBLISHING)

    def announce(self) -> None:
        """Tell the other servers that the ledger is restored, for as long as the turn lasts. Raises TurnLost."""
        if self._session is None:
            return
        try:
            self._session.execute(select(func.pg_advisory_lock(RESTORED)))
        except DBAPIError:
            self.release()
            raise TurnLost from None

    def announced(self) -> bool:
        """Whether another server has the turn and has restored the ledger. Raises StorageUnavailable."""
        if self._database.embedded:
            return False
        with self._database.read() as connection:
            free = connection.execute(select(func.pg_try_advisory_xact_lock_shared(RESTORED))).scalar()
        return not free


class LookingTurn(Turn):
    """Who computes the vectors of a model of sight."""

    def __init__(self, database: Database, model: str) -> None:
        super().__init__(database, LOOKING << 32 | zlib.crc32(model.encode()))
