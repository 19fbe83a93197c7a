"""The tables of badges: what players have done so often, and what they have been told of it."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Column, String, Table

from piclets.ledger.metadata import folded, kept

tallies = Table(
    "tallies",
    folded,
    Column("sub", String(128), primary_key=True),
    Column("counts", JSON, nullable=False),
    Column("calendar", JSON, nullable=False),
    Column("things", JSON, nullable=False),
    Column("earned", JSON, nullable=False),
)

badges_told = Table(
    "badges_told",
    kept,
    Column("sub", String(128), primary_key=True),
    Column("tiers", JSON, nullable=False),
    Column("seq", BigInteger, nullable=False),
)
"""The tiers of badges that a player has been told of, as of an event: each is told once. Never published."""
