"""Forgetting a player: the log names a pseudonym instead, and so does whatever else the server has kept.

It is done where the event that says so is appended: a ledger that restores a log gets it done as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, delete, select, update

from piclets.domain import moderating
from piclets.domain.events import AnyEvent, PlayerErased, from_json, player_of, to_json
from piclets.ledger import schema
from piclets.ledger.sql_tables import SqlTables

AT_ONCE = 500
"""Places looked up in one statement."""


def places_of(connection: Connection, sub: str) -> tuple[int, ...]:
    """The events of the log that name a player. Looks through the whole log: rare, and worth it."""
    log = schema.events
    likely = select(log.c.seq, log.c.body).where(log.c.body.contains(sub, autoescape=True)).order_by(log.c.seq)
    rows = connection.execute(likely.execution_options(yield_per=AT_ONCE))
    return tuple(row.seq for row in rows if _sub(from_json(row.body)) == sub)


def forget(connection: Connection, tables: SqlTables, erased: PlayerErased) -> set[str]:
    """Rewrite the places in the log, and everything that stands under the player's sub; returns the sub, if it was
    still there."""
    forgotten = set()
    log = schema.events
    for seq, event in _events_at(connection, erased.places):
        sub = _sub(event)
        if sub != erased.player.sub:
            forgotten.add(sub)
            body = to_json(event.model_copy(update={"player": erased.player}))
            connection.execute(update(log).where(log.c.seq == seq).values(body=body))
    for sub in forgotten:
        moderating.pseudonymise(sub, erased.player.sub, tables)
        connection.execute(delete(schema.allowances).where(schema.allowances.c.player == sub))
        reporter = schema.reports.c.reporter
        connection.execute(update(schema.reports).where(reporter == sub).values(reporter=erased.player.sub))
    return forgotten


def with_pseudonyms(events: Sequence[tuple[int, AnyEvent]]) -> list[tuple[int, AnyEvent]]:
    """The events, those among them rewritten that a later one of them says are to be."""
    pseudonyms = {
        place: event.player for _, event in events if isinstance(event, PlayerErased) for place in event.places
    }
    return [
        (seq, event.model_copy(update={"player": pseudonyms[seq]})) if seq in pseudonyms else (seq, event)
        for seq, event in events
    ]


def _events_at(connection: Connection, places: Sequence[int]) -> Iterator[tuple[int, AnyEvent]]:
    log = schema.events
    for start in range(0, len(places), AT_ONCE):
        chosen = select(log.c.seq, log.c.body).where(log.c.seq.in_(places[start : start + AT_ONCE]))
        for row in connection.execute(chosen).all():
            yield row.seq, from_json(row.body)


def _sub(event: AnyEvent) -> str:
    """The player that an event names, or ""."""
    player = player_of(event)
    return player.sub if player else ""
