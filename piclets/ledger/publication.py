"""What the publisher reads from the ledger, each time in one snapshot, and what it notes there.

The log and the documents of a commit come from the same snapshot: no document shows what its log does not hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, bindparam, delete, func, select

from piclets.domain.collecting import counting
from piclets.domain.events import (
    AnyEvent,
    from_json,
)
from piclets.domain.records import Entry
from piclets.domain.season_rows import SeasonRow
from piclets.domain.tables import NO_TOTALS, ObjectRow, PicletRow, PlayerRow, PrintRow, TallyRow, TotalsRow
from piclets.ledger import document_queries as of_documents
from piclets.ledger import documents, log, queries, schema, seasons
from piclets.ledger.database import Database
from piclets.ledger.documents import Changed, Document
from piclets.ledger.prepared import Prepared
from piclets.ledger.rows import make_row
from piclets.ledger.sql_tables import SqlTables
from piclets.ledger.statements import get_meta, note_later, put_meta

_noted = schema.dirty_documents
_NOTED: Final = Prepared(
    select(_noted)
    .where(_noted.c.seq <= bindparam("until"), _noted.c.kind != "log")
    .order_by(_noted.c.seq.desc(), _noted.c.kind, _noted.c.key)
    .limit(bindparam("limit"))
)
_FIRST_NOTED: Final = Prepared(select(func.min(_noted.c.seq)))
_FIRST_ERASED: Final = Prepared(select(func.min(_noted.c.seq)).where(_noted.c.kind == "log"))
_REWRITTEN: Final = Prepared(select(_noted.c.key, _noted.c.seq).where(_noted.c.kind == "log"))
_WAITING: Final = select(func.count(), _noted.c.kind).group_by(_noted.c.kind)
_UP_TO_DATE: Final = delete(_noted).where(
    _noted.c.kind == bindparam("of_kind"), _noted.c.key == bindparam("of_key"), _noted.c.seq <= bindparam("until")
)
_NTH_OBJECT: Final = Prepared(
    select(schema.objects.c.seq).order_by(schema.objects.c.seq).offset(bindparam("before")).limit(1)
)


@dataclass(frozen=True)
class LoggedEvent:
    """An event as it is in the log: `body` is the very JSON that was appended."""

    seq: int
    body: str
    event: AnyEvent


@dataclass(frozen=True)
class FindLine:
    """A line of a player's collection."""

    type_id: str
    first_scanned_at: str
    first_discovery: bool
    pid: str | None
    seq: int


@dataclass(frozen=True)
class Pending:
    """What waits for publication. `rewritten`: the chunks of the log that the dataset has otherwise."""

    events: int
    documents: int
    rewritten: int


