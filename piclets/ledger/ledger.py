"""The game ledger: an append-only log of events, and the tables folded from it.

Every change of the game is one writing transaction: read what is known, call the pure `decide`, append the event,
fold it. Two scans that race for the same object are put in order here and nowhere else.
"""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from sqlalchemy import Connection, insert, select

from piclets.domain.events import AnyEvent, Discovery, PlayerRenamed, Scanned
from piclets.domain.matching import CANONICAL, Decision, Variation, decide, looks_the_same
from piclets.domain.names import spellings, synonyms
from piclets.domain.records import DiscoveryStatus, PicletData, Player
from piclets.domain.scoring import points
from piclets.domain.tables import (
    NOBODY,
    AliasRow,
    BlockRow,
    FindRow,
    ObjectRow,
    PhotoRow,
    PicletRow,
    PlayerPhotoRow,
    PlayerRow,
    Tables,
)
from piclets.errors import RateLimited, ServiceUnavailable, UnsafeContent
from piclets.ledger import log, schema
from piclets.ledger.database import Database
from piclets.ledger.sql_tables import SqlTables
from piclets.ledger.statements import get_meta, put_meta

MOST_COMPARED = 2_000

MAINTENANCE = "maintenance"
"""The name under which `meta` has the sentence for players while no scans are taken; all servers read it there."""
MAINTENANCE_AGAIN_S = 300


class WrongLedger(Exception):
    """The ledger was made for another dataset or identity mode. The message says what to do."""


class PictureNeeded(Exception):
    """The match says that this scan discovers something, but nothing was drawn: draw, and record again."""


@dataclass(frozen=True)
class Scan:
    """A scan whose AI work is done. `piclet_data` and `image` are None where nothing was drawn."""

    player: Player
    photo: str
    phash: str
    at: str
    object_name: str
    attributes: tuple[str, ...]
    piclet_data: PicletData | None = None
    image: str | None = None


@dataclass(frozen=True)
class Recorded:
    """What a scan was decided to be. Durable here; `seq` tells when it is in the dataset.

    `replayed`: the player had sent this very photo before, and nothing changed.
    """

    status: DiscoveryStatus
    type_id: str
    object_name: str
    seq: int
    points: int = 0
    replayed: bool = False


