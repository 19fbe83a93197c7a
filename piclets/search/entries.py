"""The entries of a catalogue, in an SQLite file of its own: their fields, their words, and how far the build is."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from piclets.errors import InvalidRequest
from piclets.search.metadata import Entry, entry_id, picture_name, texts_of
from piclets.search.vectors import Keys
from piclets.search.wording import words_of

MAX_CANDIDATES: Final = 200
_BATCH: Final = 500

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS entries (
  row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, fields TEXT NOT NULL, picture TEXT NOT NULL,
  media TEXT, damage TEXT
);
CREATE TABLE IF NOT EXISTS looked (row INTEGER PRIMARY KEY, vector BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS things (name TEXT PRIMARY KEY, row INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS notes (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5(text, content='', tokenize="unicode61 remove_diacritics 2");
"""


@dataclass(frozen=True)
class EntryRow:
    """An entry: `row` is its key in the index. `media` is None until its picture was looked at."""

    row: int
    id: str
    fields: Entry
    picture: str
    media: str | None


class Entries:
    """Opened per call: nothing is held between calls, and any thread may call."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = threading.Lock()

    def create(self) -> None:
        with self._open() as database:
            database.executescript(_SCHEMA)

    def note(self, name: str) -> str | None:
        with self._open() as database:
            row = database.execute("SELECT value FROM notes WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else None

    def put_note(self, name: str, value: str) -> None:
        with self._open() as database:
            database.execute("INSERT OR REPLACE INTO notes VALUES (?, ?)", (name, value))

    def replace_all(self, entries: Iterable[Entry]) -> int:
        """Put these in place of what is there. Raises InvalidRequest for an id that is there twice, or none."""
        with self._open() as database:
            for table in ("entries", "looked", "things", "notes"):
                database.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names
            database.execute("INSERT INTO words(words) VALUES ('delete-all')")
            count = 0
            for count, entry in enumerate(entries, start=1):
                try:
                    database.execute(
                        "INSERT INTO entries(row, id, fields, picture) VALUES (?, ?, ?, ?)",
                        (count, entry_id(entry), json.dumps(entry, ensure_ascii=False), picture_name(entry)),
                    )
                except sqlite3.IntegrityError:
                    raise InvalidRequest(f"The id {entry_id(entry)!r} is there twice.") from None
                text = " ".join(sorted(words_of(*texts_of(entry))))
                database.execute("INSERT INTO words(rowid, text) VALUES (?, ?)", (count, text))
        return count

    def count(self) -> int:
        return self._number("SELECT count(*) FROM entries")

    def waiting(self) -> list[int]:
        """The rows whose pictures have not been looked at yet."""
        with self._open() as database:
            return [
                row for (row,) in database.execute("SELECT row FROM entries WHERE media IS NULL AND damage IS NULL")
            ]

    def damaged(self) -> list[tuple[str, str]]:
        """(picture, reason) of those that cannot be read."""
        query = "SELECT picture, damage FROM entries WHERE damage IS NOT NULL ORDER BY row"
        with self._open() as database:
            return list(database.execute(query))

    def looked_at(
        self, seen: Sequence[tuple[int, str, NDArray[np.float16]]], damaged: Sequence[tuple[int, str]]
    ) -> None:
        """Keep vectors, (row, media type, vector), and why others have none, (row, reason): in one transaction."""
        with self._open() as database:
            database.executemany("UPDATE entries SET media = ? WHERE row = ?", [(each[1], each[0]) for each in seen])
            database.executemany(
                "INSERT OR REPLACE INTO looked VALUES (?, ?)", [(each[0], each[2].tobytes()) for each in seen]
            )
            database.executemany(
                "UPDATE entries SET damage = ? WHERE row = ?", [(reason, row) for row, reason in damaged]
            )

    def vectors(self, dimension: int) -> tuple[Keys, NDArray[np.float16]]:
        """All vectors that were kept, by row."""
        with self._open() as database:
            rows = database.execute("SELECT row, vector FROM looked ORDER BY row").fetchall()
        keys = np.array([row for row, _ in rows], np.int64)
        joined = np.frombuffer(b"".join(vector for _, vector in rows), np.float16)
        return keys, joined.reshape(len(rows), dimension)

    def forget_vectors(self) -> None:
        with self._open() as database:
            database.execute("DELETE FROM looked")

    def look_again(self) -> None:
        """Forget what was made of pictures: they are to be looked at anew."""
        with self._open() as database:
            database.execute("DELETE FROM looked")
            database.execute("UPDATE entries SET media = NULL, damage = NULL")

    def by_rows(self, rows: Sequence[int]) -> dict[int, EntryRow]:
        found: dict[int, EntryRow] = {}
        with self._open() as database:
            for start in range(0, len(rows), _BATCH):
                some = rows[start : start + _BATCH]
                marks = ", ".join("?" * len(some))
                query = f"SELECT row, id, fields, picture, media FROM entries WHERE row IN ({marks})"  # noqa: S608 - marks only
                found.update((each[0], _row(each)) for each in database.execute(query, list(some)))
        return found

    def by_id(self, entry_id: str) -> EntryRow | None:
        query = "SELECT row, id, fields, picture, media FROM entries WHERE id = ?"
        with self._open() as database:
            found = database.execute(query, (entry_id,)).fetchone()
        return _row(found) if found else None

    def name_things(self, named: Iterable[tuple[str, int]]) -> None:
        """Say which object each entry becomes, (name, row); the first of a name has it."""
        with self._open() as database:
            database.execute("DELETE FROM things")
            database.executemany("INSERT OR IGNORE INTO things VALUES (?, ?)", named)

    def named(self, thing: str) -> EntryRow | None:
        """The entry that becomes the object of this name."""
        query = (
            "SELECT entries.row, id, fields, picture, media FROM things JOIN entries ON entries.row = things.row "
            "WHERE name = ?"
        )
        with self._open() as database:
            found = database.execute(query, (thing,)).fetchone()
        return _row(found) if found else None

    def all(self) -> Iterator[EntryRow]:
        last = 0
        while True:
            query = "SELECT row, id, fields, picture, media FROM entries WHERE row > ? ORDER BY row LIMIT ?"
            with self._open() as database:
                page = [_row(each) for each in database.execute(query, (last, _BATCH))]
            yield from page
            if len(page) < _BATCH:
                return
            last = page[-1].row

    def frequencies(self, words: Sequence[str]) -> dict[str, int]:
        """How many entries have each word, or one that begins so."""
        with self._open() as database:
            return {word: self._matching(database, word) for word in words}

    def having(self, words: Sequence[str]) -> list[EntryRow]:
        """Entries that have any of the words, those with rare ones first."""
        if not words:
            return []
        query = "SELECT rowid FROM words WHERE words MATCH ? ORDER BY bm25(words) LIMIT ?"
        with self._open() as database:
            match = " OR ".join(map(_quoted, words))
            rows = [row for (row,) in database.execute(query, (match, MAX_CANDIDATES))]
        known = self.by_rows(rows)
        return [known[row] for row in rows if row in known]

    def _matching(self, database: sqlite3.Connection, word: str) -> int:
        query = "SELECT count(*) FROM (SELECT rowid FROM words WHERE words MATCH ? LIMIT 5000)"
        return int(database.execute(query, (_quoted(word),)).fetchone()[0])

    def _number(self, query: str) -> int:
        with self._open() as database:
            return int(database.execute(query).fetchone()[0])

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """One transaction."""
        with self._lock, closing(sqlite3.connect(self._file, timeout=20)) as database, database:
            yield database


def _quoted(word: str) -> str:
    """A word, or what begins so, in the language of FTS5: a quoted string is never an operator."""
    return '"' + word.replace('"', "") + '"*'


def _row(values: tuple[Any, ...]) -> EntryRow:
    row, own_id, fields, picture, media = values
    return EntryRow(row, own_id, json.loads(fields), picture, media)
