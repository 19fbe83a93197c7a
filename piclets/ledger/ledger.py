"""The game ledger: an append-only log of events, and the tables folded from it.

Every change of the game is one writing transaction: read what is known, call the pure `decide`, append the event,
fold it. Two scans that race for the same object are put in order here and nowhere else.
"""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum

from sqlalchemy import Connection, insert, select

from piclets.domain.events import AnyEvent, PlayerRenamed, Scanned
from piclets.domain.matching import Match, looks_the_same
from piclets.domain.records import Player
from piclets.domain.tables import (
    PhotoRow,
    PlayerRow,
)
from piclets.errors import PicletsError, ServiceUnavailable
from piclets.ledger import learning, loading, log, migrations, scans, schema
from piclets.ledger.apart import Events, Rows
from piclets.ledger.copies import Described
from piclets.ledger.database import Database
from piclets.ledger.foreseen import Found, Looked
from piclets.ledger.scans import Recorded, Scan
from piclets.ledger.sql_tables import SqlTables
from piclets.ledger.statements import get_meta, insert_missing, put_meta

MAX_COMPARED = 2_000

MAINTENANCE = "maintenance"
"""The name under which `meta` has the sentence for players while no scans are taken; all servers read it there."""
MAINTENANCE_AGAIN_S = 300
RESTORED_AGAIN_S = 30


class _Restoring(Enum):
    """What a ledger still lacks of the dataset that it is restored from."""

    NOTHING = "nothing"
    ALL = "all"
    REST = "the rest"


class WrongLedger(Exception):
    """The ledger was made for another dataset or identity mode. The message says what to do."""


@dataclass(frozen=True)
class LookAlike:
    """The first photo of an object that looks the same as another, and whose scan it was."""

    type_id: str
    sub: str


