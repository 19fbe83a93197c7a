"""Sight's vectors in a database that several servers share, so that one of them computes what all search by.

Beside an embedded ledger there is no such table: there they stand in a file (`piclets.search.looks`). It is derived:
it can be emptied at any time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, cast

from sqlalchemy import BigInteger, Column, LargeBinary, MetaData, String, Table, delete, select

from piclets.ledger.database import Database
from piclets.ledger.statements import upsert

Key = tuple[Literal["picture", "name"], int]
"""What kind of vector, and the event that discovered its Piclet."""

CHUNK: Final = 500

tables = MetaData()

vectors = Table(
    "sight_vectors",
    tables,
    Column("model", String(200), primary_key=True),
    Column("seq", BigInteger, primary_key=True),
    Column("kind", String(8), primary_key=True),
    Column("source", LargeBinary, nullable=False),
    Column("vector", LargeBinary, nullable=False),
)


@dataclass(frozen=True)
class Stored:
    """`source` is a digest of what the vector was computed of; `vector` are float16, little-endian."""

    source: bytes
    vector: bytes


class SharedVectors:
    """Methods raise StorageUnavailable. No writer of the game waits for them."""

    def __init__(self, database: Database) -> None:
        self._database = database
        with database.define() as connection:
            tables.create_all(connection)

    def read(self, model: str, seqs: Sequence[int]) -> dict[Key, Stored]:
        """What there is of these Piclets."""
        found: dict[Key, Stored] = {}
        with self._database.read() as connection:
            for start in range(0, len(seqs), CHUNK):
                chosen = vectors.c.model == model, vectors.c.seq.in_(seqs[start : start + CHUNK])
                for row in connection.execute(select(vectors).where(*chosen)):
                    found[cast(Key, (row.kind, row.seq))] = Stored(bytes(row.source), bytes(row.vector))
        return found

    def write(self, model: str, made: Mapping[Key, Stored]) -> None:
        rows = [
            {"model": model, "kind": kind, "seq": seq, "source": each.source, "vector": each.vector}
            for (kind, seq), each in sorted(made.items())
        ]
        for start in range(0, len(rows), CHUNK):
            with self._database.write_casually() as connection:
                upsert(connection, vectors, rows[start : start + CHUNK])

    def delete(self, seqs: Sequence[int]) -> None:
        """Those of every model."""
        for start in range(0, len(seqs), CHUNK):
            with self._database.write_casually() as connection:
                connection.execute(delete(vectors).where(vectors.c.seq.in_(seqs[start : start + CHUNK])))
