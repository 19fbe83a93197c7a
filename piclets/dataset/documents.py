"""The files of the dataset as the ledger's tables have them at one moment: JSON, and nothing that is secret.

Documents are for readers; the log alone brings the game back. Each is rendered whole from one snapshot.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO

from piclets.dataset import layout
from piclets.dataset.layout import BrokenLog
from piclets.domain.events import AnyEvent, Scanned
from piclets.domain.players import players_of
from piclets.domain.records import Entry
from piclets.domain.scoring import rarity
from piclets.domain.season_plans import plan_of
from piclets.domain.tables import PrintRow
from piclets.ledger.documents import PAGE, Document
from piclets.ledger.publication import LoggedEvent, Snapshot

LEADERS = 100

Files = dict[str, bytes]


@dataclass(frozen=True)
class FlatUntil:
    """The last event whose newcomers have their documents in the first level; None while there is room for all."""

    piclets: int | None = None
    users: int | None = None

    def of(self, kind: str) -> int | None:
        return self.piclets if kind == "piclets" else self.users


def with_room(known: FlatUntil, snapshot: Snapshot) -> FlatUntil:
    """Fix the limits once the first level is full. They never change then."""
    return FlatUntil(
        piclets=known.piclets or snapshot.newcomer("piclets", layout.FLAT),
        users=known.users or snapshot.newcomer("users", layout.FLAT),
    )


class Renderer:
    """Renders documents from a snapshot. `home` is the address of the dataset's files at the Hub.

    What is in one of the first `packs` packs is rendered with its whole pack, once.
    """

    def __init__(self, snapshot: Snapshot, flat_until: FlatUntil, packs: int, home: str) -> None:
        self._snapshot = snapshot
        self._flat_until = flat_until
        self._packs = packs
        self._home = home
        self._packed: dict[str, bytes] = {}

    def render(self, document: Document, *, changed_after: int = 0) -> Files:
        """The files of a document, by path. Of a player's pages, those that changed after event `changed_after`."""
        kind, key = document
        if kind == "users":
            return _player_pages(self._snapshot, key, self._flat_until, changed_after)
        if kind == "shelf":
            pack = layout.pack_of(int(key) * layout.SHELF)
            if pack < self._packs:
                return {**self.packed_table(pack), **self.packed_documents(pack)}
            return _shelf_table(self._snapshot, int(key), self._home)
        if kind == "seasons":
            return _season(self._snapshot, key)
        name, _, page = key.rpartition("/")
        if kind == "prints":
            return _print_page(self._snapshot, name, int(page))
        known = self._snapshot.object(name)
        if known is not None and page == "0" and layout.pack_of(known.seq) < self._packs:
            return self.packed_documents(layout.pack_of(known.seq))
        return _object_page(self._snapshot, name, int(page), self._flat_until)

    def packed_documents(self, pack: int) -> Files:
        """The first pages of the objects that a pack's events discovered, a line each; no file without any."""
        path = layout.packed_documents(pack)
        if path not in self._packed:
            lines = []
            for name in self._snapshot.objects_from(pack * layout.PACK, layout.last_of_pack(pack)):
                page = _object_content(self._snapshot, name, 0)
                if page is not None:
                    lines.append(_json({"objectName": name, **page}, indent=None))
            self._packed[path] = b"".join(lines)
        return {path: self._packed[path]} if self._packed[path] else {}

    def packed_table(self, pack: int) -> Files:
        """What the viewer shows of the Piclets that a pack's events discovered; no file without any."""
        path = layout.packed_table(pack)
        if path not in self._packed:
            shown = self._snapshot.shelf(pack * layout.PACK, layout.last_of_pack(pack))
            pictures = f"{self._home}/{layout.packed_pictures(pack)}"
            # `datasets` opens a member of an archive by such an address.
            rows = (_viewer_row(entry, f"zip://{entry.image}::{pictures}") for _, entry in shown)
            self._packed[path] = b"".join(_json(row, indent=None) for row in rows)
        return {path: self._packed[path]} if self._packed[path] else {}

    def remains(self, document: Document) -> list[str]:
        """Where files of a packed document can stand that it has no more; empty for any other."""
        kind, key = document
        pack = layout.pack_of(int(key) * layout.SHELF) if kind == "shelf" else self._packs
        return [layout.packed_table(pack), layout.packed_documents(pack)] if pack < self._packs else []

    def loose(self, pack: int) -> list[str]:
        """Where what goes into a pack can stand now, but for the pictures."""
        tables = [layout.shelf_table(shelf) for shelf in layout.shelves_of_pack(pack)]
        names = self._snapshot.objects_from(pack * layout.PACK, layout.last_of_pack(pack))
        places = [layout.document_path("piclets", name, 0, flat=flat) for name in names for flat in (True, False)]
        return [*tables, *places]


