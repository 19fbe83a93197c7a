"""What the console looks at: whole objects and players, hidden or not, and what was decided so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, or_, select

from piclets.domain.events import AnyModeration, ModerationEvent, Scanned, from_json
from piclets.domain.tables import AliasRow, BlockRow, ObjectRow, PicletRow, PlayerRow, resolve
from piclets.ledger import log
from piclets.ledger.database import Database
from piclets.ledger.rows import make_row
from piclets.ledger.schema import aliases, blocks, decisions, events, finds, piclets, players
from piclets.ledger.sql_tables import SqlTables

MAX_PLAYERS = 20
MAX_LISTED = 1_000
READ_AT_ONCE = 500


@dataclass(frozen=True)
class WholeObject:
    """An object as the console sees it: every Piclet by number, at most `MAX_LISTED`, and every alias."""

    row: ObjectRow
    piclets: tuple[PicletRow, ...]
    aliases: tuple[AliasRow, ...]


@dataclass(frozen=True)
class Credited:
    """A Piclet with what its discoverer is called, None where no player has the discovery, and whether blocked."""

    row: PicletRow
    username: str | None
    blocked: bool


@dataclass(frozen=True)
class WholePlayer:
    """A player, with the typeIds of at most `MAX_LISTED` discoveries, newest first."""

    row: PlayerRow
    blocked: bool
    discoveries: tuple[str, ...]


@dataclass(frozen=True)
class Decided:
    """A decision of the console. `undone` is for merges."""

    seq: int
    event: AnyModeration
    about: str
    undone: bool


class Desk:
    """Reads of the ledger. Methods raise StorageUnavailable when the database cannot be reached."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def object(self, name: str) -> WholeObject | None:
        """An object by its normalized name, an alias, or the typeId of one of its Piclets."""
        with self._database.read() as connection:
            tables = SqlTables(connection)
            piclet = tables.get(PicletRow, name)
            row = tables.get(ObjectRow, piclet.object_name if piclet else resolve(tables, name))
            if row is None:
                return None
            of_object = select(piclets).where(piclets.c.object_name == row.name).order_by(piclets.c.number)
            leading = select(aliases).where(aliases.c.object_name == row.name).order_by(aliases.c.alias)
            return WholeObject(
                row,
                tuple(_rows(connection, PicletRow, of_object.limit(MAX_LISTED))),
                tuple(_rows(connection, AliasRow, leading)),
            )

    def players(self, text: str) -> list[PlayerRow]:
        """Players by sub, or by a username that begins so. Looks through all of them."""
        named = func.lower(players.c.username).startswith(text.lower(), autoescape=True)
        query = (
            select(players).where(or_(players.c.sub == text, named)).order_by(players.c.username).limit(MAX_PLAYERS)
        )
        with self._database.read() as connection:
            return _rows(connection, PlayerRow, query)

    def credited(self, type_ids: Sequence[str]) -> dict[str, Credited]:
        """These Piclets, hidden or not, with who has their discovery."""
        query = select(piclets, players.c.username).outerjoin(players, players.c.sub == piclets.c.discoverer)
        with self._database.read() as connection:
            rows = connection.execute(query.where(piclets.c.type_id.in_(type_ids))).mappings().all()
            subs = {row["discoverer"] for row in rows}
            barred = set(connection.execute(select(blocks.c.sub).where(blocks.c.sub.in_(subs))).scalars())
        return {
            row["type_id"]: Credited(
                make_row(PicletRow, {name: value for name, value in row.items() if name != "username"}),
                row["username"],
                row["discoverer"] in barred,
            )
            for row in rows
        }

    def player(self, sub: str) -> WholePlayer | None:
        with self._database.read() as connection:
            tables = SqlTables(connection)
            row = tables.get(PlayerRow, sub)
            if row is None:
                return None
            own = (
                select(finds.c.type_id)
                .join(piclets, piclets.c.type_id == finds.c.type_id)
                .where(finds.c.sub == sub, piclets.c.discoverer == sub)
                .order_by(finds.c.seq.desc())
                .limit(MAX_LISTED)
            )
            discoveries = tuple(connection.execute(own).scalars())
            return WholePlayer(row, tables.get(BlockRow, sub) is not None, discoveries)

    def decided(self, limit: int) -> list[Decided]:
        """What was decided at the console, newest first."""
        query = (
            select(decisions.c.seq, decisions.c.about, decisions.c.undone, events.c.body)
            .join(events, events.c.seq == decisions.c.seq)
            .order_by(decisions.c.seq.desc())
            .limit(limit)
        )
        with self._database.read() as connection:
            rows = connection.execute(query).all()
        found = ((row, from_json(row.body)) for row in rows)
        return [
            Decided(row.seq, event, row.about, row.undone)
            for row, event in found
            if isinstance(event, ModerationEvent)
        ]

    def scans_by_hour(self, since: str, limit: int) -> dict[str, tuple[int, int]]:
        """(scans, discoveries) per hour ("2026-07-26T10") since a moment, of the last `limit` events at most."""
        hours: dict[str, tuple[int, int]] = {}
        with self._database.read() as connection:
            seq = log.head(connection)
            last = max(0, seq - limit)
            while seq > last:
                first = max(last, seq - READ_AT_ONCE)
                batch = log.read_after(connection, first, seq - first)
                for _, event in batch:
                    if isinstance(event, Scanned) and event.at >= since:
                        scans, discoveries = hours.get(event.at[:13], (0, 0))
                        hours[event.at[:13]] = scans + 1, discoveries + (event.status != "existing")
                if batch and batch[0][1].at < since:
                    break
                seq = first
        return dict(sorted(hours.items()))


def _rows(connection: Connection, row: Any, query: Any) -> list[Any]:
    found: Sequence[Any] = connection.execute(query).mappings().all()
    return [make_row(row, dict(values)) for values in found]
