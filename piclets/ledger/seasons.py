"""Seasons as they stand: what there is, their boards, and what one player has found in one."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, func, select

from piclets.domain.season_plans import plan_of
from piclets.domain.season_prizes import PODIUM
from piclets.domain.season_rows import SeasonPlayerRow, SeasonRow
from piclets.errors import Missing
from piclets.ledger.database import Database
from piclets.ledger.rows import make_row
from piclets.ledger.schema import blocks, players
from piclets.ledger.season_schema import season_players, settled_standings
from piclets.ledger.season_schema import seasons as table
from piclets.ledger.sql_tables import SqlTables

MAX_TIED = 20
"""Players who share the podium of a season, at most."""


@dataclass(frozen=True)
class SeasonStanding:
    """A place on a season's board: ranks 1-2-2-4, ties in order of who reached the points first."""

    sub: str
    username: str
    rank: int
    points: int
    piclets: int
    discoveries: int

    def wire(self) -> dict[str, object]:
        """As on the leaderboard; what it counts is the season's."""
        return {
            "rank": self.rank,
            "username": self.username,
            "rarityScore": self.points,
            "totalFinds": self.piclets,
            "uniqueFinds": self.discoveries,
        }


class SeasonQueries:
    """Blocked players are on no board. Methods raise StorageUnavailable when the database cannot be reached."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[SeasonRow]:
        """Every season, the latest first."""
        with self._database.read() as connection:
            return all_seasons(connection)

    def one(self, season: str) -> SeasonRow:
        """Raises Missing."""
        with self._database.read() as connection:
            row = season_of(connection, season)
        if row is None:
            raise Missing("There is no such season.")
        return row

    def board(self, season: str, limit: int) -> list[SeasonStanding]:
        with self._database.read() as connection:
            return standings_of(connection, season, limit)

    def podium(self, season: str) -> list[SeasonStanding]:
        """See `podium_of`."""
        with self._database.read() as connection:
            return podium_of(connection, season)

    def own(self, season: str, sub: str) -> tuple[SeasonPlayerRow, int] | None:
        """What a player has found in a season, and the rank."""
        with self._database.read() as connection:
            row = SqlTables(connection).get(SeasonPlayerRow, season, sub)
            if row is None:
                return None
            better = (season_players.c.season == season) & (season_players.c.points > row.points)
            above = select(func.count()).where(better, _unblocked(season_players.c.sub))
            return row, int(connection.execute(above).scalar_one()) + 1

    def players(self, season: str) -> int:
        """How many players have found anything in a season."""
        counted = select(func.count()).select_from(season_players).where(season_players.c.season == season)
        with self._database.read() as connection:
            return int(connection.execute(counted).scalar_one())


def all_seasons(connection: Connection) -> list[SeasonRow]:
    """See `SeasonQueries.all`."""
    rows = connection.execute(select(table).order_by(table.c.starts.desc(), table.c.seq.desc())).mappings()
    return [make_row(SeasonRow, dict(row)) for row in rows]


def season_of(connection: Connection, season: str) -> SeasonRow | None:
    return SqlTables(connection).get(SeasonRow, season) if "\x00" not in season else None


def titles_of(connection: Connection, seasons: Collection[str]) -> dict[str, str]:
    """What seasons are called, by their ids."""
    if not seasons:
        return {}
    rows = connection.execute(select(table.c.id, table.c.plan).where(table.c.id.in_(seasons))).all()
    return {row.id: plan_of(row.plan).title for row in rows}


def standings_of(connection: Connection, season: str, limit: int) -> list[SeasonStanding]:
    """See `SeasonQueries.board`."""
    board = (
        select(season_players, players.c.username)
        .join(players, players.c.sub == season_players.c.sub)
        .where(season_players.c.season == season, _unblocked(season_players.c.sub))
        .order_by(season_players.c.points.desc(), season_players.c.reached)
        .limit(limit)
    )
    standings: list[SeasonStanding] = []
    for place, row in enumerate(connection.execute(board), start=1):
        tied = standings and standings[-1].points == row.points
        rank = standings[-1].rank if tied else place
        standings.append(SeasonStanding(row.sub, row.username, rank, row.points, row.piclets, row.discoveries))
    return standings


def podium_of(connection: Connection, season: str) -> list[SeasonStanding]:
    """Who had the first `PODIUM` ranks when the season was settled, or does so now: whatever is decided about
    others later, no one loses a place. Each with the better of the two ranks.
    """
    then = settled_standings
    settled = (
        select(season_players, players.c.username, then.c.rank)
        .join(then, (then.c.season == season_players.c.season) & (then.c.sub == season_players.c.sub))
        .join(players, players.c.sub == season_players.c.sub)
        .where(season_players.c.season == season, then.c.rank <= PODIUM, _unblocked(season_players.c.sub))
    )
    best = {
        row.sub: SeasonStanding(row.sub, row.username, row.rank, row.points, row.piclets, row.discoveries)
        for row in connection.execute(settled)
    }
    for each in standings_of(connection, season, MAX_TIED):
        known = best.get(each.sub)
        if each.rank <= PODIUM and (known is None or each.rank < known.rank):
            best[each.sub] = each
    return sorted(best.values(), key=lambda each: (each.rank, -each.points, each.username))


def _unblocked(sub: ColumnElement[str]) -> ColumnElement[bool]:
    return ~select(blocks.c.sub).where(blocks.c.sub == sub).exists()
