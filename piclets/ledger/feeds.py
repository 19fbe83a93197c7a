"""What feeds tell: the newest discoveries, of everyone, of a player, of an object; and which game they are of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, func, select

from piclets.domain.records import Entry
from piclets.domain.tables import ObjectRow, PlayerRow
from piclets.ledger import log, relations
from piclets.ledger.database import Database
from piclets.ledger.queries import entries_query, entry_of
from piclets.ledger.scans import lead
from piclets.ledger.schema import finds, piclets
from piclets.ledger.sql_tables import SqlTables


@dataclass(frozen=True)
class Discoveries:
    """Some Piclets that are shown, newest first. `game` is the id of the log's first event, `of` a key that stays:
    a player's sub, an object's canonical; `name` is what that is called now."""

    game: str
    of: str
    name: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class FeedPage:
    """`count` discoveries up to the place `head` of a log, of which `entries` are the first."""

    game: str
    head: int
    count: int
    entries: tuple[Entry, ...]


class FeedQueries:
    """Methods raise StorageUnavailable when the database cannot be reached."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of_everyone(self, limit: int) -> Discoveries:
        with self._database.read() as connection:
            newest = entries_query().order_by(piclets.c.seq.desc()).limit(limit)
            return Discoveries(log.first_id(connection), "", "", _read(connection, newest))

    def of_player(self, username: str, limit: int) -> Discoveries:
        """What a player was the first to discover. Raises Missing."""
        with self._database.read() as connection:
            sub = relations.listed_sub_of(connection, username)
            row = SqlTables(connection).get(PlayerRow, sub)
            newest = (
                entries_query()
                .join(finds, finds.c.type_id == piclets.c.type_id)
                .where(finds.c.sub == sub, finds.c.first_discovery, piclets.c.discoverer == sub)
                .order_by(finds.c.seq.desc())
                .limit(limit)
            )
            name = row.username if row else username
            return Discoveries(log.first_id(connection), sub, name, _read(connection, newest))

    def since(self, seq: int, at: str, most: int) -> FeedPage:
        """What was discovered after a place in the log, and not before a moment; at most so many, oldest first."""
        new = (piclets.c.seq > seq, piclets.c.discovered_at >= at)
        with self._database.read() as connection:
            head, game = log.head(connection), log.first_id(connection)
            entries = _read(connection, entries_query().where(*new).order_by(piclets.c.seq).limit(most))
            shown = select(func.count()).select_from(piclets).where(*new, piclets.c.shown)
            return FeedPage(game, head, connection.execute(shown).scalar_one(), entries)

    def of_object(self, name: str, limit: int) -> Discoveries | None:
        """An object by its normalized name or an alias; None where there is none, or none that is shown."""
        with self._database.read() as connection:
            tables = SqlTables(connection)
            row = tables.get(ObjectRow, lead(tables, name))
            if row is None or not row.shown:
                return None
            newest = entries_query().where(piclets.c.object_name == row.name).order_by(piclets.c.number.desc())
            found = _read(connection, newest.limit(limit))
            return Discoveries(log.first_id(connection), row.canonical, row.name, found)


def _read(connection: Connection, query: Select[Any]) -> tuple[Entry, ...]:
    return tuple(entry_of(row) for row in connection.execute(query).mappings())
