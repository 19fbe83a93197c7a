"""What players read. Each is a handful of index look-ups, whatever the number of objects, players or events."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import Connection, Select, and_, bindparam, func, or_, select

from piclets.domain.decisions.of_players import FORGOTTEN
from piclets.domain.matching import CANONICAL
from piclets.domain.records import Entry
from piclets.domain.tables import LEVELS, NO_TOTALS, NOBODY, ObjectRow, PlayerRow, TotalsRow, ranges_above
from piclets.ledger.database import Database
from piclets.ledger.prepared import AnyRow, Prepared
from piclets.ledger.scans import lead
from piclets.ledger.schema import finds, piclets, players, scores
from piclets.ledger.sql_tables import SqlTables

Json = dict[str, Any]

UNCLAIMED = "nobody yet"
"""Who has discovered a Piclet whose discovery was revoked."""


@dataclass(frozen=True)
class Find:
    """A Piclet in a player's collection. `entry` is an Entry as clients see it (`wire_of`)."""

    entry: Json
    first_discovery: bool
    times_scanned: int
    first_scanned_at: str


@dataclass(frozen=True)
class Standing:
    """A player's totals and rank."""

    username: str
    score: int
    total_finds: int
    unique_finds: int
    piclets: int
    rank: int


@dataclass(frozen=True)
class ObjectDetails:
    """An object, with Entries as clients see them (`wire_of`)."""

    name: str
    canonical: Json
    variations: tuple[Json, ...]
    total_scans: int
    variation_count: int


class Queries:
    """Reads of the ledger. Methods raise StorageUnavailable when the database cannot be reached."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def piclet(self, type_id: str) -> Entry | None:
        with self._database.read() as connection:
            row = _ENTRY.first(connection, type_id=type_id)
        return entry_of(row) if row else None

    def object_details(self, name: str, variations: int) -> ObjectDetails | None:
        """An object by its normalized name or an alias, with at most so many first variations."""
        with self._database.read() as connection:
            tables = SqlTables(connection)
            row = tables.get(ObjectRow, lead(tables, name))
            if row is None or not row.shown:
                return None
            found = _ENTRIES.rows(connection, name=row.name, limit=variations + 1)
        entries = [wire_of(each) for each in found]
        return ObjectDetails(row.name, entries[CANONICAL], tuple(entries[1:]), row.total_scans, row.variations)

    def collection(self, sub: str, limit: int, offset: int) -> list[Find]:
        """A player's Piclets, newest first scan first."""
        with self._database.read() as connection:
            return _collection(connection, sub, limit, offset)

    def standing_and_collection(self, sub: str, limit: int, offset: int) -> tuple[Standing | None, list[Find]]:
        """Both, as they are at one moment."""
        with self._database.read() as connection:
            return _standing(connection, sub), _collection(connection, sub, limit, offset)

    def finds_of(self, sub: str, type_ids: Sequence[str]) -> list[Find]:
        """Those of these Piclets that a player has and that are shown, in the order asked for."""
        chosen = _found_by().where(finds.c.type_id.in_(type_ids))
        with self._database.read() as connection:
            found = _finds(connection.execute(chosen, {"sub": sub}).mappings())
        return sorted(found, key=lambda find: type_ids.index(find.entry["typeId"]))

    def standing(self, sub: str) -> Standing | None:
        with self._database.read() as connection:
            return _standing(connection, sub)

    def usernames(self, subs: Collection[str]) -> dict[str, str]:
        """What players are called now, by sub."""
        with self._database.read() as connection:
            return usernames_of(connection, subs)

    def rank_of(self, score: int) -> int:
        """The rank of a player with so many points: one more than there are players with more."""
        with self._database.read() as connection:
            return players_above(connection, score) + 1

    def recent(self, limit: int) -> list[Entry]:
        """Discoveries, newest first."""
        with self._database.read() as connection:
            return [entry_of(row) for row in _RECENT.rows(connection, limit=limit)]

    def canonical_of(self, name: str) -> str | None:
        """The typeId of an object's canonical."""
        with self._database.read() as connection:
            row = SqlTables(connection).get(ObjectRow, name)
        return row.canonical if row else None

    def is_withheld(self, image: str) -> bool:
        """Whether a picture is of a Piclet that is not shown."""
        query = select(piclets.c.type_id).where(piclets.c.image == image, ~piclets.c.shown).limit(1)
        with self._database.read() as connection:
            return connection.execute(query).first() is not None

    def leaders(self, limit: int) -> list[Standing]:
        """The best players with their ranks, 1-2-2-4; ties in order of who reached the score first."""
        with self._database.read() as connection:
            return leaders_of(connection, limit)

    def totals(self) -> TotalsRow:
        with self._database.read() as connection:
            return SqlTables(connection).get(TotalsRow, *NO_TOTALS.key) or NO_TOTALS


