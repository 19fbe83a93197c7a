"""Which documents of the dataset an event changes: the one place that knows. (Their files: `dataset.layout`.)

A document is (kind, key): ("piclets", "{object}/{page}"), ("users", sub), ("prints", "{typeId}/{page}") where a
Piclet has more prints than its entry lists, ("seasons", id), ("log", n-th `LOG_CHUNK` events), and ("shelf", number),
the table of the Piclets that a range of events discovered. What the event alone tells is noted in the transaction
that appends it (`documents`); what only the tables know, its publisher finds (`changed_by`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from sqlalchemy import ColumnElement, Connection, and_, bindparam, select

from piclets.domain.decisions import objects_in
from piclets.domain.events import (
    AnyEvent,
    AnyModeration,
    DiscoveriesRevoked,
    MergeUndone,
    ModerationEvent,
    ObjectsMerged,
    PicletAdopted,
    PicletNamed,
    PlayerErased,
    PlayerRenamed,
    Scanned,
    Traded,
    TradeUndone,
)
from piclets.domain.fold import Finding
from piclets.domain.matching import CANONICAL
from piclets.domain.players import players_of
from piclets.domain.scoring import rarity
from piclets.domain.tables import PicletRow, TradeRow, resolve
from piclets.ledger import schema, season_schema
from piclets.ledger.prepared import Prepared
from piclets.ledger.rows import make_row
from piclets.ledger.sql_tables import SqlTables

PAGE = 500
"""Entries on a page of a document (contract, part 4)."""

LISTED_PRINTS = 20
"""Prints that stand with their Piclet's entry. Where there are more, all of them have pages of their own."""

LOG_CHUNK = 1_000
"""Events of a document ("log", n): those from n times as many on have changed where they stand."""

AT_ONCE = 1_000
"""Rows looked up in one statement."""

_seasons, _placed = season_schema.seasons.c, season_schema.settled_standings.c
_SEASONS: Final = Prepared(select(_seasons.id, _seasons.changed).where(_seasons.changed >= bindparam("since")))
_PLACED: Final = Prepared(select(_placed.sub, _placed.placed).where(_placed.placed >= bindparam("since")))

Document = tuple[str, str]
"""A document's kind and key."""

Changed = tuple[str, str, int]
"""A document's kind and key, and the event that changed it last."""


def documents(event: AnyEvent) -> Iterator[Document]:
    """The documents that this event changes, as far as it tells: of an object, the page that shows it.

    Of a decision of the console: the first page of each object in it at least.
    """
    if isinstance(event, ModerationEvent):
        yield from _of_decision(event)
        return
    for player in players_of(event):
        yield "users", player.sub
    if isinstance(event, PicletNamed):
        yield "piclets", object_page(event.object_name, event.number)
    if isinstance(event, Scanned | PicletAdopted):
        yield "piclets", object_page(event.object_name, event.number)
        if event.discovery is not None and event.number and event.number % PAGE == 0:
            yield "piclets", object_page(event.object_name, CANONICAL)  # it says how many pages there are
    if isinstance(event, Scanned) and event.print is not None:
        yield from print_pages(event.type_id, event.print.number)


def print_pages(type_id: str, number: int) -> Iterator[Document]:
    """The pages that list a Piclet's `number`-th print, where there are any."""
    if number > LISTED_PRINTS:
        yield "prints", f"{type_id}/{(number - 1) // PAGE}"
    if number == LISTED_PRINTS + 1:
        yield "prints", f"{type_id}/0"


