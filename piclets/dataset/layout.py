"""Where things stand in the dataset. Pure: paths, pages, spans of the log, and which of them to merge.

    README.md                                  the card
    piclets/{name}.json                        an object's first page; {name}.2.json, ... the next
    piclets/{00}/{typeId}.prints.json          all prints of a Piclet with many; {typeId}.prints.2.json, ... the next
    users/{sub}.json                           a player's first page; {sub}.2.json, ... the next
    metadata/stats.json, leaderboard.json
    metadata/seasons/{id}.json                 a season and its board
    metadata/piclets/{0000}/{0000}.jsonl       what the viewer shows of a shelf's Piclets
    images/{0000}/{0000}/{sha256}.webp         a Piclet's picture, on the shelf of the event that discovered it
    images/packs/{0000}/{0000}.zip             a pack: those pictures,
    piclets/packs/{0000}/{0000}.jsonl          the first pages of those objects,
    metadata/piclets/p{0000}/{0000}.jsonl      and what the viewer shows of those Piclets
    events/{first}-{last}.jsonl[.gz]           the log: one file per commit, and what they were merged into
    events/head.json                           who publishes, and how far (see `Head`)
    snapshots/{table}.{000}.jsonl.gz           a folded table, in files of bounded size
    snapshots/manifest.json                    what they are, and of which event (see `Manifest`)

The Hub takes at most 10,000 entries in a folder. The documents of the first `FLAT` objects and players stand in the
first level; everything younger, and every further page, in one of 256 folders by the hash of its name: good for
2.5 million. Shelves hold the discoveries of `SHELF` events each, so a change of one rewrites a table of at most
`SHELF` rows, however large the game; 5,000 shelves stand in a folder, and 5 billion events fit.

With `PICLETS_PACKED` what `PACK` events discovered moves into a pack, three files, when all of them are published:
so the number of files grows with players, and otherwise a thousandth as fast as the log.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

FLAT = 9_000
SHELF = 100
SHELVES_IN_FOLDER = 5_000
PACK = 1_000
"""Events of a pack, ten shelves."""

CARD = "README.md"
HEAD = "events/head.json"
EVENTS = "events"
SNAPSHOT = "snapshots"
FORMER_SNAPSHOT = "snapshot"
"""Where servers before this one had it: taken away with the next one, and when a player is erased."""
MANIFEST = "snapshots/manifest.json"
STATS = "metadata/stats.json"
LEADERBOARD = "metadata/leaderboard.json"

MAX_LOOSE_SPANS = 16
"""So many are merged, in a commit of its own: each is a request of every restore."""
MAX_EVENTS_IN_SPAN = 250_000
JOINED = 3
"""A packed span joins what is merged while it has at most so many times its events."""


def document_path(kind: str, key: str, page: int, *, flat: bool) -> str:
    """Where a page (from 0) of the document of an object or a player is."""
    if page == 0 and flat:
        return f"{kind}/{key}.json"
    folder = hashlib.sha256(key.encode()).hexdigest()[:2]
    return f"{kind}/{folder}/{key}.json" if page == 0 else f"{kind}/{folder}/{key}.{page + 1}.json"


def prints_path(type_id: str, page: int) -> str:
    """Where a page (from 0) of a Piclet's prints is."""
    folder = hashlib.sha256(type_id.encode()).hexdigest()[:2]
    return f"piclets/{folder}/{type_id}.prints{f'.{page + 1}' if page else ''}.json"


def season_path(season: str) -> str:
    return f"metadata/seasons/{season}.json"


def folders(kind: str, key: str) -> list[str]:
    """The folders in which the files of a document (see `ledger.documents`) can stand."""
    if kind == "shelf":
        return [shelf_table(int(key)).rpartition("/")[0]]
    if kind == "seasons":
        return [season_path(key).rpartition("/")[0]]
    if kind == "prints":
        return [prints_path(_name(kind, key), 0).rpartition("/")[0]]
    return [kind, document_path(kind, _name(kind, key), 1, flat=False).rpartition("/")[0]]


