"""The log of events and its fold, within a transaction of the caller."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from sqlalchemy import Connection, delete, insert, select, update

from piclets.domain import fold
from piclets.domain.events import AnyEvent, PlayerErased, from_json, to_json
from piclets.domain.tables import Row
from piclets.ledger import erasing, schema
from piclets.ledger.sql_tables import SqlTables
from piclets.ledger.statements import upsert

BATCH = 2_000
"""Events folded together where many are folded."""

Numbered = tuple[int, AnyEvent]


def head(connection: Connection) -> int:
    """The place of the last event; 0 in an empty log."""
    return int(connection.execute(select(schema.head.c.seq)).scalar_one())


def read_after(connection: Connection, seq: int, limit: int) -> list[Numbered]:
    """The next events, oldest first. Raises UnknownEvent."""
    log = schema.events
    rows = connection.execute(select(log.c.seq, log.c.body).where(log.c.seq > seq).order_by(log.c.seq).limit(limit))
    return [(row.seq, from_json(row.body)) for row in rows]


def append(connection: Connection, tables: SqlTables, event: AnyEvent, *, publishes: bool) -> int:
    """Append and fold one event; returns its place. With `publishes` its documents are marked as out of date."""
    forgotten = erasing.forget(connection, tables, event) if isinstance(event, PlayerErased) else set()
    head = schema.head
    seq = int(connection.execute(update(head).values(seq=head.c.seq + 1).returning(head.c.seq)).scalar_one())
    _put(connection, tables, [(seq, event)])
    if publishes:
        changed = [*fold.documents(event), *(("users", sub) for sub in forgotten)]
        documents = [{"kind": kind, "key": key, "seq": seq} for kind, key in changed]
        upsert(connection, schema.dirty_documents, documents)
    return seq


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
    _put(connection, tables, erasing.with_pseudonyms(events))


def _put(connection: Connection, tables: SqlTables, events: list[Numbered]) -> None:
    connection.execute(
        insert(schema.events), [{"seq": seq, "id": event.id, "body": to_json(event)} for seq, event in events]
    )
    _fold(tables, events)


def fold_anew(connection: Connection) -> None:
    """Empty the folded tables and fold the whole log into them."""
    for table in schema.folded.sorted_tables:
        connection.execute(delete(table))
    tables, seq = SqlTables(connection), 0
    while batch := read_after(connection, seq, BATCH):
        _fold(tables, batch)
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
    for seq, event in events:
        fold.apply(event, seq, tables)
    tables.flush()


def _digest(connection: Connection, row: type[Row]) -> str:
    """Order does not matter: databases sort text by different rules."""
    total = 0
    for values in connection.execute(select(schema.TABLE_OF[row]).execution_options(yield_per=BATCH)):
        total += int.from_bytes(hashlib.sha256(repr(tuple(values)).encode()).digest()[:16])
    return f"{total:x}"
