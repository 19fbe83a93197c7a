"""Whether a player has a public page. That is an event, so that a restored game keeps it."""

from __future__ import annotations

import uuid

from sqlalchemy import Connection

from piclets.domain.events import AnyEvent, PlayerListed
from piclets.domain.records import Player
from piclets.domain.tables import PlayerRow, UnlistedRow
from piclets.errors import InvalidRequest
from piclets.ledger.ledger import Ledger
from piclets.ledger.sql_tables import SqlTables


class _Unchanged(Exception):
    """It is so already: the transaction ends without an event."""


class Listing:
    """Methods raise StorageUnavailable when the database cannot be reached."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def listed(self, sub: str) -> bool:
        with self._ledger.database.read() as connection:
            return SqlTables(connection).get(UnlistedRow, sub) is None

    def put(self, player: Player, at: str, *, listed: bool) -> int:
        """Show a player's page, or do so no more; the place in the log up to which that is told.

        Raises InvalidRequest for who has scanned nothing yet.
        """

        def decide(_connection: Connection, tables: SqlTables) -> AnyEvent:
            if tables.get(PlayerRow, player.sub) is None:
                raise InvalidRequest("You have no page yet: it begins with your first scan.")
            if listed == (tables.get(UnlistedRow, player.sub) is None):
                raise _Unchanged
            return PlayerListed(id=uuid.uuid4().hex, at=at, player=player, listed=listed)

        try:
            return self._ledger.append(decide)
        except _Unchanged:
            return self._ledger.head()
