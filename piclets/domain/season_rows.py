"""The rows of seasons: what they are, and what players have found in them. Their fold is in `seasons`."""

from __future__ import annotations

from dataclasses import dataclass

from piclets.domain.rows import Row


@dataclass(frozen=True)
class SeasonRow(Row):
    """A season. `plan` is its SeasonPlan as JSON, whose window is [`starts`, `ends`).

    `found` counts the finds of all players in it. `settled` is the last event that the settled standings count, 0
    before. `changed` is the last event that changed anything of the season: its board follows from the log up to it.
    """

    KEY = ("id",)
    id: str
    plan: str
    starts: str
    ends: str
    found: int
    cancelled: bool
    settled: int
    changed: int
    seq: int


@dataclass(frozen=True)
class AgendaRow(Row):
    """The seasons in which a scan may count, one row: what every fresh scan looks at."""

    KEY = ("id",)
    id: int
    seasons: tuple[str, ...]


@dataclass(frozen=True)
class SeasonFindRow(Row):
    """A Piclet that a player has found in a season, counted once. `names`: what of the quests it is.

    `discovered`: this very scan discovered it.
    """

    KEY = ("season", "sub", "type_id")
    SUBS = ("sub",)
    season: str
    sub: str
    type_id: str
    points: int
    discovered: bool
    names: tuple[str, ...]
    seq: int


@dataclass(frozen=True)
class SeasonPlayerRow(Row):
    """A player in a season. `met`: the names of its quests that are found; `reached`: the event that last raised the
    points.
    """

    KEY = ("season", "sub")
    SUBS = ("sub",)
    season: str
    sub: str
    points: int
    piclets: int
    discoveries: int
    met: tuple[str, ...]
    reached: int


@dataclass(frozen=True)
class SettledRow(Row):
    """A player's rank when a season was settled. `placed`: the event that gave a place on the podium, else 0."""

    KEY = ("season", "sub")
    SUBS = ("sub",)
    season: str
    sub: str
    rank: int
    points: int
    placed: int


SEASON_ROWS: tuple[type[Row], ...] = (SeasonRow, AgendaRow, SeasonFindRow, SeasonPlayerRow, SettledRow)
