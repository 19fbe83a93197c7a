"""What badges count of seasons: those that a player took part in, quests that were met, and places on a podium.

A place on the podium is given when a season is settled, and to those who move up when another player's discoveries
are revoked, or another one is blocked or erased. It goes with a revoked discovery of one's own only: nobody loses one
by what is decided of others, not even where someone is unblocked again.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from piclets.domain.collecting.counting import Moment, add
from piclets.domain.rows import replace
from piclets.domain.season_plans import Quest, quests_by_name
from piclets.domain.season_rows import SeasonPlayerRow, SettledRow
from piclets.domain.tables import BlockRow, Tables

SEASONS: Final = "seasons"
QUESTS: Final = "quests"
PODIUMS: Final = "podiums"

PODIUM: Final = 3
"""Ranks that are remembered with a season: in the settled standings, or on the board as it is now."""


def went_on(before: SeasonPlayerRow, after: SeasonPlayerRow, plan: str, moment: Moment, tables: Tables) -> None:
    """Count what a player has more, or less, in a season; without Piclets the player takes no part in it.

    `plan` is the season's, as its row has it.
    """
    add(after.sub, SEASONS, (after.piclets > 0) - (before.piclets > 0), moment, tables)
    if after.met != before.met:
        asking = quests_by_name(plan)
        names = set(before.met) ^ set(after.met)
        quests = {quest.id: quest for name in names for quest in asking.get(name, ())}.values()
        add(after.sub, QUESTS, _met(after, quests) - _met(before, quests), moment, tables)


def give_places(season: str, moment: Moment, tables: Tables) -> None:
    """Count a place for everyone who is on a settled season's podium now and has none of that season yet."""
    rows = [row for row in tables.rows(SettledRow, season=season) if tables.get(BlockRow, row.sub) is None]
    for row in rows:
        above = sum(other.points > row.points for other in rows)
        if above < PODIUM and not row.placed:
            tables.put(replace(row, placed=moment.seq))
            add(row.sub, PODIUMS, 1, moment, tables)


def take_place(row: SettledRow, moment: Moment, tables: Tables) -> None:
    """Take a player out of the settled standings of a season, and give the place to who moves up."""
    tables.remove(row)
    if row.placed:
        add(row.sub, PODIUMS, -1, moment, tables)
    give_places(row.season, moment, tables)


def _met(player: SeasonPlayerRow, quests: Iterable[Quest]) -> int:
    met = set(player.met)
    return sum(len(met.intersection(quest.names)) >= quest.goal for quest in quests)
