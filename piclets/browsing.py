"""What players look at: collections, objects, the feed of discoveries and the leaderboard, as the contract writes it.

`base_url` is the address that the caller knows this server by; image addresses are built on it.
"""

from __future__ import annotations

from typing import Any

from piclets.discovery import utc_now
from piclets.domain.matching import is_canonical
from piclets.domain.names import NothingLeft, normalize
from piclets.domain.records import DiscoveryStatus, Entry, Player
from piclets.domain.scoring import rarity
from piclets.errors import InvalidRequest, NotFound, UnsafeContent
from piclets.identity import Identity
from piclets.ledger.dex import DexQueries, Search
from piclets.ledger.ledger import Ledger, Recorded
from piclets.ledger.queries import Queries, Standing

MOST_VARIATIONS = 500

Json = dict[str, Any]


class Browsing:
    def __init__(self, identity: Identity, ledger: Ledger, queries: Queries, dex: DexQueries) -> None:
        self._identity = identity
        self._ledger = ledger
        self._queries = queries
        self._dex = dex

    def player(self, token: str) -> Player:
        """Who a token belongs to. Raises InvalidToken, ServiceUnavailable."""
        return self._identity.verify(token)

    def remembered_player(self, token: str) -> Player | None:
        """The same without waiting, if nobody has to be asked. Raises InvalidToken."""
        return self._identity.remembered(token)

    def head(self) -> int:
        """The place of the last event: where it has not changed, nothing that players look at has."""
        return self._ledger.head()

    def totals(self) -> Json:
        """The whole game in numbers."""
        totals = self._queries.totals()
        return {
            "objects": totals.objects,
            "piclets": totals.piclets,
            "players": totals.players,
            "scans": totals.scans,
        }

    def newest(self, limit: int, base_url: str) -> list[Json]:
        """The newest Piclets, whole, newest first."""
        return [piclet(entry, base_url) for entry in self._queries.recent(limit)]

    def dex(self, search: Search, size: int, base_url: str) -> Json:
        """A page of the objects that a search finds, each by its canonical, and how many there are in all."""
        page = self._dex.page(search, size)
        return {
            "objects": [
                {
                    **piclet(shown.canonical, base_url),
                    "variationCount": shown.variations,
                    "totalScans": shown.total_scans,
                }
                for shown in page.shown
            ],
            "found": page.found,
        }

    def neighbours(self, sub: str, around: int) -> list[Json]:
        """A player's place on the leaderboard and who is next to it; `own` marks the player."""
        return [
            {**_leader(neighbour.standing), "own": neighbour.own} for neighbour in self._dex.neighbours(sub, around)
        ]

    def user_piclets(self, token: str, limit: int, offset: int, base_url: str) -> Json:
        """The Piclets a player has scanned. Raises InvalidToken, ServiceUnavailable."""
        player = self._identity.verify(token)
        self._ledger.follow_rename(player, utc_now())
        standing = self._queries.standing(player.sub) or self._newcomer(player)
        finds = self._queries.collection(player.sub, limit, offset)
        return {
            "piclets": [
                {
                    **piclet(find.entry, base_url),
                    "firstDiscovery": find.first_discovery,
                    "timesScanned": find.times_scanned,
                    "firstScannedAt": find.first_scanned_at,
                }
                for find in finds
            ],
            "total": standing.piclets,
            "stats": {
                "username": standing.username,
                "totalFinds": standing.total_finds,
                "uniqueFinds": standing.unique_finds,
                "rarityScore": standing.score,
                "rank": standing.rank,
            },
        }

    def _newcomer(self, player: Player) -> Standing:
        return Standing(
            player.username, score=0, total_finds=0, unique_finds=0, piclets=0, rank=self._queries.rank_of(0)
        )

    def object_details(self, object_name: str, base_url: str) -> Json:
        """An object in any spelling, with its variations. Raises NotFound, InvalidRequest."""
        try:
            name = normalize(object_name).name
        except NothingLeft:
            raise InvalidRequest("Please name an object, in words.") from None
        details = self._queries.object_details(name, MOST_VARIATIONS)
        if details is None:
            raise NotFound("Nobody has discovered this yet. It could be you!", object_name=name)
        return {
            "objectName": details.name,
            "canonical": piclet(details.canonical, base_url),
            "variations": [piclet(entry, base_url) for entry in details.variations],
            "totalScans": details.total_scans,
            "variationCount": details.variation_count,
        }

    def recent_activity(self, limit: int, base_url: str) -> Json:
        """Discoveries, newest first."""
        return {
            "activities": [
                {
                    "objectName": entry.object_name,
                    "typeId": entry.type_id,
                    "picletName": entry.piclet_data.name,
                    "discoveryStatus": discovery_status(entry),
                    "rarity": rarity(entry.scan_count),
                    "discoveredBy": entry.discovered_by,
                    "discoveredAt": entry.discovered_at,
                    "imageUrl": image_url(entry.image, base_url),
                }
                for entry in self._queries.recent(limit)
            ]
        }

    def leaderboard(self, limit: int) -> Json:
        """The best players."""
        return {
            "leaderboard": [_leader(leader) for leader in self._queries.leaders(limit)],
        }

    def scanned(self, recorded: Recorded, base_url: str) -> Json:
        """The answer to a scan, with the counts of this moment."""
        entry = self._queries.piclet(recorded.type_id)
        if entry is None:
            raise UnsafeContent("This Piclet was just taken out of the game.")
        return {
            "piclet": piclet(entry, base_url),
            "discoveryStatus": recorded.status,
            "canonicalId": self._queries.canonical_of(entry.object_name),
            "message": message(recorded.status, entry),
        }


def piclet(entry: Entry, base_url: str) -> Json:
    """A Piclet as clients see it: the entry, and what is derived from it."""
    wire = entry.wire()
    return {**wire, "rarity": rarity(entry.scan_count), "imageUrl": image_url(entry.image, base_url)}


def image_url(name: str, base_url: str) -> str:
    return f"{base_url}/images/{name}"


def discovery_status(entry: Entry) -> DiscoveryStatus:
    """What its discovery was: new or variation."""
    return "new" if is_canonical(entry.type_id) else "variation"


def message(status: DiscoveryStatus, entry: Entry) -> str:
    """The sentence of a scan. It says nothing that changes, so a replay says the same."""
    thing = entry.object_name.replace("_", " ")
    if status == "new":
        return f"Congratulations! You discovered the first {thing} Piclet!"
    if status == "variation":
        kind = ", ".join(attribute.replace("_", " ") for attribute in entry.attributes)
        return f"You discovered a new variation: a {thing} that is {kind}!"
    return f"You found {entry.piclet_data.name}, a {thing} Piclet that the world knows already."


def _leader(standing: Standing) -> Json:
    return {
        "rank": standing.rank,
        "username": standing.username,
        "rarityScore": standing.score,
        "totalFinds": standing.total_finds,
        "uniqueFinds": standing.unique_finds,
    }
