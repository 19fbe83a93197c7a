"""What a player looks for among their own Piclets: words, filters and orders go through what the player has, and
nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType

from sqlalchemy import ColumnElement, Select, exists, or_, select

from piclets.domain.scoring import scan_counts
from piclets.ledger.database import Database
from piclets.ledger.dex import Creatures, Order, Search, spoken_words
from piclets.ledger.schema import attributes, finds, objects, piclets


class OwnedQueries:
    """Methods raise StorageUnavailable when the database cannot be reached."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def found(self, sub: str, search: Search, creatures: Creatures = MappingProxyType({})) -> Sequence[str]:
        """The typeIds of all that a search finds among a player's Piclets, in order, whatever its page."""
        spoken = spoken_words(search.text)
        if search.text.strip() and not spoken:
            return ()
        with self._database.read() as connection:
            return [row.type_id for row in connection.execute(_found(sub, search, spoken, creatures))]


def _found(sub: str, search: Search, spoken: Sequence[str], creatures: Creatures) -> Select[tuple[str]]:
    """The typeIds of all that is found, in order."""
    found = (
        select(piclets.c.type_id)
        .join(finds, finds.c.type_id == piclets.c.type_id)
        .join(objects, objects.c.name == piclets.c.object_name)
        .where(finds.c.sub == sub, piclets.c.shown, *(_has(word, creatures.get(word, ())) for word in spoken))
        .order_by(*_order(search.order), finds.c.seq.desc())
    )
    if search.type:
        found = found.where(objects.c.type == search.type)
    if search.rarity:
        found = found.where(piclets.c.scan_count.between(*scan_counts(search.rarity)))
    return found


def _has(word: str, named: Sequence[str]) -> ColumnElement[bool]:
    """Whether a Piclet's thing, an attribute of its own or its creature has a word that begins so."""
    own = exists().where(
        attributes.c.object_name == piclets.c.object_name,
        attributes.c.type_id == piclets.c.type_id,
        _begins(attributes.c.attribute, word),
    )
    return or_(_begins(piclets.c.object_name, word), own, piclets.c.object_name.in_(named))


def _begins(name: ColumnElement[str], word: str) -> ColumnElement[bool]:
    return or_(name.startswith(word, autoescape=True), name.contains(f"_{word}", autoescape=True))


def _order(order: Order) -> tuple[ColumnElement[int], ...]:
    match order:
        case "newest":
            return ()
        case "rarest":
            return (piclets.c.scan_count,)
        case "most scanned":
            return (finds.c.times_scanned.desc(),)