class Ledger:
    """Open it with `Ledger.open`. Methods raise StorageUnavailable when the database cannot be reached."""

    def __init__(self, database: Database, *, publishes: bool, mirrors: bool) -> None:
        self.database = database
        self._publishes = publishes
        self._mirrors = mirrors
        self._versions = itertools.count(1)  # a thread takes each only once
        self._version = 0
        self._listeners: list[Callable[[int], None]] = []

    @classmethod
    def open(cls, url: str, *, made_for: str, publishes: bool, mirrors: bool = False) -> Ledger:
        """Make or open the ledger at a SQLAlchemy URL; folded tables of another version are made again.

        One that `mirrors` another server's takes that one's events, and none of its own.

        Raises WrongLedger, UnknownEvent, StorageUnavailable.
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

        Raises what keeps the player from scanning now: ServiceUnavailable in maintenance, RateLimited for somebody
        who is blocked, and UnsafeContent for a photo of a hidden Piclet.
        """
        with self.database.read() as connection:
            closed = get_meta(connection, MAINTENANCE)
            if closed:
                raise ServiceUnavailable(closed, retry_after=MAINTENANCE_AGAIN_S)
            return _replay(SqlTables(connection), sub, photo)

    def owner(self, photo: str) -> str | None:
        """The typeId of the Piclet that a photo belongs to."""
        with self.database.read() as connection:
            row = SqlTables(connection).get(PhotoRow, photo)
        return row.type_id if row else None

    def copy_of(self, object_name: str, phash: str) -> str | None:
        """The Piclet of a photo of this very object that looks the same: a re-encoded or resized copy.

        Looks at the newest `MOST_COMPARED` photos of the object.
        """
        table = schema.photos
        with self.database.read() as connection:
            name = resolve(SqlTables(connection), object_name)
            rows = connection.execute(
                select(table.c.phash, table.c.type_id)
                .where(table.c.object_name == name)
                .order_by(table.c.seq.desc())
                .limit(MOST_COMPARED)
            ).all()
        return next((row.type_id for row in rows if looks_the_same(row.phash, phash)), None)

    def match(self, object_name: str, attributes: tuple[str, ...]) -> Decision:
        """What a scan would be decided to be now. It is decided again when it is recorded."""
        with self.database.read() as connection:
            return _match(connection, SqlTables(connection), object_name, attributes)[1]

    def record(self, scan: Scan) -> Recorded:
        """Decide and append, in one transaction. Raises PictureNeeded."""
        return self._record(scan, lambda connection, tables: _decide(connection, tables, scan))

    def record_known(self, scan: Scan, type_id: str) -> Recorded:
        """Record a photo that belongs to a known Piclet, whatever a model would say of it."""
        return self._record(scan, lambda _connection, tables: _existing(tables, scan, type_id))

    def follow_rename(self, player: Player, at: str) -> None:
        """Remember a known player's new name."""
        if self._mirrors:
            return
        with self.database.read() as connection:
            known = SqlTables(connection).get(PlayerRow, player.sub)
        if known is None or known.username == player.username:
            return
        self.append(lambda _connection, _tables: PlayerRenamed(id=uuid.uuid4().hex, at=at, player=player))

    def append(self, decide: Callable[[Connection, SqlTables], AnyEvent]) -> int:
        """Decide on an event and append it, in one transaction; returns its place. What `decide` raises undoes it."""

        self._check_own()

        def decide_and_append(connection: Connection) -> int:
            tables = SqlTables(connection)
            return log.append(connection, tables, decide(connection, tables), publishes=self._publishes)

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

    def meta_put(self, **values: str) -> None:
        with self.database.write() as connection:
            put_meta(connection, **values)

    def _record(self, scan: Scan, decided: Callable[[Connection, Tables], Scanned]) -> Recorded:
        self._check_own()

        def decide_and_append(connection: Connection) -> Recorded:
            tables = SqlTables(connection)
            known = _replay(tables, scan.player.sub, scan.photo)
            if known is not None:
                return known
            self._note_rename(connection, tables, scan)
            event = decided(connection, tables)
            seq = log.append(connection, tables, event, publishes=self._publishes)
            return Recorded(event.status, event.type_id, event.object_name, seq, event.points)

        recorded = self.database.written(decide_and_append)
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
            schema.kept.create_all(connection)
            if connection.execute(select(schema.head.c.seq)).first() is None:
                connection.execute(insert(schema.head).values(id=1, seq=0))
                put_meta(connection, made_for=made_for)
            _check_owner(get_meta(connection, "made_for"), made_for)
            if get_meta(connection, "fold_version") != str(schema.FOLD_VERSION):
                schema.folded.drop_all(connection)
                schema.folded.create_all(connection)
                log.fold_anew(connection)
                put_meta(connection, fold_version=str(schema.FOLD_VERSION))

    def _check_own(self) -> None:
        if self._mirrors:
            raise ServiceUnavailable("This is a read-only mirror: nothing can be changed in it.", retry_after=None)

    def _tell(self, seq: int) -> None:
        self._version = next(self._versions)
        for listener in self._listeners:
            listener(seq)


def _check_owner(belongs_to: str | None, made_for: str) -> None:
    if belongs_to != made_for:
        raise WrongLedger(
            f"This ledger was made for {belongs_to}, but the settings say {made_for}. Nothing was changed. "
            "Give this server another PICLETS_DATA_DIR or DATABASE_URL, or the settings it was made with."
        )


def resolve(tables: Tables, name: str) -> str:
    """The object that a normalized name leads to; the name itself where there is none."""
    if tables.get(ObjectRow, name) is not None:
        return name
    alias = tables.get(AliasRow, name)
    return alias.object_name if alias else name


def _match(connection: Connection, tables: Tables, name: str, attributes: tuple[str, ...]) -> tuple[str, Decision]:
    """Raises UnsafeContent for what is hidden."""
    object_name = resolve(tables, name)
    known = tables.get(ObjectRow, object_name)
    if known is None:
        return object_name, decide(object_name, attributes, variations=None, similar=())
    if not known.shown:
        raise _hidden()
    similar = _similar(connection, object_name, attributes) if attributes else ()
    decision = decide(object_name, attributes, variations=known.youngest, similar=similar)
    if decision.number == CANONICAL:
        decision = replace(decision, type_id=known.canonical)
    if not decision.needs_picture:
        _shown(tables, decision.type_id)
    return object_name, decision


