"""Whether a player has a public page, and what it shows. Both are events, so that a restored game keeps them."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from sqlalchemy import Connection

from piclets.domain.events import AnyEvent, PlayerListed, ShowcaseChosen
from piclets.domain.records import Player
from piclets.domain.tables import FindRow, PlayerRow, ShowcaseRow, UnlistedRow
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

        def decide(tables: SqlTables) -> AnyEvent:
            if listed == (tables.get(UnlistedRow, player.sub) is None):
                raise _Unchanged
            return PlayerListed(id=uuid.uuid4().hex, at=at, player=player, listed=listed)

        return self._append(player, decide)

    def showcase(self, sub: str) -> tuple[str, ...]:
        """The typeIds that a player has chosen to show; none: the newest are shown."""
        with self._ledger.database.read() as connection:
            return _chosen(SqlTables(connection), sub)

    def choose(self, player: Player, at: str, type_ids: tuple[str, ...]) -> int:
        """Show these Piclets on a player's page; the place in the log up to which that is told.

        Raises InvalidRequest for who has scanned nothing yet, and for a Piclet that the player has not found.
        """

        def decide(tables: SqlTables) -> AnyEvent:
            if type_ids == _chosen(tables, player.sub):
                raise _Unchanged
            for each in type_ids:
                if not each.isprintable() or tables.get(FindRow, player.sub, each) is None:
                    raise InvalidRequest("Only Piclets that you have found can be shown on your page.")
            return ShowcaseChosen(id=uuid.uuid4().hex, at=at, player=player, type_ids=type_ids)

        return self._append(player, decide)

    def _append(self, player: Player, decide: Callable[[SqlTables], AnyEvent]) -> int:
        def decide_of_page(_connection: Connection, tables: SqlTables) -> AnyEvent:
            if tables.get(PlayerRow, player.sub) is None:
                raise InvalidRequest("You have no page yet: it is made with your first scan.")
            return decide(tables)

        try:
            return self._ledger.append(decide_of_page)
        except _Unchanged:
            return self._ledger.head()


def _chosen(tables: SqlTables, sub: str) -> tuple[str, ...]:
    row = tables.get(ShowcaseRow, sub)
    return row.type_ids if row else ()
