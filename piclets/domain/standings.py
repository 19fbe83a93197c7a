"""A player's row, and what follows from it: the number of players, and of scores per range."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import zip_longest

from piclets.domain.rows import replace
from piclets.domain.tables import NO_TOTALS, PlayerRow, ScoreRow, Tables, TotalsRow, score_buckets


def put_player(player: PlayerRow, tables: Tables) -> None:
    """Put the row of a player, known or new."""
    before = tables.get(PlayerRow, player.sub)
    tables.put(player)
    if before is None:
        _count_players(1, tables)
    _move_score(before.score if before else None, player.score, tables)


def remove_player(player: PlayerRow, tables: Tables) -> None:
    tables.remove(player)
    _count_players(-1, tables)
    _move_score(player.score, None, tables)


def _count_players(change: int, tables: Tables) -> None:
    totals = tables.get(TotalsRow, *NO_TOTALS.key) or NO_TOTALS
    tables.put(replace(totals, players=totals.players + change))


def _move_score(before: int | None, after: int | None, tables: Tables) -> None:
    """Keep the counts per score range that ranks are summed from."""
    changes: dict[tuple[int, int], int] = {}
    for left, entered in zip_longest(_ranges(before), _ranges(after)):
        if left == entered:
            break  # and so they are one in every wider range
        if left is not None:
            changes[left] = -1
        if entered is not None:
            changes[entered] = 1
    tables.load((ScoreRow, bucket) for bucket in changes)
    for (level, bucket), change in changes.items():
        row = tables.get(ScoreRow, level, bucket) or ScoreRow(level, bucket, 0)
        tables.put(replace(row, players=row.players + change))


def _ranges(score: int | None) -> Iterable[tuple[int, int]]:
    return () if score is None else score_buckets(score)
