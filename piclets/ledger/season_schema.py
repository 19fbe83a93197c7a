"""The folded tables of seasons (rows: `domain.season_rows`)."""

from __future__ import annotations

from typing import Final

from sqlalchemy import JSON, BigInteger, Boolean, Column, Index, Integer, String, Table, Text

from piclets.domain.rows import Row
from piclets.domain.season_rows import AgendaRow, SeasonFindRow, SeasonPlayerRow, SeasonRow, SettledRow
from piclets.ledger.metadata import folded

seasons = Table(
    "seasons",
    folded,
    Column("id", String(40), primary_key=True),
    Column("plan", Text, nullable=False),
    Column("starts", String(20), nullable=False, index=True),
    Column("ends", String(20), nullable=False),
    Column("found", Integer, nullable=False),
    Column("cancelled", Boolean, nullable=False),
    Column("settled", BigInteger, nullable=False),
    Column("changed", BigInteger, nullable=False, index=True),
    Column("seq", BigInteger, nullable=False),
)

agenda = Table(
    "agenda",
    folded,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("seasons", JSON, nullable=False),
)

season_finds = Table(
    "season_finds",
    folded,
    Column("season", String(40), primary_key=True),
    Column("sub", String(128), primary_key=True, index=True),
    Column("type_id", String(96), primary_key=True),
    Column("points", Integer, nullable=False),
    Column("discovered", Boolean, nullable=False),
    Column("names", JSON, nullable=False),
    Column("seq", BigInteger, nullable=False),
)

season_players = Table(
    "season_players",
    folded,
    Column("season", String(40), primary_key=True),
    Column("sub", String(128), primary_key=True, index=True),
    Column("points", Integer, nullable=False),
    Column("piclets", Integer, nullable=False),
    Column("discoveries", Integer, nullable=False),
    Column("met", JSON, nullable=False),
    Column("reached", BigInteger, nullable=False),
)
Index("season_players_by_rank", season_players.c.season, season_players.c.points.desc(), season_players.c.reached)

settled_standings = Table(
    "settled_standings",
    folded,
    Column("season", String(40), primary_key=True),
    Column("sub", String(128), primary_key=True, index=True),
    Column("rank", Integer, nullable=False),
    Column("points", Integer, nullable=False),
    Column("placed", BigInteger, nullable=False),
)

SEASON_TABLES: Final[dict[type[Row], Table]] = {
    SeasonRow: seasons,
    AgendaRow: agenda,
    SeasonFindRow: season_finds,
    SeasonPlayerRow: season_players,
    SettledRow: settled_standings,
}