def all_print_pages(type_id: str, prints: int) -> Iterator[Document]:
    """Every page of a Piclet's prints; none where they all stand with its entry."""
    if prints > LISTED_PRINTS:
        for page in range(-(-prints // PAGE)):
            yield "prints", f"{type_id}/{page}"


def object_page(name: str, number: int) -> str:
    """The key of the document page with an object's `number`-th Piclet."""
    return f"{name}/{number // PAGE}"


def changed_by(
    events: Sequence[tuple[int, AnyEvent]],
    connection: Connection,
    tables: SqlTables,
    shelf_size: int,
    *,
    exact: bool,
) -> Iterator[Changed]:
    """Every document that these events changed: what they tell, and what only the tables know (a renamed player's
    discoveries, the shelf of a Piclet whose rarity changed). `exact`: the events are the last of the log, so the
    rarity before them can be told; otherwise every shelf they touch is named.
    """
    finds: dict[str, int] = {}
    for seq, event in events:
        for kind, key in documents(event):
            yield kind, key, seq
        yield from _beyond(event, seq, connection, tables, shelf_size)
        if isinstance(event, Finding) and event.first_find:
            finds[event.type_id] = finds.get(event.type_id, 0) + 1
    for row in _piclets(list(finds), connection):
        before = row.scan_count - finds[row.type_id]
        if not exact or row.credit >= events[0][0] or rarity(row.scan_count) != rarity(before):
            yield "shelf", str(row.seq // shelf_size), events[-1][0]
    if events:
        yield from _seasons_since(events[0][0], connection)
        yield from _placed_since(events[0][0], connection)


def _beyond(
    event: AnyEvent, seq: int, connection: Connection, tables: SqlTables, shelf_size: int
) -> Iterator[Changed]:
    """The documents that an event changed beyond those that it tells of itself."""
    if isinstance(event, PlayerRenamed):
        yield from _naming(event.player.sub, seq, connection, shelf_size)
    elif isinstance(event, Traded):
        yield from _showing_prints(schema.prints.c.pid.in_(event.gave + event.got), seq, connection)
    elif isinstance(event, PicletNamed):
        yield from _showing_named(event.type_id, seq, connection, shelf_size)
    elif isinstance(event, ModerationEvent):
        yield from _showing_decided(event, seq, connection, tables, shelf_size)


def _seasons_since(seq: int, connection: Connection) -> Iterator[Changed]:
    """The seasons that the `seq`-th event or a later one has changed: their rows know."""
    for row in _SEASONS.rows(connection, since=seq):
        yield "seasons", row["id"], row["changed"]


def _placed_since(seq: int, connection: Connection) -> Iterator[Changed]:
    """The players whom the `seq`-th event or a later one gave a place on a podium, which is a badge."""
    for row in _PLACED.rows(connection, since=seq):
        yield "users", row["sub"], row["placed"]


def _showing_named(type_id: str, seq: int, connection: Connection, shelf_size: int) -> Iterator[Changed]:
    """The documents that show a Piclet, wherever it is by now."""
    for row in _piclets([type_id], connection):
        yield "piclets", object_page(row.object_name, row.number), seq
        yield "shelf", str(row.seq // shelf_size), seq


def _of_decision(event: AnyModeration) -> Iterator[Document]:
    for name in objects_in(event):
        yield "piclets", object_page(name, CANONICAL)
    if isinstance(event, ObjectsMerged | MergeUndone):
        merges = isinstance(event, ObjectsMerged)
        left, joined = (event.source, event.target) if merges else (event.target, event.source)
        for moved in event.moved:
            yield "piclets", object_page(left, moved.before)
            yield "piclets", object_page(joined, moved.after)
    if isinstance(event, DiscoveriesRevoked | TradeUndone):
        for player in players_of(event):
            yield "users", player.sub
    if isinstance(event, PlayerErased):
        yield from (("log", str(chunk)) for chunk in sorted({place // LOG_CHUNK for place in event.places}))


def _naming(sub: str, seq: int, connection: Connection, shelf_size: int) -> Iterator[Changed]:
    """The documents that show a player as a discoverer."""
    table, finds = schema.piclets, schema.finds
    rows = connection.execute(
        select(table.c.object_name, table.c.number, table.c.seq)
        .join(finds, and_(finds.c.type_id == table.c.type_id, finds.c.sub == sub))
        .where(table.c.discoverer == sub)
    )
    for row in rows:
        yield "piclets", object_page(row.object_name, row.number), seq
        yield "shelf", str(row.seq // shelf_size), seq


def _showing_decided(
    event: AnyModeration, seq: int, connection: Connection, tables: SqlTables, shelf_size: int
) -> Iterator[Changed]:
    """The documents that show what a decision of the console is about."""
    table, prints = schema.piclets, schema.prints
    about: ColumnElement[bool] | None = None
    if isinstance(event, PlayerErased):
        about = table.c.discoverer == event.player.sub
        had = (prints.c.finder == event.player.sub) | (prints.c.holder == event.player.sub)
        yield from _showing_prints(had, seq, connection)
    if isinstance(event, DiscoveriesRevoked):
        revoked = [credit.type_id for credit in event.credits]
        about = table.c.type_id.in_(revoked)
        found = (prints.c.finder == event.player.sub) & prints.c.type_id.in_(revoked)
        yield from _showing_prints(found, seq, connection)
    if isinstance(event, TradeUndone):
        trade = tables.get(TradeRow, event.trade)
        if trade is not None:
            yield from _showing_prints(prints.c.pid.in_(trade.gave + trade.got), seq, connection)
    names = objects_in(event)
    if names:
        about = table.c.object_name.in_([resolve(tables, name) for name in names])
    if about is None:
        return
    changed = select(table.c.type_id, table.c.object_name, table.c.number, table.c.prints, table.c.seq).where(about)
    for row in connection.execute(changed).all():
        yield "shelf", str(row.seq // shelf_size), seq
        for page in all_print_pages(row.type_id, row.prints):
            yield *page, seq
        for name in (row.object_name, *names):
            yield "piclets", object_page(name, row.number), seq


def _showing_prints(which: ColumnElement[bool], seq: int, connection: Connection) -> Iterator[Changed]:
    """The documents that list prints: of their Piclets."""
    prints, piclets = schema.prints, schema.piclets
    rows = connection.execute(
        select(prints.c.type_id, prints.c.number, piclets.c.object_name, piclets.c.number.label("place"))
        .join(piclets, piclets.c.type_id == prints.c.type_id)
        .where(which)
    )
    for row in rows.all():
        yield "piclets", object_page(row.object_name, row.place), seq
        for kind, key in print_pages(row.type_id, row.number):
            yield kind, key, seq


def _piclets(type_ids: Sequence[str], connection: Connection) -> Iterable[PicletRow]:
    table = schema.piclets
    for start in range(0, len(type_ids), AT_ONCE):
        chosen = select(table).where(table.c.type_id.in_(type_ids[start : start + AT_ONCE]))
        for values in connection.execute(chosen).mappings():
            yield make_row(PicletRow, dict(values))