def belongs(path: str, kind: str, key: str) -> bool:
    """Whether a file in one of those folders is the document's: of an object one page, of a player all."""
    if kind == "shelf":
        return path == shelf_table(int(key))
    if kind == "seasons":
        return path == season_path(key)
    if kind == "prints":
        return path == prints_path(_name(kind, key), int(key.rpartition("/")[2]))
    name = _name(kind, key)
    if kind == "piclets":
        page = int(key.rpartition("/")[2])
        return path in {document_path(kind, name, page, flat=flat) for flat in (True, False)}
    stem = path.rpartition("/")[2].removesuffix(".json")
    return stem == name or (stem.startswith(f"{name}.") and stem[len(name) + 1 :].isdecimal())


def _name(kind: str, key: str) -> str:
    return key.rpartition("/")[0] if kind in ("piclets", "prints") else key


def shelf_of(seq: int) -> int:
    """The shelf that holds what the `seq`-th event discovered."""
    return seq // SHELF


def shelf_table(shelf: int) -> str:
    return f"metadata/piclets/{_shelf(shelf)}.jsonl"


def image_path(image: str, seq: int) -> str:
    """Where the picture `image` (`<sha256>.webp`) of the Piclet that the `seq`-th event discovered is."""
    return f"images/{_shelf(shelf_of(seq))}/{image}"


def pack_of(seq: int) -> int:
    """The pack that is to hold what the `seq`-th event discovered."""
    return seq // PACK


def last_of_pack(pack: int) -> int:
    """The last event of a pack."""
    return (pack + 1) * PACK - 1


def shelves_of_pack(pack: int) -> range:
    return range(pack * PACK // SHELF, (pack + 1) * PACK // SHELF)


def packed_pictures(pack: int) -> str:
    return f"images/packs/{_shelf(pack)}.zip"


def packed_documents(pack: int) -> str:
    return f"piclets/packs/{_shelf(pack)}.jsonl"


def packed_table(pack: int) -> str:
    return f"metadata/piclets/p{_shelf(pack)}.jsonl"


def snapshot_path(table: str, number: int) -> str:
    """Where the files of a folded table stand, from 0."""
    return f"{SNAPSHOT}/{table}.{number:03d}.jsonl.gz"


def _shelf(shelf: int) -> str:
    return f"{shelf // SHELVES_IN_FOLDER:04d}/{shelf % SHELVES_IN_FOLDER:04d}"


@dataclass(frozen=True, order=True)
class Span:
    """The events from `first` to `last`, both included, in one file of `events/`."""

    first: int
    last: int
    packed: bool = False

    _NAME = re.compile(r"events/(\d{12})-(\d{12})\.jsonl(\.gz)?")

    @property
    def path(self) -> str:
        return f"{EVENTS}/{self.first:012d}-{self.last:012d}.jsonl{'.gz' if self.packed else ''}"

    @property
    def events(self) -> int:
        return self.last - self.first + 1

    @classmethod
    def parse(cls, path: str) -> Span | None:
        match = cls._NAME.fullmatch(path)
        return cls(int(match[1]), int(match[2]), bool(match[3])) if match else None


class BrokenLog(Exception):
    """The files of `events/` are not one gapless log: they were changed from outside."""


def in_order(paths: Sequence[str]) -> list[Span]:
    """The spans of the log. Raises BrokenLog where they overlap or leave a gap."""
    spans = sorted(span for span in map(Span.parse, paths) if span)
    expected = 1
    for span in spans:
        if span.first != expected or span.last < span.first:
            raise BrokenLog(f"{span.path} should start at event {expected}")
        expected = span.last + 1
    return spans


def merge_plan(spans: Sequence[Span], *, most_loose: int = MAX_LOOSE_SPANS) -> Sequence[Span]:
    """The youngest spans that should become one packed file now; empty while there are few loose ones.

    Older packed spans join while they are not more than `JOINED` times what is merged already: each event is
    rewritten a logarithmic number of times, some ten in a million, and the packed files grow in number by the
    logarithm too, up to full files of `MAX_EVENTS_IN_SPAN`.
    """
    loose = [span for span in spans if not span.packed]
    if len(loose) < most_loose:
        return []
    merged = list(loose)
    events = sum(span.events for span in merged)
    for span in reversed([span for span in spans if span.packed]):
        if span.events > JOINED * events or span.events + events > MAX_EVENTS_IN_SPAN:
            break
        merged.insert(0, span)
        events += span.events
    return merged


def merged(spans: Sequence[Span]) -> Span:
    return Span(spans[0].first, spans[-1].last, packed=True)
