"""What the endpoints answer (contract, part 2): the one source of their fields, examples and schemas.

Piclets are answered by the hundred, so the ledger gives them as they are told, and what is derived is added to that.
"""

from __future__ import annotations

from typing import Any

from piclets.domain.matching import is_canonical
from piclets.domain.records import DiscoveryStatus, Entry, Rarity, Record
from piclets.domain.scoring import rarity
from piclets.ledger.dex import DexEntry
from piclets.ledger.queries import Find, Json, Standing


class Piclet(Entry):
    """An entry of the dataset, and what is derived from it."""

    rarity: Rarity
    image_url: str

    @classmethod
    def of(cls, entry: Entry, base_url: str) -> Piclet:
        """`base_url` is the address that the caller knows this server by."""
        return cls.model_validate(piclet(entry.wire(), base_url))


class CollectedPiclet(Piclet):
    """A Piclet in a player's collection."""

    first_discovery: bool
    times_scanned: int
    first_scanned_at: str


class ScanAnswer(Record):
    """Of `/generate_piclet`."""

    piclet: Piclet
    discovery_status: DiscoveryStatus
    canonical_id: str
    message: str


class PlayerStats(Record):
    username: str
    total_finds: int
    unique_finds: int
    rarity_score: int
    rank: int

    @classmethod
    def of(cls, standing: Standing) -> PlayerStats:
        return cls.model_construct(**_counted(standing))


class CollectionAnswer(Record):
    """Of `/get_user_piclets`."""

    piclets: tuple[CollectedPiclet, ...]
    total: int
    stats: PlayerStats


class ObjectAnswer(Record):
    """Of `/get_object_details`."""

    object_name: str
    canonical: Piclet
    variations: tuple[Piclet, ...]
    total_scans: int
    variation_count: int


class Activity(Record):
    """A discovery."""

    object_name: str
    type_id: str
    piclet_name: str
    discovery_status: DiscoveryStatus
    rarity: Rarity
    discovered_by: str
    discovered_at: str
    image_url: str

    @classmethod
    def of(cls, entry: Entry, base_url: str) -> Activity:
        return cls.model_construct(
            object_name=entry.object_name,
            type_id=entry.type_id,
            piclet_name=entry.piclet_data.name,
            discovery_status=discovery_status(entry),
            rarity=rarity(entry.scan_count),
            discovered_by=entry.discovered_by,
            discovered_at=entry.discovered_at,
            image_url=image_url(entry.image, base_url),
        )


class GameTotals(Record):
    """The whole game in numbers: objects and Piclets that are shown, players, all scans."""

    objects: int
    piclets: int
    players: int
    scans: int


class ActivityAnswer(Record):
    """Of `/get_recent_activity`."""

    activities: tuple[Activity, ...]


class Leader(Record):
    rank: int
    username: str
    rarity_score: int
    total_finds: int
    unique_finds: int

    @classmethod
    def of(cls, standing: Standing) -> Leader:
        return cls.model_construct(**_counted(standing))


class LeaderboardAnswer(Record):
    """Of `/get_leaderboard`."""

    leaderboard: tuple[Leader, ...]


class Failure(Record):
    """Of any call that fails. `objectName` is told where an object was looked for and not found."""

    error: str
    code: str
    retry_after: int | None
    object_name: str | None = None


def image_url(name: str, base_url: str) -> str:
    return f"{base_url}/images/{name}"


def discovery_status(entry: Entry) -> DiscoveryStatus:
    """What its discovery was: new or variation."""
    return "new" if is_canonical(entry.type_id) else "variation"


def piclet(entry: Json, base_url: str) -> Json:
    """`Piclet`, of an Entry as it is told."""
    return {**entry, "rarity": rarity(entry["scanCount"]), "imageUrl": image_url(entry["image"], base_url)}


def collected(find: Find, base_url: str) -> Json:
    """`CollectedPiclet`."""
    return {
        **piclet(find.entry, base_url),
        "firstDiscovery": find.first_discovery,
        "timesScanned": find.times_scanned,
        "firstScannedAt": find.first_scanned_at,
    }


def in_dex(shown: DexEntry, base_url: str) -> Json:
    """An object in the Dex, by its canonical."""
    counts = {"variationCount": shown.variations, "totalScans": shown.total_scans}
    return {**piclet(shown.canonical, base_url), **counts}


def _counted(standing: Standing) -> dict[str, Any]:
    return {
        "rank": standing.rank,
        "username": standing.username,
        "rarity_score": standing.score,
        "total_finds": standing.total_finds,
        "unique_finds": standing.unique_finds,
    }
