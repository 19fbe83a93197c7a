"""The tables of fair play. Private: for the console alone, never published, and emptied after 90 days."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Column, Integer, String, Table

from piclets.ledger.metadata import kept

suspicions = Table(
    "suspicions",
    kept,
    Column("seq", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("sub", String(128), nullable=False, index=True),
    Column("at", String(20), nullable=False, index=True),
    Column("hints", JSON, nullable=False),
)
"""What a scan's photo said of how it was made: by the place of the scan's event."""

reviewed = Table(
    "reviewed",
    kept,
    Column("sub", String(128), primary_key=True),
    Column("seq", BigInteger, nullable=False),
    Column("at", String(20), nullable=False, index=True),
)
"""Up to which event a player's scans have been looked at."""