def stats(snapshot: Snapshot) -> bytes:
    totals = snapshot.totals()
    return _json(
        {
            "objects": totals.objects,
            "piclets": totals.piclets,
            "players": totals.players,
            "scans": totals.scans,
            "asOf": snapshot.head,
        }
    )


def leaderboard(snapshot: Snapshot) -> bytes:
    return _json(
        {
            "leaderboard": [
                {
                    "rank": leader.rank,
                    "username": leader.username,
                    "rarityScore": leader.score,
                    "totalFinds": leader.total_finds,
                    "uniqueFinds": leader.unique_finds,
                }
                for leader in snapshot.leaders(LEADERS)
            ],
            "asOf": snapshot.head,
        }
    )


def event_lines(events: Iterable[LoggedEvent]) -> bytes:
    """The log as the viewer shows it: flat columns to look through, and the event itself as JSON text."""
    return b"".join(_json(_event_row(logged), indent=None) for logged in events)


def pack(lines: bytes) -> bytes:
    """Compressed the same way each time."""
    return gzip.compress(lines, compresslevel=6, mtime=0)


def read_event_lines(content: bytes, *, packed: bool) -> Iterator[tuple[int, str]]:
    """The (place, event as JSON) of each line. Raises BrokenLog."""
    try:
        with gzip.open(BytesIO(content)) if packed else BytesIO(content) as lines:
            for line in lines:
                row = json.loads(line)
                yield int(row["seq"]), str(row["event"])
    except (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError, RecursionError) as damage:
        raise BrokenLog(f"a file of the log cannot be read ({type(damage).__name__})") from damage


def _event_row(logged: LoggedEvent) -> dict[str, object]:
    event: AnyEvent = logged.event
    scanned = event if isinstance(event, Scanned) else None
    players = players_of(event)
    return {
        "seq": logged.seq,
        "at": event.at,
        "kind": event.kind,
        "player": players[0].sub if players else "",
        "typeId": scanned.type_id if scanned else "",
        "status": scanned.status if scanned else "",
        "event": logged.body,
    }


def _object_page(snapshot: Snapshot, name: str, page: int, flat_until: FlatUntil) -> Files:
    known, content = snapshot.object(name), _object_content(snapshot, name, page)
    if known is None or content is None:
        return {}
    flat = _is_flat(known.seq, flat_until.piclets)
    return {layout.document_path("piclets", name, page, flat=flat): _json(content)}


def _object_content(snapshot: Snapshot, name: str, page: int) -> dict[str, object] | None:
    """A page of an object's document; None where it is not shown."""
    known = snapshot.object(name)
    if known is None or not known.shown:
        return None
    first, last = page * PAGE, page * PAGE + PAGE - 1
    prints = snapshot.prints(name, first, last)
    entries = [
        {**entry.wire(), "prints": [_print_line(line) for line in prints.get(entry.type_id, ())]}
        for entry in snapshot.entries(name, first, last)
    ]
    pages = known.youngest // PAGE + 1
    content: dict[str, object] = {"canonical": entries[0]} if page == 0 else {}
    content["variations"] = entries[1:] if page == 0 else entries
    if page == 0 and pages > 1:
        content["pages"] = pages
    return content


