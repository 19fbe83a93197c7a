"""What sight reads from the ledger: Piclets with their pictures and names, by the event that discovered them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import orjson
from sqlalchemy import Select, select

from piclets.domain.records import Entry, PicletData
from piclets.domain.scoring import rarity
from piclets.ledger.database import Database
from piclets.ledger.queries import entries_query, entry_of
from piclets.ledger.schema import piclets, players, words

PAGE: Final = 1_000
CHUNK: Final = 500


@dataclass(frozen=True)
class Seen:
    """A Piclet as sight knows it: the event that discovered it, what its thing is called, and its picture."""

    seq: int
    type_id: str
    object_name: str
    attributes: tuple[str, ...]
    image: str
    shown: bool


class Sights:
    """Reads of the ledger. Methods raise StorageUnavailable when the database cannot be reached."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> Iterator[list[Seen]]:
        """Every Piclet in order of discovery, a page at a time."""
        after = 0
        while page := self._read(_SEEN.where(piclets.c.seq > after).order_by(piclets.c.seq).limit(PAGE)):
            yield page
            after = page[-1].seq

    def of(self, type_ids: Collection[str], objects: Collection[str]) -> list[Seen]:
        """The Piclets with these typeIds, and those of these objects."""
        found: dict[int, Seen] = {}
        for column, values in ((piclets.c.type_id, type_ids), (piclets.c.object_name, objects)):
            for chunk in _chunks(sorted(values)):
                found.update((seen.seq, seen) for seen in self._read(_SEEN.where(column.in_(chunk))))
        return list(found.values())

    def at(self, seqs: Sequence[int]) -> list[Seen]:
        """The Piclets that these events discovered."""
        return [seen for chunk in _chunks(seqs) for seen in self._read(_SEEN.where(piclets.c.seq.in_(chunk)))]

    def words(self) -> Iterator[str]:
        """Every word of a name, an alias or an attribute, once."""
        with self._database.read() as connection:
            yield from connection.execute(select(words.c.word).distinct()).scalars()

    def usernames(self) -> Iterator[str]:
        with self._database.read() as connection:
            yield from connection.execute(select(players.c.username)).scalars()

    def creatures(self, objects: Collection[str] | None = None) -> Iterator[tuple[str, str]]:
        """(object, name of a creature) of every Piclet, or of those of these objects."""
        query = select(piclets.c.object_name, piclets.c.data).order_by(piclets.c.seq)
        with self._database.read() as connection:
            for chunk in _chunks(sorted(objects)) if objects is not None else [None]:
                chosen = query if chunk is None else query.where(piclets.c.object_name.in_(chunk))
                for row in connection.execute(chosen.execution_options(yield_per=PAGE)):
                    yield row.object_name, orjson.loads(row.data)["name"]

    def entries(self, seqs: Sequence[int]) -> dict[int, Entry]:
        """The Piclets that these events discovered, as far as they are shown."""
        found: dict[int, Entry] = {}
        with self._database.read() as connection:
            for chunk in _chunks(seqs):
                rows = connection.execute(entries_query().where(piclets.c.seq.in_(chunk))).mappings()
                found.update((row["seq"], entry_of(row)) for row in rows)
        return found

    def entry(self, type_id: str) -> tuple[int, Entry] | None:
        """A Piclet that is shown, and the event that discovered it."""
        with self._database.read() as connection:
            row = connection.execute(entries_query().where(piclets.c.type_id == type_id)).mappings().first()
        return (row["seq"], entry_of(row)) if row else None

    def facts(self) -> Iterator[dict[str, Any]]:
        """What the statistics count of every Piclet that is shown."""
        after = 0
        while True:
            page = entries_query().where(piclets.c.seq > after).order_by(piclets.c.seq).limit(PAGE)
            with self._database.read() as connection:
                rows = connection.execute(page).mappings().all()
            for row in rows:
                data = PicletData.model_validate_json(row["data"])
                yield {
                    "type": data.type,
                    "tier": data.tier,
                    "rarity": rarity(row["scan_count"]),
                    "discoveredBy": entry_of(row).discovered_by,
                    "scanCount": row["scan_count"],
                    "height": data.height,
                    "weight": data.weight,
                }
            if len(rows) < PAGE:
                return
            after = rows[-1]["seq"]

    def _read(self, query: Select[Any]) -> list[Seen]:
        with self._database.read() as connection:
            return [
                Seen(row.seq, row.type_id, row.object_name, tuple(row.attributes), row.image, row.shown)
                for row in connection.execute(query)
            ]


_SEEN = select(
    piclets.c.seq,
    piclets.c.type_id,
    piclets.c.object_name,
    piclets.c.attributes,
    piclets.c.image,
    piclets.c.shown,
)


def _chunks(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (values[start : start + CHUNK] for start in range(0, len(values), CHUNK))
