"""What the publisher reads from the ledger, each time in one snapshot, and what it notes there.

The log and the documents of a commit come from the same snapshot: no document shows what its log does not hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import Connection, and_, delete, func, or_, select

from piclets.domain import fold
from piclets.domain.events import (
    AnyEvent,
    AnyModeration,
    DiscoveriesRevoked,
    Moderation,
    PlayerErased,
    PlayerRenamed,
    from_json,
)
from piclets.domain.records import Entry
from piclets.domain.scoring import rarity
from piclets.domain.tables import NO_TOTALS, ObjectRow, PicletRow, PlayerRow, TotalsRow
from piclets.ledger import log, queries, schema
from piclets.ledger.database import Database
from piclets.ledger.ledger import resolve
from piclets.ledger.sql_tables import SqlTables, make_row
from piclets.ledger.statements import get_meta, put_meta, upsert

T = TypeVar("T")

Document = tuple[str, str]
"""A document's kind and key, as `fold.documents` names them, and ("shelf", number) beside those."""

Changed = tuple[str, str, int]
"""A document's kind and key, and the event that changed it last."""


@dataclass(frozen=True)
class LoggedEvent:
    """An event as it stands in the log: `body` is the very JSON that was appended."""

    seq: int
    body: str
    event: AnyEvent


@dataclass(frozen=True)
class FindLine:
    """A line of a player's collection."""

    type_id: str
    first_scanned_at: str
    first_discovery: bool
    seq: int


@dataclass(frozen=True)
class Pending:
    """What waits for publication."""

    events: int
    documents: int


