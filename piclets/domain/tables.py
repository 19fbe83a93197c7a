"""The rows that queries read: folds of the events, and the interface through which the fold meets them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from piclets.domain.records import DiscoveryStatus, Evidence, PrimaryType
from piclets.domain.rows import Key as Key
from piclets.domain.rows import Row as Row
from piclets.domain.season_rows import SEASON_ROWS


@dataclass(frozen=True)
class ObjectRow(Row):
    """A real-world object. `type`, `scan_count` and `shown` are its canonical's: what the Dex filters and sorts by.

    `variations` counts those that are shown; `youngest` is the highest number that was ever given to one, and never
    falls, so that no typeId is given twice. `canonical` is a typeId, which a new name of the object leaves as it is.
    `aliases` are the other names that lead to it, sorted.
    """

    KEY = ("name",)
    name: str
    canonical: str
    type: PrimaryType
    scan_count: int
    variations: int
    youngest: int
    total_scans: int
    shown: bool
    aliases: tuple[str, ...]
    seq: int


@dataclass(frozen=True)
class PicletRow(Row):
    """A Piclet. `data` is its PicletData as JSON, `seq` its discovery's place in the log.

    `scan_count` counts each player once, `scans` every scan. `discoverer` is NOBODY where a discovery was revoked;
    `credit` is the place of the event that made its discoverer one, `prints` the highest number of a print.
    `hidden` says what the console decided of it, `shown` whether players see it: a variation is shown with its
    canonical only.
    """

    KEY = ("type_id",)
    SUBS = ("discoverer",)
    type_id: str
    object_name: str
    number: int
    attributes: tuple[str, ...]
    discoverer: str
    discovered_at: str
    scan_count: int
    scans: int
    data: str
    image: str
    hidden: bool
    shown: bool
    credit: int
    prints: int
    seq: int


@dataclass(frozen=True)
class AttributeRow(Row):
    """Leads from an object's attribute to the variations that have it."""

    KEY = ("object_name", "attribute", "type_id")
    object_name: str
    attribute: str
    type_id: str


@dataclass(frozen=True)
class AliasRow(Row):
    """Another spelling or a synonym that leads to an object.

    `former`: the object had this name. TypeIds were made of it, so it can lead nowhere else any more.
    """

    KEY = ("alias",)
    alias: str
    object_name: str
    former: bool


@dataclass(frozen=True)
class WordRow(Row):
    """A word of an object's name, aliases or attributes: what a caption or a search may mention."""

    KEY = ("word", "object_name")
    word: str
    object_name: str
    seq: int


@dataclass(frozen=True)
class PlayerRow(Row):
    """`piclets` counts the different Piclets scanned; `reached` is the event that last raised the score."""

    KEY = ("sub",)
    SUBS = ("sub",)
    sub: str
    username: str
    score: int
    total_finds: int
    unique_finds: int
    piclets: int
    reached: int


@dataclass(frozen=True)
class FindRow(Row):
    """A Piclet in a player's collection. `pid`: the print that finding it made, once ever."""

    KEY = ("sub", "type_id")
    SUBS = ("sub",)
    sub: str
    type_id: str
    first_scanned_at: str
    times_scanned: int
    first_discovery: bool
    pid: str | None
    seq: int


@dataclass(frozen=True)
class PhotoRow(Row):
    """The Piclet that a photo belongs to, by the first scan of it, which was `sub`'s."""

    KEY = ("photo",)
    SUBS = ("sub",)
    photo: str
    object_name: str
    type_id: str
    phash: str
    sub: str
    seq: int


@dataclass(frozen=True)
class PlayerPhotoRow(Row):
    """What a player was told about a photo: the same again, whenever it is sent again.

    Where it counts for badges, `day` is the one on which it came (`2026-11-28`, UTC), and `things` are those of a set
    that it showed. Where it does not (a copy, a revoked find), `day` is None.
    """

    KEY = ("sub", "photo")
    SUBS = ("sub",)
    sub: str
    photo: str
    type_id: str
    status: DiscoveryStatus
    evidence: Evidence | None
    day: str | None
    things: tuple[str, ...]
    seq: int


@dataclass(frozen=True)
class PrintRow(Row):
    """An individual of a Piclet (contract, part 9): who found it, for ever, and who holds it now.

    `revoked`: the find that made it was. `moves` counts how often it changed hands, last at `moved_at` by the
    `moved`-th event. `season`: the one in which it was minted.
    """

    KEY = ("pid",)
    SUBS = ("finder", "holder")
    pid: str
    type_id: str
    number: int
    finder: str
    holder: str
    minted_at: str
    revoked: bool
    moves: int
    moved_at: str | None
    moved: int
    seq: int
    season: str | None = None


@dataclass(frozen=True)
class MoveRow(Row):
    """The `number`-th time that a print changed hands, and into whose. `how`: trade, gift, undone."""

    KEY = ("pid", "number")
    SUBS = ("holder",)
    pid: str
    number: int
    holder: str
    how: str
    at: str
    seq: int


@dataclass(frozen=True)
class TradeRow(Row):
    """A trade, or a gift where `got` is empty: what `player` gave to `other`, and got. PIDs."""

    KEY = ("id",)
    SUBS = ("player", "other")
    id: str
    player: str
    other: str
    gave: tuple[str, ...]
    got: tuple[str, ...]
    at: str
    undone: bool
    seq: int


@dataclass(frozen=True)
class BlockRow(Row):
    """A player who may not scan, by the `seq`-th event."""

    KEY = ("sub",)
    SUBS = ("sub",)
    sub: str
    seq: int


