"""What a season would have been: its rules over the log of the last fortnight. Nothing is recorded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlalchemy import Connection, select

from piclets.clock import later
from piclets.domain import seasons
from piclets.domain.events import Scanned, SeasonOpened, from_json
from piclets.domain.season_plans import SeasonPlan, names_of
from piclets.domain.season_rows import SeasonPlayerRow, SeasonRow
from piclets.domain.tables import MemoryTables, ObjectRow
from piclets.ledger import log, schema
from piclets.ledger.database import Database
from piclets.ledger.rows import make_row

BACK: Final = timedelta(days=14)
MAX_EVENTS: Final = 100_000
"""The newest ones, where a fortnight has more."""
READ_AT_ONCE: Final = 2_000


@dataclass(frozen=True)
class QuestPreview:
    """How many players would have met anything of a quest, and how many its goal."""

    title: str
    goal: int
    things: int
    begun: int
    met: int


@dataclass(frozen=True)
class SeasonPreview:
    """`complete`: the whole fortnight was looked at. `best` are the highest points, at most ten."""

    complete: bool
    players: int
    found: int
    quests: tuple[QuestPreview, ...]
    best: tuple[int, ...]


def preview(database: Database, plan: SeasonPlan, now: str) -> SeasonPreview:
    """Count the fortnight before `now`. Names lead where they lead now. Raises StorageUnavailable."""
    since = later(now, -BACK)
    tables = MemoryTables()
    shifted = plan.model_copy(update={"starts": since, "ends": now})
    opened = SeasonOpened(id="preview", at=since, by="", why="", season="preview", plan=shifted)
    seasons.decided(opened, 0, tables)
    with database.read() as connection:
        led = select(schema.aliases.c.object_name).where(schema.aliases.c.alias.in_(names_of(plan)))
        known = select(schema.objects).where(schema.objects.c.name.in_(led))
        for values in connection.execute(known).mappings():
            tables.put(make_row(ObjectRow, dict(values)))
        first, newest = _before(connection, since), max(0, log.head(connection) - MAX_EVENTS)
        seq = max(first, newest)
        while batch := log.read_after(connection, seq, READ_AT_ONCE):
            for place, event in batch:
                if isinstance(event, Scanned):
                    seasons.scanned(event, place, tables)
            seq = batch[-1][0]
    return _told(plan, tables, complete=first >= newest)


def _before(connection: Connection, moment: str) -> int:
    """The last event before a moment, 0 where there is none: log time never runs backwards."""
    events = schema.events
    low, high = 0, log.head(connection)
    while low < high:
        middle = (low + high + 1) // 2
        body = connection.execute(select(events.c.body).where(events.c.seq == middle)).scalar_one()
        if from_json(body).at < moment:
            low = middle
        else:
            high = middle - 1
    return low


def _told(plan: SeasonPlan, tables: MemoryTables, *, complete: bool) -> SeasonPreview:
    players = list(tables.all(SeasonPlayerRow))
    quests = []
    for quest in plan.quests:
        counts = [len(set(quest.names) & set(player.met)) for player in players]
        begun, met = sum(count > 0 for count in counts), sum(count >= quest.goal for count in counts)
        quests.append(QuestPreview(quest.title, quest.goal, len(quest.names), begun, met))
    [season] = tables.all(SeasonRow)
    best = sorted((player.points for player in players), reverse=True)[:10]
    return SeasonPreview(complete, len(players), season.found, tuple(quests), tuple(best))