class Ledger:
    """Open it with `Ledger.open`. Methods raise StorageUnavailable when the database cannot be reached."""

    def __init__(self, database: Database, *, publishes: bool, mirrors: bool) -> None:
        self.database = database
        self._publishes = publishes
        self._mirrors = mirrors
        self._versions = itertools.count(1)  # a thread takes each only once
        self._version = 0
        self._listeners: list[Callable[[int], None]] = []
        self._restoring = _Restoring.NOTHING
        self.reads_as_of: int | None = None
        """The event up to which the five reads can be served, even where the rest of the game is being restored."""

    @classmethod
    def open(cls, url: str, *, made_for: str, publishes: bool, mirrors: bool = False) -> Ledger:
        """Make or open the ledger at a SQLAlchemy URL; folded tables of another version are made again.

        One that `mirrors` another server's takes that one's events, and none of its own.

        Raises WrongLedger, NewerSchema, UnknownEvent, StorageUnavailable.
        """
        ledger = cls(Database(url), publishes=publishes, mirrors=mirrors)
        try:
            ledger._prepare(made_for)
        except BaseException:
            ledger.close()
            raise
        return ledger

    def close(self) -> None:
        self.database.close()

    def on_append(self, listener: Callable[[int], None]) -> None:
        """Call `listener` with the last event's place after each commit that appended."""
        self._listeners.append(listener)

    def version(self) -> int | None:
        """Another number after each change that players can see; None where other servers make changes too."""
        return self._version if self.database.embedded else None

    def head(self) -> int:
        """The place of the last event; 0 in an empty log."""
        with self.database.read() as connection:
            return log.head(connection)

    def replay(self, sub: str, photo: str) -> Recorded | None:
        """What this player was told about this photo before.

        Raises what keeps the player from scanning now: ServiceUnavailable in maintenance, RateLimited for a player
        who is blocked, and UnsafeContent for a photo of a hidden Piclet.
        """
        with self.database.read() as connection:
            closed = get_meta(connection, MAINTENANCE)
            if closed:
                raise ServiceUnavailable(closed, retry_after=MAINTENANCE_AGAIN_S)
            return scans.replay(SqlTables(connection), sub, photo)

    def owner(self, photo: str) -> str | None:
        """The typeId of the Piclet that a photo belongs to."""
        with self.database.read() as connection:
            row = SqlTables(connection).get(PhotoRow, photo)
        return row.type_id if row else None

    def look_alike(self, object_name: str, phash: str) -> LookAlike | None:
        """A photo of this very object that looks the same: what was sent is a re-encoded or resized copy of it.

        Looks at the newest `MAX_COMPARED` photos of the object. The oldest of those that look the same counts, for
        the younger ones are copies of it too.
        """
        with self.database.read() as connection:
            tables = SqlTables(connection)
            return _look_alike(tables, scans.lead(tables, object_name), phash)

    def match(self, object_name: str, attributes: tuple[str, ...]) -> Match:
        """What a scan would be decided to be now. It is decided again when it is recorded."""
        with self.database.read() as connection:
            return scans.match(SqlTables(connection), object_name, attributes)[1]

    def record(self, scan: Scan) -> Recorded:
        """Decide and append, in one transaction. Raises PictureNeeded.

        Of two photos that look the same and come at the same moment one is fresh: here, too, they are compared.
        """

        def decided(tables: SqlTables, event_id: str) -> Scanned:
            since = _come_since(tables, scan)
            if since is None:
                return scans.decided(tables, scan, event_id)
            return scans.existing(tables, scans.like(scan, since.sub), since.type_id, event_id)

        return self._record(scan, None, decided)

    def record_known(self, scan: Scan, type_id: str) -> Recorded:
        """Record a photo that belongs to a known Piclet, whatever a model would say of it."""

        def decided(tables: SqlTables, event_id: str) -> Scanned:
            photo = tables.get(PhotoRow, scan.photo)
            return scans.existing(tables, scans.known_photo(scan, photo) if photo else scan, type_id, event_id)

        return self._record(scan, type_id, decided)

    def follow_rename(self, player: Player, at: str) -> None:
        """Remember a known player's new name."""
        if self._mirrors or self._restoring is _Restoring.REST:
            return
        with self.database.read() as connection:
            known = SqlTables(connection).get(PlayerRow, player.sub)
        if known is None or known.username == player.username:
            return
        self.append(lambda _connection, _tables: PlayerRenamed(id=uuid.uuid4().hex, at=at, player=player))

    def learn_aliases(self, at: str) -> None:
        """Give the objects the names that rules newer than their discovery know: once per ledger and rules."""
        if not self._mirrors and learning.is_due(self.database):
            wanted = learning.wanted(self.database)
            seq = self.database.written(lambda connection: learning.learn(connection, wanted, at, self._publishes))
            self._tell(seq)

    def append(self, decide: Callable[[Connection, SqlTables], AnyEvent]) -> int:
        """Decide on an event and append it, in one transaction; returns its place. What `decide` raises undoes it."""

        self.check_own()

        def decide_and_append(connection: Connection) -> int:
            tables = SqlTables(connection)
            seq = log.append(connection, tables, decide(connection, tables), publishes=self._publishes)
            tables.flush(commit=True)
            return seq

        seq = self.database.written(decide_and_append)
        self._tell(seq)
        return seq

    def events_after(self, seq: int, limit: int) -> list[tuple[int, AnyEvent]]:
        """The next events of the log, oldest first. Raises UnknownEvent."""
        with self.database.read() as connection:
            return log.read_after(connection, seq, limit)

    def import_events(self, events: Iterable[tuple[int, AnyEvent]]) -> None:
        """Append events that already have their places (a restore), in one transaction: all of them or none."""
        with self.database.write() as connection:
            tables = SqlTables(connection)
            for batch in log.batches(events):
                log.extend(connection, tables, batch)
            seq = log.head(connection)
        self._tell(seq)

    def load(self, described: Described, events: Events, rows: Rows, *, by_workers: bool = False) -> None:
        """Load a log and the tables folded from it into an empty ledger (see `loading`, also for the parameters).

        Once the five reads can be served, `reads_as_of` says so; nothing is appended from then on until
        `end_restoring`. Raises what `loading.load` does: the ledger is empty again then.
        """

        before = self._restoring

        def readable() -> None:
            self._restoring = _Restoring.REST
            self._show(described.events)

        try:
            loading.load(self.database, described, events, rows, readable, by_workers=by_workers)
        except BaseException:
            self.reads_as_of = None
            self.clear_unfinished()
            self._show(None)
            self._restoring = before
            raise
        self._tell(described.events)

    def clear_unfinished(self) -> None:
        """Empty a ledger whose loading was cut off, by a kill for example."""
        loading.clear(self.database)

    def await_restoring(self) -> None:
        """A dataset may have more than this ledger: the game is not to be read before `end_restoring`."""
        self._restoring = _Restoring.ALL

    def end_restoring(self) -> None:
        """The ledger has all that it is restored from: the game can be read, and events may be appended."""
        self._restoring = _Restoring.NOTHING

    @property
    def restored(self) -> bool:
        """Whether the ledger has all that its dataset has; without a dataset it always has."""
        return self._restoring is _Restoring.NOTHING

    def read_refusal(self) -> PicletsError | None:
        """Why the game cannot be read now; None when it can."""
        return None if self.restored else _being_restored()

    def rebuild(self) -> dict[str, bool]:
        """Fold the whole log anew. Says per table whether it equals what was there."""
        with self.database.write() as connection:
            before = log.digests(connection)
            log.fold_anew(connection)
            after = log.digests(connection)
        self._version = next(self._versions)
        return {name: before[name] == digest for name, digest in after.items()}

    def meta_get(self, name: str) -> str | None:
        with self.database.read() as connection:
            return get_meta(connection, name)

    def meta_kept(self, name: str, value: str) -> str:
        """What is kept under a name; `value`, from now on, where there was nothing."""
        with self.database.write() as connection:
            insert_missing(connection, schema.meta, {"name": name, "value": value})
            return get_meta(connection, name) or value

    def meta_put(self, **values: str) -> None:
        with self.database.write() as connection:
            put_meta(connection, **values)

    def _record(self, scan: Scan, type_id: str | None, decided: Callable[[SqlTables, str], Scanned]) -> Recorded:
        self.check_own()
        looked = Looked(
            scan.player.sub, scan.photo, uuid.uuid4().hex, scan.object_name, scan.attributes, type_id, scan.compared
        )

        def decide_and_append(connection: Connection, found: Found | None) -> Recorded:
            tables = SqlTables(connection)
            if found is not None:
                tables.learn(found, looked)
            known = scans.replay(tables, scan.player.sub, scan.photo)
            if known is not None:
                return known
            self._note_rename(connection, tables, scan)
            event = decided(tables, looked.event_id)
            seq = log.append(connection, tables, event, publishes=self._publishes)
            tables.flush(commit=True)
            return Recorded(
                event.status, event.type_id, event.object_name, seq, event.points, event.evidence, event.print
            )

        recorded = self.database.written_reading(looked, decide_and_append)
        if not recorded.replayed:
            self._tell(recorded.seq)
        return recorded

    def _note_rename(self, connection: Connection, tables: SqlTables, scan: Scan) -> None:
        """An event of its own, so that every document with the old name is known to be out of date."""
        player = tables.get(PlayerRow, scan.player.sub)
        if player is not None and player.username != scan.player.username:
            renamed = PlayerRenamed(id=uuid.uuid4().hex, at=scan.at, player=scan.player)
            log.append(connection, tables, renamed, publishes=self._publishes)

    def _prepare(self, made_for: str) -> None:
        with self.database.define() as connection:
            migrations.migrate(connection)
            if connection.execute(select(schema.head.c.seq)).first() is None:
                connection.execute(insert(schema.head).values(id=1, seq=0))
                put_meta(connection, made_for=made_for)
            _check_owner(get_meta(connection, "made_for"), made_for)
            if get_meta(connection, "fold_version") != str(schema.FOLD_VERSION):
                schema.folded.drop_all(connection)
                schema.folded.create_all(connection)
                log.fold_anew(connection)
                put_meta(connection, fold_version=str(schema.FOLD_VERSION))

    def check_own(self) -> None:
        """Raises ServiceUnavailable where the ledger mirrors another server's, and while it is being restored."""
        if self._mirrors:
            raise ServiceUnavailable("This is a read-only mirror: nothing can be changed in it.", retry_after=None)
        if self._restoring is _Restoring.REST:
            raise _being_restored()

    def _show(self, event: int | None) -> None:
        self.reads_as_of = event
        self._version = next(self._versions)

    def _tell(self, seq: int) -> None:
        self._version = next(self._versions)
        for listener in self._listeners:
            listener(seq)


def _being_restored() -> ServiceUnavailable:
    """What is told until there is a game."""
    message = "The game is being restored. Please try again in a moment."
    return ServiceUnavailable(message, retry_after=RESTORED_AGAIN_S)


def _check_owner(belongs_to: str | None, made_for: str) -> None:
    if belongs_to != made_for:
        raise WrongLedger(
            f"This ledger was made for {belongs_to}, but the settings say {made_for}. Nothing was changed. "
            "Give this server another PICLETS_DATA_DIR or DATABASE_URL, or the settings it was made with."
        )


def _look_alike(tables: SqlTables, name: str, phash: str, after: int = 0) -> LookAlike | None:
    """The oldest of an object's photos after the event `after` that look the same."""
    newest = tables.photos(name, after, MAX_COMPARED)
    same = [LookAlike(row.type_id, row.sub) for row in newest if looks_the_same(row.phash, phash)]
    return same[-1] if same else None


def _come_since(tables: SqlTables, scan: Scan) -> LookAlike | None:
    """A look-alike of a fresh photo that was recorded while this one's AI work was under way."""
    if scan.compared is None or scan.evidence != "fresh":
        return None
    return _look_alike(tables, scans.lead(tables, scan.object_name), scan.phash, scan.compared)
