"""The tables of trades: offers and doors, which are private, and the prints that changed hands."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Boolean, Column, Index, Integer, String, Table

from piclets.ledger.metadata import folded, kept

offers = Table(
    "offers",
    kept,
    Column("id", String(32), primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("maker", String(128), nullable=False, index=True),
    Column("to", String(128), nullable=True, index=True),
    Column("gave", JSON, nullable=False),
    Column("want", JSON, nullable=False),
    Column("until", String(20), nullable=False),
    Column("state", String(12), nullable=False),
    Index("offers_on_board", "to", "state", "until"),
)
"""Offers of prints. Private until they are trades: those are events. Never published."""


def _pairs(name: str) -> Table:
    """A kept table of what players have to do with others."""
    sub, other = (Column(each, String(128), primary_key=True) for each in ("sub", "other"))
    return Table(name, kept, sub, other)


doors = Table(
    "doors",
    kept,
    Column("sub", String(128), primary_key=True),
    Column("door", String(12), nullable=False),
)
"""Whose offers a player takes. Without a row: no one's."""

bars = _pairs("bars")
"""Players from whom `sub` takes no offers, whatever the door."""

follows = _pairs("follows")
"""Whom a player follows. Private: no one is told who follows them."""

moves = Table(
    "moves",
    folded,
    Column("pid", String(8), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("holder", String(128), nullable=False, index=True),
    Column("how", String(8), nullable=False),
    Column("at", String(20), nullable=False),
    Column("seq", BigInteger, nullable=False),
)

trades = Table(
    "trades",
    folded,
    Column("id", String(64), primary_key=True),
    Column("player", String(128), nullable=False),
    Column("other", String(128), nullable=False),
    Column("gave", JSON, nullable=False),
    Column("got", JSON, nullable=False),
    Column("at", String(20), nullable=False),
    Column("undone", Boolean, nullable=False),
    Column("seq", BigInteger, nullable=False, index=True),
    Index("trades_of_player", "player", "at"),
    Index("trades_of_other", "other", "at"),
)
