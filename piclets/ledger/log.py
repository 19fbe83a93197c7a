"""The log of events and its fold, within a transaction of the caller."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable, Iterator
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, select, update

from piclets.domain import fold, seasons
from piclets.domain.events import AnyEvent, PlayerErased, from_json, to_json
from piclets.domain.tables import NO_TOTALS, Row, TotalsRow
from piclets.ledger import documents, erasing, schema
from piclets.ledger.prepared import Prepared
from piclets.ledger.sql_tables import SqlTables
from piclets.ledger.statements import HEAD

logger = logging.getLogger(__name__)

CLOCK_DIFFERENCE_S = 60
"""How far a clock may be behind the log before the operator is told."""

BATCH = 2_000
"""Events folded together where many are folded."""

Numbered = tuple[int, AnyEvent]

NEXT = Prepared(
    select(schema.events.c.seq, schema.events.c.body)
    .where(schema.events.c.seq > bindparam("after"))
    .order_by(schema.events.c.seq)
    .limit(bindparam("limit"))
)
"""The next `limit` events after the place `after`, oldest first."""
_FIRST_ID = Prepared(select(schema.events.c.id).order_by(schema.events.c.seq).limit(1))


def head(connection: Connection) -> int:
    """The place of the last event; 0 in an empty log."""
    return int(HEAD.scalar(connection))


def first_id(connection: Connection) -> str:
    """The id of the first event; "" in an empty log."""
    return _FIRST_ID.scalar(connection) or ""


def read_after(connection: Connection, seq: int, limit: int) -> list[Numbered]:
    """The next events, oldest first. Raises UnknownEvent."""
    return [(row["seq"], from_json(row["body"])) for row in NEXT.rows(connection, after=seq, limit=limit)]


def append(connection: Connection, tables: SqlTables, event: AnyEvent, *, publishes: bool) -> int:
    """Append and fold one event, to be written when the caller flushes `tables`; returns its place.

    With `publishes` its documents are marked as out of date.
    """
    forgotten = erasing.forget(connection, tables, event) if isinstance(event, PlayerErased) else set()
    event = _in_order(event, tables)
    seq = tables.append(event.id, to_json(event))
    _fold(tables, [(seq, event)])
    if publishes:
        changed = dict.fromkeys([*documents.documents(event), *(("users", sub) for sub in forgotten)])
        tables.beside(schema.dirty_documents, [{"kind": kind, "key": key, "seq": seq} for kind, key in changed])
    return seq


def _in_order(event: AnyEvent, tables: SqlTables) -> AnyEvent:
    """Log time never runs backwards, whatever a clock does: windows of time are read off the log."""
    last = (tables.get(TotalsRow, *NO_TOTALS.key) or NO_TOTALS).at
    if event.at >= last:
        return event
    late = (datetime.fromisoformat(last) - datetime.fromisoformat(event.at)).total_seconds()
    if late > CLOCK_DIFFERENCE_S:
        logger.warning("This server's clock is %.0f s behind the last event of the log: check its time.", late)
    return event.model_copy(update={"at": last})


def extend(connection: Connection, tables: SqlTables, events: list[Numbered]) -> None:
    """Append and fold events that have their places already.

    Raises ValueError where these are not the next places: the log has no gaps.
    """
    seq = head(connection)
    if [place for place, _ in events] != list(range(seq + 1, seq + 1 + len(events))):
        raise ValueError(f"event {seq} cannot be followed by events {events[0][0]} to {events[-1][0]}")
    connection.execute(update(schema.head).values(seq=seq + len(events)))
    for _, event in events:
        if isinstance(event, PlayerErased):
            erasing.forget(connection, tables, event)
    rewritten = erasing.with_pseudonyms(events)
    tables.beside(schema.events, [{"seq": seq, "id": event.id, "body": to_json(event)} for seq, event in rewritten])
    _fold(tables, rewritten)
    tables.flush()


def fold_anew(connection: Connection) -> None:
    """Empty the folded tables and fold the whole log into them."""
    for table in schema.folded.sorted_tables:
        connection.execute(delete(table))
    tables, seq = SqlTables(connection), 0
    while batch := read_after(connection, seq, BATCH):
        _fold(tables, batch)
        tables.flush()
        seq = batch[-1][0]


def digests(connection: Connection) -> dict[str, str]:
    """A hash of the whole content of each folded table, by name."""
    return {table.name: _digest(connection, row) for row, table in schema.TABLE_OF.items()}


def batches(events: Iterable[Numbered]) -> Iterator[list[Numbered]]:
    """Cut a stream of events into lists of at most `BATCH`."""
    batch: list[Numbered] = []
    for event in events:
        batch.append(event)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _fold(tables: SqlTables, events: list[Numbered]) -> None:
    tables.load(key for _, event in events for key in fold.reads(event))
    tables.load(seasons.reads([event for _, event in events], tables))
    for seq, event in events:
        fold.apply(event, seq, tables)


def _digest(connection: Connection, row: type[Row]) -> str:
    """Order does not matter: databases sort text by different rules."""
    total = 0
    for values in connection.execute(select(schema.TABLE_OF[row]).execution_options(yield_per=BATCH)):
        total += int.from_bytes(hashlib.sha256(repr(tuple(values)).encode()).digest()[:16])
    return f"{total:x}"