class Snapshot:
    """The ledger at one moment. Valid within `Publication.snapshot()`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._tables = SqlTables(connection)
        self.head = log.head(connection)

    def events_after(self, seq: int, limit: int) -> list[LoggedEvent]:
        """The next events, oldest first. Raises UnknownEvent."""
        rows = log.NEXT.rows(self._connection, after=seq, limit=limit)
        return [LoggedEvent(row["seq"], row["body"], from_json(row["body"])) for row in rows]

    def out_of_date(self, changed: Sequence[Changed], limit: int) -> tuple[list[Document], int]:
        """At most `limit` documents to render, those changed last first: those noted, and `changed`, but no log.

        And the last event up to which all documents will be up to date when these are.
        """
        noted = _NOTED.rows(self._connection, until=self.head, limit=limit + 1)
        rest_changed = (document for document in changed if document[0] != "log")
        latest = _latest([*((row["kind"], row["key"], row["seq"]) for row in noted), *rest_changed])
        ordered = sorted(latest, key=lambda document: (-latest[document], document))
        chosen, rest = ordered[:limit], ordered[limit:]
        if not rest:
            # A log that is still to be rewritten is named by its event alone to who restores this.
            erased = _FIRST_ERASED.scalar(self._connection)
            return chosen, self.head if erased is None else erased - 1
        noted_first = _FIRST_NOTED.scalar(self._connection)
        return chosen, min(*(latest[document] for document in rest), noted_first or self.head) - 1

    def object(self, name: str) -> ObjectRow | None:
        return self._tables.get(ObjectRow, name)

    def player(self, sub: str) -> PlayerRow | None:
        return self._tables.get(PlayerRow, sub)

    def tally(self, sub: str) -> TallyRow:
        return counting.tally_of(sub, self._tables)

    def totals(self) -> TotalsRow:
        return self._tables.get(TotalsRow, *NO_TOTALS.key) or NO_TOTALS

    def entries(self, name: str, first: int, last: int) -> list[Entry]:
        """An object's Piclets by number, both ends included."""
        rows = of_documents.ENTRIES.rows(self._connection, name=name, first=first, last=last)
        return [queries.entry_of(row) for row in rows]

    def shelf(self, first_seq: int, last_seq: int) -> list[tuple[int, Entry]]:
        """The Piclets that a range of events discovered, both ends included, in their order, with the event."""
        rows = of_documents.SHELF.rows(self._connection, first=first_seq, last=last_seq)
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

    def prints(self, name: str, first: int, last: int) -> dict[str, list[PrintRow]]:
        """The first prints of an object's Piclets (by number, both ends included), by typeId."""
        found: dict[str, list[PrintRow]] = {}
        for row in of_documents.PRINTS.rows(self._connection, name=name, first=first, last=last):
            found.setdefault(row["type_id"], []).append(make_row(PrintRow, row))
        return found

    def print_page(self, type_id: str, page: int) -> list[PrintRow]:
        """A page of a Piclet's prints; empty where they all stand with its entry, and for a hidden Piclet."""
        piclet = self._tables.get(PicletRow, type_id)
        if piclet is None or not piclet.shown or piclet.prints <= documents.LISTED_PRINTS:
            return []
        table = schema.prints
        numbers = table.c.number.between(page * documents.PAGE + 1, (page + 1) * documents.PAGE)
        of_page = select(table).where(table.c.type_id == type_id, numbers).order_by(table.c.number)
        return [make_row(PrintRow, dict(row)) for row in self._connection.execute(of_page).mappings()]

    def traded(self, sub: str) -> tuple[list[str], list[str]]:
        """The PIDs of prints that a player got from others and holds, and of those found and given away; newest
        first, at most `MAX_TRADED` of each (see `document_queries`).
        """
        return (
            [row["pid"] for row in of_documents.RECEIVED.rows(self._connection, sub=sub)],
            [row["pid"] for row in of_documents.GIVEN.rows(self._connection, sub=sub)],
        )

    def all_print_pages(self) -> Iterator[Document]:
        """Every page of prints that there is."""
        table = schema.piclets
        many = select(table.c.type_id, table.c.prints).where(table.c.prints > documents.LISTED_PRINTS)
        for row in self._connection.execute(many.order_by(table.c.seq)):
            yield from documents.all_print_pages(row.type_id, row.prints)

    def finds(self, sub: str, offset: int, limit: int) -> list[FindLine]:
        """A player's Piclets in order of the first scan."""
        return [
            FindLine(**row) for row in of_documents.FINDS.rows(self._connection, sub=sub, offset=offset, limit=limit)
        ]

    def finds_until(self, sub: str, seq: int) -> int:
        """How many of a player's finds, from the first on, are as they were after `seq` events."""
        # An adopted find can get its print long after it was found.
        changed = of_documents.MINTED_SINCE.scalar(self._connection, sub=sub, after=seq)
        until = seq if changed is None else min(seq, changed - 1)
        return int(of_documents.FINDS_UNTIL.scalar(self._connection, sub=sub, until=until))

    def first_find(self, sub: str) -> int:
        """The event with which a player came into the game: the first find, or the first print that was given."""
        found = of_documents.FIRST_FOUND.scalar(self._connection, sub=sub)
        given = of_documents.FIRST_GIVEN.scalar(self._connection, sub=sub)
        return min((seq for seq in (found, given) if seq is not None), default=0)

    def leaders(self, limit: int) -> list[queries.Standing]:
        return queries.leaders_of(self._connection, limit)

    def newcomer(self, kind: str, place: int) -> int | None:
        """The event with which the `place`-th object ("piclets") or player ("users") came; None while fewer did."""
        if kind == "piclets":
            object_seq: int | None = _NTH_OBJECT.scalar(self._connection, before=place - 1)
            return object_seq
        if self.totals().players < place:
            return None
        first = select(func.min(schema.finds.c.seq).label("seq")).group_by(schema.finds.c.sub).subquery()
        return self._connection.execute(select(first.c.seq).order_by(first.c.seq).offset(place - 1).limit(1)).scalar()

    def changed_by(self, events: Sequence[LoggedEvent], shelf_size: int, *, exact: bool) -> Iterator[Changed]:
        """Every document that these events changed (see `documents.changed_by`)."""
        numbered = [(logged.seq, logged.event) for logged in events]
        return documents.changed_by(numbered, self._connection, self._tables, shelf_size, exact=exact)

    def season(self, season: str) -> SeasonRow | None:
        return self._tables.get(SeasonRow, season)

    def season_board(self, season: str, limit: int) -> list[seasons.SeasonStanding]:
        return seasons.standings_of(self._connection, season, limit)

    def season_podium(self, season: str) -> list[seasons.SeasonStanding]:
        return seasons.podium_of(self._connection, season)

    def all_seasons(self) -> list[str]:
        """The ids of all seasons."""
        return [row.id for row in seasons.all_seasons(self._connection)]

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
        if latest:
            with self._database.write() as connection:
                note_later(connection, [(kind, key, seq) for (kind, key), seq in latest.items()])

    def note_published(self, documents: Sequence[Document], until: int, **meta: str) -> None:
        """In one transaction: these documents are up to date as of event `until`; and what else is to be kept."""
        done = [{"of_kind": kind, "of_key": key, "until": until} for kind, key in documents]
        with self._database.write() as connection:
            if done:
                connection.execute(_UP_TO_DATE, done)
            put_meta(connection, **meta)

    def rewritten(self) -> tuple[list[int], int]:
        """The chunks (`LOG_CHUNK`) of the log that the dataset has otherwise, and the last event that rewrote one; 0
        where there are none.
        """
        with self._database.read() as connection:
            noted = _REWRITTEN.rows(connection)
        return sorted(int(row["key"]) for row in noted), max((row["seq"] for row in noted), default=0)

    def pending(self, published: int) -> Pending:
        with self._database.read() as connection:
            waiting = {kind: int(documents) for documents, kind in connection.execute(_WAITING).all()}
            rewritten = waiting.pop("log", 0)
            return Pending(log.head(connection) - published, sum(waiting.values()), rewritten)

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
