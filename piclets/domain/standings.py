"""A player's row, and what follows from it: the number of players, and of scores per range."""

from __future__ import annotations

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
    if before == after:
        return
    left = set() if before is None else set(score_buckets(before))
    entered = set() if after is None else set(score_buckets(after))
    changes = dict.fromkeys(left - entered, -1) | dict.fromkeys(entered - left, 1)
    tables.load((ScoreRow, bucket) for bucket in changes)
    for (level, bucket), change in changes.items():
        row = tables.get(ScoreRow, level, bucket) or ScoreRow(level, bucket, 0)
        tables.put(replace(row, players=row.players + change))
