"""Finding Piclets by words: those of a thing's name, its aliases and its attributes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, func, select

from piclets.domain.records import Entry
from piclets.ledger.database import Database
from piclets.ledger.dex import LAST_LETTER
from piclets.ledger.queries import entries_query, entry_of
from piclets.ledger.schema import objects, piclets, words

MAX_PER_WORD: Final = 5_000
"""Objects that are looked at for each word: what so many share says next to nothing."""
MAX_OBJECTS: Final = 100
MAX_PICLETS: Final = 500
CHUNK: Final = 500


@dataclass(frozen=True)
class Worded:
    """A Piclet that is shown, the event that discovered it, and the words that lead to it."""

    seq: int
    entry: Entry
    words: frozenset[str]


class Wordbook:
    """Reads of the ledger. Methods raise StorageUnavailable when the database cannot be reached."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def frequencies(self, spoken: Sequence[str]) -> tuple[dict[str, int], int]:
        """How many objects have each word, or one that begins so (counted to `MAX_PER_WORD`); and all objects."""
        with self._database.read() as connection:
            counted = {word: len(_having(connection, word)) for word in spoken}
            return counted, int(connection.execute(select(func.count()).select_from(objects)).scalar_one())

    def having(self, weighed: Mapping[str, float]) -> list[Worded]:
        """Piclets of the objects that have most of these words, by the words' weights."""
        with self._database.read() as connection:
            scores: Counter[str] = Counter()
            for word, weight in weighed.items():
                for name in _having(connection, word):
                    scores[name] += weight  # type: ignore[assignment]  # a Counter adds up fractions as well
            best = sorted(scores, key=lambda name: (-scores[name], name))[:MAX_OBJECTS]
            return _worded(connection, best)

    def named(self, names: Sequence[str]) -> list[Worded]:
        """Piclets of objects that are called so, or may be: whose name has one of these words."""
        with self._database.read() as connection:
            return _worded(connection, _named(connection, names)[: 2 * MAX_OBJECTS])


def _named(connection: Connection, names: Sequence[str]) -> list[str]:
    """Objects of these names, and those that have a name of one word in theirs."""
    found: dict[str, None] = {}
    single = [name for name in names if "_" not in name]
    for column, leads, wanted in (
        (objects.c.name, objects.c.name, names),
        (words.c.word, words.c.object_name, single),
    ):
        for start in range(0, len(wanted), CHUNK):
            chosen = select(leads).where(column.in_(wanted[start : start + CHUNK])).limit(MAX_OBJECTS)
            found.update(dict.fromkeys(connection.execute(chosen).scalars()))
    return list(found)


def _having(connection: Connection, word: str) -> list[str]:
    """Objects with a word that begins so."""
    beginning = (words.c.word >= word, words.c.word < word + LAST_LETTER)
    query = select(words.c.object_name).where(*beginning).distinct().limit(MAX_PER_WORD)
    return list(connection.execute(query).scalars())


def _worded(connection: Connection, names: Sequence[str]) -> list[Worded]:
    of_objects: dict[str, set[str]] = {name: set() for name in names}
    query = select(words.c.object_name, words.c.word).where(words.c.object_name.in_(names))
    for row in connection.execute(query):
        of_objects[row.object_name].add(row.word)
    entries = entries_query().where(piclets.c.object_name.in_(names)).order_by(piclets.c.number, piclets.c.seq)
    found = [(row["seq"], entry_of(row)) for row in connection.execute(entries.limit(MAX_PICLETS)).mappings()]
    described: dict[str, set[str]] = {name: set() for name in names}
    for _, entry in found:
        described[entry.object_name].update(_parts(entry.attributes))
    return [
        Worded(
            seq,
            entry,
            # Aliases are the object's words that neither its name nor an attribute brings.
            frozenset({*_parts([entry.object_name, *entry.attributes])})
            | (of_objects[entry.object_name] - described[entry.object_name]),
        )
        for seq, entry in found
    ]


def _parts(names: Sequence[str]) -> list[str]:
    return [word for name in names for word in name.split("_")]