def _shown(tables: Tables, type_id: str) -> PicletRow:
    """Raises UnsafeContent for what is hidden."""
    piclet = tables.get(PicletRow, type_id)
    if piclet is None:
        raise ValueError(f"no Piclet {type_id}")
    if not piclet.shown:
        raise _hidden()
    return piclet


def _hidden() -> UnsafeContent:
    return UnsafeContent("This thing cannot be scanned. Please try another one.")


def _similar(connection: Connection, object_name: str, attributes: tuple[str, ...]) -> Iterator[Variation]:
    """Every variation of the object that shares an attribute."""
    table, has = schema.piclets, schema.attributes
    sharing = select(has.c.type_id).where(has.c.object_name == object_name, has.c.attribute.in_(attributes))
    rows = connection.execute(
        select(table.c.type_id, table.c.number, table.c.attributes).where(table.c.type_id.in_(sharing))
    )
    for row in rows:
        yield Variation(row.type_id, row.number, tuple(row.attributes))


def _decide(connection: Connection, tables: Tables, scan: Scan) -> Scanned:
    photo = tables.get(PhotoRow, scan.photo)
    if photo is not None:
        return _existing(tables, scan, photo.type_id)
    object_name, decision = _match(connection, tables, scan.object_name, scan.attributes)
    if not decision.needs_picture:
        return _existing(tables, scan, decision.type_id)
    if scan.image is None or scan.piclet_data is None:
        raise PictureNeeded
    aliases = _free_aliases(tables, object_name) if decision.status == "new" else ()
    return Scanned(
        id=uuid.uuid4().hex,
        at=scan.at,
        player=scan.player,
        photo=scan.photo,
        phash=scan.phash,
        status=decision.status,
        object_name=object_name,
        type_id=decision.type_id,
        number=decision.number,
        first_find=True,
        points=points(decision.status, first_find=True, scan_count=1),
        discovery=Discovery(
            attributes=scan.attributes, aliases=aliases, piclet_data=scan.piclet_data, image=scan.image
        ),
    )


def _existing(tables: Tables, scan: Scan, type_id: str) -> Scanned:
    """The event of a scan of a known Piclet. Whoever finds one without a discoverer discovers it, as it is."""
    piclet = _shown(tables, type_id)
    first_find = tables.get(FindRow, scan.player.sub, type_id) is None
    status: DiscoveryStatus = "existing"
    if piclet.discoverer == NOBODY and first_find:
        status = "new" if piclet.number == CANONICAL else "variation"
    return Scanned(
        id=uuid.uuid4().hex,
        at=scan.at,
        player=scan.player,
        photo=scan.photo,
        phash=scan.phash,
        status=status,
        object_name=piclet.object_name,
        type_id=type_id,
        number=piclet.number,
        first_find=first_find,
        points=points(status, first_find=first_find, scan_count=piclet.scan_count + 1),
    )


def _free_aliases(tables: Tables, name: str) -> tuple[str, ...]:
    """Spellings and synonyms of a new object that lead nowhere yet: an alias never shadows an object or alias."""
    wanted = dict.fromkeys((*spellings(name), *synonyms(name)))
    tables.load((row, (alias,)) for alias in wanted for row in (ObjectRow, AliasRow))
    return tuple(
        alias for alias in wanted if tables.get(ObjectRow, alias) is None and tables.get(AliasRow, alias) is None
    )


def _replay(tables: Tables, sub: str, photo: str) -> Recorded | None:
    if tables.get(BlockRow, sub) is not None:
        # The token is good and the photo too: what is used up, and for good, is this player's right to scan.
        raise RateLimited("This account may not scan any more. Please write to the people who run this game.")
    row = tables.get(PlayerPhotoRow, sub, photo)
    if row is None:
        return None
    piclet = _shown(tables, row.type_id)
    return Recorded(row.status, row.type_id, piclet.object_name, row.seq, replayed=True)
