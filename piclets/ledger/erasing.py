"""Forgetting a player: the log names a pseudonym instead, and so does whatever else the server has kept.

It is done where the event that says so is appended: a ledger that restores a log gets it done as well.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, delete, select, update

from piclets.domain.decisions.of_players import pseudonymise
from piclets.domain.events import AnyEvent, PlayerErased, from_json, to_json
from piclets.domain.players import players_of, with_players
from piclets.domain.records import Player
from piclets.ledger import schema
from piclets.ledger.sql_tables import SqlTables

AT_ONCE = 500
"""Places looked up in one statement."""

Replacements = dict[int, dict[int, Player]]
"""By an event's place and the position among its players: who is named there instead."""


def mentions_of(connection: Connection, sub: str) -> list[tuple[int, int]]:
    """Where the log names a player: the events' places, and the position among the players of each.

    Looks through the whole log: rare, and worth it.
    """
    log = schema.events
    likely = select(log.c.seq, log.c.body).where(log.c.body.contains(sub, autoescape=True)).order_by(log.c.seq)
    rows = connection.execute(likely.execution_options(yield_per=AT_ONCE))
    return [
        (row.seq, position)
        for row in rows
        for position, player in enumerate(players_of(from_json(row.body)))
        if player.sub == sub
    ]


def forget(connection: Connection, tables: SqlTables, erased: PlayerErased) -> set[str]:
    """Rewrite the places in the log, and everything that is kept under the player's sub; returns the sub, if it was
    still there."""
    log, forgotten = schema.events, set()
    replacements = _replacements([erased])
    for seq, event in _events_at(connection, list(replacements)):
        players = players_of(event)
        known = {players[position].sub for position in replacements[seq]} - {erased.player.sub}
        if known:
            forgotten |= known
            body = to_json(with_players(event, replacements[seq]))
            connection.execute(update(log).where(log.c.seq == seq).values(body=body))
    for sub in forgotten:
        pseudonymise(sub, erased.player.sub, tables)
        for column in schema.GO_WITH_PLAYER:
            connection.execute(delete(column.table).where(column == sub))
        for column in schema.OUTLAST_PLAYER:
            connection.execute(update(column.table).where(column == sub).values({column: erased.player.sub}))
    return forgotten


def with_pseudonyms(events: Sequence[tuple[int, AnyEvent]]) -> list[tuple[int, AnyEvent]]:
    """The events, those among them rewritten that a later one of them says are to be."""
    replacements = _replacements([event for _, event in events if isinstance(event, PlayerErased)])
    return [(seq, with_players(event, replacements.get(seq, {}))) for seq, event in events]


def _replacements(erasures: Sequence[PlayerErased]) -> Replacements:
    replacements: Replacements = defaultdict(dict)
    for erased in erasures:
        for place, position in erased.mentions():
            replacements[place][position] = erased.player
    return replacements


def _events_at(connection: Connection, places: Sequence[int]) -> Iterator[tuple[int, AnyEvent]]:
    log = schema.events
    for start in range(0, len(places), AT_ONCE):
        chosen = select(log.c.seq, log.c.body).where(log.c.seq.in_(places[start : start + AT_ONCE]))
        for row in connection.execute(chosen).all():
            yield row.seq, from_json(row.body)
