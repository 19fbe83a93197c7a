"""Pictures that the servers of one database have for each other.

One draws a picture, another publishes it, a third serves it: what is on one's disk only would be lost with that
machine. A picture is here before the event that needs it is; once the dataset has it, it is fetched from there.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import delete, exists, or_, select

from piclets.ledger.database import Database
from piclets.ledger.schema import piclets, pictures
from piclets.ledger.statements import insert_missing

UNUSED_S = 24 * 3600.0


class Pictures:
    """Methods raise StorageUnavailable."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, name: str, webp: bytes, now: float) -> None:
        """Keep a picture; `now` in Unix seconds. On disk as soon as an event is that is recorded after it."""
        with self._database.write_casually() as connection:
            insert_missing(connection, pictures, {"name": name, "webp": webp, "kept_at": now})

    def get(self, name: str) -> bytes | None:
        with self._database.read() as connection:
            return connection.execute(select(pictures.c.webp).where(pictures.c.name == name)).scalar()

    def forget(self, names: Collection[str]) -> None:
        """Drop pictures that the dataset has."""
        if names:
            with self._database.write_casually() as connection:
                connection.execute(delete(pictures).where(pictures.c.name.in_(names)))

    def sweep(self, published: int, refused: Collection[str], now: float) -> None:
        """Drop what the dataset has up to the event `published`, save what it refused; and what nothing came of.

        The latter are drawings that lost a race, and a day old: an event may be about to follow a younger one.
        """
        of_it = select(piclets.c.seq).where(piclets.c.image == pictures.c.name)
        in_dataset = exists(of_it.where(piclets.c.seq <= published)) & pictures.c.name.not_in(refused)
        unused = (pictures.c.kept_at < now - UNUSED_S) & ~exists(of_it)
        with self._database.write_casually() as connection:
            connection.execute(delete(pictures).where(or_(in_dataset, unused)))
