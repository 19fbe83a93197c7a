"""Whose offers a player takes, and whom a player follows. Private: kept by the server, never published or told."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, Table, delete, func, select

from piclets.domain.trading import Door
from piclets.errors import InvalidRequest, Missing, RateLimited
from piclets.ledger.database import Database
from piclets.ledger.schema import bars, doors, follows, players, unlisted
from piclets.ledger.statements import insert_missing, upsert

MAX_RELATED: Final = 500
"""Players whom one player follows, or bars."""


class Relations:
    """Methods raise Missing for a username that no player has, and StorageUnavailable."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def door(self, sub: str) -> Door:
        with self._database.read() as connection:
            return _door(connection, sub)

    def set_door(self, sub: str, door: Door) -> None:
        with self._database.write() as connection:
            upsert(connection, doors, [{"sub": sub, "door": door}])

    def bar(self, sub: str, username: str) -> None:
        """Take no offers from a player any more. The player is not told."""
        self._relate(bars, sub, username)

    def unbar(self, sub: str, username: str) -> None:
        self._part(bars, sub, username)

    def barred(self, sub: str) -> list[str]:
        """The names of the players from whom no offers are taken."""
        return self._related(bars, sub)

    def follow(self, sub: str, username: str) -> None:
        self._relate(follows, sub, username)

    def unfollow(self, sub: str, username: str) -> None:
        self._part(follows, sub, username)

    def followed(self, sub: str) -> list[str]:
        """The names of the players whom a player follows."""
        return self._related(follows, sub)

    def _relate(self, table: Table, sub: str, username: str) -> None:
        with self._database.write() as connection:
            other = sub_of(connection, username)
            if other == sub:
                raise InvalidRequest("That is you.")
            mine = select(func.count()).select_from(table).where(table.c.sub == sub)
            if connection.execute(mine).scalar_one() >= MAX_RELATED:
                raise RateLimited(f"There are {MAX_RELATED} names on this list already. Please take one off first.")
            insert_missing(connection, table, {"sub": sub, "other": other})

    def _part(self, table: Table, sub: str, username: str) -> None:
        with self._database.write() as connection:
            other = sub_of(connection, username)
            connection.execute(delete(table).where(table.c.sub == sub, table.c.other == other))

    def _related(self, table: Table, sub: str) -> list[str]:
        named = select(players.c.username).join(table, table.c.other == players.c.sub)
        with self._database.read() as connection:
            return list(connection.execute(named.where(table.c.sub == sub).order_by(players.c.username)).scalars())


def takes_offers(connection: Connection, sub: str, maker: str) -> bool:
    """Whether a player takes an offer that another one makes: by the door, and by who is barred."""
    if is_barred(connection, sub, maker):
        return False
    door = _door(connection, sub)
    return door == "everyone" or (door == "following" and _is_related(connection, follows, sub, maker))


def is_barred(connection: Connection, sub: str, other: str) -> bool:
    return _is_related(connection, bars, sub, other)


def sub_of(connection: Connection, username: str) -> str:
    """The player of a username; of several with one name, the first to come. Raises Missing."""
    if "\x00" in username:  # which PostgreSQL does not take
        raise _missing()
    named = select(players.c.sub).where(players.c.username == username).order_by(players.c.reached).limit(1)
    sub = connection.execute(named).scalar()
    if sub is None:
        raise _missing()
    return str(sub)


def listed_sub_of(connection: Connection, username: str) -> str:
    """The player of a username who has a public page. Raises Missing, in the words for a name that no one has."""
    sub = sub_of(connection, username)
    if connection.execute(select(unlisted.c.sub).where(unlisted.c.sub == sub)).first() is not None:
        raise _missing()
    return sub


def _missing() -> Missing:
    return Missing("There is no player with this name.")


def _door(connection: Connection, sub: str) -> Door:
    door: Door | None = connection.execute(select(doors.c.door).where(doors.c.sub == sub)).scalar()
    return door or "nobody"


def _is_related(connection: Connection, table: Table, sub: str, other: str) -> bool:
    related = select(table.c.sub).where(table.c.sub == sub, table.c.other == other)
    return connection.execute(related).first() is not None
