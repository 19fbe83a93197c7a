"""What the Dex looks up: objects by search, filters and order, and the players around one on the leaderboard.

Without words, a page and its count are read off one index that holds all that is filtered by. With words, the
objects that have them are found first: in the index of words (names, aliases, attributes), among creatures' names
(which the caller brings), types and discoverers. Each word may be of another kind: "red beast ada".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal

from sqlalchemy import ColumnElement, CompoundSelect, Connection, Select, and_, case, func, or_, select, union

from piclets.domain.matching import CANONICAL
from piclets.domain.names import NothingLeft, normalize
from piclets.domain.records import PRIMARY_TYPES, PrimaryType, Rarity
from piclets.domain.scoring import scan_counts
from piclets.domain.tables import PlayerRow
from piclets.ledger.database import Database
from piclets.ledger.queries import Json, Standing, entries_query, players_above, wire_of
from piclets.ledger.scans import lead
from piclets.ledger.schema import finds, objects, piclets, players, words
from piclets.ledger.sql_tables import SqlTables

Order = Literal["newest", "rarest", "most scanned"]

MAX_WORDS = 8
SHORTEST_TYPE = 3
LAST_LETTER = "\U0010ffff"


@dataclass(frozen=True)
class Search:
    """What the Dex is asked for. `page` counts from 0."""

    text: str = ""
    type: PrimaryType | None = None
    rarity: Rarity | None = None
    order: Order = "newest"
    page: int = 0


Creatures = Mapping[str, Sequence[str]]
"""For words of a search, the objects with a creature whose name has a word that begins so."""


@dataclass(frozen=True)
class DexEntry:
    """An object in the Dex, and its canonical's Entry as clients see it (`wire_of`)."""

    canonical: Json
    variations: int
    total_scans: int


@dataclass(frozen=True)
class DexPage:
    """A page of objects, and how many the search found in all."""

    shown: tuple[DexEntry, ...]
    found: int


@dataclass(frozen=True)
class Neighbour:
    """A player on the leaderboard; `own` marks the one that was asked about."""

    standing: Standing
    own: bool


class DexQueries:
    """Reads of the ledger. Methods raise StorageUnavailable when the database cannot be reached."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def page(self, search: Search, size: int, creatures: Creatures = MappingProxyType({})) -> DexPage:
        """A page of objects; an object that is named exactly comes first."""
        with self._database.read() as connection:
            named, spoken = _understood(connection, search.text)
            if search.text.strip() and not spoken:
                return DexPage((), 0)
            wanted = _wanted(search, named, spoken, creatures)
            found = connection.execute(select(func.count()).select_from(objects).where(*wanted)).scalar_one()
            first = [case((objects.c.name == named, 0), else_=1)] if named else []
            names = list(
                connection.execute(
                    select(objects.c.name)
                    .where(*wanted)
                    .order_by(*first, *_order(search.order))
                    .limit(size)
                    .offset(search.page * size)
                ).scalars()
            )
            return DexPage(_shown(connection, names), found)

    def neighbours(self, sub: str, around: int) -> tuple[Neighbour, ...]:
        """A player's place on the leaderboard, with at most so many above and below; empty without a score."""
        with self._database.read() as connection:
            own = SqlTables(connection).get(PlayerRow, sub)
            if own is None:
                return ()
            above = or_(
                players.c.score > own.score, and_(players.c.score == own.score, players.c.reached < own.reached)
            )
            below = or_(
                players.c.score < own.score, and_(players.c.score == own.score, players.c.reached > own.reached)
            )
            better = select(players).where(above).order_by(players.c.score, players.c.reached.desc()).limit(around)
            worse = select(players).where(below).order_by(players.c.score.desc(), players.c.reached).limit(around)
            rows: list[Any] = [*reversed(connection.execute(better).all()), own, *connection.execute(worse).all()]
            return tuple(Neighbour(_standing(connection, row), own=row.sub == sub) for row in rows)


def _understood(connection: Connection, text: str) -> tuple[str | None, tuple[str, ...]]:
    """The object that the text names, if any, and the words that an object must have."""
    spoken = spoken_words(text)
    return (lead(SqlTables(connection), normalize(text).name) if spoken else None), spoken


def spoken_words(text: str) -> tuple[str, ...]:
    """The words that an object must have to be found by a text; none where it says nothing."""
    try:
        name = normalize(text)
    except NothingLeft:
        return ()
    spoken = [word for part in (*name.attributes, name.name) for word in part.split("_")]
    return tuple(dict.fromkeys(spoken[:MAX_WORDS]))


def _wanted(
    search: Search, named: str | None, spoken: Sequence[str], creatures: Creatures
) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = [objects.c.shown]
    if spoken:
        has_all = and_(*(objects.c.name.in_(_having(word, creatures.get(word, ()))) for word in spoken))
        whole = [has_all, objects.c.name.in_(_discovered_by(search.text))]
        wanted.append(or_(objects.c.name == named, *whole) if named else or_(*whole))
    if search.type:
        wanted.append(objects.c.type == search.type)
    if search.rarity:
        least, most = scan_counts(search.rarity)
        wanted.append(objects.c.scan_count.between(least, most))
    return wanted


def _having(word: str, creatures: Sequence[str]) -> CompoundSelect[tuple[str]]:
    """Objects with a word that begins so (what is typed need not be finished), as a name, a creature, a type or a
    discoverer."""
    ways = [
        select(words.c.object_name).where(words.c.word >= word, words.c.word < word + LAST_LETTER),
        _discovered_by(word),
    ]
    if creatures:
        ways.append(select(objects.c.name).where(objects.c.name.in_(creatures)))
    types = [kind for kind in PRIMARY_TYPES if len(word) >= SHORTEST_TYPE and kind.startswith(word)]
    if types:
        ways.append(select(objects.c.name).where(objects.c.type.in_(types)))
    return union(*ways)


def _discovered_by(beginning: str) -> Select[tuple[str]]:
    """Objects with a Piclet whose discoverer's name begins so."""
    escaped = beginning.strip().lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    named = select(players.c.sub).where(func.lower(players.c.username).like(f"{escaped}%", escape="\\"))
    return (
        select(piclets.c.object_name)
        .join(finds, finds.c.type_id == piclets.c.type_id)
        .where(finds.c.sub.in_(named), piclets.c.discoverer == finds.c.sub, piclets.c.shown)
    )


def _order(order: Order) -> tuple[ColumnElement[Any], ...]:
    match order:
        case "newest":
            return (objects.c.seq.desc(),)
        case "rarest":
            return (objects.c.scan_count, objects.c.seq)
        case "most scanned":
            return (objects.c.total_scans.desc(), objects.c.seq.desc())


def _shown(connection: Connection, names: Sequence[str]) -> tuple[DexEntry, ...]:
    """The objects of these names, in their order."""
    query = (
        entries_query()
        .add_columns(objects.c.variations, objects.c.total_scans)
        .join(objects, objects.c.name == piclets.c.object_name)
        .where(piclets.c.object_name.in_(names), piclets.c.number == CANONICAL)
    )
    found = {
        row["object_name"]: DexEntry(wire_of(row), row["variations"], row["total_scans"])
        for row in connection.execute(query).mappings()
    }
    return tuple(found[name] for name in names if name in found)


def _standing(connection: Connection, row: Any) -> Standing:
    rank = players_above(connection, row.score) + 1
    return Standing(row.username, row.score, row.total_finds, row.unique_finds, row.piclets, rank)