def _collection(connection: Connection, sub: str, limit: int, offset: int) -> list[Find]:
    return _finds(_COLLECTION.rows(connection, sub=sub, limit=limit, offset=offset))


def _standing(connection: Connection, sub: str) -> Standing | None:
    player = SqlTables(connection).get(PlayerRow, sub)
    if player is None:
        return None
    rank = players_above(connection, player.score) + 1
    shown = player.piclets - _withheld(connection, sub)
    return Standing(player.username, player.score, player.total_finds, player.unique_finds, shown, rank)


def _withheld(connection: Connection, sub: str) -> int:
    """How many of a player's Piclets are not shown."""
    return int(_WITHHELD.scalar(connection, sub=sub))


def usernames_of(connection: Connection, subs: Collection[str]) -> dict[str, str]:
    """See `Queries.usernames`."""
    named = connection.execute(select(players.c.sub, players.c.username).where(players.c.sub.in_(subs)))
    return {**dict.fromkeys(subs, FORGOTTEN), **{row.sub: row.username for row in named}}


def leaders_of(connection: Connection, limit: int) -> list[Standing]:
    """See `Queries.leaders`."""
    return list(_ranked(_BEST.rows(connection, limit=limit)))


def entries_query() -> Select[tuple[object, ...]]:
    """The Piclets that are shown, with their discoverers' current names."""
    return (
        select(piclets, players.c.username)
        .outerjoin(players, players.c.sub == piclets.c.discoverer)
        .where(piclets.c.shown)
    )


def _found_by() -> Select[tuple[object, ...]]:
    """What the player `sub` has found, of the Piclets that are shown."""
    return (
        entries_query()
        .add_columns(finds.c.first_discovery, finds.c.times_scanned, finds.c.first_scanned_at)
        .join(finds, finds.c.type_id == piclets.c.type_id)
        .where(finds.c.sub == bindparam("sub"))
    )


_ENTRY = Prepared(entries_query().where(piclets.c.type_id == bindparam("type_id")))
_ENTRIES = Prepared(
    entries_query()
    .where(piclets.c.object_name == bindparam("name"))
    .order_by(piclets.c.number)
    .limit(bindparam("limit"))
)
_COLLECTION = Prepared(_found_by().order_by(finds.c.seq.desc()).limit(bindparam("limit")).offset(bindparam("offset")))
_WITHHELD = Prepared(
    select(func.count())
    .select_from(piclets.join(finds, and_(finds.c.sub == bindparam("sub"), finds.c.type_id == piclets.c.type_id)))
    .where(~piclets.c.shown)
    # SQLite prefers the primary key of all Piclets to the few rows of this index.
    .with_hint(piclets, "INDEXED BY piclets_not_shown", "sqlite")
)
_RECENT = Prepared(entries_query().order_by(piclets.c.seq.desc()).limit(bindparam("limit")))
_BEST = Prepared(select(players).order_by(players.c.score.desc(), players.c.reached).limit(bindparam("limit")))


def entry_of(row: AnyRow) -> Entry:
    """A row of `entries_query` as the dataset and the answers show it."""
    return Entry.model_validate(wire_of(row))


def wire_of(row: AnyRow) -> Json:
    """What `entry_of(row).wire()` is, without models in between: a collection is a thousand of them."""
    return {
        "typeId": row["type_id"],
        "objectName": row["object_name"],
        "attributes": row["attributes"],
        "discoveredBy": row["username"] or (UNCLAIMED if row["discoverer"] == NOBODY else FORGOTTEN),
        "discovererId": row["discoverer"],
        "discoveredAt": row["discovered_at"],
        "scanCount": row["scan_count"],
        "picletData": orjson.loads(row["data"]),
        "image": row["image"],
    }


def players_above(connection: Connection, score: int) -> int:
    asked: dict[str, int] = {}
    for at, (level, first, last) in enumerate(ranges_above(score)):
        asked |= {f"level_{at}": level, f"first_{at}": first, f"last_{at}": last}
    return int(_ABOVE.scalar(connection, **asked))


_ABOVE = Prepared(
    select(func.coalesce(func.sum(scores.c.players), 0)).where(
        or_(
            *(
                and_(
                    scores.c.level == bindparam(f"level_{at}"),
                    scores.c.bucket.between(bindparam(f"first_{at}"), bindparam(f"last_{at}")),
                )
                for at in range(LEVELS)
            )
        )
    )
)


def _ranked(rows: Iterable[AnyRow]) -> Iterator[Standing]:
    rank, score = 0, -1
    for place, row in enumerate(rows, start=1):
        if row["score"] != score:
            rank, score = place, row["score"]
        yield Standing(row["username"], row["score"], row["total_finds"], row["unique_finds"], row["piclets"], rank)


def _finds(rows: Iterable[AnyRow]) -> list[Find]:
    return [Find(wire_of(row), row["first_discovery"], row["times_scanned"], row["first_scanned_at"]) for row in rows]
