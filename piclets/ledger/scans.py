"""What a scan is, and what the ledger decides it to be, within the transaction that appends the event."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from piclets.domain import minting
from piclets.domain.events import Discovery, Minted, Scanned
from piclets.domain.matching import CANONICAL, Match, decide
from piclets.domain.records import DiscoveryStatus, Evidence, PicletData, Player
from piclets.domain.scoring import points
from piclets.domain.tables import (
    NOBODY,
    AliasRow,
    BlockRow,
    DecisionRow,
    FindRow,
    ObjectRow,
    PhotoRow,
    PicletRow,
    PlayerPhotoRow,
    Tables,
    resolve,
)
from piclets.errors import RateLimited, UnsafeContent
from piclets.ledger.foreseen import other_names
from piclets.ledger.sql_tables import SqlTables

ALIAS_REMOVED = "alias_removed"
"""The kind of the console's decision that a name shall not lead to an object any more."""


class PictureNeeded(Exception):
    """The match says that this scan discovers something, but nothing was drawn: draw, and record again."""


@dataclass(frozen=True)
class Scan:
    """A scan whose AI work is done. `piclet_data` and `image` are None where nothing was drawn.

    `received` is when the photo came, `at` when its scan was done. `evidence` is what its looks say, compared with
    the photos up to the event `compared` (None: with none); what came since, and that the very same photo is known
    already, the ledger finds itself.
    """

    player: Player
    photo: str
    phash: str
    at: str
    object_name: str
    attributes: tuple[str, ...]
    received: str
    evidence: Evidence = "fresh"
    compared: int | None = None
    piclet_data: PicletData | None = None
    image: str | None = None


@dataclass(frozen=True)
class Recorded:
    """What a scan was decided to be. Durable here; `seq` tells when it is in the dataset.

    `replayed`: the player had sent this very photo before, and nothing changed. `print` is the one that it made.
    """

    status: DiscoveryStatus
    type_id: str
    object_name: str
    seq: int
    points: int = 0
    evidence: Evidence | None = None
    print: Minted | None = None
    replayed: bool = False


def lead(tables: Tables, name: str) -> str:
    """Like `resolve`, but a name that leads nowhere leads to an object that has one of its spellings or synonyms.

    So it never matters which of two names for a thing came first, and rules newer than an object hold for it too. A
    name that the console took away from an object stays free.
    """
    leads_to = resolve(tables, name)
    if leads_to != name or tables.get(ObjectRow, name) is not None:
        return leads_to
    others = other_names(name)
    tables.load((ObjectRow, (other,)) for other in others)
    known = [other for other in others if tables.get(ObjectRow, other) is not None]
    return known[0] if known and not was_removed(tables, name) else name


def was_removed(tables: Tables, alias: str) -> bool:
    """Whether the console decided that this alias shall not lead to another object any more."""
    return any(row.kind == ALIAS_REMOVED for row in tables.rows(DecisionRow, about=alias))


def match(tables: SqlTables, name: str, attributes: tuple[str, ...]) -> tuple[str, Match]:
    """Raises UnsafeContent for what is hidden."""
    object_name = lead(tables, name)
    known = tables.get(ObjectRow, object_name)
    if known is None:
        return object_name, decide(object_name, attributes, variations=None, similar=())
    if not known.shown:
        raise _hidden()
    similar = tables.alike(object_name, attributes) if attributes else ()
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


def decided(tables: SqlTables, scan: Scan, event_id: str) -> Scanned:
    """The event that a scan becomes. Raises PictureNeeded."""
    photo = tables.get(PhotoRow, scan.photo)
    if photo is not None:
        return existing(tables, known_photo(scan, photo), photo.type_id, event_id)
    object_name, decision = match(tables, scan.object_name, scan.attributes)
    if not decision.needs_picture:
        return existing(tables, scan, decision.type_id, event_id)
    if scan.image is None or scan.piclet_data is None:
        raise PictureNeeded
    aliases = free(tables, other_names(object_name)) if decision.status == "new" else ()
    event = _scanned(scan, event_id, decision, object_name, first_find=True, scan_count=1, tables=tables)
    discovery = Discovery(attributes=scan.attributes, aliases=aliases, piclet_data=scan.piclet_data, image=scan.image)
    return event.model_copy(update={"discovery": discovery})


def known_photo(scan: Scan, photo: PhotoRow) -> Scan:
    """A scan of a photo that the game knows."""
    return like(scan, photo.sub)


def like(scan: Scan, sub: str) -> Scan:
    """A scan whose photo looks like one of a player's."""
    return replace(scan, evidence="again" if sub == scan.player.sub else "copy")


def existing(tables: Tables, scan: Scan, type_id: str, event_id: str) -> Scanned:
    """The event of a scan of a known Piclet. A player who finds one without a discoverer discovers it, as it is."""
    piclet = _shown(tables, type_id)
    first_find = tables.get(FindRow, scan.player.sub, type_id) is None
    status: DiscoveryStatus = "existing"
    if piclet.discoverer == NOBODY and first_find:
        status = "new" if piclet.number == CANONICAL else "variation"
    decision = Match(status, type_id, piclet.number)
    counted = piclet.scan_count + 1
    return _scanned(
        scan, event_id, decision, piclet.object_name, first_find=first_find, scan_count=counted, tables=tables
    )


def _scanned(
    scan: Scan,
    event_id: str,
    decision: Match,
    object_name: str,
    *,
    first_find: bool,
    scan_count: int,
    tables: Tables,
) -> Scanned:
    """The event of a scan, `scan_count` with it counted."""
    return Scanned(
        id=event_id,
        at=scan.at,
        player=scan.player,
        photo=scan.photo,
        phash=scan.phash,
        status=decision.status,
        object_name=object_name,
        type_id=decision.type_id,
        number=decision.number,
        first_find=first_find,
        points=points(decision.status, first_find=first_find, scan_count=scan_count),
        evidence=scan.evidence,
        received=scan.received,
        print=minting.mint(event_id, scan.player.sub, decision.type_id, scan.evidence, tables),
    )


def free(tables: Tables, names: Sequence[str]) -> tuple[str, ...]:
    """Those of `names` that no object has and that lead nowhere: an alias never shadows an object or alias."""
    tables.load((row, (name,)) for name in names for row in (ObjectRow, AliasRow))
    return tuple(name for name in names if tables.get(ObjectRow, name) is None and tables.get(AliasRow, name) is None)


def replay(tables: Tables, sub: str, photo: str) -> Recorded | None:
    if tables.get(BlockRow, sub) is not None:
        # The token is good and the photo too: what is used up, permanently, is this player's right to scan.
        raise RateLimited("This account may not scan any more. Please write to the people who run this game.")
    row = tables.get(PlayerPhotoRow, sub, photo)
    if row is None:
        return None
    piclet = _shown(tables, row.type_id)
    return Recorded(row.status, row.type_id, piclet.object_name, row.seq, evidence=row.evidence, replayed=True)
