"""Which of several servers publishes: the one that holds an advisory lock of the shared database.

The lock lasts as long as its connection. When its server dies, the database lets go of it (at once where the
process died, within about ten seconds where the machine did), and the next that tries takes over. It only keeps
servers out of each other's way: that two never publish at once, even for the moment in which a connection is lost
and not yet missed, rests on each dataset commit being chained on the one before.
"""

from __future__ import annotations

from sqlalchemy import Connection, func, literal, select
from sqlalchemy.exc import DBAPIError

from piclets.ledger.database import Database

PUBLISHING = 0x7069636C657401
"""The advisory lock of who publishes ("piclet", 1)."""


class PublishingTurn:
    """Used by one thread. With the embedded database there is one server, and it is always its turn."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._session: Connection | None = None

    def try_take(self) -> bool:
        """Take the turn if nobody has it. Raises StorageUnavailable."""
        if self.held():
            return True
        session = self._database.session()
        try:
            taken = bool(session.execute(select(func.pg_try_advisory_lock(PUBLISHING))).scalar())
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

    def release(self) -> None:
        """Give the turn up, so that another server need not wait."""
        if self._session is not None:
            self._session.close()
            self._session = None