def _print_page(snapshot: Snapshot, type_id: str, page: int) -> Files:
    lines = snapshot.print_page(type_id, page)
    if not lines:
        return {}
    content = {"typeId": type_id, "prints": [_print_line(line) for line in lines]}
    return {layout.prints_path(type_id, page): _json(content)}


def _print_line(line: PrintRow) -> dict[str, object]:
    return {
        "pid": line.pid,
        "number": line.number,
        "finderId": line.finder,
        "holderId": line.holder,
        "mintedAt": line.minted_at,
        "revoked": line.revoked,
        "moves": line.moves,
        **({"season": line.season} if line.season else {}),
    }


def _season(snapshot: Snapshot, season: str) -> Files:
    """What is written of a season follows from its events; its phase, from the reader's clock."""
    row = snapshot.season(season)
    if row is None:
        return {}
    content = {
        "id": row.id,
        **plan_of(row.plan).wire(),
        "cancelled": row.cancelled,
        "settled": bool(row.settled),
        "found": row.found,
        "board": [each.wire() for each in snapshot.season_board(season, LEADERS)],
        "podium": [each.wire() for each in snapshot.season_podium(season)] if row.settled else [],
        "asOf": row.changed,
    }
    return {layout.season_path(season): _json(content)}


def _player_pages(snapshot: Snapshot, sub: str, flat_until: FlatUntil, changed_after: int) -> Files:
    """The first page, which has the totals, and each page with a find that is new since `changed_after`."""
    player = snapshot.player(sub)
    if player is None:
        return {}
    pages = max(1, -(-player.piclets // PAGE))
    first_new = max(1, snapshot.finds_until(sub, changed_after) // PAGE)
    flat = _is_flat(snapshot.first_find(sub), flat_until.users)
    files: Files = {}
    for page in (0, *range(first_new, pages)):
        lines = [
            {
                "typeId": find.type_id,
                "firstScannedAt": find.first_scanned_at,
                "firstDiscovery": find.first_discovery,
                **({"print": find.pid} if find.pid else {}),
            }
            for find in snapshot.finds(sub, page * PAGE, PAGE)
        ]
        content: dict[str, object] = {"sub": sub}
        if page == 0:
            content |= {
                "username": player.username,
                "totalFinds": player.total_finds,
                "uniqueFinds": player.unique_finds,
                "rarityScore": player.score,
            }
            received, given = snapshot.traded(sub)
            content |= {"printsReceived": received, "printsGiven": given}
            earned = snapshot.tally(sub).earned
            content["badges"] = {
                badge: [{"at": at, "event": event} for at, event in earned[badge]] for badge in sorted(earned)
            }
        content["typeIds"] = lines
        if page == 0 and pages > 1:
            content["pages"] = pages
        files[layout.document_path("users", sub, page, flat=flat)] = _json(content)
    return files


def _shelf_table(snapshot: Snapshot, shelf: int, home: str) -> Files:
    first = shelf * layout.SHELF
    shown = snapshot.shelf(first, first + layout.SHELF - 1)
    rows = [_viewer_row(entry, f"{home}/{layout.image_path(entry.image, seq)}") for seq, entry in shown]
    return {layout.shelf_table(shelf): b"".join(_json(row, indent=None) for row in rows)} if rows else {}


def _viewer_row(entry: Entry, picture: str) -> dict[str, object]:
    """`datasets` takes a picture by its address at the Hub; one path for it and for other readers."""
    creature = entry.piclet_data
    return {
        "image": picture if entry.image else None,
        "name": creature.name,
        "type": creature.type,
        "rarity": rarity(entry.scan_count),
        "discoveredBy": entry.discovered_by,
        "objectName": entry.object_name,
        "typeId": entry.type_id,
        "attributes": ", ".join(entry.attributes),
        "tier": creature.tier,
        "discoveredAt": entry.discovered_at,
        "description": creature.description,
    }


def _is_flat(came: int, until: int | None) -> bool:
    return until is None or came <= until


def _json(value: object, *, indent: int | None = 1) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=indent) + "\n").encode()
