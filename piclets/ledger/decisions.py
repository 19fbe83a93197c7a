"""The console's decisions: each is made by the domain's rules and appended to the log, in one transaction."""

from __future__ import annotations

from functools import partial

from sqlalchemy import Connection, select

from piclets.domain.decisions import DECISIONS
from piclets.domain.decisions.decision import Case, DecisionNote
from piclets.domain.events import AnyEvent, from_json
from piclets.ledger import erasing, schema
from piclets.ledger.ledger import Ledger
from piclets.ledger.sql_tables import SqlTables


class Decisions:
    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def make(self, verb: str, note: DecisionNote, subject: str, into: str = "") -> int:
        """Make one of `DECISIONS`; returns the place of its event in the log.

        Raises InvalidRequest and NotFound, with a sentence for the operator, and StorageUnavailable; then nothing
        has changed.
        """

        def decide(connection: Connection, tables: SqlTables) -> AnyEvent:
            event_at, mentions_of = partial(_event_at, connection), partial(erasing.mentions_of, connection)
            event: AnyEvent = DECISIONS[verb].decide(Case(note, subject, into, tables, event_at, mentions_of))
            return event

        return self._ledger.append(decide)


def _event_at(connection: Connection, seq: int) -> AnyEvent:
    log = schema.events
    return from_json(connection.execute(select(log.c.body).where(log.c.seq == seq)).scalar_one())
