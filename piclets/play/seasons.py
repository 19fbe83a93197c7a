"""Seasons as players see them: when, what for, who leads (contract, part 10)."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from piclets.clock import utc_now
from piclets.domain.season_plans import Phase, Quest, SeasonPlan, plan_of
from piclets.domain.season_rows import SeasonPlayerRow, SeasonRow
from piclets.domain.seasons import closes, phase, review_ends
from piclets.ledger.seasons import SeasonQueries, SeasonStanding
from piclets.play.answers import Leader
from piclets.play.season_answers import (
    OwnPlace,
    OwnSeasonAnswer,
    QuestProgress,
    SeasonAnswer,
    SeasonsAnswer,
    SeasonSummary,
    TogetherProgress,
)

MAX_BOARD: Final = 100
MAX_KEPT: Final = 256

FIRST_TOLD: Final[tuple[Phase, ...]] = ("open", "late", "review", "announced")
"""Which season a visitor wants to hear of, where there are several."""


class Seasons:
    """`sub` is the player who asks, or None: then nothing is said of what a player has.

    Methods raise StorageUnavailable when the ledger cannot be read, and Missing for a season that there is not.
    """

    def __init__(self, queries: SeasonQueries) -> None:
        self._queries = queries
        # Counted once per change of a season: its row knows the last one.
        self._counted = lru_cache(maxsize=MAX_KEPT)(self._count)

    def all(self) -> SeasonsAnswer:
        """Every season, the latest first; past ones with their podium."""
        now = utc_now()
        return SeasonsAnswer(seasons=tuple(self._summary(row, now) for row in self._queries.all()))

    def one(self, season: str, sub: str | None, limit: int = MAX_BOARD, offset: int = 0) -> SeasonAnswer:
        """One season with its quests and `limit` entries of its board from `offset` on, which has `MAX_BOARD`; of a
        player also what is found."""
        row = self._queries.one(season)
        own = self._queries.own(season, sub) if sub is not None else None
        board = self._queries.board(season, min(offset + limit, MAX_BOARD))[offset:]
        quests = (_quest(quest, own[0] if own else None, asked=sub is not None) for quest in _plan(row).quests)
        answer = SeasonAnswer(
            **dict(self._summary(row, utc_now())),
            quests=tuple(quests),
            board=tuple(map(_leader, board)),
            as_of=row.changed,
        )
        if sub is None:
            return answer
        return OwnSeasonAnswer(**dict(answer), own=_place(*own) if own else None)

    def current(self) -> str | None:
        """The id of the season that is on; else of the one that ended last, or is next; None without any."""
        now = utc_now()
        rows = [row for row in self._queries.all() if not row.cancelled]
        for wanted in FIRST_TOLD:
            found = [row.id for row in rows if phase(row, now) == wanted]
            if found:
                return found[-1]
        return rows[0].id if rows else None

    def _summary(self, row: SeasonRow, now: str) -> SeasonSummary:
        plan, at = _plan(row), phase(row, now)
        players, podium = self._counted(row.id, row.changed)
        together = plan.together
        return SeasonSummary(
            id=row.id,
            title=plan.title,
            phase=at,
            starts=row.starts,
            ends=row.ends,
            recorded_until=closes(row),
            settled_from=review_ends(row),
            found=row.found,
            players=players,
            together=TogetherProgress(**dict(together), have=min(row.found, together.goal)) if together else None,
            podium=tuple(map(_leader, podium)) if at == "settled" else (),
        )

    def _count(self, season: str, _changed: int) -> tuple[int, list[SeasonStanding]]:
        """A season's players, and its podium."""
        return self._queries.players(season), self._queries.podium(season)


def _plan(row: SeasonRow) -> SeasonPlan:
    return plan_of(row.plan)


def _quest(quest: Quest, own: SeasonPlayerRow | None, *, asked: bool) -> QuestProgress:
    found = set(own.met) if own else set()
    met = tuple(name for name in quest.names if name in found)
    return QuestProgress(
        id=quest.id,
        title=quest.title,
        goal=quest.goal,
        names=quest.names,
        met=met if asked else None,
        have=len(met) if asked else None,
    )


def _leader(standing: SeasonStanding) -> Leader:
    """As on the leaderboard; what it counts is the season's."""
    return Leader(
        rank=standing.rank,
        username=standing.username,
        rarity_score=standing.points,
        total_finds=standing.piclets,
        unique_finds=standing.discoveries,
    )


def _place(row: SeasonPlayerRow, rank: int) -> OwnPlace:
    return OwnPlace(rank=rank, rarity_score=row.points, total_finds=row.piclets, unique_finds=row.discoveries)