@dataclass(frozen=True)
class UnlistedRow(Row):
    """A player whose page is not to be shown, by the `seq`-th event."""

    KEY = ("sub",)
    SUBS = ("sub",)
    sub: str
    seq: int


@dataclass(frozen=True)
class ShowcaseRow(Row):
    """The Piclets that a player has chosen for the own page, by the `seq`-th event."""

    KEY = ("sub",)
    SUBS = ("sub",)
    sub: str
    type_ids: tuple[str, ...]
    seq: int


@dataclass(frozen=True)
class NamingRow(Row):
    """A Piclet whose discoverer named it, or told its lore: `original` is the name it was discovered with."""

    KEY = ("type_id",)
    type_id: str
    original: str
    named: bool
    told: bool


@dataclass(frozen=True)
class TallyRow(Row):
    """What a player has done, as badges count it (see `collecting.counting`).

    `calendar` has the days with a photo of one's own (see `collecting.rhythm`); `things` those of sets that were
    found, each with whether the player was the first; `counts` every counter above 0. `earned` has of each badge the
    tiers that are reached, each as [when, by which event].
    """

    KEY = ("sub",)
    SUBS = ("sub",)
    sub: str
    counts: Mapping[str, int]
    calendar: Mapping[str, str]
    things: Mapping[str, bool]
    earned: Mapping[str, Sequence[Sequence[str | int]]]


@dataclass(frozen=True)
class DecisionRow(Row):
    """A decision of the console, by its event's id, about an object, a Piclet or a player. `undone`: a merge was."""

    KEY = ("id",)
    SUBS = ("about",)
    id: str
    kind: str
    about: str
    undone: bool
    seq: int


@dataclass(frozen=True)
class ScoreRow(Row):
    """How many players have a score in a range: `bucket` covers `BUCKET ** level` scores. See `ranges_above`."""

    KEY = ("level", "bucket")
    level: int
    bucket: int
    players: int


@dataclass(frozen=True)
class TotalsRow(Row):
    """The whole game, one row: objects and Piclets that are shown, players, all scans, and the last event's time."""

    KEY = ("id",)
    id: int
    objects: int
    piclets: int
    players: int
    scans: int
    at: str


ROW_TYPES: tuple[type[Row], ...] = (
    ObjectRow, PicletRow, AttributeRow, AliasRow, WordRow, PlayerRow, FindRow, PhotoRow, PlayerPhotoRow, PrintRow,
    MoveRow, TradeRow, BlockRow, TallyRow, DecisionRow, NamingRow, ScoreRow, TotalsRow,
    UnlistedRow, ShowcaseRow, *SEASON_ROWS,
)  # fmt: skip

NOBODY = ""
"""The discoverer of a Piclet whose discovery was revoked, until another player finds it."""

NO_TOTALS = TotalsRow(id=1, objects=0, piclets=0, players=0, scans=0, at="")

BUCKET = 64
LEVELS = 5


def score_buckets(score: int) -> Iterator[tuple[int, int]]:
    """The (level, bucket) of every range that holds `score`, finest first."""
    for level in range(LEVELS):
        yield level, score // BUCKET**level


def ranges_above(score: int) -> Iterator[tuple[int, int, int]]:
    """The (level, first bucket, last bucket) that together hold every score above `score`.

    A rank is a sum over at most `LEVELS` ranges of under `BUCKET` rows, however many players there are; the
    topmost range is open, its last bucket the highest there can be.
    """
    for level, bucket in score_buckets(score):
        top = level == LEVELS - 1
        yield level, bucket + 1, 2**31 - 1 if top else bucket // BUCKET * BUCKET + BUCKET - 1


R = TypeVar("R", bound=Row)


class Tables(Protocol):
    """Rows by key. Two stand behind it: a dictionary, and the ledger's database within a transaction.

    `load` says which rows will be looked at, so that they can be fetched in one go. `rows` lists those whose columns
    have the given values, in no order; it may look through a whole table, so only rare events ask for it.
    """

    def load(self, wanted: Iterable[tuple[type[Row], Key]]) -> None: ...

    def get(self, row: type[R], *key: str | int) -> R | None: ...

    def put(self, row: Row) -> None: ...

    def remove(self, row: Row) -> None: ...

    def rows(self, row: type[R], **columns: str) -> list[R]: ...


def resolve(tables: Tables, name: str) -> str:
    """The object that a normalized name leads to; the name itself where there is none."""
    if tables.get(ObjectRow, name) is not None:
        return name
    alias = tables.get(AliasRow, name)
    return alias.object_name if alias else name


class MemoryTables:
    """The tables as a dictionary: for tests of the fold, and to check a dataset on its own."""

    def __init__(self) -> None:
        self._rows: dict[type[Row], dict[Key, Row]] = {row: {} for row in ROW_TYPES}

    def load(self, wanted: Iterable[tuple[type[Row], Key]]) -> None:
        """Everything is here already."""

    def get(self, row: type[R], *key: str | int) -> R | None:
        found = self._rows[row].get(key)
        return found if isinstance(found, row) else None

    def put(self, row: Row) -> None:
        self._rows[type(row)][row.key] = row

    def remove(self, row: Row) -> None:
        self._rows[type(row)].pop(row.key, None)

    def rows(self, row: type[R], **columns: str) -> list[R]:
        return [each for each in self.all(row) if all(getattr(each, name) == columns[name] for name in columns)]

    def all(self, row: type[R]) -> Iterable[R]:
        """Every row of a kind, in order of first appearance."""
        return [found for found in self._rows[row].values() if isinstance(found, row)]