class Snapshot:
    """The ledger at one moment. Valid within `Publication.snapshot()`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._tables = SqlTables(connection)
        self.head = log.head(connection)

    def events_after(self, seq: int, limit: int) -> list[LoggedEvent]:
        """The next events, oldest first. Raises UnknownEvent."""
        table = schema.events
        rows = self._connection.execute(
            select(table.c.seq, table.c.body).where(table.c.seq > seq).order_by(table.c.seq).limit(limit)
        )
        return [LoggedEvent(row.seq, row.body, from_json(row.body)) for row in rows]

    def out_of_date(self, changed: Sequence[Changed], limit: int) -> tuple[list[Document], int]:
        """At most `limit` documents to render, those changed last first: those noted, and `changed`, but no log.

        And the last event up to which all documents will be up to date when these are.
        """
        table = schema.dirty_documents
        noted = self._connection.execute(
            select(table.c.kind, table.c.key, table.c.seq)
            .where(table.c.seq <= self.head, table.c.kind != "log")
            .order_by(table.c.seq.desc(), table.c.kind, table.c.key)
            .limit(limit + 1)
        ).all()
        rest_changed = (document for document in changed if document[0] != "log")
        latest = _latest([*((row.kind, row.key, row.seq) for row in noted), *rest_changed])
        ordered = sorted(latest, key=lambda document: (-latest[document], document))
        chosen, rest = ordered[:limit], ordered[limit:]
        if not rest:
            return chosen, self.head
        oldest = self._connection.execute(select(func.min(table.c.seq))).scalar()
        return chosen, min(*(latest[document] for document in rest), oldest or self.head) - 1

    def object(self, name: str) -> ObjectRow | None:
        return self._tables.get(ObjectRow, name)

    def player(self, sub: str) -> PlayerRow | None:
        return self._tables.get(PlayerRow, sub)

    def totals(self) -> TotalsRow:
        return self._tables.get(TotalsRow, *NO_TOTALS.key) or NO_TOTALS

    def entries(self, name: str, first: int, last: int) -> list[Entry]:
        """An object's Piclets by number, both ends included."""
        of_object = queries.entries_query().where(
            schema.piclets.c.object_name == name, schema.piclets.c.number.between(first, last)
        )
        rows = self._connection.execute(of_object.order_by(schema.piclets.c.number)).mappings()
        return [queries.entry_of(row) for row in rows]

    def shelf(self, first_seq: int, last_seq: int) -> list[tuple[int, Entry]]:
        """The Piclets that a range of events discovered, both ends included, in their order, with the event."""
        discovered = queries.entries_query().where(schema.piclets.c.seq.between(first_seq, last_seq))
        rows = self._connection.execute(discovered.order_by(schema.piclets.c.seq)).mappings()
        return [(row["seq"], queries.entry_of(row)) for row in rows]

    def objects_from(self, first_seq: int, last_seq: int) -> list[str]:
        """The objects that came with a range of events, both ends included, in their order."""
        table = schema.objects
        came = (
            select(table.c.name).where(table.c.seq.between(first_seq, last_seq)).order_by(table.c.seq, table.c.name)
        )
        return list(self._connection.execute(came).scalars())

    def pictures_from(self, first_seq: int, last_seq: int) -> list[tuple[str, int]]:
        """The pictures of the Piclets that a range of events discovered, shown or not, each once, sorted; each with
        the first of these events.
        """
        table = schema.piclets
        of_range = select(table.c.image, func.min(table.c.seq).label("seq")).where(
            table.c.seq.between(first_seq, last_seq), table.c.image != ""
        )
        rows = self._connection.execute(of_range.group_by(table.c.image).order_by(table.c.image))
        return [(row.image, row.seq) for row in rows]

    def finds(self, sub: str, offset: int, limit: int) -> list[FindLine]:
        """A player's Piclets in order of the first scan."""
        table = schema.finds
        rows = self._connection.execute(
            select(table.c.type_id, table.c.first_scanned_at, table.c.first_discovery, table.c.seq)
            .where(table.c.sub == sub)
            .order_by(table.c.seq, table.c.type_id)
            .offset(offset)
            .limit(limit)
        )
        return [FindLine(row.type_id, row.first_scanned_at, row.first_discovery, row.seq) for row in rows]

    def finds_until(self, sub: str, seq: int) -> int:
        """How many of a player's finds are of the first `seq` events."""
        table = schema.finds
        counted = select(func.count()).where(table.c.sub == sub, table.c.seq <= seq)
        return int(self._connection.execute(counted).scalar_one())

    def first_find(self, sub: str) -> int:
        """The event with which a player came into the game; 0 for one without finds."""
        table = schema.finds
        return int(self._connection.execute(select(func.min(table.c.seq)).where(table.c.sub == sub)).scalar() or 0)

    def leaders(self, limit: int) -> list[queries.Standing]:
        return queries.leaders_of(self._connection, limit)

    def newcomer(self, kind: str, place: int) -> int | None:
        """The event with which the `place`-th object ("piclets") or player ("users") came; None while fewer did."""
        if kind == "piclets":
            came = select(schema.objects.c.seq)
        elif self.totals().players < place:
            return None
        else:
            came = select(func.min(schema.finds.c.seq).label("seq")).group_by(schema.finds.c.sub)
        first = came.subquery()
        return self._connection.execute(select(first.c.seq).order_by(first.c.seq).offset(place - 1).limit(1)).scalar()

    def changed_by(self, events: Sequence[LoggedEvent], shelf_size: int, *, exact: bool) -> Iterator[Changed]:
        """Every document that these events changed: what `fold.documents` says, and what only the tables know (a
        renamed player's discoveries, the shelf of a Piclet whose rarity changed). `exact`: the events are the
        last of the log, so the rarity before them can be told; otherwise every shelf they touch is named.
        """
        first = events[0].seq if events else 0
        finds: dict[str, int] = {}
        for logged in events:
            for kind, key in fold.documents(logged.event):
                yield kind, key, logged.seq
            if isinstance(logged.event, PlayerRenamed):
                yield from self._named_in(logged.event.player.sub, logged.seq, shelf_size)
            elif isinstance(logged.event, Moderation):
                yield from self._decided_in(logged.event, logged.seq, shelf_size)
            elif isinstance(logged.event, fold.Finding) and logged.event.first_find:
                finds[logged.event.type_id] = finds.get(logged.event.type_id, 0) + logged.event.first_find
        for row in self._piclets(list(finds)):
            before = row.scan_count - finds[row.type_id]
            if not exact or row.credit >= first or rarity(row.scan_count) != rarity(before):
                yield "shelf", str(row.seq // shelf_size), events[-1].seq

    def all_objects(self) -> Iterator[tuple[str, int]]:
        """Every object's name and the number of its youngest variation."""
        table = schema.objects
        rows = self._connection.execute(select(table.c.name, table.c.youngest).order_by(table.c.seq))
        return ((row.name, row.youngest) for row in rows)

    def all_players(self) -> Iterator[str]:
        return iter(self._connection.execute(select(schema.players.c.sub)).scalars())

    def all_shelves(self, shelf_size: int) -> list[int]:
        """The shelves that hold anything, in order."""
        return sorted({seq // shelf_size for seq in self._connection.execute(select(schema.piclets.c.seq)).scalars()})

    def pictures(self) -> Iterator[tuple[str, int]]:
        """Every Piclet's picture, and the event that discovered it."""
        table = schema.piclets
        rows = self._connection.execute(select(table.c.image, table.c.seq).where(table.c.image != ""))
        return ((row.image, row.seq) for row in rows)

    def _named_in(self, sub: str, seq: int, shelf_size: int) -> Iterator[Changed]:
        """The documents that show a player as a discoverer."""
        table, finds = schema.piclets, schema.finds
        rows = self._connection.execute(
            select(table.c.object_name, table.c.number, table.c.seq)
            .join(finds, and_(finds.c.type_id == table.c.type_id, finds.c.sub == sub))
            .where(table.c.discoverer == sub)
        )
        for row in rows:
            yield "piclets", fold.object_page(row.object_name, row.number), seq
            yield "shelf", str(row.seq // shelf_size), seq

    def _decided_in(self, event: AnyModeration, seq: int, shelf_size: int) -> Iterator[Changed]:
        """The documents that show what a decision of the console is about."""
        table = schema.piclets
        about = table.c.discoverer == event.player.sub if isinstance(event, PlayerErased) else None
        if isinstance(event, DiscoveriesRevoked):
            about = table.c.type_id.in_([credit.type_id for credit in event.credits])
        names = fold.objects_in(event)
        if names:
            about = table.c.object_name.in_([resolve(self._tables, name) for name in names])
        if about is None:
            return
        changed = select(table.c.object_name, table.c.number, table.c.seq).where(about)
        for row in self._connection.execute(changed).all():
            yield "shelf", str(row.seq // shelf_size), seq
            for name in (row.object_name, *names):
                yield "piclets", fold.object_page(name, row.number), seq

    def _piclets(self, type_ids: list[str]) -> Iterator[PicletRow]:
        table = schema.piclets
        for chunk in _chunks(type_ids, 1_000):
            chosen = select(table).where(table.c.type_id.in_(chunk))
            for values in self._connection.execute(chosen).mappings():
                yield make_row(PicletRow, dict(values))


class Publication:
    """The publisher's side of the ledger. Raises StorageUnavailable."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        with self._database.read() as connection:
            yield Snapshot(connection)

    def mark(self, documents: Iterable[Changed]) -> None:
        """Note documents as out of date. One that changed later still keeps the later event."""
        latest = _latest(documents)
        if not latest:
            return
        table = schema.dirty_documents
        with self._database.write() as connection:
            for chunk in _chunks(list(latest), 500):
                wanted = or_(*(and_(table.c.kind == kind, table.c.key == key) for kind, key in chunk))
                noted = connection.execute(select(table).where(wanted)).all()
                for row in noted:
                    latest[row.kind, row.key] = max(row.seq, latest[row.kind, row.key])
            values = [{"kind": kind, "key": key, "seq": seq} for (kind, key), seq in latest.items()]
            upsert(connection, table, values)

    def note_published(self, documents: Sequence[Document], until: int, **meta: str) -> None:
        """In one transaction: these documents are up to date as of event `until`; and what else is to be kept."""
        table = schema.dirty_documents
        with self._database.write() as connection:
            for chunk in _chunks(documents, 500):
                chosen = or_(*(and_(table.c.kind == kind, table.c.key == key) for kind, key in chunk))
                connection.execute(delete(table).where(table.c.seq <= until, chosen))
            put_meta(connection, **meta)

    def rewritten(self) -> tuple[list[int], int]:
        """The chunks of the log (`fold.LOG_CHUNK`) that the dataset has otherwise, and the last event there is."""
        table = schema.dirty_documents
        with self._database.read() as connection:
            keys = connection.execute(select(table.c.key).where(table.c.kind == "log")).scalars().all()
            return sorted(map(int, keys)), log.head(connection)

    def pending(self, published: int) -> Pending:
        with self._database.read() as connection:
            documents = connection.execute(select(func.count()).select_from(schema.dirty_documents)).scalar_one()
            return Pending(log.head(connection) - published, int(documents))

    def ids(self, first: int, last: int) -> dict[int, str]:
        """The ids of a range of events, by place."""
        table = schema.events
        with self._database.read() as connection:
            rows = connection.execute(select(table.c.seq, table.c.id).where(table.c.seq.between(first, last)))
            return {row.seq: row.id for row in rows}

    def image_seq(self, image: str) -> int | None:
        """The event that discovered the Piclet with this picture."""
        table = schema.piclets
        with self._database.read() as connection:
            return connection.execute(
                select(table.c.seq).where(table.c.image == image).order_by(table.c.seq).limit(1)
            ).scalar()

    def meta(self, name: str) -> str | None:
        with self._database.read() as connection:
            return get_meta(connection, name)


def _latest(changed: Iterable[Changed]) -> dict[Document, int]:
    latest: dict[Document, int] = {}
    for kind, key, seq in changed:
        latest[kind, key] = max(seq, latest.get((kind, key), 0))
    return latest


def _chunks(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    return (items[start : start + size] for start in range(0, len(items), size))
